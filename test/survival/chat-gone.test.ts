import assert from 'node:assert/strict';
import type { WorldPerson } from '../../playground/world/types.ts';
import { type Detected, useScene } from './scene.ts';

const oauthCard = 'application/vnd.microsoft.card.oauth';
const askedThere = /I have asked you for it in our 1:1 chat/;
const writeToMe = /Teams does not let me begin a 1:1 chat with you\. Write a word to me in one/;

describe('somebody who has sent the bot away from their 1:1 chat', () => {
  const scene = useScene({ world: { size: { partners: 2, subscriptionsPerPartner: 30 } }, installed: 'all' });
  const world = () => scene().house.world;
  let alex: WorldPerson;

  before(() => {
    alex = scene().house.person(/responder/);
  });
  beforeEach(async () => {
    world().setSignedIn(alex.id, false);
    world().signIn.setConsent('administrator');
    world().blockChat(alex.id, false);
    await scene().ask(alex, 'hello', chat());
    await scene().records.idle();
  });
  afterEach(async () => {
    world().clearFaults();
    await scene().records.pool.query('delete from sign_ins; delete from sign_in_wishes');
  });

  const chat = () => ({ conversationId: world().personalChat(alex.id).id, threadId: '' });
  const cards = () =>
    scene()
      .house.messages(chat().conversationId)
      .filter(({ card }) => card?.['contentType'] === oauthCard);
  /** What the bot asked the Bot Connector of the chat. */
  const tried = () =>
    world()
      .requests()
      .filter(
        ({ service, method, path }) =>
          service === 'connector' &&
          method === 'POST' &&
          (path.endsWith('/v3/conversations') || decodeURIComponent(path).includes(chat().conversationId)),
      );

  /** Wishes a mail sent, in the thread of the case's card; answers what the bot said there. */
  async function wish({ number, card }: Detected): Promise<string> {
    await scene().ask(alex, `mail ${number} anna@customer.example`, card);
    const said = await scene().ask(alex, 'yes', card);
    await scene().records.idle();
    return said;
  }

  it('by removing it is asked to write to it, and nothing is tried there; added again it asks there', async () => {
    const found = await scene().detected();
    await world().uninstallPersonal(alex.id);
    world().forgetRequests();
    const [first, again] = [await wish(found), await wish(found)];
    const before = cards().length;
    const attempts = tried().length;
    await world().installPersonal(alex.id);
    const back = await wish(found);

    assert.match(first, writeToMe);
    assert.match(again, writeToMe);
    assert.equal(attempts, 0);
    assert.match(back, askedThere);
    assert.equal(cards().length, before + 1);
  });

  it('by blocking it, which nobody tells the bot, is asked to write to it from the first refusal on', async () => {
    const found = await scene().detected();
    world().blockChat(alex.id, true);
    const unknowing = await wish(found);
    world().forgetRequests();
    const [first, again] = [await wish(found), await wish(found)];
    const attempts = tried().length;
    const before = cards().length;
    world().blockChat(alex.id, false);
    await scene().ask(alex, 'hello', chat());
    const back = await wish(found);

    assert.match(unknowing, askedThere);
    assert.match(first, writeToMe);
    assert.match(again, writeToMe);
    assert.equal(attempts, 0);
    assert.match(back, askedThere);
    assert.equal(cards().length, before + 1);
  });

  it('is asked in a chat that the bot begins anew where only the old one is not there any more', async () => {
    const found = await scene().detected();
    const body = { error: { code: 'ConversationNotFound', message: 'no' } };
    world().addFault({
      service: 'connector',
      method: 'POST',
      path: `${encodeURIComponent(chat().conversationId)}/activities`,
      times: 1,
      act: { kind: 'status', status: 404, body },
    });
    const lost = await wish(found);
    const before = cards().length;
    const back = await wish(found);

    assert.match(lost, askedThere);
    assert.match(back, askedThere);
    assert.equal(cards().length, before + 1);
  });

  it('says nothing of others’ chats, nor of the team', async () => {
    const found = await scene().detected();
    const megan = scene().house.person(/owner/);
    world().setSignedIn(megan.id, false);
    await scene().ask(megan, 'hello', { conversationId: world().personalChat(megan.id).id, threadId: '' });
    await world().uninstallPersonal(alex.id);
    await scene().ask(megan, `mail ${found.number} anna@customer.example`, found.card);

    assert.match(await scene().ask(megan, 'yes', found.card), askedThere);
  });
});
