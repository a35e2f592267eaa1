import assert from 'node:assert/strict';
import type { InvokeAnswer, WorldMessage } from '../playground/world/types.ts';
import { minute } from '../src/domain/clocks.ts';
import { until } from './support/house.ts';
import { type Asker, askerIn } from './support/signing-in.ts';
import { answerText, type Detected, useScene } from './survival/scene.ts';

const content = ({ card }: WorldMessage) => JSON.stringify(card?.['content']);

describe('What waits for a sign-in besides wishes', () => {
  const scene = useScene({ world: { size: { partners: 1, subscriptionsPerPartner: 30 } } });
  let alex: Asker;
  const world = () => scene().house.world;
  const offer = () => world().signIn.silently({ personId: alex.person.id, messageId: alex.card().id });
  const press = (found: Detected, verb: string, input: object = {}, card?: unknown): Promise<InvokeAnswer> =>
    scene().press(alex.person, found.card, verb, { ...input }, card);

  before(async () => {
    alex = await askerIn(scene(), /responder/);
  });
  beforeEach(() => {
    world().setSignedIn(alex.person.id, false);
    world().signIn.setConsent('administrator');
    world().login.setAppTokens('documented');
  });
  afterEach(async () => {
    await scene().records.pool.query('delete from sign_ins; delete from sign_in_errands');
    await scene().records.proveJournals();
  });

  describe('telling a Partner Center that does not take the app', () => {
    const reportOf = async (found: Detected) => (await alex.caseNow(found)).report;
    const waiting = (found: Detected) =>
      until(async () => {
        const report = await reportOf(found);
        return report.state === 'failed' && report.why === 'needs-person' ? report : undefined;
      });

    /** Claimed by Alex, and refused. */
    async function refused(): Promise<Detected> {
      world().login.setAppTokens('documented');
      const found = await scene().detected();
      world().login.setAppTokens('refused');
      await press(found, 'claim');
      await waiting(found);
      await scene().records.idle();
      return found;
    }

    it('is done by itself once they have signed in, in their name, whatever else happened on the case', async () => {
      const found = await refused();
      const said = alex.card();
      const { number } = await alex.caseNow(found);
      await scene().ask(scene().house.person(/owner/), `note ${number} Looking at it`, found.card);
      world().login.setAppTokens('documented');

      assert.match(content(said), new RegExp(`answer to case ${number} from a signed-in person only`));
      assert.match(scene().text(found.card), /takes this from signed-in people only/);
      assert.equal(scene().alert(found.alertId).status, 'active');
      assert.equal(await offer(), 200);
      await scene().records.idle();

      assert.equal((await reportOf(found)).state, 'done');
      assert.equal(scene().alert(found.alertId).status, 'investigating');
      assert.match(
        alex.said().at(-1) ?? '',
        new RegExp(`so I went on. I am telling Partner Center about case ${number}`),
      );
    });

    it('is asked for once for many cases, and all are told once, however many clients sign in', async () => {
      const found = [await refused(), await refused()];
      const before = alex.cards().length;
      found.push(await refused());
      world().login.setAppTokens('documented');
      world().forgetRequests();

      assert.equal(alex.cards().length, before, 'asked once');
      await Promise.all([offer(), offer(), offer()]);
      await scene().records.idle();

      for (const one of found) assert.equal((await reportOf(one)).state, 'done');
      const patches = world()
        .requests()
        .filter(({ method, path }) => method === 'PATCH' && path.includes('securityAlerts'));
      assert.equal(patches.length, 3);
    });

    it('is left to a later decision of somebody else', async () => {
      const found = await refused();
      world().login.setAppTokens('documented');
      const megan = scene().house.person(/owner/);
      const form = await scene().press(megan, found.card, 'decide.open');
      await scene().press(megan, found.card, 'decide', { verdict: 'fraud', reason: 'Not theirs' }, form.value);
      await scene().records.idle();
      const before = alex.said().length;

      await offer();
      await scene().records.idle();

      const report = await reportOf(found);
      assert.ok(report.state === 'done' && report.goal.status === 'resolved');
      assert.equal(report.by.objectId, megan.id);
      assert.equal(alex.said().length, before);
    });

    it('is asked for anew by pressing again, after the first card is too old', async () => {
      const found = await refused();
      const before = alex.cards().length;
      world().advance(31 * minute);

      const answer = await press(found, 'report.again');
      await scene().records.idle();
      world().login.setAppTokens('documented');
      await offer();
      await scene().records.idle();

      assert.match(answerText(answer), /needs your own sign-in to Microsoft 365.*I have asked you/);
      assert.equal(alex.cards().length, before + 1);
      assert.equal((await reportOf(found)).state, 'done');
    });

    it('is not done for who lost their role before they signed in, and waits no longer', async () => {
      const found = await refused();
      world().login.setAppTokens('documented');
      const act = { kind: 'status', status: 200, body: { value: [] } } as const;
      world().addFault({ service: 'graph', path: 'checkMemberGroups', times: 100, act });
      world().advance(3 * minute);

      await offer();
      await scene().records.idle();
      world().clearFaults();
      world().advance(3 * minute);

      assert.equal((await reportOf(found)).state, 'failed');
      assert.match(alex.said().at(-1) ?? '', /so I went on\. .*role/s);
    });

    it('is said on the form of the decision, as soon as it is known of the case, and not before', async () => {
      const found = await scene().detected();
      const before = answerText(await press(found, 'decide.open'));
      world().login.setAppTokens('refused');
      await press(found, 'claim');
      await waiting(found);

      const after = answerText(await press(found, 'decide.open'));

      assert.doesNotMatch(before, /sign in/);
      assert.match(after, /Your answer counts at once; I may ask you to sign in to Microsoft 365/);
    });

    it('is dropped with the sign-out', async () => {
      const found = await refused();
      await world().say({ personId: alex.person.id, conversationId: alex.chat, text: 'sign out' });
      await scene().records.idle();
      world().login.setAppTokens('documented');

      assert.equal(await offer(), 412);
      await scene().records.idle();

      assert.equal((await reportOf(found)).state, 'failed');
    });
  });

  describe('a request to Microsoft', () => {
    const requestOf = async (found: Detected) => (await alex.caseNow(found)).support?.['partner-center'];

    /** Composed and filed by Alex, who has not signed in. */
    async function filed(): Promise<Detected> {
      const found = await scene().detected();
      const { number: caseNumber } = await alex.caseNow(found);
      const form = await press(found, 'more.open');
      const fresh = await press(found, 'support.open', { kind: 'partner-center' }, form.value);
      assert.match(
        answerText(fresh),
        /shows a request only to whoever made it\. To follow it here I may ask you to sign in/,
      );
      const description = inputValue(fresh.value, 'description');
      const fields = { title: 'Cryptomining notification', problemType: 'Other', impact: 'moderate' };
      const contact = { contactName: alex.person.name, contactEmail: alex.person.upn };
      const input = { kind: 'partner-center', ...fields, ...contact, description };
      const composed = await press(found, 'support.compose', input, fresh.value);
      const { number } = world().portal.file({ personId: alex.person.id, title: fields.title, description });
      await press(found, 'support.file', { kind: 'partner-center', number }, composed.value);
      await scene().records.idle();
      assert.equal((await requestOf(found))?.trouble?.why, 'needs-person');
      assert.match(content(alex.card()), new RegExp(`request ${number} of case ${caseNumber} only to whoever made it`));
      return found;
    }

    it('is followed once they have signed in', async () => {
      const found = await filed();

      assert.equal(await offer(), 200);
      await scene().records.idle();

      assert.equal((await requestOf(found))?.tracking?.status, 'open');
      assert.match(alex.said().at(-1) ?? '', /so I went on\. I am reading request \d+ of case/);
    });

    it('is looked at again only after the sign-in that pressing asks for, and takes a note only then', async () => {
      const found = await filed();
      world().advance(31 * minute);
      const before = alex.cards().length;
      const form = await press(found, 'support.open', { kind: 'partner-center' }, await moreOf(found));
      const note = { kind: 'partner-center', text: 'Any news?' };

      const asked = answerText(await press(found, 'support.track', { kind: 'partner-center' }, form.value));
      const noted = answerText(await press(found, 'support.note', note, form.value));
      await scene().records.idle();
      const cards = alex.cards().length;
      assert.match(answerText(form), /You may be asked to sign in to Partner Center first/);
      await offer();
      await scene().records.idle();

      assert.match(asked, /needs your own sign-in to Partner Center\. I have asked/);
      assert.match(noted, /needs your own sign-in to Partner Center, and I have asked/);
      assert.equal(cards, before + 1);
      const request = await requestOf(found);
      assert.equal(request?.note?.state, 'sent');
      assert.ok(request?.tracking?.notes.some(({ text }) => text === 'Any news?'));
    });

    const moreOf = async (found: Detected) => (await press(found, 'more.open')).value;
  });
});

/** What an input of a card holds. */
function inputValue(card: unknown, id: string): string {
  const found = JSON.stringify(card).match(new RegExp(`\\{[^{}]*"id":"${id}"[^{}]*\\}`))?.[0] ?? '{}';
  const input: { value?: string } = JSON.parse(found);
  return input.value ?? '';
}
