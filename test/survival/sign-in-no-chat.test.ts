import assert from 'node:assert/strict';
import type { Fault, WorldMessage, WorldPerson } from '../../playground/world/types.ts';
import { mailIn } from '../support/signing-in.ts';
import { type Detected, useScene } from './scene.ts';

const oauthCard = 'application/vnd.microsoft.card.oauth';

describe('somebody who has never written to the bot, and wants what needs their sign-in', () => {
  const scene = useScene({ world: { size: { partners: 2, subscriptionsPerPartner: 30 } }, installed: 'all' });
  const world = () => scene().house.world;
  const chatsOf = ({ id }: WorldPerson) =>
    world()
      .snapshot()
      .conversations.filter(({ kind, personId }) => kind === 'personal' && personId === id);
  const cards = (): readonly WorldMessage[] =>
    world()
      .snapshot()
      .messages.filter(({ card }) => card?.['contentType'] === oauthCard);
  const cardFor = (person: WorldPerson): WorldMessage => {
    const [chat] = chatsOf(person);
    const found = cards().findLast(({ conversationId }) => conversationId === chat?.id);
    assert.ok(found, 'the bot asked for no sign-in');
    return found;
  };
  const opening = (act: Fault['act'], times = 1) =>
    world().addFault({ service: 'connector', method: 'POST', path: 'conversations$', times, act });
  const openings = () =>
    world()
      .requests()
      .filter(
        ({ service, method, path }) => service === 'connector' && method === 'POST' && path.endsWith('conversations'),
      );

  /** Wishes a mail sent, in the thread of the case's card; answers what the bot said there. */
  async function wish(person: WorldPerson, found: Detected): Promise<string> {
    await scene().ask(person, `mail ${found.number} anna@customer.example`, found.card);
    const said = await scene().ask(person, 'yes', found.card);
    await scene().records.idle();
    return said;
  }

  let alex: WorldPerson;
  let megan: WorldPerson;
  before(() => {
    alex = scene().house.person(/responder/);
    megan = scene().house.person(/owner/);
  });
  beforeEach(() => {
    for (const { id } of [alex, megan]) world().setSignedIn(id, false);
    world().signIn.setConsent('administrator');
    world().clearFaults();
    world().forgetRequests();
  });
  afterEach(() => scene().records.pool.query('delete from sign_ins; delete from sign_in_wishes'));

  it('is told so where Teams allows no chat, and nothing waits', async () => {
    const found = await scene().detected();
    const body = { error: { code: 'BotNotInConversationRoster', message: 'no' } };
    opening({ kind: 'status', status: 403, body });

    const said = await wish(megan, found);
    const { rows } = await scene().records.pool.query('select 1 from sign_in_wishes');

    assert.match(said, /Teams does not let me begin a 1:1 chat with you\. Write a word to me in one/);
    assert.deepEqual([rows.length, chatsOf(megan)], [0, []]);
  });

  for (const [what, act] of [
    ['throttles', { kind: 'status', status: 429, headers: { 'retry-after': '9' } }],
    ['does not answer', { kind: 'reset' }],
    ['has a fault', { kind: 'status', status: 503 }],
  ] as const)
    it(`is told to try again where Teams ${what}, and then it works`, async () => {
      const found = await scene().detected();
      opening(act);

      const first = await wish(megan, found);
      const second = await wish(megan, found);
      await scene().records.pool.query('update people set personal_conversation_id = null');
      world().advance(2 * 60_000);

      assert.match(first, /could not reach our 1:1 chat just now/);
      assert.match(second, /I have asked you for it in our 1:1 chat/);
    });

  it('is asked in a chat that the bot begins, once, and what they wished goes on', async () => {
    const found = await scene().detected();
    world().forgetRequests();
    const said = await wish(alex, found);
    const again = await wish(alex, found);
    const asked = cards().filter(({ conversationId }) => conversationId === chatsOf(alex)[0]?.id);
    const status = await world().signIn.silently({ personId: alex.id, messageId: cardFor(alex).id });
    await scene().records.idle();

    assert.match(said, /I have asked you for it in our 1:1 chat\. Once you have signed in, within 30 minutes, I go on/);
    assert.match(again, /and I have asked you for it/);
    assert.deepEqual([asked.length, openings().length, status], [1, 1, 200]);
    assert.equal(await mailIn(scene(), found), 'sent');
    assert.ok(
      cards().every(({ conversationId }) => conversationId !== found.card.conversationId),
      'none in the channel',
    );
  });

  it('and nobody else is signed in by that card, nor anything done with their rights', async () => {
    const found = await scene().detected();
    await wish(alex, found);
    const { id: messageId } = cardFor(alex);
    const stranger = world()
      .snapshot()
      .people.find(({ tenantId }) => tenantId !== scene().house.partner.tenantId);
    assert.ok(stranger);
    world().setSignedIn(stranger.id, false);

    for (const who of [megan, stranger])
      assert.equal(await world().signIn.silently({ personId: who.id, messageId }), 412);
    await scene().records.idle();

    assert.equal((await scene().records.caseOf(found.caseId)).state.contact, undefined);
    assert.equal(world().signIn.holds(stranger.id, 'graph'), false);
  });

  it('in two clients at once: one chat, one card, one mail', async () => {
    await scene().records.pool.query('update people set personal_conversation_id = null');
    world().advance(2 * 60_000);
    const found = await scene().detected();
    const before = cards().length;
    await scene().ask(megan, `mail ${found.number} anna@customer.example`, found.card);
    const press = () =>
      world().say({
        personId: megan.id,
        conversationId: found.card.conversationId,
        threadId: found.card.threadId,
        text: 'yes',
      });
    await Promise.all([press(), press()]);
    await scene().records.idle();

    assert.deepEqual([cards().length - before, chatsOf(megan).length], [1, 1]);
    assert.equal(await world().signIn.silently({ personId: megan.id, messageId: cardFor(megan).id }), 200);
    await scene().records.idle();
    assert.equal(await mailIn(scene(), found), 'sent');
    assert.equal((await scene().records.caseOf(found.caseId)).state.contact?.mails.length, 1);
  });
});
