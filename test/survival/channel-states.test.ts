import assert from 'node:assert/strict';
import type { ChannelState, WorldConversation, WorldPerson } from '../../playground/world/types.ts';
import { buttonsOf, cardText, until } from '../support/house.ts';
import { closedPort } from '../support/http-server.ts';
import { useScene } from './scene.ts';

describe('a channel that cannot be posted to', () => {
  const scene = useScene({
    installed: 'all',
    world: { size: { partners: 2, channelsPerPartner: 3, subscriptionsPerPartner: 20 } },
  });
  let owner: WorldPerson;
  let alerts: WorldConversation;

  before(async () => {
    owner = scene().house.person(/owner/i);
    alerts = scene().channel();
    // The bot knows only who has met it.
    await scene().ask(owner, 'hello', chat());
    await scene().records.idle();
  });
  afterEach(async () => {
    await set('open');
    await scene().records.idle();
    if ((await stateOf()) !== 'ready') await scene().ask(owner, 'retry', chat());
    await until(async () => (await stateOf()) === 'ready');
    await scene().records.idle();
    await scene().records.proveJournals();
  });

  const chat = () => ({ conversationId: scene().house.world.personalChat(owner.id).id, threadId: '' });
  const set = (state: ChannelState) => scene().house.world.setChannel(alerts.id, owner.id, state);

  /** As `set`, while the bot cannot be reached: what Teams tells it then is lost. */
  async function setUnheard(state: ChannelState): Promise<void> {
    const { house } = scene();
    house.world.setBotEndpoint(`http://127.0.0.1:${await closedPort()}/api/messages`);
    await set(state).catch(() => undefined);
    house.world.setBotEndpoint(house.endpoint);
  }

  async function stateOf(): Promise<string | undefined> {
    const { rows } = await scene().records.pool.query<{ state: string }>(
      'select state from channels where teams_channel_id = $1 and (state_at is not null or state = $2)',
      [alerts.id, 'ready'],
    );
    return rows[0]?.state;
  }

  /** A new case, of which the card may or may not come. */
  async function opened(): Promise<string> {
    const { freshSubscription, house, records } = scene();
    const { id } = freshSubscription();
    house.world.addDetection({ partnerTenantId: house.partner.tenantId, subscriptionId: id });
    await house.look();
    return (await until(async () => (await records.cases()).find((row) => row.state.subscriptionId === id))).state.id;
  }

  const cardsOf = (caseId: string, conversationId = alerts.id) =>
    scene()
      .house.messages(conversationId)
      .filter((m) => buttonsOf(m.card).some((b) => b.data['case'] === caseId));
  const told = (pattern: RegExp, conversationId = chat().conversationId) =>
    scene()
      .house.messages(conversationId)
      .filter((m) => m.from === 'bot' && pattern.test(cardText(m.card) || (m.text ?? '')));

  for (const [state, kept, words] of [
    ['archived', 'archived', /The team is archived, and nobody can write in it\. Restore the team in Teams/],
    [
      'private',
      'private',
      /private channel, in which Teams lets no bot write\. Add Mining Watch to a standard channel/,
    ],
    ['blocked', 'blocked', /blocked there.*Allow the app again in the Teams admin center/],
    ['deleted', 'gone', /The channel was deleted\. Restore the channel in Teams/],
  ] as const) {
    it(`is known by the connector's own refusal (${state}); an owner is told once, and nothing is lost`, async () => {
      const { ask, house, records } = scene();
      const before = told(words).length;
      await setUnheard(state);

      const [first, second] = [await opened(), await opened()];
      await until(async () => (await stateOf()) === kept);
      await until(() => told(words).length === before + 1);
      await records.idle();
      house.world.forgetRequests();
      const third = await opened();
      await records.idle();

      assert.equal(told(words).length, before + 1);
      assert.match(cardText(told(words).at(-1)?.card), /There is no other channel/);
      const sent = house.world
        .requests()
        .filter((r) => r.service === 'connector' && r.path.endsWith('/v3/conversations'));
      assert.equal(sent.length, 0);
      assert.match((await ask(owner, 'status', chat())).replaceAll('\n', ' '), /Since .*/);
      assert.deepEqual(await records.pool.query(`select from posts where state = 'failed'`).then((r) => r.rowCount), 0);

      await setUnheard('open');
      await ask(owner, 'retry', chat());
      await until(() => [first, second, third].every((id) => cardsOf(id).length === 1));
      await records.idle();
      assert.deepEqual(
        [first, second, third].map((id) => cardsOf(id).length),
        [1, 1, 1],
      );
      assert.ok(told(/I can post here again/, alerts.id).length > 0);
    });
  }

  for (const [state, kept] of [
    ['archived', 'archived'],
    ['deleted', 'gone'],
  ] as const) {
    it(`is closed and opened by what Teams tells (${state}), and what waited comes once`, async () => {
      const { records } = scene();
      await set(state);
      await until(async () => (await stateOf()) === kept);

      const caseId = await opened();
      await records.idle();
      assert.equal(cardsOf(caseId).length, 0);

      await set('open');
      await until(() => cardsOf(caseId).length === 1);
      await records.idle();
      assert.equal(await stateOf(), 'ready');
      assert.equal(cardsOf(caseId).length, 1);
    });
  }

  it('is opened by somebody who writes to the bot there', async () => {
    const { house, records } = scene();
    await set('blocked');
    const caseId = await opened();
    await until(async () => (await stateOf()) === 'blocked');
    await set('open');

    await house.world.say({ personId: owner.id, conversationId: alerts.id, text: 'help' });

    await until(() => cardsOf(caseId).length === 1);
    await records.idle();
    assert.equal(await stateOf(), 'ready');
  });

  it('leaves what is of no use any more behind when it opens', async () => {
    const { records } = scene();
    await set('archived');
    await until(async () => (await stateOf()) === 'archived');
    const { pool } = records;
    const add = (id: string, text: string, hours: number) =>
      pool.query(
        `insert into posts (id, partner_id, channel_id, tenant_id, thread, kind, activity, language, due_at)
         select $1, partner_id, id, tenant_id, teams_channel_id, 'fixed', $2, 'en', now() - make_interval(hours => $3)
         from channels where teams_channel_id = $4`,
        [`post_${id.repeat(32)}`, JSON.stringify({ type: 'message', text }), hours, alerts.id],
      );
    await add('d', 'old news', 13);
    await add('e', 'fresh news', 1);

    await set('open');
    await until(() => told(/fresh news/, alerts.id).length === 1);
    await records.idle();

    assert.equal(told(/old news/, alerts.id).length, 0);
  });

  it('is replaced by another channel of the partner, which says so, and gets what waited', async () => {
    const { house, records } = scene();
    const other = house.world
      .snapshot()
      .conversations.find((c) => c.teamId === alerts.teamId && c.id !== alerts.id && c.id !== c.teamId);
    assert.ok(other);
    await house.world.install(house.partner.teamId, owner.id, other.id);
    await records.idle();
    await setUnheard('private');

    const caseId = await opened();
    await until(async () => (await stateOf()) === 'private');
    await until(() => told(/What was meant for it comes here until then/, other.id).length === 1);
    await until(() => cardsOf(caseId, other.id).length === 1);
    await records.idle();

    assert.equal(cardsOf(caseId, other.id).length, 1);
    assert.match(cardText(told(/Until then what was meant for it comes in/).at(-1)?.card), /private channel/);
  });
});
