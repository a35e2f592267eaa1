import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Detection } from '../../src/domain/detection.ts';
import { testDatabase } from '../support/database.ts';
import { sampleDetection, startedAt } from '../support/samples.ts';
import { cardIn, makeCase, makeChannel, makePartner, newId, openingOf, situationOf } from './fixtures.ts';

describe('the store of detections', () => {
  const { store } = testDatabase();
  const known = async (detection: Detection) =>
    (await store().detections.situation(detection.partnerId, detection)).known;

  it('tells all at once what decides about an alert', async () => {
    const partner = await makePartner(store());
    const [channel, gone] = [await makeChannel(store(), partner), await makeChannel(store(), partner)];
    await store().channels.setState(gone.id, 'gone');
    const { case: c, head } = await makeCase(store(), partner);

    const situation = await situationOf(store(), partner, c.subscriptionId);

    assert.deepEqual(situation, {
      open: { case: c, head },
      nextNumber: 2,
      channels: [{ id: channel.id, language: channel.language }],
    });
  });

  it('gives back an alert as it was stored with its case', async () => {
    const opening = openingOf(await makePartner(store()));
    await store().cases.commit(opening);
    const [record] = opening.detections;
    if (record === undefined) throw new Error('an opening has its alert');

    assert.deepEqual(await known(record.detection), record);
    assert.equal(await known({ ...record.detection, source: 'fraudEvents' }), undefined);
  });

  it('keeps an alert without a case and says why, until one is opened for it', async () => {
    const partner = await makePartner(store());
    const opening = openingOf(partner);
    const [record] = opening.detections;
    if (record === undefined) throw new Error('an opening has its alert');
    const { caseId: _, ...uncarded } = { ...record, uncarded: 'type-off' as const };

    await store().detections.keep(uncarded);
    assert.deepEqual(await known(record.detection), uncarded);

    assert.equal(await store().cases.commit(opening), 'committed');
    assert.deepEqual(await known(record.detection), record);
  });

  it('keeps the id, the receipt and the case that an alert was first stored with', async () => {
    const opening = openingOf(await makePartner(store()));
    await store().cases.commit(opening);
    const [record] = opening.detections;
    if (record === undefined) throw new Error('an opening has its alert');
    const { detection } = record;

    await store().detections.keep({
      detection: { ...detection, id: newId('detection'), receivedAt: '2026-04-01T00:00:00.000Z', hitCount: 99 },
      uncarded: 'resolved-before-seen',
      raw: { newer: true },
    });

    assert.deepEqual(await known(detection), {
      detection: { ...detection, hitCount: 99 },
      caseId: opening.case.id,
      raw: { newer: true },
    });
  });

  it('takes text that a database refuses', async () => {
    const partner = await makePartner(store());
    const externalId = `odd \0 ${randomUUID()}`;
    const detection = sampleDetection(0, {
      id: newId('detection'),
      partnerId: partner.id,
      externalId,
      title: '\ud83d',
    });

    await store().detections.keep({ detection, uncarded: 'type-off', raw: { text: 'a\0b' } });

    const found = await known(detection);
    assert.equal(found?.detection.id, detection.id);
    assert.deepEqual(found.raw, { text: 'ab' });
  });

  it('keeps an alert that cannot be read once, with its notice', async () => {
    const partner = await makePartner(store());
    const channel = await makeChannel(store(), partner);
    const stored = await makeCase(store(), partner);
    const alert = { raw: { some: ['thing', 'odd'] }, error: 'no id' };
    const keep = (raw: unknown) =>
      store().detections.keepUnreadable(partner.id, 'graph', { ...alert, raw }, startedAt, {
        posts: [cardIn(channel, stored.case.id)],
        jobs: [],
      });

    const fresh = [await keep(alert.raw), await keep({ ...alert.raw }), await keep({ another: true })];

    assert.deepEqual(fresh, [true, false, true]);
    assert.equal(await store().detections.countUnreadable(partner.id), 2);
    assert.equal((await store().posts.due(channel.teamsChannelId, 10)).length, 2);
  });
});
