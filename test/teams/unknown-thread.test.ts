import assert from 'node:assert/strict';
import type { WorldMessage, WorldPerson } from '../../playground/world/types.ts';
import { isId } from '../../src/domain/ids.ts';
import { buttonsOf, cardText, until } from '../support/house.ts';
import { type Detected, useScene } from '../survival/scene.ts';

interface Tongue {
  readonly language: string;
  readonly claim: string;
  readonly note: string;
  readonly show: string;
  readonly noted: RegExp;
  readonly asks: RegExp;
}

const tongues: Readonly<Record<'English' | 'Italian', Tongue>> = {
  English: {
    language: 'language en',
    claim: 'claim',
    note: 'note',
    show: 'show',
    noted: /^Your note is on case \d/,
    asks: /^I do not know which case this thread is about\..*number of the case\. These are open:$/,
  },
  Italian: {
    language: 'lingua it',
    claim: 'prendi',
    note: 'nota',
    show: 'mostra',
    noted: /^La nota è sul caso \d/,
    asks: /^Non so di quale caso si parli in questa conversazione\..*numero del caso\. Questi sono aperti:$/,
  },
};

type Where = Pick<WorldMessage, 'conversationId' | 'threadId'>;

for (const [name, words] of Object.entries(tongues)) {
  describe(`a thread of which the bot does not know what it is about, in ${name}`, () => {
    const scene = useScene();
    let person: WorldPerson;
    /** The one open case that the person has. */
    let mine: Detected;
    let other: Detected;
    /** A card that Teams took of the other case, and that the bot never wrote down. */
    let lost: WorldMessage;

    before(async () => {
      const { house, detected } = scene();
      person = house.person(/Megan/);
      mine = await detected();
      await say(words.language, mine.card);
      await say(words.claim, mine.card);
      house.world.addFault({
        service: 'connector',
        method: 'POST',
        path: '/v3/conversations$',
        times: 1,
        act: { kind: 'done-but', status: 502 },
      });
      other = await detected();
      const cards = await until(() => {
        const of = cardsOf(other);
        return of.length === 2 && of;
      });
      const { rows } = await scene().records.pool.query(
        'select sent_activity_id as id from posts where case_id = $1 and sent_activity_id is not null',
        [other.caseId],
      );
      const unknown = cards.filter(({ id }) => rows.every((row: { id: string }) => row.id !== id));
      assert.equal(unknown.length, 1);
      lost = unknown[0] ?? assert.fail();
    });

    const cardsOf = ({ caseId, card }: Detected) =>
      scene()
        .house.messages(card.conversationId)
        .filter((m) => buttonsOf(m.card).some((b) => b.data['case'] === caseId));
    const said = ({ conversationId, threadId }: Where) =>
      scene()
        .house.messages(conversationId)
        .filter((m) => m.from === 'bot' && (threadId === '' || m.threadId === threadId));
    /** What was answered, message by message, once nothing more is to come. */
    async function say(text: string, where: Where): Promise<readonly string[]> {
      const known = new Set(said(where).map(({ id }) => id));
      await scene().ask(person, text, where);
      await scene().records.idle();
      return said(where).flatMap((m) => (known.has(m.id) ? [] : [m.text ?? cardText(m.card)]));
    }
    /** A message that begins a thread of the channel. */
    async function begins(text: string, mention: boolean): Promise<Where> {
      const { house } = scene();
      const known = new Set(house.messages(house.channel.id).map(({ id }) => id));
      await house.world.say({ personId: person.id, conversationId: house.channel.id, text, mention });
      await scene().records.idle();
      return house.messages(house.channel.id).find((m) => !known.has(m.id) && m.from === person.id) ?? assert.fail();
    }
    async function notesOf({ caseId }: Detected): Promise<readonly string[]> {
      assert.ok(isId('case', caseId));
      return (await scene().house.app.store.cases.journal(caseId)).flatMap(({ event }) =>
        event.type === 'noted' ? [event.text] : [],
      );
    }

    it('is asked about below a card that was never written down, and takes the number', async () => {
      const [text = '', list = '', ...more] = await say(`${words.note} they rang`, lost);

      assert.match(text, words.asks);
      for (const { customerName } of [mine, other]) assert.ok(list.includes(customerName), list);
      assert.deepEqual([more, await notesOf(mine), await notesOf(other)], [[], [], []]);

      const [done = ''] = await say(`${words.note} ${other.number} they rang`, lost);

      assert.match(done, words.noted);
      assert.deepEqual([await notesOf(mine), await notesOf(other)], [[], ['they rang']]);
    });

    it('is asked about below what somebody wrote to others', async () => {
      const thread = await begins('Has anybody looked at this?', false);

      const [text = ''] = await say(`${words.note} nobody has`, thread);

      assert.match(text, words.asks);
      assert.deepEqual((await notesOf(mine)).includes('nobody has'), false);
    });

    it('is of the case that was shown in it', async () => {
      const thread = await begins('What of the other one?', false);
      await say(`${words.show} ${other.number}`, thread);

      assert.match((await say(`${words.note} of the one shown`, thread))[0] ?? '', words.noted);

      assert.ok((await notesOf(other)).includes('of the one shown'));
    });

    it('does not come about where somebody writes to the bot: the one case that they have is meant', async () => {
      const thread = await begins(`${words.note} begun here`, true);
      const { house } = scene();
      const chat = { conversationId: house.world.personalChat(person.id).id, threadId: '' };

      assert.match((await say(`${words.note} below it`, thread))[0] ?? '', words.noted);
      assert.match((await say(`${words.note} in the chat`, chat))[0] ?? '', words.noted);

      assert.deepEqual(await notesOf(mine), ['begun here', 'below it', 'in the chat']);
    });

    it('is no thread of a message of the bot that is known', async () => {
      const welcome = scene()
        .house.messages(scene().house.channel.id)
        .find((m) => m.from === 'bot');
      assert.ok(welcome);

      assert.match((await say(`${words.note} below the welcome`, welcome))[0] ?? '', words.noted);

      assert.ok((await notesOf(mine)).includes('below the welcome'));
    });
  });
}
