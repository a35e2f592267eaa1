import assert from 'node:assert/strict';
import { caseDetection, openCase } from '../../src/domain/open.ts';
import { detectionId, sampleDetection, samplePartnerId, subscription } from '../support/samples.ts';

describe('opening a case', () => {
  it('takes over whose it is and the clock of its first alert', () => {
    const event = openCase(sampleDetection(), 7, undefined);

    assert.ok(event.type === 'opened');
    assert.deepEqual([event.number, event.partnerId, event.subscriptionId], [7, samplePartnerId, subscription]);
    assert.equal(event.deadlineAt, '2026-03-03T07:00:00.000Z');
    assert.equal(event.detection.id, detectionId(0));
  });

  it('starts the clock at the receipt of an alert that does not say when it was detected', () => {
    const { detectedAt: _, ...undated } = sampleDetection();

    const event = openCase(undated, 1, undefined);

    assert.ok(event.type === 'opened' && event.deadlineAt === '2026-03-03T08:00:00.000Z');
  });

  it('marks a test as one', () => {
    const event = openCase(sampleDetection(0, { isTest: true }), 1, undefined);

    assert.ok(event.type === 'opened' && event.isTest && event.detection.isTest);
  });

  it('leaves out what the alert does not say, so that the event is the same after it was stored', () => {
    const {
      title: _t,
      hitCount: _h,
      firstObservedAt: _f,
      lastObservedAt: _l,
      detectedAt: _d,
      ...bare
    } = sampleDetection();

    const kept = caseDetection(bare);

    assert.deepEqual(Object.keys(kept).toSorted(), [
      'alertType',
      'externalId',
      'id',
      'isTest',
      'resources',
      'severity',
      'signs',
      'source',
    ]);
  });

  it('keeps the raw alert, its prose and its status out of the case', () => {
    const kept = caseDetection(sampleDetection(0, { description: 'Long prose', status: 'active' }));

    assert.ok(!('description' in kept) && !('status' in kept));
  });
});
