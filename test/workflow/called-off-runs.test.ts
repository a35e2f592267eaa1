import assert from 'node:assert/strict';
import { testDatabase } from '../support/database.ts';
import { type ResponseBench, responseBench } from '../support/response-bench.ts';
import { everyJournalHolds, groups } from '../support/workshop.ts';

describe('a deletion that is called off, whose approver may no more, or whose process stops', () => {
  const db = testDatabase();
  let b: ResponseBench;

  beforeEach(async () => {
    b = await responseBench(db);
  });
  afterEach(() => everyJournalHolds(db));

  it('leaves alone what has not begun when it is called off, and ends what has', async () => {
    const { vm, all } = b.addMachine();
    const runId = await b.approved(all);
    let called: Promise<unknown> | undefined;
    b.azure.on.act = () => {
      called ??= b.ask(b.people.ada, { type: 'cancel-run', runId }, { caseId: b.caseId });
      return undefined;
    };
    b.azure.seconds = 30;

    await b.carryOut(runId);

    await called;
    const items = await b.items(runId);
    assert.equal(items.get('vm-1')?.state, 'done');
    assert.deepEqual([items.get('vm-1-nic')?.state, items.get('vm-1-nic')?.why], ['skipped', 'cancelled']);
    assert.deepEqual(
      b.deletions().map(({ key }) => key),
      [vm.key],
    );
    assert.ok((await b.run(runId)).cancelledAt);
  });

  it('asks Azure nothing at all when it was called off before it began', async () => {
    const runId = await b.approved();
    await b.ask(b.people.ada, { type: 'cancel-run', runId }, { caseId: b.caseId });
    b.azure.on.read = () => assert.fail('it was read');

    await b.carryOut(runId);

    assert.deepEqual((await b.case()).run?.counts, { done: 0, failed: 0, skipped: 4, unknown: 0, open: 0 });
    assert.equal((await b.case()).afterCare, undefined);
    assert.deepEqual(b.azure.sent, []);
  });

  it('touches nothing when the verdict was withdrawn after the approval', async () => {
    const runId = await b.approved();
    await b.ask(b.people.ada, { type: 'reopen', reason: 'It was us' }, { caseId: b.caseId });

    await b.carryOut(runId);

    assert.deepEqual(b.azure.sent, []);
    assert.equal((await b.case()).run?.counts?.skipped, 4);
  });

  it('touches nothing when the role was withdrawn between the approval and the run', async () => {
    const runId = await b.approved();
    b.memberships.set(b.people.ben.objectId, [groups.responder]);

    await b.carryOut(runId);

    const items = [...(await b.items(runId)).values()];
    assert.deepEqual(b.azure.sent, []);
    assert.deepEqual(new Set(items.map(({ state, why }) => `${state} ${why}`)), new Set(['skipped role-lost']));
    assert.deepEqual((await b.case()).run?.counts?.skipped, 4);
  });

  it('touches nothing while roles cannot be read, and goes on when they can', async () => {
    const runId = await b.approved();
    const blind = { ...b.responding.roles, roleOf: async () => ({ role: 'none', unreadable: true }) as const };
    const failed = b.carryOut(runId, { roles: blind });

    await assert.rejects(failed, /could not be read/);
    assert.deepEqual(b.azure.sent, []);
    await b.carryOut(runId);

    assert.equal((await b.case()).run?.counts?.done, 4);
  });

  it('begins nothing more when the role is withdrawn in the middle, and verifies what had begun', async () => {
    const { vm, all } = b.addMachine();
    const runId = await b.approved(all);
    let mayStill = true;
    const roles = {
      ...b.responding.roles,
      roleOf: async () => ({ role: mayStill ? 'remover' : 'none', unreadable: false }) as const,
    };
    b.azure.on.act = () => {
      mayStill = false;
      return undefined;
    };

    await b.carryOut(runId, { roles });

    const items = await b.items(runId);
    assert.deepEqual(
      b.deletions().map(({ key }) => key),
      [vm.key],
    );
    assert.equal(items.get('vm-1')?.state, 'done');
    assert.deepEqual([items.get('vm-1-nic')?.state, items.get('vm-1-nic')?.why], ['skipped', 'role-lost']);
  });

  it('begins nothing more when an owner takes the role from the group in the middle', async () => {
    const { vm, all } = b.addMachine();
    const runId = await b.approved(all);
    let taken: Promise<unknown> | undefined;
    b.azure.on.act = () => {
      taken ??= db.database().pool.query(`update partners set role_groups = role_groups || '{"remover": []}'`);
      return undefined;
    };
    b.azure.seconds = 30;

    await b.carryOut(runId);

    await taken;
    const items = await b.items(runId);
    assert.deepEqual(
      b.deletions().map(({ key }) => key),
      [vm.key],
    );
    assert.equal(items.get('vm-1')?.state, 'done');
    assert.deepEqual([items.get('vm-1-nic')?.state, items.get('vm-1-nic')?.why], ['skipped', 'role-lost']);
  });

  it('begins nothing more when the role was withdrawn while no process ran, and verifies what had begun', async () => {
    const runId = await b.approved();
    const stopping = new AbortController();
    b.azure.on.act = () => {
      stopping.abort();
      return undefined;
    };
    await assert.rejects(b.carryOut(runId, {}, stopping.signal));
    b.memberships.set(b.people.ben.objectId, [groups.responder]);

    await b.carryOut(runId);

    const items = [...(await b.items(runId)).values()].map(({ name, state, why = '' }) =>
      `${name} ${state} ${why}`.trim(),
    );
    assert.deepEqual(
      new Set(items),
      new Set(['vm-1 done', 'vm-1-disk skipped role-lost', 'vm-1-ip skipped role-lost', 'vm-1-nic skipped role-lost']),
    );
    assert.equal(b.deletions().length, 1);
  });

  it('stops when the process does, and is gone on with by another', async () => {
    const runId = await b.approved();
    const stopping = new AbortController();
    b.azure.on.act = () => {
      stopping.abort();
      return undefined;
    };

    const stopped = b.carryOut(runId, {}, stopping.signal);

    await assert.rejects(stopped, /stopped before the run was over/);
    const halfway = (await b.run(runId)).items.find(({ name }) => name === 'vm-1');
    assert.equal(halfway?.state, 'running');
    assert.ok(halfway.follow);
    delete b.azure.on.act;
    await b.carryOut(runId);
    assert.equal(b.deletions().length, 4);
    assert.equal((await b.case()).run?.counts?.done, 4);
  });
});
