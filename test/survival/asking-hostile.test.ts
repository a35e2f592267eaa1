import assert from 'node:assert/strict';
import type { InvokeAnswer, Json, WorldPerson } from '../../playground/world/types.ts';
import type { Case } from '../../src/domain/case.ts';
import { objectsOf } from '../support/card-json.ts';
import { until } from '../support/house.ts';
import { assertHarmless } from './harmless.ts';
import { adaptiveCard, answerText, type Detected, sentence, useScene } from './scene.ts';

const hour = 3_600_000;

describe('nonsense and attacks where Microsoft and the customer are asked', () => {
  const scene = useScene({ world: { hostile: true, limits: false } });
  let admin: WorldPerson;
  let found: Detected;

  before(async () => {
    const { house } = scene();
    admin = house.person(/Megan/);
    const hostile = house.world.snapshot().customers.find((customer) => customer.name.includes('<at>'));
    const subscriptionId = hostile?.subscriptions[0]?.id;
    assert.ok(subscriptionId !== undefined);
    found = await scene().detected({ subscriptionId });
    await scene().records.idle();
  });
  afterEach(async () => {
    const posts = scene()
      .house.world.requests()
      .filter(({ service, method }) => service === 'connector' && method !== 'GET');
    assert.ok(posts.length > 0);
    for (const { body } of posts) assertHarmless(shownOf(body));
    await scene().records.proveJournals();
  });

  const caseNow = async (): Promise<Case> => (await scene().records.caseOf(found.caseId)).state;
  const mails = () => scene().house.world.mailbox();

  /** Presses with the revision of now; a card that is answered has to be harmless. */
  async function press(verb: string, data: Json): Promise<InvokeAnswer> {
    const { revision: rev } = await caseNow();
    const answer = await scene().house.world.execute({
      personId: admin.id,
      messageId: found.card.id,
      verb,
      data: { case: found.caseId, rev, ...data },
    });
    assertHarmless(shownOf(answer.value));
    return answer;
  }
  async function changesNothing(verb: string, data: Json, why: RegExp): Promise<void> {
    const before = await scene().records.everything();

    const answer = await press(verb, data);
    await scene().records.idle();

    assert.equal(answer.type, sentence, answerText(answer).slice(0, 200));
    assert.match(answerText(answer), why);
    assert.ok(answerText(answer).length < 1000, 'what was sent is not sent back');
    assert.deepEqual(await scene().records.everything(), before);
  }

  async function form(): Promise<Readonly<Record<string, string>>> {
    const card = (await press('support.open', { kind: 'partner-center' })).value;
    const values = [...inputsOf(card)].filter(([id]) => id !== 'number' && id !== 'text');
    return { kind: 'partner-center', ...Object.fromEntries(values) };
  }

  for (const [what, change, why] of [
    ['200 KB of questions', { description: (text: string) => `${text}${'why? '.repeat(40_000)}` }, /too long/],
    ['200 KB of title', { title: () => 'x'.repeat(200_000) }, /title/],
    ['200 KB of problem type', { problemType: () => 'x'.repeat(200_000) }, /too long/],
    ['a telephone number as long as a book', { contactPhone: () => '1'.repeat(200_000) }, /too long/],
    ['no subscription at its beginning', { description: () => 'Hello' }, /subscription/],
    ['two addresses', { contactEmail: () => 'a@b.example, c@d.example' }, /address/],
    ['an address with a line break', { contactEmail: () => 'a@b.example\r\nBcc: c@d.example' }, /address/],
  ] as const)
    it(`a request with ${what} is not composed, and says why`, async () => {
      const filled = await form();
      const changed = Object.entries(change).map(([field, by]) => [field, by(filled[field] ?? '')]);

      await changesNothing('support.compose', { ...filled, ...Object.fromEntries(changed) }, why);
    });

  it('a request of a customer whose name is an attack is composed as its form stands', async () => {
    const answer = await press('support.compose', await form());

    assert.equal(answer.type, adaptiveCard, answerText(answer));
    assert.equal((await caseNow()).support?.['partner-center']?.state, 'composed');
  });

  for (const number of [
    '',
    'soon',
    '12 34 56',
    '../../customers',
    '2603020010001234?x',
    '９９９９９９',
    '1'.repeat(90_000),
  ])
    it(`a number that is none is not taken: ${JSON.stringify(number).slice(0, 25)}`, async () => {
      await changesNothing('support.file', { kind: 'partner-center', number }, /number/);
    });

  for (const said of ['ticket', 'ticket soon', 'ticket ../../customers', `ticket <b>12345</b> {{DATE(x)}}`])
    it(`a number that is none is not taken from “${said}”`, async () => {
      const answer = await scene().ask(admin, said, found.card);

      assert.match(answer, /number/i);
      assert.equal((await caseNow()).support?.['partner-center']?.number, undefined);
    });

  it('that it has no number is asked in the thread, once, with a mention', async () => {
    const { house } = scene();
    const said = () =>
      house.messages(house.channel.id).filter(({ text }) => /request to Partner Center/.test(text ?? ''));
    house.world.advance(3 * hour);

    await Promise.all([house.look(), house.look()]);
    const [reminder] = await until(() => said().length > 0 && said());
    await house.look();
    await scene().records.idle();

    assert.match(reminder?.text ?? '', new RegExp(`<at>${admin.name}</at>, the request .* case ${found.number} `));
    assert.equal(said().length, 1);
    assert.equal((await caseNow()).support?.['partner-center']?.remindAt, undefined);
  });

  const mail = { language: 'en', to: 'anna@customer.example', subject: 'Please check', draft: 'Do you know of it?' };
  for (const [what, change, why] of [
    ['a header in its subject', { subject: 'Hello\r\nBcc: eve@evil.example' }, /subject/i],
    ['a header in its address', { to: 'anna@customer.example\r\nBcc: eve@evil.example' }, /address/i],
    ['two recipients', { to: 'anna@customer.example;eve@evil.example' }, /address/i],
    ['a name around its address', { to: 'Anna <anna@customer.example>' }, /address/i],
    ['no address', { to: 'anna' }, /address/i],
    ['200 KB of text', { draft: 'x'.repeat(200_000) }, /20000/],
    ['200 KB of subject', { subject: 'x'.repeat(200_000) }, /200/],
    ['nothing in it', { draft: ' \n ' }, /text|empty|message/i],
  ] as const)
    it(`a mail with ${what} does not go out`, async () => {
      await changesNothing('contact.send', { ...mail, ...change }, why);

      assert.equal(mails().length, 0);
    });

  it('a mail to a customer whose name is an attack goes out as plain text, to whom it says', async () => {
    const draft = (await press('check.open', { check: 'customer' })).value;
    const body = inputsOf(draft).get('draft') ?? '';
    assert.match(body, /_sub_ ‹script>/, 'the draft names the subscription as it is called');

    await press('contact.send', { ...mail, draft: body });
    const [sent] = await until(() => mails().length > 0 && mails());

    assert.deepEqual(
      [sent?.to, sent?.contentType, sent?.body, sent?.from.name],
      [[mail.to], 'text', body.trim(), admin.name],
    );
    await until(async () => (await caseNow()).contact?.mails[0]?.state === 'sent');
  });

  it('what a form asks by typing is asked again where the answer is far too long, and nothing is lost', async () => {
    const { ask, records } = scene();
    await press('support.drop', { kind: 'partner-center' });
    await ask(admin, 'support', found.card);
    await records.idle();
    const long = await ask(admin, `Who made them? ${'why? '.repeat(2400)}`, found.card);
    const longest = await ask(admin, `Who made them? ${'why? '.repeat(40_000)}`, found.card);

    const contact = await ask(admin, 'Who made them?', found.card);
    const bad = await ask(admin, 'nobody at nowhere', found.card);
    await ask(admin, 'Ada ada@northwind.example', found.card);
    const request = await until(async () => (await caseNow()).support?.['partner-center']);

    assert.match(long, /description is too long/);
    assert.match(longest, /too long/i);
    assert.match(contact, /Whom should Microsoft answer/);
    assert.match(bad, /address/);
    assert.match(request.form.description, /Who made them\?$/);
    assert.deepEqual([request.form.contactName, request.form.contactEmail], ['Ada', 'ada@northwind.example']);
  });
});

/** Without what buttons carry, which no client shows, and without the mention of a person that the bot itself makes. */
function shownOf(sent: unknown): unknown {
  const shown = JSON.stringify(sent ?? null, (key, value: unknown) =>
    key === 'data' || key === 'entities' ? undefined : value,
  );
  return JSON.parse(shown.replaceAll(/<at>Megan Bowen<\/at>, /g, ''));
}

/** What the fields of a card are filled with. */
function inputsOf(card: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { object } of objectsOf(card)) {
    const { type, id, value } = object;
    if (typeof type === 'string' && type.startsWith('Input.') && typeof id === 'string' && typeof value === 'string')
      found.set(id, value);
  }
  return found;
}
