import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { CaseId, ChannelId } from '../../src/domain/ids.ts';
import type { Routing } from '../../src/domain/routing.ts';
import { cardMissing } from '../../src/workflow/card-missing.ts';
import type { Channel } from '../../src/workflow/teams-ports.ts';
import { makeChannel } from '../db/fixtures.ts';
import { testDatabase } from '../support/database.ts';
import { everyJournalHolds, type Workshop, workshop } from '../support/workshop.ts';

const reseller = '55555555-aaaa-4bbb-8ccc-000000000005';

describe('where an alert is told', () => {
  const db = testDatabase();
  let w: Workshop;
  let general: Channel;
  let severe: Channel;
  let resold: Channel;

  beforeEach(async () => {
    w = await workshop(db);
    general = w.channel;
    severe = await makeChannel(db.store(), w.partner);
    resold = await makeChannel(db.store(), w.partner);
  });
  afterEach(() => everyJournalHolds(db));

  const route = (routing: Routing | null) =>
    db
      .database()
      .pool.query('update partners set routing = $2 where id = $1', [
        w.partner.id,
        routing === null ? null : JSON.stringify(routing),
      ]);
  const usual = (): Routing => ({
    rules: [
      { resellerTenantId: reseller, channelIds: [resold.id] },
      { atLeast: 'high', channelIds: [severe.id] },
    ],
    defaultChannelId: general.id,
  });

  async function placesOf(caseId: CaseId, but: readonly string[] = []): Promise<readonly ChannelId[]> {
    const { rows } = await db
      .database()
      .pool.query<{ channel_id: ChannelId }>(
        `select channel_id from posts where case_id = $1 and kind = 'case' and state <> all ($2) order by ordinal`,
        [caseId, but],
      );
    return rows.map(({ channel_id }) => channel_id);
  }
  /** A case of its own for the alert. */
  async function receive(index: number, more: Parameters<Workshop['alert']>[1] = {}): Promise<CaseId> {
    const { subscriptionId = randomUUID() } = more;
    await w.receive(w.alert(index, { ...more, subscriptionId }));
    const stored = await w.deps.cases.openCaseOf(w.partner.id, subscriptionId);
    assert.ok(stored);
    return stored.case.id;
  }
  const sweep = () => cardMissing({ ...w.deps }, w.partner.id);
  async function failCards(caseId: CaseId): Promise<void> {
    await db.database().pool.query(`update posts set state = 'failed' where case_id = $1`, [caseId]);
  }

  it('is every channel of a partner who has said nothing', async () => {
    const caseId = await receive(0);

    await sweep();

    assert.deepEqual(new Set(await placesOf(caseId)), new Set([general.id, severe.id, resold.id]));
  });

  it('is where the first rule that fits says, else the default channel; looking for missing cards adds none', async () => {
    await route(usual());

    const cases = [
      await receive(0, { severity: 'high', resellerTenantId: reseller }),
      await receive(1, { severity: 'high' }),
      await receive(2, { severity: 'medium' }),
      await receive(3, { severity: 'unknown' }),
    ];
    await sweep();

    assert.deepEqual(await Promise.all(cases.map((caseId) => placesOf(caseId))), [
      [resold.id],
      [severe.id],
      [general.id],
      [general.id],
    ]);
  });

  it('is a further channel, once, when a more severe alert joins the case or its own becomes more severe', async () => {
    await route(usual());
    const subscriptionId = randomUUID();
    const caseId = await receive(0, { severity: 'low', subscriptionId });
    await w.receive(w.alert(1, { severity: 'low', subscriptionId }));
    const before = await placesOf(caseId);

    await w.receive(w.alert(2, { severity: 'high', subscriptionId }));
    await w.receive(w.alert(3, { severity: 'high', subscriptionId }));
    const other = await receive(4, { severity: 'low' });
    const stored = await w.load(other);
    await w.receive(w.alert(4, { severity: 'high', subscriptionId: stored.case.subscriptionId }));

    assert.deepEqual(before, [general.id]);
    assert.deepEqual(await placesOf(caseId), [general.id, severe.id]);
    assert.deepEqual(await placesOf(other), [general.id, severe.id]);
  });

  it('is the default channel where the channel of the rule went, also for cases that it showed', async () => {
    await route(usual());
    const shown = await receive(0);
    await w.deps.channels.setState(severe.id, 'gone');

    await sweep();
    const later = await receive(1);

    assert.deepEqual(await placesOf(shown), [severe.id, general.id]);
    assert.deepEqual(await placesOf(later), [general.id]);
  });

  it('is any channel that is left where the default went too, and none only while there is none', async () => {
    await route(usual());
    for (const { id } of [general, severe]) await w.deps.channels.setState(id, 'removed');
    const one = await receive(0);
    await w.deps.channels.setState(resold.id, 'blocked');

    const nowhere = await receive(1);
    await sweep();
    const before = await placesOf(nowhere);
    await w.deps.channels.setState(general.id, 'ready');
    await sweep();

    assert.deepEqual(await placesOf(one), [resold.id, general.id]);
    assert.deepEqual(before, []);
    assert.deepEqual(await placesOf(nowhere), [general.id]);
  });

  it('stays where it is when the rules change, and is not spread over channels that are added', async () => {
    await route(usual());
    const caseId = await receive(0);
    await makeChannel(db.store(), w.partner);
    await route({ rules: [], defaultChannelId: resold.id });

    await sweep();

    assert.deepEqual(await placesOf(caseId), [severe.id]);
    assert.deepEqual(await placesOf(await receive(1)), [resold.id]);
  });

  it('is tried again where its card could not be posted, and told in the default channel once that is hopeless', async () => {
    await route(usual());
    const caseId = await receive(0);
    await failCards(caseId);
    await sweep();
    const again = await placesOf(caseId, ['failed']);
    for (let tries = 0; tries < 9; tries++) {
      await failCards(caseId);
      await sweep();
    }

    assert.deepEqual(again, [severe.id]);
    assert.deepEqual(await placesOf(caseId, ['failed']), [general.id]);
  });
});
