import assert from 'node:assert/strict';
import type { Json, WorldMessage, WorldPerson } from '../playground/world/types.ts';
import { isId } from '../src/domain/ids.ts';
import { cardText, until } from './support/house.ts';
import { typed } from './survival/activities.ts';
import { type Detected, useScene } from './survival/scene.ts';

const hour = 3_600_000;

interface Tongue {
  readonly language: string;
  readonly support: string;
  readonly nothing: string;
  readonly yes: string;
  readonly noted: RegExp;
  readonly note: string;
  readonly otherLanguage: string;
  readonly otherSubject: RegExp;
  readonly subject: RegExp;
  readonly no: string;
  readonly noAnswer: string;
  readonly hours: string;
  readonly askedAgain: RegExp;
  readonly customerYes: string;
  readonly contacted: string;
  readonly show: string;
  readonly clocks: RegExp;
  readonly evidence: string;
  readonly insurer: string;
  readonly code: RegExp;
  readonly refund: string;
}

const tongues: Readonly<Record<'English' | 'Italian', Tongue>> = {
  English: {
    language: 'language en',
    support: 'support',
    nothing: 'nothing',
    yes: 'yes',
    noted: /^Noted: request /,
    note: 'ticket note Please hurry',
    otherLanguage: 'in Italian',
    otherSubject: /Da verificare/,
    subject: /Please check/,
    no: 'no',
    noAnswer: 'no answer yet',
    hours: '4h',
    askedAgain: /has the customer of case \d+ answered\?/,
    customerYes: 'customer yes, Anna Verdi said so by phone',
    contacted: 'contacted call Anna Verdi, she asks her team',
    show: 'show',
    clocks: /30-day average becomes .*official.*Credit: ask by/s,
    evidence: 'evidence',
    insurer: 'evidence insurance',
    code: /Code: (\S+)/,
    refund: 'refund',
  },
  Italian: {
    language: 'lingua it',
    support: 'supporto',
    nothing: 'niente',
    yes: 'sì',
    noted: /^Annotato: richiesta /,
    note: 'ticket nota Fate presto',
    otherLanguage: 'in inglese',
    otherSubject: /Please check/,
    subject: /Please check/,
    no: 'no',
    noAnswer: 'nessuna risposta',
    hours: '4 ore',
    askedAgain: /il cliente del caso \d+ ha risposto\?/,
    customerYes: 'cliente sì, lo ha detto Anna Verdi al telefono',
    contacted: 'contattato telefono Anna Verdi, chiede al suo team',
    show: 'mostra',
    clocks: /30 giorni.*ufficiale.*credito/is,
    evidence: 'prove',
    insurer: 'prove assicurazione',
    code: /Codice: (\S+)/,
    refund: 'rimborso',
  },
};

for (const [name, words] of Object.entries(tongues)) {
  describe(`the third end of the journey by typing in ${name}`, () => {
    const scene = useScene();
    let found: Detected;
    let owner: WorldPerson;

    before(async () => {
      owner = scene().house.person(/Megan/);
      // A channel's language is that of its new cards.
      await say(words.language, (await scene().detected()).card);
      found = await scene().detected();
      await say('claim');
    });

    const caseNow = async () => {
      assert.ok(isId('case', found.caseId));
      const stored = await scene().house.app.store.cases.load(found.caseId);
      assert.ok(stored);
      return stored.case;
    };
    /** Everything that was answered to one message, once nothing more is to come. */
    async function say(text: string, where: Pick<WorldMessage, 'conversationId' | 'threadId'> = found.card) {
      const { house, records, ask } = scene();
      const known = new Set(house.messages(where.conversationId).map(({ id }) => id));
      await ask(owner, text, where);
      await records.idle();
      return textOf(house.messages(where.conversationId).filter((m) => m.from === 'bot' && !known.has(m.id)));
    }
    const mails = () => scene().house.world.snapshot().mails;

    it('composes a request question by question, and knows a wrong answer from a right one', async () => {
      assert.match(await say(words.support), /Cryptomining notification/);
      assert.match(await say('x'.repeat(200_000)), /20[.,]000/);
      const contact = await say(words.nothing);
      assert.match(contact, new RegExp(`${owner.name}, ${owner.upn}`));
      assert.match(await say('somebody'), /e-mail/);
      assert.equal((await caseNow()).support, undefined);
      await say('Ada Okoro, ada@northwindcloud.example');

      const { form, state } = (await caseNow()).support?.['partner-center'] ?? {};
      assert.equal(state, 'composed');
      assert.deepEqual([form?.contactName, form?.contactEmail], ['Ada Okoro', 'ada@northwindcloud.example']);
    });

    it('takes a message that is delivered twice for one answer', async () => {
      const { house, records } = scene();
      const { card } = await scene().detected();
      await say(words.support, card);
      const conversation = { ...house.channel, id: card.conversationId };
      const id = `twice ${name}`;
      const text = 'Write to me at questions@northwindcloud.example';
      const message = typed(house, { person: owner, conversation, id }, text);
      const threaded = {
        ...message,
        conversation: { ...conversationOf(message), id: `${card.conversationId};messageid=${card.threadId}` },
      };
      for (const time of [1, 2]) assert.equal((await house.world.post(threaded)).status, 200, `time ${time}`);
      await records.idle();

      assert.match(await say(words.yes, card), /Microsoft/);

      const all = (await records.cases()).map(({ state }) => state.support?.['partner-center']);
      const { form } = all.find((request) => request?.form.description.endsWith(text)) ?? {};
      assert.equal(form?.contactEmail, owner.upn);
    });

    it('takes the number once it is one, follows the request, and adds a note', async () => {
      const { form } = (await caseNow()).support?.['partner-center'] ?? {};
      const { portal } = scene().house.world;
      const { number } = portal.file({
        personId: owner.id,
        title: form?.title ?? '',
        description: form?.description ?? '',
      });

      assert.match(await say('soon'), /2611220050001234/);
      assert.match(await say(`it is ${number}`), words.noted);
      await until(async () => (await caseNow()).support?.['partner-center']?.tracking?.status === 'open');
      assert.match(await say(words.support), new RegExp(number));
      await say(words.note);

      const request = () =>
        scene()
          .house.world.snapshot()
          .serviceRequests.find((one) => one.number === number);
      await until(() => request()?.notes.some(({ text }) => /hurry|presto/.test(text)));
    });

    it('shows the whole message, in another language and to another address, and sends what was said yes to', async () => {
      const first = await say('mail');
      assert.match(first, words.subject);
      assert.match(first, /Northwind Cloud Services/);
      assert.match(await say('hm'), /@\w+\.example/);
      assert.match(await say('anna@@customer'), /e-mail/i);
      const corrected = await say('anna.verdi@customer.example');
      assert.match(corrected, /anna\.verdi@/);
      assert.doesNotMatch(corrected, /Hello \w|Gentile \w/);
      assert.match(await say(words.otherLanguage), words.otherSubject);
      await say(words.no);
      assert.equal((await caseNow()).contact, undefined);

      await say(`mail anna.verdi@customer.example ${words.otherLanguage}`);
      await say(words.yes);

      const mail = await until(() => mails()[0]);
      assert.deepEqual(mail.to, ['anna.verdi@customer.example']);
      assert.match(mail.subject, words.otherSubject);
      await until(async () => (await caseNow()).contact?.mails[0]?.state === 'sent');
    });

    it('asks again when the time has come that somebody set', async () => {
      await say(words.contacted);
      assert.match(await say(words.noAnswer), /4\s?(?:hours|ore)/);
      await say('soon');
      await say(words.hours);
      const { tries = [], askAgain } = (await caseNow()).contact ?? {};
      assert.deepEqual([tries[0]?.way, tries[0]?.to], ['call', 'Anna Verdi']);
      assert.ok(askAgain);

      const { house } = scene();
      house.world.advance(4 * hour + 1000);
      await house.look();

      await until(() => words.askedAgain.test(textOf(house.messages(found.card.conversationId))));
      await say(words.customerYes);
      assert.equal((await caseNow()).checks.customer.state, 'good');
    });

    it('shows the clocks with the case', async () => {
      assert.match(await say(words.show), words.clocks);
    });

    it('makes a pack by any of its names, and gives the code in the 1:1 chat alone', async () => {
      const { house } = scene();
      const chat = house.world.personalChat(owner.id);
      const alone = { conversationId: chat.id, threadId: '' };
      await say('hello', alone);
      const where = found.card;
      assert.match(await say(words.evidence), /microsoft/);
      await say(words.insurer);
      const pack = async () => (isId('case', found.caseId) ? house.app.store.packs.ofCase(found.caseId) : []);
      await until(async () => (await pack())[0]?.state === 'ready');

      await say(words.evidence);

      await until(() => words.code.test(textOf(house.messages(chat.id))));
      assert.doesNotMatch(textOf(house.messages(where.conversationId)), words.code);
      assert.equal((await pack())[0]?.profile, 'insurer');
    });

    it('prepares the claim of a credit, and says that nobody follows it', async () => {
      await say(words.refund);
      await say(words.no);
      assert.match(await say(words.yes), /Azure/);

      assert.match(await say('ticket azure 2611220050001299'), /Azure/);

      assert.equal((await caseNow()).support?.azure?.number, '2611220050001299');
      await scene().records.proveJournals();
    });
  });
}

function conversationOf(message: Json): object {
  return Object(message['conversation']);
}

function textOf(messages: readonly WorldMessage[]): string {
  return messages.map((m) => m.text ?? cardText(m.card)).join('\n');
}
