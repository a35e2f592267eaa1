import assert from 'node:assert/strict';
import type { WorldPerson } from '../../playground/world/types.ts';
import { cardText, until } from '../support/house.ts';
import { type ConsentHouse, openConsentHouse, revoke, signIn } from './signing-in.ts';

describe('the background sign-in, from a refusal to alerts again', () => {
  let house: ConsentHouse;
  let owner: WorldPerson;

  before(async () => {
    house = await openConsentHouse({ world: { appTokens: 'refused' } });
    owner = house.person(/admin agent/i);
    house.world.login.setTokenLife(60);
  });
  after(() => house.close());

  const store = () => house.app.store;
  const partner = async () => {
    const found = await store().partners.byTenant(house.partner.tenantId);
    assert.ok(found);
    return found;
  };
  const inChannel = (wanted: RegExp) =>
    house
      .messages(house.channel.id)
      .filter((m) => m.from === 'bot' && wanted.test(`${m.text ?? ''}${cardText(m.card)}`));
  async function tell(text: string): Promise<string> {
    const chat = house.world.personalChat(owner.id);
    const known = house.messages(chat.id).length;
    await house.world.say({ personId: owner.id, conversationId: chat.id, text });
    const answer = await until(() =>
      house
        .messages(chat.id)
        .slice(known)
        .find((m) => m.from === 'bot'),
    );
    return `${answer.text ?? ''}${cardText(answer.card)}`;
  }
  const lost = /has to be renewed|va rinnovato/;
  /** Looks again and again, as the clocks do: what one look finds, the next one tells. */
  const lookUntil = (isSo: () => boolean) =>
    until(async () => {
      await house.look();
      return isSo();
    });
  const linkIn = (text: string): string => /https?:\/\/\S+\/consent\/[\w-]{43}/.exec(text)?.[0] ?? '';

  it('begins with a source that misses the second factor', async () => {
    const [customer] = house.world.snapshot().customers;
    house.world.addDetection({
      partnerTenantId: house.partner.tenantId,
      subscriptionId: customer?.subscriptions[0]?.id ?? '',
    });
    await house.look();

    const state = await until(async () => {
      const found = await store().partners.sourceState((await partner()).id);
      return found.error === 'mfa' && found;
    });

    assert.ok(state.failures > 0);
    assert.equal(inChannel(/Case 1|MW-1/).length, 0);
  });

  it('goes on with a link that an owner is given in the 1:1 chat, and with nobody else', async () => {
    const responder = house.person(/helpdesk/i);
    const chat = house.world.personalChat(responder.id);
    await house.world.say({ personId: responder.id, conversationId: chat.id, text: 'consent' });
    const refused = await until(() => house.messages(chat.id).find((m) => m.from === 'bot'));
    assert.equal(linkIn(refused.text ?? ''), '');

    const link = linkIn(await tell('consenso'));
    assert.notEqual(link, '');
    assert.equal(await signIn(link, owner), 'given');
  });

  it('heals the source: the alert is carded, and the channel learns who signed in', async () => {
    const card = await until(() => house.messages(house.channel.id).find((m) => /Claim|Prendi/.test(cardText(m.card))));

    assert.ok(card);
    const [notice] = await until(() => {
      const found = inChannel(/background sign-in is in place|accesso in background è attivo/i);
      return found.length === 1 && found;
    });
    assert.match(cardText(notice?.card), /megan/);
    const state = await until(async () => {
      const found = await store().partners.sourceState((await partner()).id);
      return found.failures === 0 && found;
    });
    assert.equal(state.error, undefined);
    assert.match(await tell('status'), /Works|Funziona/);
  });

  it('raises one alarm when it is revoked, however often the source is looked at, and says so in the status', async () => {
    await revoke(house, owner);
    await lookUntil(() => inChannel(lost).length > 0);
    for (let hour = 0; hour < 4; hour++) {
      house.world.advance(3_600_000);
      await house.look();
      const before = (await store().partners.sourceState((await partner()).id)).polledAt;
      house.world.advance(60_000);
      await house.look();
      await until(async () => (await store().partners.sourceState((await partner()).id)).polledAt !== before);
    }

    const [alarm, ...more] = inChannel(lost);
    assert.match(cardText(alarm?.card), /consent|consenso/);
    assert.equal(more.length, 0);
    assert.match(await tell('status'), /has to be renewed|Da rinnovare/i);
  });

  it('is healed by a new consent: the same card says that it is over, with a line in its thread, and the status is well', async () => {
    const [alarm] = inChannel(lost);
    const link = linkIn(await tell('consent'));
    assert.equal(await signIn(link, owner), 'given');

    await lookUntil(() => /All clear|Risolto/.test(cardText(inChannel(lost)[0]?.card)));
    await until(async () => (await store().partners.sourceState((await partner()).id)).failures === 0);
    const cards = inChannel(lost).filter(({ card }) => card);
    assert.deepEqual(
      cards.map(({ id }) => id),
      [alarm?.id],
    );
    // Other alarms may be over by now, too, each in its own thread.
    const ended = () =>
      inChannel(/^(All clear|Risolto)\. /).filter(({ card, threadId }) => !card && threadId === alarm?.id);
    await until(() => ended().length === 1);
    assert.match(await tell('status'), /Works|Funziona/);
  });

  it('is healed by itself when Microsoft takes it again, which it is asked each hour', async () => {
    const refusal = house.world.addFault({
      service: 'login',
      method: 'POST',
      path: `/${house.partner.tenantId}/oauth2/v2.0/token`,
      times: 1_000,
      act: { kind: 'status', status: 400, body: { error: 'interaction_required', error_codes: [50_076] } },
    });
    house.world.advance(3_700_000);
    await lookUntil(() => inChannel(lost).length === 2);
    house.world.removeFault(refusal.id);
    const open = inChannel(lost).map(({ card }) => /All clear|Risolto/.test(cardText(card)));

    await lookUntil(() => {
      house.world.advance(1_800_000);
      return inChannel(lost).every(({ card }) => /All clear|Risolto/.test(cardText(card)));
    });

    assert.deepEqual(open, [true, false]);
    assert.match(await tell('status'), /Works|Funziona/);
  });
});
