import { type Selectable, sql } from 'kysely';
import type { Place, Post, PostContent } from '../workflow/post-ports.ts';
import type { Schema } from './schema.ts';

/** A post with the service URL that its conversation was last seen at. */
export type PostRow = Selectable<Schema['posts']> & {
  readonly live_service_url: string;
  readonly teams_channel_id: string | null;
};

function placeOf(row: PostRow): Place {
  if (row.channel_id !== null) return { kind: 'channel', channelId: row.channel_id };
  return {
    kind: 'conversation',
    conversationId: row.conversation_id ?? row.thread,
    serviceUrl: row.live_service_url,
    tenantId: row.tenant_id,
  };
}

function contentOf({ kind, case_id: caseId, check_name: check, plan_id: planId, activity }: PostRow): PostContent {
  if (kind === 'list') return { kind };
  if (caseId === null) return { kind: 'fixed', activity };
  if (check !== null) return { kind: 'check', caseId, check };
  if (planId !== null) return { kind: 'plan', caseId, planId };
  return { kind: kind === 'inventory' ? 'inventory' : 'case', caseId };
}

/** A row as the post that it is. */
export function postOf(row: PostRow): Post {
  return {
    id: row.id,
    partnerId: row.partner_id,
    place: placeOf(row),
    content: contentOf(row),
    language: row.language,
    thread: row.thread,
    tenantId: row.tenant_id,
    serviceUrl: row.live_service_url,
    state: row.state,
    attempt: row.attempt,
    ...(row.dedupe_key === null ? {} : { dedupeKey: row.dedupe_key }),
    ...(row.teams_channel_id === null ? {} : { teamsChannelId: row.teams_channel_id }),
    ...(row.slot_at === null ? {} : { slotAt: row.slot_at.toISOString() }),
    ...(row.sent_conversation_id === null || row.sent_activity_id === null
      ? {}
      : { sentTo: { conversationId: row.sent_conversation_id, activityId: row.sent_activity_id } }),
  };
}

/** Posts with where they are to be sent now. */
export const selectPosts = sql`
  select p.*, c.teams_channel_id, coalesce(c.service_url,
    (select service_url from people where personal_conversation_id = p.thread and service_url is not null limit 1),
    p.service_url) as live_service_url
  from posts p left join channels c on c.tenant_id = p.tenant_id and c.teams_channel_id = p.thread`;
