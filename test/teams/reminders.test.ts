import assert from 'node:assert/strict';
import { buttonsOf, cardText, type House, openHouse, until } from '../support/house.ts';

describe('a reminder that somebody asked for', () => {
  let house: House;

  before(async () => {
    house = await openHouse();
  });
  after(() => house.close());

  it('is said in the thread when its time has come, once, with a mention, and the case is awake again', async () => {
    const admin = house.person(/admin/i);
    const [customer] = house.world.snapshot().customers;
    const subscriptionId = customer?.subscriptions[0]?.id ?? '';
    house.world.addDetection({ partnerTenantId: house.partner.tenantId, subscriptionId });
    await house.look();
    const card = await until(() =>
      house.messages(house.channel.id).find((m) => buttonsOf(m.card).some((b) => b.verb === 'claim')),
    );
    const replies = () =>
      house
        .messages(house.channel.id)
        .filter((m) => m.threadId === card.threadId && m.id !== card.id && m.from === 'bot');
    const shown = () => cardText(house.messages(house.channel.id).find((m) => m.id === card.id)?.card);

    await house.world.say({
      personId: admin.id,
      conversationId: house.channel.id,
      threadId: card.threadId,
      text: 'snooze 4h *they* call back',
    });
    await until(() => replies().length === 1 && shown().includes('Reminder'));
    house.world.advance(3 * 3_600_000);
    await house.look();
    house.world.advance(3_600_000 + 1000);
    await house.look();
    await Promise.all([house.look(), house.look()]);
    const reminder = await until(() => replies()[1]);

    assert.match(reminder.text ?? '', new RegExp(`${admin.name}.*case 1: .*they.* call back`));
    await until(() => !shown().includes('Reminder'));
    await house.look();
    assert.equal(replies().length, 2);
  });
});
