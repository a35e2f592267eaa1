import assert from 'node:assert/strict';
import type { WorldMessage } from '../playground/world/types.ts';
import { isVerb } from '../src/teams/button-data.ts';
import { buttonsOf, cardText, type House, openHouse, until } from './support/house.ts';

describe('the journey of a detection', () => {
  let house: House;

  before(async () => {
    house = await openHouse();
  });
  after(() => house.close());

  async function detected(which = 0): Promise<{ alertId: string; card: WorldMessage }> {
    const customer = house.world.snapshot().customers.filter((c) => c.partnerTenantId === house.partner.tenantId)[
      which
    ];
    const subscription = customer?.subscriptions[0];
    assert.ok(customer && subscription);
    const alert = house.world.addDetection({
      partnerTenantId: house.partner.tenantId,
      subscriptionId: subscription.id,
    });
    await house.look();
    const card = await until(() =>
      house.messages(house.channel.id).find((m) => m.card && cardText(m.card).includes(customer.name)),
    );
    return { alertId: alert.id, card };
  }

  const now = (message: WorldMessage) => house.messages(house.channel.id).find((m) => m.id === message.id);
  const alertOf = (id: string) => house.world.snapshot().alerts.find((a) => a.id === id);

  async function press(
    message: WorldMessage,
    personId: string,
    verb: string,
    input: Record<string, unknown> = {},
    card: unknown = now(message)?.card,
  ) {
    const found = buttonsOf(card).find(
      (button) =>
        button.verb === verb &&
        Object.entries(input).every(([key, value]) => !(key in button.data) || button.data[key] === value),
    );
    assert.ok(found && isVerb(found.verb), `the card has no button ${verb}`);
    return house.world.execute({ personId, messageId: message.id, verb, data: { ...found.data, ...input } });
  }

  it('goes from detection to card to decision to Partner Center by buttons', async () => {
    const admin = house.person(/admin/i);
    const { alertId, card } = await detected(0);

    const claimed = await press(card, admin.id, 'claim');
    await until(() => alertOf(alertId)?.status === 'investigating');

    assert.equal(claimed.type, 'application/vnd.microsoft.card.adaptive');
    await until(() => cardText(now(card)?.card).includes(admin.name));

    for (const check of ['standing', 'usage', 'customer'] as const) {
      const opened = await press(card, admin.id, 'check.open', { check });
      const answered = await press(card, admin.id, 'check.answer', { check, answer: 'good' }, opened.value);
      assert.equal(answered.statusCode, 200, JSON.stringify(answered));
    }
    await until(
      () => buttonsOf(now(card)?.card).some((b) => b.verb === 'decide.open') && cardText(now(card)?.card).includes('3'),
    );
    const form = await press(card, admin.id, 'decide.open');
    await press(
      card,
      admin.id,
      'decide',
      { verdict: 'legitimate', reason: 'They run a render farm, confirmed by phone.' },
      form.value,
    );

    const resolved = await until(() => (alertOf(alertId)?.status === 'resolved' ? alertOf(alertId) : undefined));
    assert.equal(resolved.resolvedReason, 'legitimate');
    assert.equal(resolved.resolvedBy, admin.upn);
    await until(() => cardText(now(card)?.card).includes('resolved: legitimate'));
  });

  it('goes the whole way by typing in Italian, in a thread of the channel', async () => {
    const admin = house.person(/admin/i);
    const { alertId, card } = await detected(1);
    const said: string[] = [];
    const say = async (text: string) => {
      const before = house.messages(house.channel.id).length;
      assert.equal(
        await house.world.say({ personId: admin.id, conversationId: house.channel.id, threadId: card.threadId, text }),
        200,
      );
      await until(
        () =>
          house.messages(house.channel.id).filter((m) => m.threadId === card.threadId && m.from === 'bot').length >
          said.length + 1,
      );
      const replies = house.messages(house.channel.id).filter((m) => m.threadId === card.threadId && m.from === 'bot');
      said.splice(0, said.length, ...replies.slice(1).map((m) => m.text ?? cardText(m.card)));
      assert.ok(before > 0);
    };

    await say('lingua it');
    await say('prendi');
    await until(() => alertOf(alertId)?.status === 'investigating');
    await say('account sì');
    await say('consumo no, mai visto così');
    await say('cliente non lo so');
    await say('frode nessuno conosce queste macchine');

    const resolved = await until(() => (alertOf(alertId)?.status === 'resolved' ? alertOf(alertId) : undefined));
    assert.equal(resolved.resolvedReason, 'fraud');
    assert.ok(said.some((text) => text.includes('Partner Center')));
    await until(() => cardText(now(card)?.card).includes('resolved: fraud'));
  });
});
