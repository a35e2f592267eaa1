import assert from 'node:assert/strict';
import { createGraphAlerts } from '../../src/graph/alerts.ts';
import { createGroupDirectory } from '../../src/graph/groups.ts';
import { createTokens } from '../../src/http/tokens.ts';
import { all, outsideError } from '../support/outside.ts';
import { type WorldClients, worldClients } from '../support/world-clients.ts';

const scope = 'https://graph.microsoft.com/.default';

describe('Graph in the local world', () => {
  let at: WorldClients;
  beforeEach(async () => {
    at = await worldClients();
  });
  afterEach(() => at.open.close());

  const graph = () => ({ http: at.http, baseUrl: at.open.world.urls.graph, tokens: at.tokens, scope });
  const source = () => createGraphAlerts({ ...graph(), people: at.people, log: { warn: () => {} } });
  const ids = async (since?: string) =>
    (await all(source().readAlerts(at.partner('graph'), since))).flatMap((page) =>
      page.alerts.map((read) => read.alert.externalId),
    );

  it('reads all alerts of a partner over several pages', async () => {
    const before = await ids();
    const made = Array.from({ length: 45 }, () => at.detect('wwi-shop'));

    const after = await ids();

    assert.deepEqual(new Set(after), new Set([...before, ...made]));
    assert.equal(after.length, before.length + 45);
  });

  it('sees with a time what is open and what was resolved since, not what was resolved before', async () => {
    const partner = at.partner('graph');
    const [old, late, open] = [at.detect('wwi-shop'), at.detect('ski-prod'), at.detect('ski-lab')];
    at.open.world.resolveAlert(partner.tenantId, old, 'fraud', 'megan@northwindcloud.example');
    at.open.world.advance(24 * 3_600_000);
    const since = at.open.world.now().toISOString();
    at.open.world.advance(60_000);
    at.open.world.resolveAlert(partner.tenantId, late, 'legitimate', 'megan@northwindcloud.example');

    const seen = await ids(since);

    assert.equal(seen.includes(old), false);
    assert.ok(seen.includes(late) && seen.includes(open));
  });

  it('tells as the person who is signed in, and reads it back', async () => {
    const partner = at.partner('graph');
    const id = at.detect('ski-prod', { machines: 2, hitCount: 14 });
    const subscriptionId = at.subscription('ski-prod').id;

    const told = await source().tell(
      partner,
      { subscriptionId, externalIds: [id], goal: { status: 'resolved', reason: 'fraud' } },
      at.person('Megan'),
    );

    assert.deepEqual(told, { kind: 'told' });
    const page = await source().readSubscription(partner, subscriptionId.toUpperCase());
    const alert = page.alerts.find((read) => read.alert.externalId === id)?.alert;
    assert.deepEqual(
      [alert?.status, alert?.resolvedReason, alert?.hitCount, alert?.signs.vmAddresses.length],
      ['resolved', 'fraud', 14, 2],
    );
    assert.match(alert?.resolvedBy ?? '', /megan/i);
  });

  it('is told what is wrong by the faults of the service', async () => {
    const fault = (status: number, body: object) =>
      at.open.world.addFault({
        service: 'graph',
        path: 'securityAlerts',
        times: 1,
        act: { kind: 'status', status, body },
      });
    fault(403, { Error: { Code: 'Unauthorized_MissingMFA', Message: 'MFA' } });

    assert.equal((await outsideError(ids())).why, 'mfa');

    at.open.world.addFault({ service: 'graph', path: 'securityAlerts', times: 2, act: { kind: 'half' } });

    assert.ok((await ids()).length >= 0);
  });

  it('finds the groups of people', async () => {
    const { tenantId, roleGroups } = at.partner('graph');
    const groups = createGroupDirectory(graph());
    const asked = [...roleGroups.viewer, ...roleGroups.responder, ...roleGroups.owner];

    assert.deepEqual(await groups.memberOf(tenantId, at.person('Megan').objectId, asked), [
      ...roleGroups.responder,
      ...roleGroups.owner,
    ]);
    assert.deepEqual(await groups.memberOf(tenantId, at.person('Lynne').objectId, asked), roleGroups.viewer);
    assert.deepEqual(await groups.memberOf(tenantId, at.person('Nestor').objectId, asked), []);
    const described = await groups.describe(tenantId, roleGroups.owner[0] ?? '');
    assert.ok(described.members.includes('Megan Bowen'));
    assert.notEqual(described.name, '');
    assert.equal((await outsideError(groups.describe(tenantId, 'nothing'))).why, 'not-found');
  });

  it('cannot get a token with a wrong secret', async () => {
    const { env } = at.open;
    const tokens = createTokens({
      loginUrl: env.LOGIN_URL ?? '',
      appId: env.BOT_APP_ID ?? '',
      proof: { secret: 'wrong' },
      timeoutMs: 60_000,
    });
    const groups = createGroupDirectory({ ...graph(), tokens });

    const error = await outsideError(groups.memberOf(at.partner('graph').tenantId, at.person('Megan').objectId, ['g']));

    assert.equal(error.why, 'unauthorized');
    assert.match(error.message, /AADSTS7000215/);
  });
});
