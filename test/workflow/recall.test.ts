import assert from 'node:assert/strict';
import type { Case } from '../../src/domain/case.ts';
import { day, hour, minute } from '../../src/domain/clocks.ts';
import type { PersonCommand } from '../../src/domain/commands.ts';
import type { Handled } from '../../src/workflow/handle.ts';
import { recallAgain } from '../../src/workflow/recall.ts';
import { failing } from '../support/azure-of-memory.ts';
import { testDatabase } from '../support/database.ts';
import { type MemoryBench, memoryBench } from '../support/memory-bench.ts';
import { everyJournalHolds } from '../support/workshop.ts';

const same: PersonCommand = { type: 'confirm-same' };
const why = (handled: Handled) =>
  handled.kind === 'refused' && handled.refusal.kind === 'not-same' ? handled.refusal.why : handled.kind;
const changed = ({ recall }: Case) => recall?.changes.map(({ what }) => what);

describe('an alert of what was confirmed before', () => {
  const db = testDatabase();
  let b: MemoryBench;

  beforeEach(async () => {
    b = await memoryBench(db);
  });
  afterEach(() => everyJournalHolds(db));

  it('opens its case all the same, says at once what was confirmed, and is compared by what is read', async () => {
    const first = await b.confirmed();
    b.clock.move(10 * day);

    const opened = await b.detected(2);
    const early = await b.ask(b.people.ben, same);
    const compared = await b.read();

    assert.deepEqual(opened.recall?.from, {
      caseId: first.id,
      number: first.number,
      by: b.people.ada,
      at: first.memory?.at,
      reason: 'Their render farm',
      until: first.memory?.until,
    });
    assert.ok(opened.recall.isReading);
    assert.equal(why(early), 'reading');
    assert.equal(opened.verdict.kind, 'none');
    assert.equal(opened.deadlineAt, new Date(b.clock.now().getTime() + day).toISOString());
    assert.deepEqual([compared.recall?.changes, compared.recall?.unchecked], [[], []]);
    assert.equal(compared.recall?.isReading, false);
  });

  it('is answered as before by one word, with the earlier reason, in the name of whoever says so', async () => {
    const first = await b.confirmed();
    b.clock.move(10 * day);
    await b.detected(2);
    await b.read();

    const ended = await b.end(b.people.ben, same);

    assert.equal(ended.stage, 'closed');
    assert.ok(ended.verdict.kind === 'legitimate');
    assert.equal(ended.verdict.reason, 'Their render farm');
    assert.deepEqual(ended.verdict.by, b.people.ben);
    assert.equal(ended.verdict.sameAs?.caseId, first.id);
    assert.deepEqual(ended.verdict.skipped, ['standing', 'usage', 'customer']);
    const told = b.source.told.at(-1);
    assert.deepEqual(told?.externalIds, ['alert-2']);
    assert.deepEqual(told.goal, { status: 'resolved', reason: 'legitimate' });
    assert.deepEqual(told.by, b.people.ben);
  });

  it('answered as before makes no new memory: it ends when the first one does, and compares with that', async () => {
    const first = await b.confirmed();
    for (const [index, days] of [2, 3, 4].entries()) {
      b.clock.move(days * 7 * day);
      b.costs.highest = 100 + 9 * index;
      await b.detected(days);
      await b.read();
      const ended = await b.end(b.people.ben, same);
      assert.equal(ended.memory, undefined);
    }

    b.clock.move(20 * day);
    const opened = await b.detected(9);
    b.costs.highest = 131;
    const crept = await b.read();
    b.clock.move(8 * day);

    assert.equal(opened.recall?.from.caseId, first.id);
    assert.deepEqual(changed(crept), ['cost']);
    assert.equal(why(await b.ask(b.people.ben, same)), 'expired');
  });

  const changes: readonly (readonly [string, string, (b: MemoryBench) => void, object?])[] = [
    ['pool', 'pool', () => undefined, { signs: { vmAddresses: [], poolAddresses: [], poolDomains: ['new.example'] } }],
    ['cost', 'cost', (one) => void (one.costs.highest = 440)],
    ['region', 'region', (one) => void one.azure.add('web-us', undefined, { location: 'westus', size: 'Standard_D2' })],
    [
      'machine’s size',
      'size',
      (one) => void one.azure.add('render-1', undefined, { size: 'Standard_ND96', location: 'westeurope' }),
    ],
  ];
  for (const [name, what, happen, alert = {}] of changes) {
    it(`with a new ${name} is said to be changed, and gets no quick answer`, async () => {
      await b.confirmed();
      b.clock.move(day);
      happen(b);

      await b.detected(2, alert);
      const compared = await b.read();

      assert.ok(
        changed(compared)?.some((one) => one === what),
        JSON.stringify(compared.recall),
      );
      assert.equal(why(await b.ask(b.people.ben, same)), 'changed');
    });
  }

  it('that cannot be read in full is never said to be the same', async () => {
    await b.confirmed();
    b.clock.move(day);
    b.azure.on.read = failing('forbidden');

    await b.detected(2);
    const compared = await b.read();

    assert.deepEqual(compared.recall?.unchecked, ['resource', 'size', 'region', 'creator']);
    assert.equal(why(await b.ask(b.people.ben, same)), 'unchecked');
  });

  it('is compared again when another alert joins the case, and not before that was read', async () => {
    await b.confirmed();
    b.clock.move(day);
    await b.detected(2);
    const before = await b.read();
    b.clock.move(minute);

    const joined = await b.detected(3);
    await recallAgain(b.deps, joined.id);
    const early = await b.ask(b.people.ben, same);
    b.clock.move(minute);
    await b.read();
    const seenEarlier = await b.ask(b.people.ben, { ...same, comparedAt: before.recall?.at ?? '' });

    assert.equal(why(early), 'reading');
    assert.equal(why(seenEarlier), 'compared-again');
    assert.equal((await b.ask(b.people.ben, same)).kind, 'done');
  });

  it('is not answered by a comparison of yesterday', async () => {
    await b.confirmed();
    b.clock.move(day);
    await b.detected(2);
    await b.read();
    b.clock.move(25 * hour);

    assert.equal(why(await b.ask(b.people.ben, same)), 'old');
    await b.read();
    assert.equal((await b.ask(b.people.ben, same)).kind, 'done');
  });

  it('finds nothing where the confirmation was forgotten, taken back, of its time, or of another verdict', async () => {
    const first = await b.confirmed({ rememberDays: 7 });
    b.clock.move(8 * day);
    const late = await b.detected(2);
    await b.end(b.people.ada, { type: 'decide', verdict: 'ignore', reason: 'A test of theirs' });
    b.clock.move(day);
    const other = await b.detected(3);

    assert.equal(first.memory?.until, new Date(Date.parse(first.memory?.at ?? '') + 7 * day).toISOString());
    assert.equal(late.recall, undefined);
    assert.equal(other.recall, undefined);
    assert.equal(why(await b.ask(b.people.ben, same)), 'nothing');
  });

  it('loses what it was compared with when an approver has it forgotten, and that is in the journals', async () => {
    const first = await b.confirmed();
    b.clock.move(day);
    const opened = await b.detected(2);
    await b.read();

    const refused = await b.ask(b.people.ben, { type: 'forget' }, { caseId: first.id });
    const forgotten = await b.ask(b.people.olga, { type: 'forget' }, { caseId: first.id });
    const between = await b.ask(b.people.ben, same);
    await recallAgain(b.deps, first.id);
    const again = await b.ask(b.people.olga, { type: 'forget' }, { caseId: first.id });

    assert.deepEqual(refused.kind === 'refused' && refused.refusal, { kind: 'role-missing', needed: 'approver' });
    assert.equal(forgotten.kind, 'done');
    assert.equal(why(between), 'gone');
    assert.equal((await b.openCase()).recall, undefined);
    assert.deepEqual(again.kind === 'refused' && again.refusal, { kind: 'nothing-remembered' });
    const events = async (id: typeof opened.id) => (await b.deps.cases.journal(id)).map(({ event }) => event.type);
    assert.ok((await events(first.id)).includes('forgotten'));
    assert.ok((await events(opened.id)).includes('recall-ended'));
  });

  it('is not compared with what a later case showed to be fraud, or with what was taken back', async () => {
    await b.confirmed();
    b.clock.move(day);
    await b.detected(2);
    await b.end(b.people.ada, { type: 'decide', verdict: 'fraud', reason: 'Stolen' });
    const fraud = await b.openCase();
    await b.ask(b.people.ada, { type: 'close', reason: 'Done', waive: true }, { caseId: fraud.id });
    b.clock.move(day);

    assert.equal((await b.detected(3)).recall, undefined);
  });

  it('is not compared with a case that was taken up again', async () => {
    const first = await b.confirmed();
    b.clock.move(day);
    await b.ask(b.people.ada, { type: 'reopen', reason: 'Not so sure' }, { caseId: first.id });
    const reopened = await b.openCase();
    await b.end(b.people.ada, { type: 'decide', verdict: 'ignore', reason: 'Heuristic' });
    b.clock.move(day);

    assert.equal(reopened.memory?.ended?.why, 'reopened');
    assert.equal((await b.detected(2)).recall, undefined);
  });

  it('is not remembered where the policy forbids it, and shorter where the policy became stricter since', async () => {
    const strict = await memoryBench(db, { memoryDays: 0 });
    const none = await strict.confirmed();
    await b.confirmed();
    b.clock.move(10 * day);
    const { id: _, ...partner } = { ...b.partner, memoryDays: 5 };
    await b.deps.partners.upsert([partner]);
    const stricter = await b.deps.partners.byId(b.partner.id);
    assert.ok(stricter);

    await b.detected(2);
    await recallAgain(b.deps, (await b.openCase()).id);

    assert.equal(none.memory, undefined);
    assert.equal((await b.openCase()).recall, undefined);
  });

  it('is a drill: it is neither remembered nor compared', async () => {
    await b.detected(7, { isTest: true });
    await b.read();
    const drill = await b.end(b.people.ada, { type: 'decide', verdict: 'legitimate', reason: 'A drill' });
    await b.confirmed();
    b.clock.move(day);

    assert.equal(drill.memory, undefined);
    assert.equal((await b.detected(3, { isTest: true })).recall, undefined);
  });

  it('counts as evidence against with its limits, as long as it is remembered', async () => {
    const first = await b.confirmed();
    b.clock.move(day);
    await b.detected(2);
    const { id } = await b.read();
    const finding = async () => {
      const [found] = await b.deps.investigations.resources(id, { from: 0, count: 1 });
      return found?.findings.find(({ rule }) => rule === 'N5');
    };

    const remembered = await finding();
    await b.ask(b.people.olga, { type: 'forget' }, { caseId: first.id });
    await b.read();

    assert.deepEqual(remembered, {
      rule: 'N5',
      weight: -40,
      values: { who: 'Ada', when: first.memory?.at, until: first.memory?.until },
      from: 'alert',
    });
    assert.equal(await finding(), undefined);
  });

  it('is answered once, by whoever is first, however many press at once', async () => {
    await b.confirmed();
    b.clock.move(day);
    const opened = await b.detected(2);
    const { recall, revision } = await b.read();
    const press = { type: 'confirm-same', comparedAt: recall?.at ?? '' } as const;
    const ask = (who: typeof b.people.ada, key: string) =>
      b.ask(who, press, { caseId: opened.id, key, seenRevision: revision });

    const vic = await ask(b.people.vic, 'vic');
    const eve = await ask(b.people.eve, 'eve');
    const answers = await Promise.all([ask(b.people.ada, 'ada'), ask(b.people.ada, 'ada'), ask(b.people.ben, 'ben')]);

    const decided = (await b.deps.cases.journal(opened.id)).filter(({ event }) => event.type === 'decided');
    assert.equal(decided.length, 1);
    const [one, two, ben] = answers;
    assert.ok(
      (one?.kind === 'done' && two?.kind === 'done' && ben?.kind === 'stale') ||
        (ben?.kind === 'done' && one?.kind === 'stale' && two?.kind === 'stale'),
      JSON.stringify(answers.map(({ kind }) => kind)),
    );
    assert.deepEqual(vic.kind === 'refused' && vic.refusal, { kind: 'role-missing', needed: 'responder' });
    assert.deepEqual(eve.kind === 'refused' && eve.refusal, { kind: 'other-tenant' });
  });
});
