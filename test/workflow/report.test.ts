import assert from 'node:assert/strict';
import type { Case } from '../../src/domain/case.ts';
import { OutsideError } from '../../src/domain/outside.ts';
import { testDatabase } from '../support/database.ts';
import { doneCase, everyJournalHolds, type Workshop, workshop } from '../support/workshop.ts';

const notReady = (error: unknown) => error instanceof OutsideError && error.why === 'not-ready';
describe('reporting to the source', () => {
  const db = testDatabase();
  let w: Workshop;

  beforeEach(async () => {
    w = await workshop(db);
    await w.receive(w.alert());
  });
  afterEach(async () => {
    await everyJournalHolds(db);
    for (const source of [w.source, w.otherSource])
      assert.ok(source.told.every(({ externalIds }) => externalIds.length > 0));
  });

  async function decided(verdict: 'legitimate' | 'fraud' | 'ignore'): Promise<Case> {
    return doneCase(await w.ask(w.people.ada, { type: 'decide', verdict, reason: 'Because' }));
  }

  const now = async (c: Case) => (await w.load(c.id)).case;

  it('says investigating when a case is claimed, in the name of the one who claimed it', async () => {
    const c = doneCase(await w.ask(w.people.ada, { type: 'claim' }));

    await w.report();

    assert.deepEqual(w.source.told, [
      {
        subscriptionId: w.subscriptionId,
        externalIds: ['alert-0'],
        goal: { status: 'investigating' },
        by: w.people.ada,
      },
    ]);
    assert.equal((await now(c)).report.state, 'done');
    assert.equal((await now(c)).stage, 'reviewing');
  });

  for (const verdict of ['legitimate', 'ignore'] as const)
    it(`resolves the alert as ${verdict}, reads it again, and then closes the case`, async () => {
      const c = await decided(verdict);

      await w.report();

      const after = await now(c);
      assert.deepEqual(w.source.told[0]?.goal, { status: 'resolved', reason: verdict });
      assert.equal(after.closure?.kind, 'decided');
      assert.equal(after.report.state === 'done' && after.report.resolvedBy, 'Ada@partner.example');
    });

  it('resolves the alert of a fraud case, which stays open', async () => {
    const c = await decided('fraud');

    await w.report();

    const after = await now(c);
    assert.equal(after.report.state, 'done');
    assert.equal(after.stage, 'responding');
  });

  it('names every open alert of the case, and none that is resolved already', async () => {
    await w.receive(w.alert(1));
    await w.receive(w.alert(2));
    await w.receive(w.alert(1, { status: 'resolved', resolvedReason: 'ignore' }));
    await decided('legitimate');

    await w.report();

    assert.deepEqual(w.source.told[0]?.externalIds, ['alert-0', 'alert-2']);
  });

  it('tells each source of its own alerts', async () => {
    await w.receive(w.alert(7, { source: 'fraudEvents' }));
    const c = await decided('legitimate');

    await w.report();

    assert.deepEqual(
      [...w.source.told, ...w.otherSource.told].map((told) => told.externalIds),
      [['alert-0'], ['alert-7']],
    );
    assert.equal((await now(c)).stage, 'closed');
  });

  it('is not done while one of two sources does not show it', async () => {
    await w.receive(w.alert(7, { source: 'fraudEvents' }));
    const c = await decided('legitimate');
    w.otherSource.onTell = () => ({ kind: 'told' });

    await assert.rejects(w.report(), notReady);

    assert.equal((await now(c)).report.state, 'pending');
  });

  describe('to a source that answers with the old status', () => {
    it('is tried again, and done once the source shows the new one', async () => {
      const c = await decided('legitimate');
      w.source.onTell = () => ({ kind: 'told' });
      await assert.rejects(w.report(1), notReady);
      const between = await now(c);
      w.source.onTell = (told) => w.source.applied(told);

      await w.report(2);

      assert.equal(between.report.state, 'pending');
      assert.equal((await now(c)).closure?.kind, 'decided');
    });

    it('has failed after three tries, saying what the source shows', async () => {
      const c = await decided('legitimate');
      w.source.onTell = () => ({ kind: 'told' });
      await assert.rejects(w.report(1), notReady);
      await assert.rejects(w.report(2), notReady);

      await w.report(3);

      const { report, stage } = await now(c);
      assert.ok(report.state === 'failed');
      assert.deepEqual([report.why, report.detail, stage], ['not-applied', 'active', 'responding']);
    });

    it('has not been done when the source shows another reason', async () => {
      const c = await decided('legitimate');
      w.source.onTell = (told) => w.source.applied({ ...told, goal: { status: 'resolved', reason: 'ignore' } });

      await w.report(3);

      const { report } = await now(c);
      assert.ok(report.state === 'failed' && report.why === 'not-applied');
    });

    it('has not been done when the alert is gone', async () => {
      const c = await decided('legitimate');
      w.source.onTell = () => {
        w.source.put(w.alert(0, { subscriptionId: 'elsewhere' }), w.clock.iso());
        return { kind: 'told' };
      };

      await w.report(3);

      const { report } = await now(c);
      assert.ok(report.state === 'failed' && report.detail === 'absent');
    });
  });

  describe('without anything to tell', () => {
    it('never names an empty list: the case says that nothing is open', async () => {
      const c = doneCase(await w.ask(w.people.ada, { type: 'claim' }));
      await w.receive(w.alert(0, { status: 'resolved', resolvedReason: 'ignore' }));

      await w.report(1, c.id);

      const { report } = await now(c);
      assert.deepEqual(w.source.told, []);
      assert.ok(report.state === 'failed' && report.why === 'nothing-open');
    });

    it('does nothing to a case that waits for no report, and to none that does not exist', async () => {
      const before = await w.openCase();

      await w.report();
      await w.report(1, `case_${'0'.repeat(32)}`);

      assert.deepEqual(await w.openCase(), before);
      assert.deepEqual(w.source.told, []);
    });

    it('does nothing twice', async () => {
      const c = await decided('fraud');
      await w.report();

      await w.report();

      assert.equal(w.source.told.length, 1);
      assert.equal((await now(c)).report.state, 'done');
    });
  });
});
