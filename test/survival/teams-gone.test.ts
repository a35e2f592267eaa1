import assert from 'node:assert/strict';
import type { WorldPerson } from '../../playground/world/types.ts';
import { buttonsOf, until } from '../support/house.ts';
import { closedPort } from '../support/http-server.ts';
import { useScene } from './scene.ts';

describe('when a channel is gone and the bot was not told', () => {
  const scene = useScene();
  let admin: WorldPerson;

  before(() => {
    admin = scene().house.person(/admin/i);
  });

  /** Does something while the bot cannot be reached: what Teams tells it then is lost. */
  async function unheard(deed: () => Promise<void>): Promise<void> {
    const { house } = scene();
    house.world.setBotEndpoint(`http://127.0.0.1:${await closedPort()}/api/messages`);
    await deed().catch(() => undefined);
    house.world.setBotEndpoint(house.endpoint);
  }

  /** A new case, of which no card can come. */
  async function opened(): Promise<string> {
    const { freshSubscription, house, records } = scene();
    const { id } = freshSubscription();
    house.world.addDetection({ partnerTenantId: house.partner.tenantId, subscriptionId: id });
    await house.look();
    const found = await until(async () => (await records.cases()).find((row) => row.state.subscriptionId === id));
    return found.state.id;
  }

  const stateIs = (state: string) =>
    until(
      async () => (await scene().records.pool.query('select from channels where state = $1', [state])).rowCount === 1,
    );

  function cardsIn(conversationId: string): readonly unknown[] {
    const cards = scene()
      .house.messages(conversationId)
      .map((m) => buttonsOf(m.card).find((b) => b.verb === 'claim'));
    return cards.flatMap((button) => button?.data['case'] ?? []);
  }

  const status = () =>
    scene().ask(admin, 'status', { conversationId: scene().house.world.personalChat(admin.id).id, threadId: '' });

  it('403 after it was removed: nothing more is sent there, an owner is told, and adding it again brings every open case', async () => {
    const { detected, house, records } = scene();
    const before = await detected();
    await records.idle();
    await unheard(() => house.world.uninstall(house.partner.teamId, admin.id));

    const [first, second] = [await opened(), await opened()];
    await stateIs('removed');
    house.world.forgetRequests();
    const third = await opened();
    await records.idle();

    const sent = house.world
      .requests()
      .filter((r) => r.service === 'connector' && r.path.endsWith('/v3/conversations'));
    assert.equal(sent.length, 0);
    assert.match(await status(), /Mining Watch was removed/);
    await house.world.install(house.partner.teamId, admin.id);
    await until(() => cardsIn(house.channel.id).length === 4);
    await records.idle();
    assert.deepEqual(new Set(cardsIn(house.channel.id)), new Set([before.caseId, first, second, third]));
    await records.proveJournals();
  });

  it('404 after it was deleted: an owner is told, and another channel takes over with every open case', async () => {
    const { house, records } = scene();
    const known = new Set(cardsIn(house.channel.id));
    await unheard(() => house.world.deleteChannel(house.channel.id, admin.id));

    const late = await opened();
    await stateIs('gone');
    await records.idle();

    assert.match(await status(), /The channel is gone/);
    const other = house.world
      .snapshot()
      .conversations.find((c) => c.teamId === house.partner.teamId && c.name === 'Customer Care');
    assert.ok(other);
    await house.world.install(house.partner.teamId, admin.id, other.id);
    await until(() => cardsIn(other.id).length === known.size + 1);
    await records.idle();
    assert.deepEqual(new Set(cardsIn(other.id)), new Set([...known, late]));
    await records.proveJournals();
  });
});
