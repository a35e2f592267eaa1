import assert from 'node:assert/strict';
import type { Verb } from '../../cards/verbs.ts';
import type { InvokeAnswer, Json, WorldPerson } from '../../playground/world/types.ts';
import { buttonData } from '../../src/teams/button-data.ts';
import { adaptiveCard, answerText, buttonOf, type Detected, sentence, useScene } from './scene.ts';

const verbs = Object.keys(buttonData).filter((verb): verb is Verb => verb in buttonData);
const partsOf = (verb: Verb) => Object.entries(buttonData[verb].shape);
const hasPart = (name: string) => (verb: Verb) => name in buttonData[verb].shape;
/** Settings have a revision too, and tests of their own. */
const isOfRevision = (verb: Verb) => hasPart('rev')(verb) && hasPart('case')(verb);

/** A good value for everything that any button carries. */
function good(detected: Pick<Detected, 'caseId'>, rev: number, to: WorldPerson): Readonly<Record<string, unknown>> {
  const chosen = { check: 'usage', answer: 'bad', verdict: 'fraud', which: 'cases', hours: '4', to: to.id };
  const written = { note: 'a note', reason: 'a reason', text: 'a text', because: 'a cause' };
  const rest = { ...ofRemovals, ...ofAsking, ...ofLists, ...ofMemory, ...ofSending, ...ofSettings };
  return { case: detected.caseId, rev, ...chosen, ...written, ...rest };
}

const id = 'f'.repeat(32);
const vm = '/subscriptions/a/resourcegroups/b/providers/microsoft.compute/virtualmachines/c';
const ofRemovals = {
  resource: vm,
  chosen: vm,
  scope: 'chosen',
  attached: 'true',
  run: `run_${id}`,
  plan: `plan_${id}`,
  again: `plan_${id}`,
  lift: true,
  hash: 'f'.repeat(64),
  typedName: 'a name',
  item: 'mfa',
  state: 'waived',
  waive: 'true',
};
const ofMemory = { compared: '2026-03-02T08:00:00.000Z', remember: '30' };
const ofSending = { letter: 'job_1' };
const ofLists = { page: 2, list: `post_${id}` };
const ofAsking = {
  title: 'a title',
  problemType: 'a type',
  impact: 'moderate',
  description: 'a description',
  contactName: 'a name',
  contactEmail: 'somebody@northwindcloud.example',
  contactPhone: '1',
  number: '2611220050001234',
  language: 'en',
  subject: 'a subject',
  draft: 'a draft',
  mail: `mail_${id}`,
  sent: true,
  triedWay: 'call',
  triedTo: 'somebody',
  triedNote: 'a note',
  profile: 'full',
  pack: `pack_${id}`,
  from: 'somebody',
  way: 'call',
};
const ofSettings = {
  section: 'digest',
  channel: `chn_${id}`,
  defaultChannel: `chn_${id}`,
  customer: 'any',
  customerId: '',
  reseller: 'any',
  atLeast: 'high',
  rule: 0,
  move: 'remove',
  owner: '1',
  escalation: '20',
  escalationChannel: 'none',
  digestOn: 'true',
  digestAt: '09:15',
  days: '1,2',
  timeZone: 'Europe/Rome',
  role: 'owner',
  person: id,
  held: `owner:${id}`,
  group: id,
  how: 'besides',
  twoPersonAbove: '3',
  mostResources: '30',
  mostPercent: '40',
  memoryDays: '30',
};
/** Two buttons call different things by one name. */
const kindOf = (verb: Verb) => (verb === 'plan.request' ? 'subscription' : 'partner-center');

/** Buttons that read the case or Azure as they are now, whatever their card showed: nothing that anybody decided changes. */
const looks: ReadonlySet<Verb> = new Set(['investigate.again', 'evidence.make']);

const nonsense: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  1e300,
  '',
  'nonsense',
  '\u0000',
  '../../etc/passwd',
  "'; drop table cases; --",
  [],
  ['claim'],
  {},
  { $ne: null },
  'x'.repeat(100_001),
];

describe('a button with wrong data', () => {
  const scene = useScene({ installed: 'all' });
  let own: Detected;
  let other: Detected;
  let admin: WorldPerson;
  let helper: WorldPerson;

  before(async () => {
    const { house, detected, partner } = scene();
    own = await detected();
    // Two, so that one of their numbers is not a number of ours.
    await detected({ partner: partner(1) });
    other = await detected({ partner: partner(1) });
    admin = house.person(/admin/i);
    helper = house.person(/helpdesk/i);
    await scene().ask(helper, 'hello', own.card);
    // What is read when it is first looked at, is read.
    const data = { case: own.caseId, rev: 1 };
    await house.world.execute({ personId: admin.id, messageId: own.card.id, verb: 'inventory.open', data });
    await scene().records.idle();
  });

  /** Sends all that a client may send, and proves that nothing came of any of it. */
  async function allRefused(verb: Verb, all: readonly Json[]): Promise<readonly InvokeAnswer[]> {
    const { house, records } = scene();
    const before = [await records.everything(), house.world.snapshot().alerts];

    const answers: InvokeAnswer[] = [];
    for (const data of all)
      answers.push(await house.world.execute({ personId: admin.id, messageId: own.card.id, verb, data }));
    await records.idle();

    for (const answer of answers) assert.deepEqual([answer.httpStatus, answer.statusCode], [200, 200]);
    assert.deepEqual([await records.everything(), house.world.snapshot().alerts], before);
    return answers;
  }

  async function refused(verb: Verb, data: Json): Promise<InvokeAnswer> {
    const [answer] = await allRefused(verb, [data]);
    return answer ?? assert.fail('there is no answer');
  }

  function dataOf(verb: Verb, from: Readonly<Record<string, unknown>>): Json {
    return Object.fromEntries(partsOf(verb).map(([name]) => [name, name === 'kind' ? kindOf(verb) : from[name]]));
  }

  it('is tried for every button that there is', () => {
    assert.ok(verbs.length >= 30);
    const known = good(own, 1, helper);
    for (const verb of verbs)
      for (const [name] of partsOf(verb))
        assert.ok(name in known || name === 'kind', `${verb} carries ${name}, which this file lacks`);
  });

  for (const verb of verbs) {
    it(`does nothing: “${verb}” with a part that is missing or makes no sense`, async () => {
      const data = dataOf(verb, good(own, 1, helper));
      for (const [name, schema] of partsOf(verb)) {
        const wrong = nonsense.filter((value) => !schema.safeParse(value).success);
        const { [name]: _, ...rest } = data;
        const missing = schema.safeParse(undefined).success ? [] : [rest];

        const answers = await allRefused(verb, [...wrong.map((value) => ({ ...data, [name]: value })), ...missing]);

        for (const answer of answers) {
          assert.equal(answer.type, sentence);
          assert.match(answerText(answer), /button|card/i);
        }
      }
    });
  }

  for (const verb of verbs.filter(hasPart('case'))) {
    it(`does nothing: “${verb}” on a case of another organisation, or on one that never was`, async () => {
      const { state } = await scene().records.caseOf(other.caseId);
      const never = { caseId: `case_${'0'.repeat(32)}` };

      const foreign = await refused(verb, dataOf(verb, good(other, state.revision, helper)));
      const unknown = await refused(verb, dataOf(verb, good(never, 1, helper)));

      assert.equal(foreign.type, sentence);
      assert.equal(answerText(foreign), answerText(unknown));
      assert.doesNotMatch(JSON.stringify(foreign), new RegExp(other.customerName));
    });
  }

  it('does not delete a message of another organisation that its data names as a double', async () => {
    const { now } = scene();
    const { post } = buttonOf(now(other.card)?.card, 'claim').data;
    assert.ok(post, 'the card carries no mark');

    for (const verb of ['case.refresh', 'case.show'] as const) await refused(verb, { case: own.caseId, post });

    assert.ok(now(other.card));
    assert.ok(now(own.card));
  });

  for (const verb of verbs.filter((each) => isOfRevision(each) && !looks.has(each))) {
    it(`does nothing: “${verb}” on a card that is older or newer than the case`, async () => {
      const { state } = await scene().records.caseOf(own.caseId);
      for (const rev of [0, state.revision + 1, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
        const answer = await refused(verb, { ...dataOf(verb, good(own, rev, helper)), again: undefined });

        assert.equal(answer.type, verb === 'evidence.fetch' ? sentence : adaptiveCard);
      }
    });
  }

  describe('once the case is closed', () => {
    before(async () => {
      const { house, alert, records } = scene();
      house.world.resolveAlert(house.partner.tenantId, own.alertId, 'ignore', 'somebody@northwindcloud.example');
      await house.look();
      await records.idle();
      assert.equal(alert(own.alertId).status, 'resolved');
      assert.equal((await records.caseOf(own.caseId)).state.stage, 'closed');
    });

    const stillAllowed: ReadonlySet<Verb> = new Set(['note', 'reopen']);
    for (const verb of verbs.filter((each) => isOfRevision(each) && !stillAllowed.has(each) && !looks.has(each))) {
      it(`does nothing: “${verb}”, on the card as it is and as it was`, async () => {
        const { state } = await scene().records.caseOf(own.caseId);

        for (const rev of [state.revision, state.revision - 1])
          await refused(verb, dataOf(verb, good(own, rev, helper)));
      });
    }
  });
});
