import assert from 'node:assert/strict';
import { hour } from '../../src/domain/clocks.ts';
import type { DetectionRecord } from '../../src/workflow/case-ports.ts';
import { testDatabase } from '../support/database.ts';
import { everyJournalHolds, type Workshop, workshop } from '../support/workshop.ts';

describe('an alert that comes in', () => {
  const db = testDatabase();
  let w: Workshop;

  beforeEach(async () => {
    w = await workshop(db);
  });
  afterEach(() => everyJournalHolds(db));

  async function recordOf(index: number): Promise<DetectionRecord | undefined> {
    return (await db.store().detections.situation(w.partner.id, w.alert(index))).known;
  }

  async function query(sql: string, ...values: readonly unknown[]): Promise<readonly Record<string, unknown>[]> {
    return (await db.database().pool.query<Record<string, unknown>>(sql, [...values])).rows;
  }

  const cardsOf = (caseId: string) =>
    query(`select channel_id from posts where case_id = $1 and kind = 'case'`, caseId);

  describe('for the first time', () => {
    it('opens a case with a number, and its card for the channel in the same transaction', async () => {
      const received = await w.receive(w.alert());

      const c = await w.openCase();
      assert.equal(received, 'opened');
      assert.deepEqual([c.number, c.seq, c.revision, c.stage], [1, 1, 1, 'new']);
      assert.deepEqual(await cardsOf(c.id), [{ channel_id: w.channel.id }]);
    });

    it('has the facts of the three checks read by jobs of the same transaction', async () => {
      await w.receive(w.alert());

      const { id } = await w.openCase();
      const jobs = await query('select key from graphile_worker.jobs where key like $1 order by key', `facts:${id}:%`);
      assert.deepEqual(
        jobs.map((job) => job['key']),
        ['customer', 'standing', 'usage'].map((check) => `facts:${id}:${check}`),
      );
    });

    it('is carded in every channel that is ready, and in none that is not', async () => {
      await db.store().channels.setState(w.channel.id, 'gone');

      await w.receive(w.alert());

      const c = await w.openCase();
      assert.deepEqual(await cardsOf(c.id), []);
    });

    it('opens a case of its own for each subscription', async () => {
      await w.receive(w.alert(0));
      await w.receive(w.alert(1, { subscriptionId: 'another-subscription' }));

      const cases = await w.cases();
      assert.deepEqual(
        cases.map((c) => [c.number, c.detections.length]),
        [
          [1, 1],
          [2, 1],
        ],
      );
    });

    it('numbers the cases of each partner from one', async () => {
      const other = await workshop(db);

      await w.receive(w.alert());
      await other.receive(other.alert());

      assert.deepEqual([(await w.openCase()).number, (await other.openCase()).number], [1, 1]);
    });

    it('keeps partners apart that have the same subscription and the same alert', async () => {
      const other = await workshop(db);

      await w.receive(w.alert());
      const received = await other.receive(other.alert(0, { subscriptionId: w.subscriptionId }));

      assert.equal(received, 'opened');
      assert.equal((await w.openCase()).detections.length, 1);
    });

    it('is a marked test when the alert is one', async () => {
      await w.receive(w.alert(0, { isTest: true }));

      assert.equal((await w.openCase()).isTest, true);
    });
  });

  describe('again and again', () => {
    it('changes nothing when it is the same', async () => {
      await w.receive(w.alert());

      const again = [await w.receive(w.alert()), await w.receive(w.alert())];

      assert.deepEqual(again, ['unchanged', 'unchanged']);
      assert.equal((await w.openCase()).seq, 1);
    });

    it('brings hit count and last time up to date without making a card stale', async () => {
      await w.receive(w.alert());

      const received = await w.receive(w.alert(0, { hitCount: 99, lastObservedAt: '2026-03-02T07:59:00.000Z' }));

      const c = await w.openCase();
      assert.equal(received, 'updated');
      assert.deepEqual([c.detections[0]?.hitCount, c.detections[0]?.lastObservedAt], [99, '2026-03-02T07:59:00.000Z']);
      assert.deepEqual([c.seq, c.revision], [2, 1]);
    });

    it('keeps what changed but is not shown, without an entry in the journal', async () => {
      await w.receive(w.alert());

      const received = await w.receive(w.alert(0, { status: 'investigating', confidence: 'high' }));

      assert.equal(received, 'updated');
      assert.equal((await w.openCase()).seq, 1);
      assert.equal((await recordOf(0))?.detection.status, 'investigating');
    });

    it('keeps its id and the time of its receipt', async () => {
      await w.receive(w.alert());
      const before = (await recordOf(0))?.detection;
      w.clock.move(hour);

      await w.receive(w.alert(0, { hitCount: 99 }));

      const after = (await recordOf(0))?.detection;
      assert.deepEqual([after?.id, after?.receivedAt], [before?.id, before?.receivedAt]);
    });
  });

  describe('beside others', () => {
    it('joins the open case of its subscription', async () => {
      await w.receive(w.alert(0));

      const received = await w.receive(w.alert(1));

      const c = await w.openCase();
      assert.equal(received, 'joined');
      assert.deepEqual(
        c.detections.map((d) => d.externalId),
        ['alert-0', 'alert-1'],
      );
      assert.equal(c.revision, 2);
      assert.equal((await recordOf(1))?.caseId, c.id);
    });

    it('joins it too when it comes from the other source', async () => {
      await w.receive(w.alert(0));

      const received = await w.receive(w.alert(0, { source: 'fraudEvents' }));

      assert.equal(received, 'joined');
    });

    it('never makes a second open case of a subscription, however many come at once', async () => {
      const indexes = Array.from({ length: 12 }, (_, i) => i);

      const received = await Promise.all(indexes.map((i) => w.receive(w.alert(i))));

      assert.equal(received.filter((outcome) => outcome === 'opened').length, 1);
      assert.equal(received.filter((outcome) => outcome === 'joined').length, 11);
      const cases = await w.cases();
      assert.equal(cases.length, 1);
      assert.equal(cases[0]?.detections.length, 12);
      assert.equal((await cardsOf(cases[0]?.id ?? '')).length, 1);
    });

    it('is taken once when it comes several times at once', async () => {
      const received = await Promise.all(Array.from({ length: 8 }, () => w.receive(w.alert())));

      assert.equal(received.filter((outcome) => outcome === 'opened').length, 1);
      assert.equal(received.filter((outcome) => outcome === 'unchanged').length, 7);
      assert.equal((await w.openCase()).detections.length, 1);
    });

    it('gives no number twice when many subscriptions begin at once', async () => {
      const indexes = Array.from({ length: 8 }, (_, i) => i);

      await Promise.all(indexes.map((i) => w.receive(w.alert(i, { subscriptionId: `subscription-${i}` }))));

      assert.deepEqual(
        (await w.cases()).map((c) => c.number),
        [1, 2, 3, 4, 5, 6, 7, 8],
      );
    });

    it('joins while people click: nothing of either is lost', async () => {
      await w.receive(w.alert(0));
      const { id: caseId } = await w.openCase();
      const notes = ['a', 'b', 'c', 'd'];

      await Promise.all([
        ...notes.map((text) => w.ask(w.people.ada, { type: 'note', text }, { caseId })),
        ...[1, 2, 3, 4].map((i) => w.receive(w.alert(i))),
      ]);

      const c = await w.openCase();
      assert.equal(c.detections.length, 5);
      assert.deepEqual(c.notes.map((note) => note.text).toSorted(), notes);
    });
  });
});
