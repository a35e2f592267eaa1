import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { PersonCommand } from '../../src/domain/commands.ts';
import { OutsideError } from '../../src/domain/outside.ts';
import { type Handled, handle, observeCase } from '../../src/workflow/handle.ts';
import type { GroupDirectory } from '../../src/workflow/outside-ports.ts';
import { createRoleReader } from '../../src/workflow/roles.ts';
import { testDatabase } from '../support/database.ts';
import { refusedWithoutTrace } from '../support/refused.ts';
import { doneCase, everyJournalHolds, type Workshop, workshop } from '../support/workshop.ts';

const claim = { type: 'claim' } as const;
const note = (text: string) => ({ type: 'note', text }) as const;
const decide = (verdict: 'legitimate' | 'fraud') => ({ type: 'decide', verdict, reason: 'Because' }) as const;

const unreadableGroups: GroupDirectory = {
  memberOf: () => Promise.reject(new OutsideError('no way', { why: 'unreachable' })),
  isGuest: () => Promise.reject(new OutsideError('no way', { why: 'unreachable' })),
  describe: () => Promise.reject(new OutsideError('no way', { why: 'unreachable' })),
};

describe('a command of a person', () => {
  const db = testDatabase();
  let w: Workshop;

  beforeEach(async () => {
    w = await workshop(db);
    await w.receive(w.alert());
  });
  afterEach(() => everyJournalHolds(db));

  const refused = (ask: () => Promise<Handled>) => refusedWithoutTrace(db, w, ask);

  it('changes the case, and is answered with it as it then is', async () => {
    const handled = await w.ask(w.people.ada, claim);

    const c = doneCase(handled);
    assert.deepEqual(c.owner, w.people.ada);
    assert.deepEqual(c, (await w.load(c.id)).case);
  });

  it('is in the journal with its person and its time', async () => {
    w.clock.move(60_000);

    const c = doneCase(await w.ask(w.people.ada, note('Called')));

    const last = (await db.store().cases.journal(c.id)).at(-1);
    assert.deepEqual(last?.actor, { kind: 'person', person: w.people.ada });
    assert.equal(last.at, w.clock.iso());
  });

  it('is kept also for a person whose name no database can store', async () => {
    const strange = { ...w.people.ada, name: 'A\0da \ud83d' };

    const c = doneCase(await w.ask(strange, claim));

    assert.equal(c.owner?.name, 'Ada \ufffd');
    assert.deepEqual(c, (await w.load(c.id)).case);
  });

  it('adds the job that tells Partner Center in the same transaction', async () => {
    const c = doneCase(await w.ask(w.people.ada, decide('fraud')));

    const { rows } = await db
      .database()
      .pool.query('select task_identifier from graphile_worker.jobs where key = $1', [`report:${c.id}`]);
    assert.deepEqual(rows, [{ task_identifier: 'report' }]);
  });

  it('has the card in the channel drawn anew', async () => {
    const { id } = await w.openCase();
    await db.database().pool.query(`update posts set state = 'sent' where case_id = $1`, [id]);

    await w.ask(w.people.ada, claim);

    const { rows } = await db.database().pool.query(`select state from posts where case_id = $1`, [id]);
    assert.deepEqual(rows, [{ state: 'due' }]);
  });

  it('finds no case that does not exist, and none of another partner', async () => {
    const other = await workshop(db);
    await other.receive(other.alert());
    const { id: foreign } = await other.openCase();

    const answers = [
      await w.ask(w.people.ada, claim, { caseId: `case_${'0'.repeat(32)}` }),
      await w.ask(w.people.ada, claim, { caseId: foreign }),
      await w.ask(w.people.olga, note('x'), { caseId: foreign }),
    ];

    assert.deepEqual(answers, [{ kind: 'unknown-case' }, { kind: 'unknown-case' }, { kind: 'unknown-case' }]);
    assert.equal((await other.openCase()).seq, 1);
  });

  describe('that is not allowed', () => {
    it('changes nothing for a person of another tenant, whatever role they have there', async () => {
      const answer = await refused(() => w.ask(w.people.eve, claim));

      assert.deepEqual(answer, { kind: 'refused', refusal: { kind: 'other-tenant' }, rolesUnreadable: false });
    });

    it('changes nothing for a viewer, who sees the case', async () => {
      const answer = await refused(() => w.ask(w.people.vic, claim));

      assert.deepEqual(answer.refusal, { kind: 'role-missing', needed: 'responder' });
      assert.equal(answer.case?.id, (await w.openCase()).id);
    });

    it('says when roles could not be read', async () => {
      const roles = createRoleReader({
        groups: unreadableGroups,
        partners: db.store().partners,
        now: w.clock.now,
        log: w.deps.log,
      });
      const { id: caseId } = await w.openCase();
      const request = { partner: w.partner, person: w.people.ada, caseId, command: claim, key: randomUUID() };

      const answer = await refused(() => handle({ ...w.deps, roles }, request));

      assert.equal(answer.rolesUnreadable, true);
      assert.equal(answer.refusal.kind, 'role-missing');
    });

    const refusals: readonly (readonly [string, PersonCommand])[] = [
      ['not-owned', { type: 'release' }],
      ['not-closed', { type: 'reopen', reason: 'x' }],
      ['not-decided', { type: 'close', reason: 'x' }],
      ['reason-missing', { type: 'decide', verdict: 'fraud', reason: ' ' }],
      ['snooze-out-of-range', { type: 'snooze', until: 'soon', reason: 'x' }],
      ['report-not-failed', { type: 'report-again' }],
      ['text-too-long', note('x'.repeat(5000))],
    ];
    for (const [kind, command] of refusals)
      it(`changes nothing when refused with ${kind}`, async () => {
        const answer = await refused(() => w.ask(w.people.ada, command));

        assert.equal(answer.refusal.kind, kind);
      });
  });

  describe('to assign', () => {
    it('gives the case to somebody who may work on it', async () => {
      const c = doneCase(await w.ask(w.people.ada, { type: 'assign', to: w.people.ben }));

      assert.deepEqual(c.owner, w.people.ben);
    });

    for (const name of ['vic', 'nils'] as const)
      it(`is refused for ${name}, who may not`, async () => {
        const answer = await refused(() => w.ask(w.people.ada, { type: 'assign', to: w.people[name] }));

        assert.deepEqual(answer.refusal, { kind: 'assignee-without-role', needed: 'responder' });
      });

    it('is refused for somebody of another tenant', async () => {
      const answer = await refused(() => w.ask(w.people.ada, { type: 'assign', to: w.people.eve }));

      assert.equal(answer.refusal.kind, 'assignee-other-tenant');
    });

    it('is refused by a viewer for their own want of a role, not the other’s', async () => {
      const answer = await refused(() => w.ask(w.people.vic, { type: 'assign', to: w.people.ben }));

      assert.deepEqual(answer.refusal, { kind: 'role-missing', needed: 'responder' });
    });
  });

  describe('to reopen', () => {
    it('is refused while a newer case of the subscription is open, naming it', async () => {
      const { id: caseId } = await w.openCase();
      await w.ask(w.people.ada, decide('legitimate'));
      await w.report();
      await w.receive(w.alert(1));

      const answer = await refused(() => w.ask(w.people.ada, { type: 'reopen', reason: 'x' }, { caseId }));

      assert.deepEqual(answer.refusal, { kind: 'newer-case-open', number: 2 });
    });

    it('never leaves two open cases, when an alert comes at the same moment', async () => {
      const { id: caseId } = await w.openCase();
      await w.ask(w.people.ada, decide('legitimate'));
      await w.report();

      const [reopened] = await Promise.all([
        w.ask(w.people.ada, { type: 'reopen', reason: 'x' }, { caseId }),
        w.receive(w.alert(1)),
      ]);

      const open = (await w.cases()).filter((c) => c.stage !== 'closed');
      assert.equal(open.length, 1);
      assert.equal(open[0]?.id === caseId, reopened.kind === 'done');
      assert.ok(open[0]?.detections.some((d) => d.externalId === 'alert-1'));
    });
  });

  it('is one of many at once, of which none is lost', async () => {
    const { id: caseId } = await w.openCase();
    const texts = Array.from({ length: 8 }, (_, i) => `note ${i}`);

    const handled = await Promise.all(texts.map((text) => w.ask(w.people.ada, note(text), { caseId })));

    assert.ok(handled.every(({ kind }) => kind === 'done'));
    assert.deepEqual((await w.openCase()).notes.map((n) => n.text).toSorted(), texts);
  });
});

describe('what a clock says of a case', () => {
  const db = testDatabase();
  afterEach(() => everyJournalHolds(db));

  it('is in the journal under the clock’s name', async () => {
    const w = await workshop(db);
    await w.receive(w.alert());
    const { id } = await w.openCase();
    await w.ask(w.people.ada, { type: 'snooze', until: '2026-03-02T10:00:00Z', reason: 'x' });

    const c = await observeCase(w.deps, id, { type: 'end-snooze', now: '2026-03-02T10:00:00Z' }, 'snooze');

    assert.equal(c?.snooze, undefined);
    assert.deepEqual((await db.store().cases.journal(id)).at(-1)?.actor, { kind: 'clock', name: 'snooze' });
  });

  it('writes nothing when it changes nothing, and knows no case that does not exist', async () => {
    const w = await workshop(db);
    await w.receive(w.alert());
    const before = await w.openCase();

    const c = await observeCase(w.deps, before.id, { type: 'end-snooze', now: '2027-01-01T00:00:00Z' }, 'snooze');
    const unknown = await observeCase(
      w.deps,
      `case_${'0'.repeat(32)}`,
      { type: 'end-snooze', now: '2027-01-01T00:00:00Z' },
      'snooze',
    );

    assert.deepEqual(c, before);
    assert.equal(unknown, undefined);
  });
});
