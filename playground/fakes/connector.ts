import { audiences } from '../world/audiences.ts';
import { bearerOf } from './bearer.ts';
import { type ConnectorParts, type OpenConversation, openConversation, taken } from './connector-access.ts';
import { createConversation } from './connector-create.ts';
import { noConversation, throttled, unauthorized } from './connector-errors.ts';
import type { LimitedCall } from './connector-limits.ts';
import { deleteActivity, postActivity, updateActivity } from './connector-messages.ts';
import { channelsOf, member, pagedMembers, rosterOf, teamOf } from './connector-roster.ts';
import type { Route } from './router.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

/** Bot Connector of Teams (Swagger: microsoft/botframework-sdk, botframework-channel.json) and its Teams extension. */
export function connectorRoutes(parts: ConnectorParts): readonly Route[] {
  const inConversation =
    (call: LimitedCall, handle: (open: OpenConversation, r: FakeRequest) => FakeAnswer) =>
    (r: FakeRequest): Promise<FakeAnswer> =>
      guarded(parts, r, () => {
        const open = openConversation(parts.store, r.params.id ?? '');
        if ('status' in open) return open;
        const { id, tenantId } = open.conversation;
        return taken(parts, call, id, tenantId) ?? handle(open, r);
      });
  const inTeam =
    (handle: (teamId: string) => FakeAnswer) =>
    (r: FakeRequest): Promise<FakeAnswer> =>
      guarded(parts, r, () => {
        const open = openConversation(parts.store, r.params.id ?? '');
        if ('status' in open) return open;
        const { id, tenantId, teamId } = open.conversation;
        if (teamId === undefined || teamId !== r.params.id) return noConversation;
        return taken(parts, 'conversations', id, tenantId) ?? handle(teamId);
      });
  const { store } = parts;
  const conversation = '/v3/conversations/:id';
  return [
    {
      method: 'POST',
      path: '/v3/conversations',
      handle: (r) => guarded(parts, r, () => createConversation(parts, r.body)),
    },
    {
      method: 'POST',
      path: `${conversation}/activities`,
      handle: inConversation('send', (c, r) => postActivity(store, c, r)),
    },
    {
      method: 'POST',
      path: `${conversation}/activities/:activityId`,
      handle: inConversation('send', (c, r) => postActivity(store, c, r)),
    },
    // Assumption: updates and deletions count as sends; the published table names neither.
    {
      method: 'PUT',
      path: `${conversation}/activities/:activityId`,
      handle: inConversation('send', (c, r) => updateActivity(store, c, r)),
    },
    {
      method: 'DELETE',
      path: `${conversation}/activities/:activityId`,
      handle: inConversation('send', (c, r) => deleteActivity(store, c, r)),
    },
    {
      method: 'GET',
      path: `${conversation}/members`,
      handle: inConversation('members', (c) => {
        const allowance = parts.limits?.takeUnpagedRoster(c.conversation.id, store.clock.now().getTime());
        if (allowance?.kind === 'throttled') return throttled(allowance.retryAfterSeconds);
        return { status: 200, body: rosterOf(store, c.conversation) };
      }),
    },
    {
      method: 'GET',
      path: `${conversation}/members/:memberId`,
      handle: inConversation('members', (c, r) => member(store, c.conversation, r.params.memberId ?? '')),
    },
    {
      method: 'GET',
      path: `${conversation}/pagedmembers`,
      handle: inConversation('members', (c, r) => pagedMembers(store, c.conversation, r.url.searchParams)),
    },
    { method: 'GET', path: '/v3/teams/:id', handle: inTeam((id) => teamOf(store, id)) },
    { method: 'GET', path: '/v3/teams/:id/conversations', handle: inTeam((id) => channelsOf(store, id)) },
  ];
}

/** The routes begin at /v3; what stands before it is the region that a service URL names. */
export function withoutRegion(pathname: string): string {
  return pathname.slice(Math.max(pathname.indexOf('/v3/'), 0));
}

async function guarded(parts: ConnectorParts, request: FakeRequest, handle: () => FakeAnswer): Promise<FakeAnswer> {
  const bearer = await bearerOf(request, parts.tokens, audiences.botFramework);
  if (bearer.kind !== 'ok' || bearer.claims.idtyp !== 'app') return unauthorized;
  return handle();
}
