import assert from 'node:assert/strict';
import { createPartnerAdmin } from '../../src/db/partner-admin.ts';
import { hour, minute } from '../../src/domain/clocks.ts';
import { sweep } from '../../src/workflow/sweep.ts';
import { testDatabase } from '../support/database.ts';
import { type ResponseBench, responseBench } from '../support/response-bench.ts';
import { everyJournalHolds } from '../support/workshop.ts';

interface WaitingJob {
  readonly task: string;
  readonly key: string;
  readonly queue: string;
}

describe('the sweep, of plans, runs and looks after a removal', () => {
  const db = testDatabase();
  let b: ResponseBench;

  beforeEach(async () => {
    b = await responseBench(db);
    await db.database().pool.query('delete from graphile_worker._private_jobs');
  });
  afterEach(() => everyJournalHolds(db));

  async function jobs(): Promise<readonly WaitingJob[]> {
    const { rows } = await db.database().pool.query<WaitingJob>(
      `select task_identifier as task, key, queue_name as queue from graphile_worker.jobs
        where key like '%' || $1::text or queue_name like '%' || $1::text order by key`,
      [b.caseId],
    );
    return rows.filter(({ task }) => task === 'carry-out' || task === 'look-after');
  }

  async function frozen() {
    const vm = b.azure.add('vm');
    await b.found([vm]);
    return b.plan([vm]);
  }

  it('ends a plan that nobody approved in time, and no other', async () => {
    await frozen();
    b.clock.move(15 * minute - 1000);
    await sweep(b.deps);
    const before = (await b.case()).plan?.state;

    b.clock.move(1000);
    await Promise.all([sweep(b.deps), sweep(b.deps)]);

    const { plan } = await b.case();
    assert.equal(before, 'frozen');
    assert.deepEqual([plan?.state, plan?.voided?.why], ['void', 'expired']);
    const journal = await db.store().cases.journal(b.caseId);
    assert.equal(journal.filter(({ event }) => event.type === 'plan-voided').length, 1);
    assert.deepEqual(journal.at(-1)?.actor, { kind: 'clock', name: 'planner' });
  });

  it('leaves a plan alone that was approved in time', async () => {
    await frozen();
    await b.approve();
    b.clock.move(hour);

    await sweep(b.deps);

    assert.equal((await b.case()).plan?.state, 'approved');
  });

  it('has a run gone on with that has not ended, begun or not, once and in the queue of its case', async () => {
    const vm = b.azure.add('vm');
    await b.found([vm]);
    const runId = await b.stop([vm]);
    await db.database().pool.query('delete from graphile_worker._private_jobs');
    const expected = [{ task: 'carry-out', key: `run:${runId}`, queue: `run:${b.caseId}` }];

    await sweep(b.deps);
    const notBegun = await jobs();
    const stopping = new AbortController();
    b.azure.on.act = () => {
      stopping.abort();
      return undefined;
    };
    await assert.rejects(b.carryOut(runId, {}, stopping.signal));
    await sweep(b.deps);
    await sweep(b.deps);
    const begun = await jobs();

    assert.deepEqual(notBegun, expected);
    assert.deepEqual(begun, expected);
  });

  it('leaves a run alone that has ended', async () => {
    const vm = b.azure.add('vm');
    await b.found([vm]);
    await b.carryOut(await b.stop([vm]));
    await db.database().pool.query('delete from graphile_worker._private_jobs');

    await sweep(b.deps);

    assert.deepEqual(await jobs(), []);
  });

  it('has a run ended whose process died after its last item and before the case knew', async () => {
    const vm = b.azure.add('vm');
    await b.found([vm]);
    const runId = await b.stop([vm]);
    const cases = { ...b.responding.cases, commit: () => Promise.reject(new Error('killed')) };
    await assert.rejects(b.carryOut(runId, { cases }), /killed/);
    await db.database().pool.query('delete from graphile_worker._private_jobs');

    await sweep(b.deps);
    const waiting = await jobs();
    await b.carryOut(runId);

    assert.equal(waiting.length, 1);
    assert.equal((await b.case()).run?.counts?.done, 1);
  });

  it('lets a run rest whose partner was removed half-way, and has it gone on with once the partner is back', async () => {
    const [first, second] = [b.azure.add('vm-1'), b.azure.add('vm-2')];
    const runId = await b.approved([first, second]);
    const stopping = new AbortController();
    b.azure.on.act = () => {
      stopping.abort();
      return undefined;
    };
    await assert.rejects(b.carryOut(runId, {}, stopping.signal));
    b.azure.on.act = () => undefined;
    const asked = b.deletions().length;
    await db.database().pool.query('delete from graphile_worker._private_jobs');
    const admin = createPartnerAdmin(db.database());

    await admin.remove(b.partner.tenantId, b.clock.iso());
    await sweep(b.deps);
    // The job that waited already.
    await b.carryOut(runId);
    const [resting, askedResting] = [await jobs(), b.deletions().length];
    const { id: _, ...entry } = b.partner;
    await admin.add(entry);
    await sweep(b.deps);
    const waiting = await jobs();
    await b.carryOut(runId);

    assert.deepEqual([resting, askedResting], [[], asked]);
    assert.equal(waiting.length, 1);
    assert.equal((await b.case()).run?.counts?.done, 2);
  });

  it('deletes nothing of a run that rested, for somebody who has no role any more once the partner is back', async () => {
    const runId = await b.approved();
    const admin = createPartnerAdmin(db.database());
    await admin.remove(b.partner.tenantId, b.clock.iso());
    const { id: _, ...entry } = b.partner;
    await admin.add({ ...entry, roleGroups: { ...entry.roleGroups, remover: ['another-group'] } });

    await b.carryOut(runId);

    assert.equal(b.deletions().length, 0);
    assert.ok((await b.case()).run?.endedAt);
  });

  it('has what was removed looked at when that is due', async () => {
    await frozen();
    await b.carryOut(await b.approve());
    await db.database().pool.query('delete from graphile_worker._private_jobs');
    const { dueAt = '' } = (await b.case()).afterCare ?? {};
    b.clock.move(Date.parse(dueAt) - b.clock.now().getTime() - 1000);
    await sweep(b.deps);
    const early = await jobs();

    b.clock.move(1000);
    await sweep(b.deps);
    await sweep(b.deps);

    assert.deepEqual(early, []);
    assert.deepEqual(await jobs(), [
      { task: 'look-after', key: `look-after:${b.caseId}`, queue: `look-after:${b.caseId}` },
    ]);
  });
});
