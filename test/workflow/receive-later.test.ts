import assert from 'node:assert/strict';
import { minute } from '../../src/domain/clocks.ts';
import type { DetectionRecord } from '../../src/workflow/case-ports.ts';
import { receive } from '../../src/workflow/receive.ts';
import { testDatabase } from '../support/database.ts';
import { doneCase, everyJournalHolds, type Workshop, workshop } from '../support/workshop.ts';

describe('an alert', () => {
  const db = testDatabase();
  let w: Workshop;

  beforeEach(async () => {
    w = await workshop(db);
  });
  afterEach(() => everyJournalHolds(db));

  async function recordOf(index: number): Promise<DetectionRecord | undefined> {
    return (await db.store().detections.situation(w.partner.id, w.alert(index))).known;
  }

  async function decideAndReport(verdict: 'legitimate' | 'fraud'): Promise<void> {
    doneCase(await w.ask(w.people.ada, { type: 'decide', verdict, reason: 'Because' }));
    await w.report();
  }

  describe('after the case was closed', () => {
    it('opens a new case that is linked to the old one', async () => {
      await w.receive(w.alert(0));
      await decideAndReport('legitimate');

      const received = await w.receive(w.alert(1));

      const [old, fresh] = await w.cases();
      assert.equal(received, 'opened');
      assert.equal(old?.stage, 'closed');
      assert.equal(fresh?.previousCaseId, old?.id);
      assert.equal(fresh?.number, 2);
    });

    it('opens a new case for the same alert when the source took its resolving back', async () => {
      await w.receive(w.alert(0));
      await w.receive(w.alert(0, { status: 'resolved', resolvedReason: 'ignore' }));

      const received = await w.receive(w.alert(0, { status: 'active' }));

      const c = await w.openCase();
      assert.equal(received, 'opened');
      assert.equal(c.number, 2);
      assert.equal((await recordOf(0))?.caseId, c.id);
    });

    it('brings a closed case up to date without opening it', async () => {
      await w.receive(w.alert(0));
      await decideAndReport('legitimate');

      const received = await w.receive(w.alert(0, { hitCount: 99, status: 'resolved', resolvedReason: 'legitimate' }));

      const [c] = await w.cases();
      assert.equal(received, 'updated');
      assert.equal(c?.stage, 'closed');
      assert.equal(c.detections[0]?.hitCount, 99);
    });
  });

  describe('resolved by somebody else', () => {
    const resolved = { status: 'resolved', resolvedReason: 'fraud', resolvedBy: 'kim@partner.example' } as const;

    it('closes the case, saying who resolved it and as what', async () => {
      await w.receive(w.alert(0));
      w.clock.move(minute);

      await w.receive(w.alert(0, resolved));

      const [c] = await w.cases();
      assert.deepEqual(c?.closure, {
        kind: 'resolved-elsewhere',
        at: w.clock.iso(),
        by: 'kim@partner.example',
        reason: 'fraud',
      });
    });

    it('leaves the case open until the last of its alerts is resolved', async () => {
      await w.receive(w.alert(0));
      await w.receive(w.alert(1));

      await w.receive(w.alert(0, resolved));
      const between = await w.openCase();
      await w.receive(w.alert(1, resolved));

      assert.equal(between.stage, 'new');
      assert.equal((await w.cases())[0]?.stage, 'closed');
    });

    it('is kept with the reason why there is no case, when it was so before we saw it', async () => {
      const received = await w.receive(w.alert(0, resolved));

      assert.equal(received, 'kept');
      assert.deepEqual(await w.cases(), []);
      assert.equal((await recordOf(0))?.uncarded, 'resolved-before-seen');
    });

    it('is carded after all when it becomes active again', async () => {
      await w.receive(w.alert(0, resolved));

      const received = await w.receive(w.alert(0));

      assert.equal(received, 'opened');
      assert.equal((await recordOf(0))?.uncarded, undefined);
      assert.equal((await recordOf(0))?.caseId, (await w.openCase()).id);
    });

    it('comes back into the case that is still open when it becomes active again', async () => {
      await w.receive(w.alert(0));
      await w.receive(w.alert(1));
      await w.receive(w.alert(1, resolved));

      await w.receive(w.alert(1, { hitCount: 99 }));

      const c = await w.openCase();
      assert.deepEqual(
        c.detections.map((d) => [d.externalId, d.hitCount, d.resolved]),
        [
          ['alert-0', 14, undefined],
          ['alert-1', 99, undefined],
        ],
      );
    });

    it('does not disturb a decision that is on its way to the source', async () => {
      await w.receive(w.alert(0));
      doneCase(await w.ask(w.people.ada, { type: 'decide', verdict: 'legitimate', reason: 'Because' }));

      await w.receive(w.alert(0, { ...resolved, resolvedReason: 'legitimate' }));

      assert.equal((await w.openCase()).report.state, 'pending');
    });

    it('closes no case that was reopened after that: what was told stays told', async () => {
      await w.receive(w.alert(0));
      const { id: caseId } = await w.openCase();
      await decideAndReport('legitimate');
      const resolvedAt = w.clock.iso();
      w.clock.move(minute);
      doneCase(await w.ask(w.people.ada, { type: 'reopen', reason: 'They are back' }, { caseId }));
      w.clock.move(minute);

      await w.receive(w.alert(0, { status: 'resolved', resolvedReason: 'legitimate', resolvedAt }));

      assert.equal((await w.load(caseId)).case.stage, 'reviewing');
    });
  });

  describe('of another type than mining', () => {
    const other = { alertType: 'UsageAnomalyDetection' };

    it('is kept, and no case is opened', async () => {
      const received = await w.receive(w.alert(0, other));

      assert.equal(received, 'kept');
      assert.equal((await recordOf(0))?.uncarded, 'type-off');
      assert.deepEqual(await w.cases(), []);
    });

    it('is unchanged when it comes again', async () => {
      await w.receive(w.alert(0, other));

      assert.equal(await w.receive(w.alert(0, other)), 'unchanged');
      assert.equal(await w.receive(w.alert(0, { ...other, hitCount: 99 })), 'kept');
      assert.equal((await recordOf(0))?.detection.hitCount, 99);
    });

    it('is carded when the partner has switched the type on, in any case of letters, though nothing else changed', async () => {
      await w.receive(w.alert(0, other));
      const switchedOn = { ...w.partner, extraAlertTypes: ['usageanomalydetection'] };

      const received = await receive(w.deps, switchedOn, { alert: w.alert(0, other), raw: {} });

      assert.equal(received, 'opened');
      assert.equal((await recordOf(0))?.uncarded, undefined);
      assert.equal((await recordOf(0))?.caseId, (await w.openCase()).id);
    });

    it('is kept however strange the type is', async () => {
      const received = await w.receive(w.alert(0, { alertType: 'unknownFutureValue' }));

      assert.equal(received, 'kept');
    });
  });
});
