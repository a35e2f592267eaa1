import assert from 'node:assert/strict';
import type { Case, ReportFailure } from '../../src/domain/case.ts';
import { OutsideError } from '../../src/domain/outside.ts';
import { handle } from '../../src/workflow/handle.ts';
import { type ReportDeps, report as runReport } from '../../src/workflow/report.ts';
import type { Errand } from '../../src/workflow/sign-in-ports.ts';
import { testDatabase } from '../support/database.ts';
import { doneCase, everyJournalHolds, type Workshop, workshop } from '../support/workshop.ts';

const outside = (why: OutsideError['why']) => () => {
  throw new OutsideError(`it said ${why}`, { why });
};
const notReady = (error: unknown) => error instanceof OutsideError && error.why === 'not-ready';
const unreachable = (error: unknown) => error instanceof OutsideError && error.why === 'unreachable';

describe('reporting with trouble', () => {
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

  describe('that is refused', () => {
    for (const why of ['reason-refused', 'not-found', 'forbidden', 'mfa', 'other'] as const)
      it(`says so (${why}), and the job is at its end`, async () => {
        const c = await decided('legitimate');
        w.source.onTell = () => ({ kind: 'refused', why, detail: 'It says no' });

        await w.report();

        const { report, stage, verdict } = await now(c);
        assert.ok(report.state === 'failed');
        assert.deepEqual([report.why, report.detail], [why, 'It says no']);
        assert.deepEqual([stage, verdict.kind], ['responding', 'legitimate']);
      });

    it('by the second of two sources says so too', async () => {
      await w.receive(w.alert(7, { source: 'fraudEvents' }));
      const c = await decided('legitimate');
      w.otherSource.onTell = () => ({ kind: 'refused', why: 'reason-refused', detail: '' });

      await w.report();

      assert.equal((await now(c)).report.state, 'failed');
    });

    for (const why of ['mfa', 'forbidden'] as const)
      it(`by ${why} on the way needs a person, not another try`, async () => {
        const c = await decided('legitimate');
        w.source.onTell = outside(why);

        await w.report();

        const { report } = await now(c);
        assert.ok(report.state === 'failed');
        assert.equal(report.why satisfies ReportFailure, why);
      });

    it('can be asked for again, and then succeeds', async () => {
      const c = await decided('legitimate');
      w.source.onTell = () => ({ kind: 'refused', why: 'forbidden', detail: '' });
      await w.report();
      w.source.onTell = (told) => w.source.applied(told);

      doneCase(await w.ask(w.people.ben, { type: 'report-again' }));
      await w.report();

      assert.equal((await now(c)).stage, 'closed');
      assert.deepEqual(w.source.told.at(-1)?.by, w.people.ben);
    });
  });

  describe('in the name of the app, which may not', () => {
    const asked: [Errand, string][] = [];
    let lacks = true;

    beforeEach(() => {
      asked.length = 0;
      lacks = true;
      w.source.onTell = () => ({ kind: 'refused', why: 'mfa', detail: 'Unauthorized_MissingMFA', byApp: true });
    });
    const reported = (c: Case, change: Partial<ReportDeps> = {}) =>
      runReport(
        {
          ...w.deps,
          lacksSignIn: () => Promise.resolve(lacks),
          askForErrand: (_, errand, needs) => {
            asked.push([errand, needs]);
            return Promise.resolve('asked');
          },
          ...change,
        },
        c.id,
        1,
      );
    const errandOf = (c: Case) => ({ person: w.people.ada, partnerId: w.partner.id, caseId: c.id, name: 'report' });

    it('says so, and asks whoever acted to sign in', async () => {
      const c = await decided('fraud');

      await reported(c);

      const { report: state, verdict } = await now(c);
      assert.ok(state.state === 'failed');
      assert.deepEqual([state.why, verdict.kind], ['needs-person', 'fraud']);
      assert.deepEqual(asked, [[errandOf(c), 'graph']]);
    });

    it('asks for the sign-in of the source that it is told to', async () => {
      w.source.onTell = (told) => w.source.applied(told);
      await w.receive(w.alert(7, { source: 'fraudEvents' }));
      const c = await decided('fraud');
      w.otherSource.onTell = () => ({ kind: 'refused', why: 'forbidden', detail: '900329', byApp: true });

      await reported(c, { lacksSignIn: (_, name) => Promise.resolve(name === 'partnerCenter') });

      assert.deepEqual(
        asked.map(([, needs]) => needs),
        ['partnerCenter'],
      );
    });

    it('asks all the same where a process died between saying and asking', async () => {
      const c = await decided('fraud');
      const dies = () => Promise.reject(new Error('killed'));
      await assert.rejects(reported(c, { askForErrand: dies }), /killed/);

      await reported(c);

      assert.equal((await now(c)).report.state, 'failed');
      assert.deepEqual(asked, [[errandOf(c), 'graph']]);
    });

    it('keeps its reason where nobody is to be asked: signed in, or no sign-in set up', async () => {
      const c = await decided('fraud');
      lacks = false;

      await reported(c);

      const { report: state } = await now(c);
      assert.ok(state.state === 'failed');
      assert.deepEqual([state.why, state.detail, asked], ['mfa', 'Unauthorized_MissingMFA', []]);
    });

    it('is tried again while nobody can say whether they are signed in, and asks once that is known', async () => {
      const c = await decided('fraud');

      await assert.rejects(reported(c, { lacksSignIn: () => Promise.resolve('unknown') }), unreachable);
      const before = (await now(c)).report.state;
      await reported(c);

      const { report: state } = await now(c);
      assert.ok(state.state === 'failed');
      assert.deepEqual([before, state.why, asked.length], ['pending', 'needs-person', 1]);
    });

    it('asks whoever acted also where it could not be reached before', async () => {
      const c = await decided('fraud');
      const refused = w.source.onTell;
      w.source.onTell = outside('unreachable');
      await assert.rejects(w.report(3));
      w.source.onTell = refused;

      await reported(c);

      const { report: state } = await now(c);
      assert.ok(state.state === 'failed');
      assert.deepEqual([state.why, asked], ['needs-person', [[errandOf(c), 'graph']]]);
    });

    it('lets nobody press again without the sign-in, and whoever has it', async () => {
      const c = await decided('fraud');
      await reported(c);
      const again = (lacking: boolean) =>
        handle(
          { ...w.deps, lacksSignIn: () => Promise.resolve(lacking) },
          {
            partner: w.partner,
            person: w.people.ben,
            caseId: c.id,
            command: { type: 'report-again' },
            key: `${lacking}`,
          },
        );

      const without = await again(true);
      const withOne = await again(false);

      assert.ok(without.kind === 'sign-in-missing' && without.needs === 'graph');
      assert.ok(withOne.kind === 'done' && withOne.case.report.state === 'pending');
    });
  });

  describe('to a source that cannot be reached', () => {
    it('is tried again by the queue, and waits without a word for the first tries', async () => {
      const c = await decided('legitimate');
      w.source.onTell = outside('unreachable');

      await assert.rejects(w.report(1), unreachable);
      await assert.rejects(w.report(2), unreachable);

      assert.equal((await now(c)).report.state, 'pending');
    });

    for (const attempt of [3, 4])
      it(`says so at try ${attempt} when nothing was said before, and goes on`, async () => {
        const c = await decided('legitimate');
        w.source.onTell = outside('unreachable');

        await assert.rejects(w.report(attempt), unreachable);

        const { report } = await now(c);
        assert.ok(report.state === 'failed' && report.why === 'unreachable');
      });

    it('says it once, however often it is tried', async () => {
      const c = await decided('legitimate');
      w.source.onTell = outside('throttled');

      for (const attempt of [3, 4, 5]) await assert.rejects(w.report(attempt));

      const said = (await db.store().cases.journal(c.id)).filter(({ event }) => event.type === 'report-failed');
      assert.equal(said.length, 1);
    });

    it('is done after all when a later try gets through', async () => {
      const c = await decided('legitimate');
      w.source.onTell = outside('unreachable');
      await assert.rejects(w.report(3));
      w.source.onTell = (told) => w.source.applied(told);

      await w.report(9);

      assert.equal((await now(c)).closure?.kind, 'decided');
    });

    it('says what it is refused for once it can be reached', async () => {
      const c = await decided('legitimate');
      w.source.onTell = outside('unreachable');
      await assert.rejects(w.report(3));
      w.source.onTell = () => ({ kind: 'refused', why: 'reason-refused', detail: 'It says no' });

      await w.report(4);

      const { report } = await now(c);
      assert.ok(report.state === 'failed');
      assert.deepEqual([report.why, report.detail, report.by], ['reason-refused', 'It says no', w.people.ada]);
    });

    it('says that the alert is not shown as told once it can be reached', async () => {
      const c = await decided('legitimate');
      w.source.onTell = outside('unreachable');
      await assert.rejects(w.report(3));
      w.source.onTell = () => ({ kind: 'told' });

      await w.report(4);

      const { report } = await now(c);
      assert.ok(report.state === 'failed');
      assert.equal(report.why, 'not-applied');
    });

    it('is not done when only the reading back fails', async () => {
      const c = await decided('legitimate');
      w.source.onReadBack = outside('unreachable');

      await assert.rejects(w.report(1), unreachable);

      assert.equal((await now(c)).report.state, 'pending');
    });

    it('by a fault of our own is left to the job queue', async () => {
      await decided('legitimate');
      w.source.onTell = () => {
        throw new TypeError('a bug');
      };

      await assert.rejects(w.report(3), TypeError);
    });
  });

  describe('while something else happens', () => {
    it('tells of an alert that joined meanwhile, too, before the case is closed', async () => {
      const c = await decided('legitimate');
      w.source.onTell = async (told) => {
        if (w.source.told.length === 1) await w.receive(w.alert(1));
        return w.source.applied(told);
      };

      await assert.rejects(w.report(1), notReady);
      const between = await now(c);
      await w.report(2);

      assert.equal(between.stage, 'responding');
      assert.deepEqual(
        w.source.told.map((told) => told.externalIds),
        [['alert-0'], ['alert-0', 'alert-1']],
      );
      assert.equal((await now(c)).closure?.kind, 'decided');
    });

    it('tells of an alert that joined meanwhile also after it had been unreachable', async () => {
      const c = await decided('legitimate');
      w.source.onTell = outside('unreachable');
      await assert.rejects(w.report(3));
      w.source.onTell = async (told) => {
        await w.receive(w.alert(1));
        return w.source.applied(told);
      };

      await assert.rejects(w.report(4), notReady);

      assert.equal((await now(c)).stage, 'responding');
    });

    it('does nothing to a case whose decision was taken back meanwhile', async () => {
      const c = await decided('legitimate');
      w.source.onTell = async (told) => {
        doneCase(await w.ask(w.people.ben, { type: 'reopen', reason: 'Wait' }, { caseId: c.id }));
        return w.source.applied(told);
      };

      await w.report();

      const { stage, report } = await now(c);
      assert.deepEqual([stage, report.state], ['reviewing', 'none']);
    });

    it('leaves a decision waiting for its own report when it was made while a claim was reported', async () => {
      const c = doneCase(await w.ask(w.people.ada, { type: 'claim' }));
      w.source.onTell = async (told) => {
        if (told.goal.status === 'investigating') await decided('fraud');
        return w.source.applied(told);
      };

      await w.report();

      assert.deepEqual((await now(c)).report, {
        state: 'pending',
        goal: { status: 'resolved', reason: 'fraud' },
        by: w.people.ada,
        since: w.clock.iso(),
      });
    });
  });
});
