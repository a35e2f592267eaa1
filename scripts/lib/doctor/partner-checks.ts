import type { Config } from '../../../src/config.ts';
import { givenRole, isUnset, type Partner } from '../../../src/domain/partner.ts';
import { roles } from '../../../src/domain/people.ts';
import { HttpError } from '../../../src/http/http-error.ts';
import { urlPath } from '../../../src/http/url-path.ts';
import { type Check, fault, notRun, type Outcome, ok, plain } from './finding.ts';
import type { Outside } from './outside.ts';
import type { PartnerRecords } from './records.ts';
import type { Mending } from './say-fault.ts';

export interface PartnerParts {
  readonly config: Config;
  readonly outside: Outside;
  readonly partner: Partner;
  /** Throws where the database does not say. */
  readonly records: () => Promise<PartnerRecords>;
  /** What alerts, customers and figures are read with. Throws NoToken. */
  readonly reading: (api: 'graph' | 'partnerCenter') => Promise<string>;
}

export type PartnerCheck = Check & { readonly mending?: Mending };

/** What the application may do in a partner's tenant, each right by a question that changes nothing. */
export function partnerChecks({ config, outside, partner, records, reading }: PartnerParts): readonly PartnerCheck[] {
  const { urls } = config;
  const { tenantId } = partner;
  const name = plain(partner.name);
  const about = (id: string, place: Check['place']) => ({ id: `${id}:${tenantId}`, place, partner: name });
  const own = () => outside.tokenFor(tenantId, 'graph');
  const graph = async (
    path: string,
    { query, json, token = own }: { query?: Record<string, string>; json?: object; token?: () => Promise<string> } = {},
  ): Promise<void> => {
    const change = json === undefined ? {} : { method: 'POST' as const, json };
    const to = { path, ...(query && { query }) };
    await outside.http.json({ base: urls.graph, to, token: await token(), ...change }, isObject);
  };
  const read = () => reading('graph');
  const center = async (path: string, query?: Record<string, string>): Promise<void> => {
    const token = await reading('partnerCenter');
    const headers = { 'MS-Contract-Version': 'v1', 'MS-RequestId': crypto.randomUUID() };
    await outside.http.json(
      { base: urls.partnerCenter, to: { path, ...(query && { query }) }, token, headers },
      isObject,
    );
  };
  const token = (audience: 'graph' | 'partnerCenter', service: string): PartnerCheck => ({
    ...about(`token.${audience}`, 'login'),
    title: `A token for ${service}`,
    why: `Nothing of ${service} can be asked in this tenant without it.`,
    run: async () => {
      await outside.token(tenantId, audience);
      return ok('given');
    },
  });
  const events = partner.source === 'fraudEvents';

  return [
    token('graph', 'Microsoft Graph'),
    token('partnerCenter', 'Partner Center'),
    {
      ...about(events ? 'partner-center.events' : 'graph.alerts', events ? 'partnerCenter' : 'graph'),
      title: events ? 'Fraud events' : 'Security alerts',
      why: 'This is the source: without it no detection arrives.',
      mending: events
        ? { right: 'the application access to Partner Center’s API in this tenant' }
        : { right: 'the Graph application permission PartnerSecurity.Read.All' },
      run: async () => {
        await (events
          ? center('/v1/fraudEvents')
          : graph('/beta/security/partner/securityAlerts', { query: { $top: '1' }, token: read }));
        return ok('can be read');
      },
    },
    {
      ...about('graph.score', 'graph'),
      title: 'Microsoft’s figure of the response time',
      why: 'The clocks say how close the partner is to the 24 hours on average.',
      mending: { right: 'the Graph application permission PartnerSecurity.Read.All' },
      run: async () => {
        await graph('/beta/security/partner/securityScore/requirements', { token: read });
        return ok('can be read');
      },
    },
    {
      ...about('graph.groups', 'graph'),
      title: 'Groups of the roles',
      why: 'Roles come from these groups; a person in none of them may do nothing.',
      mending: { right: 'the Graph application permission GroupMember.Read.All' },
      run: () => groupsOutcome(partner, graph),
    },
    {
      ...about('graph.people', 'graph'),
      title: 'People named for roles',
      why: 'Whoever is named by an id that nobody has may do nothing.',
      mending: { right: 'the Graph application permission User.Read.All' },
      run: () => peopleOutcome(partner, graph),
    },
    {
      ...about('graph.members', 'graph'),
      title: 'Who is in these groups',
      why: 'It is asked at every click; unreadable means no.',
      mending: { right: 'the Graph application permissions GroupMember.Read.All and User.Read.All' },
      run: async () => {
        const { person } = await records();
        const groupIds = roles.flatMap((role) => partner.roleGroups[role]).slice(0, 20);
        if (person === undefined) return notRun('nobody of this partner has spoken to the bot yet');
        if (groupIds.length === 0) return notRun('no groups are set');
        await graph(urlPath`/v1.0/users/${person.objectId}/checkMemberGroups`, { json: { groupIds } });
        return ok('can be asked');
      },
    },
    {
      ...about('partner-center.customers', 'partnerCenter'),
      title: 'Customers',
      why: 'Cards say which customer it is, and whether the account is in good standing.',
      mending: { right: 'the application access to Partner Center’s API in this tenant' },
      run: async () => {
        await center('/v1/customers', { size: '1' });
        return ok('can be read');
      },
    },
    {
      ...about('azure.reader', 'azure'),
      title: 'A customer’s subscription in Azure',
      why: 'What runs there, what it costs and who made it is read with this right.',
      mending: { right: 'the application the role Reader on the subscription (Azure Lighthouse)' },
      run: async () => {
        const { subscription } = await records();
        if (subscription === undefined) return notRun('no case has named a subscription yet');
        const at = await outside.tokenFor(subscription.customerTenantId, 'azure');
        const path = urlPath`/subscriptions/${subscription.subscriptionId}`;
        const to = { path, query: { 'api-version': '2022-12-01' } };
        await outside.http.json({ base: urls.azure, to, token: at }, isObject);
        return ok('the newest case’s can be read');
      },
    },
  ];
}

type AskGraph = (path: string, options: { query: Record<string, string> }) => Promise<void>;

/** Those of a role's ids that Graph does not know, each with its role. */
async function missing(
  graph: AskGraph,
  where: (id: string) => string,
  named: readonly { readonly role: string; readonly id: string }[],
): Promise<readonly string[]> {
  const found = await Promise.all(
    named.map(async ({ role, id }) => {
      try {
        await graph(where(id), { query: { $select: 'id' } });
        return [];
      } catch (error) {
        if (!(error instanceof HttpError && error.status === 404)) throw error;
        return [`${role} ${id}`];
      }
    }),
  );
  return found.flat();
}

async function peopleOutcome(partner: Partner, graph: AskGraph): Promise<Outcome> {
  const named = roles.flatMap((role) => givenRole(partner, role).people.map((id) => ({ role, id })));
  if (named.length === 0) return ok('nobody: roles come from groups');
  const unknown = await missing(graph, (id) => urlPath`/v1.0/users/${id}`, named);
  return unknown.length === 0
    ? ok(`${named.length} found`)
    : fault(
        `there is no person ${unknown.join(', ')}`,
        'Correct the partner’s rolePeople: they are object ids of people as its own tenant knows them, guests too.',
      );
}

async function groupsOutcome(partner: Partner, graph: AskGraph): Promise<Outcome> {
  const groups = roles.flatMap((role) => givenRole(partner, role).groups.map((id) => ({ role, id })));
  if (groups.length === 0 && !isUnset(partner)) return ok('none is set: people are named one by one');
  if (groups.length === 0)
    return fault(
      'none is set: only the person who installed the bot first may do anything',
      'Name a group for responder and owner in the partner’s roleGroups.',
    );
  const unknown = await missing(graph, (id) => urlPath`/v1.0/groups/${id}`, groups);
  return unknown.length === 0
    ? ok(`${groups.length} found`)
    : fault(
        `there is no group ${unknown.join(', ')}`,
        'Correct the partner’s roleGroups: they are object ids of groups of its own tenant.',
      );
}

/** Half an answer, or a page of a proxy, is no answer. */
function isObject(body: unknown): void {
  if (typeof body !== 'object' || body === null) throw new TypeError('not an object');
}
