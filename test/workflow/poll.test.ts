import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { day, hour, minute } from '../../src/domain/clocks.ts';
import { OutsideError } from '../../src/domain/outside.ts';
import { isDue, type PollDeps, poll } from '../../src/workflow/poll.ts';
import { testDatabase } from '../support/database.ts';
import { everyJournalHolds, type Workshop, workshop } from '../support/workshop.ts';

const failing = () => {
  throw new OutsideError('no way', { why: 'unreachable' });
};

describe('looking at a source', () => {
  const db = testDatabase();
  let w: Workshop;

  beforeEach(async () => {
    w = await workshop(db);
  });
  afterEach(() => everyJournalHolds(db));

  const state = () => db.store().partners.sourceState(w.partner.id);
  const messages = () => w.lines.map((line) => line.message);

  const notices = async () =>
    (await db.database().pool.query(`select 1 from posts where kind = 'fixed' and channel_id = $1`, [w.channel.id]))
      .rowCount;

  /** The real store, in which one alert meets a fault. */
  function faulty(): PollDeps {
    const { detections } = w.deps;
    return {
      ...w.deps,
      detections: {
        ...detections,
        situation: (partnerId, alert) =>
          alert.externalId === 'alert-1'
            ? Promise.reject(new Error('a fault'))
            : detections.situation(partnerId, alert),
      },
    };
  }

  it('takes in everything the first time, page by page', async () => {
    for (const i of [0, 1, 2, 3, 4]) w.source.put(w.alert(i), '2020-01-01T00:00:00.000Z');

    await w.poll();

    assert.deepEqual(w.source.looks, [undefined]);
    assert.equal((await w.openCase()).detections.length, 5);
  });

  it('remembers when it looked, and begins an hour before that the next time', async () => {
    await w.poll();
    const first = w.clock.iso();
    w.clock.move(5 * minute);

    await w.poll();

    assert.deepEqual(w.source.looks, [undefined, new Date(Date.parse(first) - hour).toISOString()]);
    assert.deepEqual(await state(), {
      cursor: w.clock.iso(),
      polledAt: w.clock.iso(),
      succeededAt: w.clock.iso(),
      failures: 0,
    });
  });

  it('sets its mark at the beginning of the look, so that what changes while it reads is seen by the next', async () => {
    const began = w.clock.iso();
    w.source.onRead = () => w.clock.move(10 * minute);

    await w.poll();

    assert.equal((await state()).cursor, began);
    assert.equal((await state()).succeededAt, w.clock.iso());
  });

  it('takes nothing twice that it sees again within the overlap', async () => {
    w.source.put(w.alert(), w.clock.iso());

    await w.poll();
    await w.poll();
    await w.poll();

    assert.equal((await w.cases()).length, 1);
    assert.equal((await w.openCase()).seq, 1);
  });

  it('looks at the source that the partner uses, and at no other', async () => {
    const older = await workshop(db, { source: 'fraudEvents' });
    older.otherSource.put(older.alert(), older.clock.iso());

    await older.poll();

    assert.equal(older.source.looks.length, 0);
    assert.equal((await older.openCase()).detections[0]?.source, 'fraudEvents');
  });

  it('looks the names up and keeps them, before the card is drawn', async () => {
    w.source.put(w.alert(), w.clock.iso());

    await w.poll();

    const { customerTenantId } = w.alert();
    const names = await db.store().names.names(w.partner.id, customerTenantId, w.subscriptionId);
    assert.deepEqual([names.customerName, names.subscriptionName], ['Alpine Ski House', 'ski-prod']);
  });

  describe('while Partner Center does not tell names', () => {
    const waiting = () => {
      const name = Promise.withResolvers<string>();
      const slow: PollDeps = {
        ...w.deps,
        customers: { ...w.deps.customers, customerName: () => name.promise },
        pause: () => Promise.resolve(),
      };
      return { slow, tell: () => name.resolve('Alpine Ski House') };
    };
    const cards = async () => {
      const [c] = await w.cases();
      return c === undefined ? [] : db.store().posts.due(w.channel.teamsChannelId, 10);
    };
    const takenIn = async (count: number) => {
      while ((await w.cases()).length < count) await nextTurn();
    };
    /** A look that goes on, and the card that it has brought already. */
    const carded = async () => {
      w.source.put(w.alert(), w.clock.iso());
      const { slow, tell } = waiting();
      const looking = poll(slow, w.partner);
      await takenIn(1);
      const [card] = await cards();
      assert.ok(card);
      return { card, looking, tell };
    };

    it('gives the cards, and draws them again once the names are known', async () => {
      const { card, looking, tell } = await carded();
      const c = await w.openCase();
      await db.store().posts.sending(card, 0);
      await db.store().posts.sent(card.id, { conversationId: 'conversation', activityId: 'activity' }, c.seq);
      const sent = await cards();

      tell();
      await looking;

      const shown = await db.store().cases.loadShown(c.id);
      assert.deepEqual(sent, []);
      assert.deepEqual(shown?.names, { customerName: 'Alpine Ski House', subscriptionName: 'ski-prod' });
      assert.deepEqual(
        (await cards()).map(({ id }) => id),
        [card.id],
      );
      assert.equal((await w.openCase()).seq, c.seq);
    });

    it('draws a card again that was being sent with the old names', async () => {
      const { card, looking, tell } = await carded();
      await db.store().posts.sending(card, 60_000);
      tell();
      await looking;

      const { seq } = await w.openCase();
      await db.store().posts.sent(card.id, { conversationId: 'conversation', activityId: 'activity' }, seq);

      assert.equal((await cards()).length, 1);
    });

    it('takes in all pages, and remembers that it looked', async () => {
      const customers = [0, 1, 2, 3, 4].map((i) =>
        w.alert(i, { customerTenantId: `customer-${i}`, subscriptionId: `subscription-${i}` }),
      );
      for (const alert of customers) w.source.put(alert, w.clock.iso());
      const { slow, tell } = waiting();

      const looking = poll(slow, w.partner);
      await takenIn(5);
      while ((await state()).cursor === undefined) await nextTurn();
      tell();
      await looking;

      const names = await db.store().names.known(w.partner.id, customers);
      assert.ok(names.every(({ customerName }) => customerName === 'Alpine Ski House'));
    });
  });

  describe('that fails', () => {
    it('is remembered with the reason, and counted', async () => {
      await w.poll();
      const good = await state();
      w.clock.move(5 * minute);
      w.source.onRead = failing;

      await w.poll();
      w.clock.move(minute);
      await w.poll();

      assert.deepEqual(await state(), { ...good, polledAt: w.clock.iso(), error: 'unreachable', failures: 2 });
    });

    it('keeps what was read before it failed, and reads the rest the next time', async () => {
      for (const i of [0, 1, 2, 3]) w.source.put(w.alert(i), w.clock.iso());
      let pages = 0;
      w.source.onRead = () => {
        pages += 1;
        if (pages === 2) failing();
      };

      await w.poll();
      const afterFailure = (await w.openCase()).detections.length;
      await w.poll();

      assert.equal(afterFailure, 2);
      assert.equal((await w.openCase()).detections.length, 4);
    });

    it('is forgotten once it answers', async () => {
      w.source.onRead = failing;
      await w.poll();
      w.source.onRead = () => {};

      await w.poll();

      assert.deepEqual(await state(), {
        cursor: w.clock.iso(),
        polledAt: w.clock.iso(),
        succeededAt: w.clock.iso(),
        failures: 0,
      });
    });

    it('by a fault of our own is left to the job queue', async () => {
      w.source.onRead = () => {
        throw new TypeError('a bug');
      };

      await assert.rejects(w.poll(), TypeError);
    });
  });

  describe('with an alert that cannot be read', () => {
    const unreadable = { externalId: 'bad', raw: { id: 'bad', what: ['ever'] }, error: 'no subscription' };
    it('keeps it as it came, counts it and tells the channel', async () => {
      w.source.unreadable = [unreadable];

      await w.poll();

      assert.equal(await db.store().detections.countUnreadable(w.partner.id), 1);
      assert.equal(await notices(), 1);
      assert.ok(messages().includes('an alert could not be read'));
      const { rows } = await db
        .database()
        .pool.query<{ raw: unknown; error: string }>(`select raw, error from unreadable_alerts where partner_id = $1`, [
          w.partner.id,
        ]);
      assert.deepEqual(rows, [{ raw: unreadable.raw, error: 'no subscription' }]);
    });

    it('keeps it once, however often it comes', async () => {
      w.source.unreadable = [unreadable];

      await w.poll();
      await w.poll();

      assert.equal(await db.store().detections.countUnreadable(w.partner.id), 1);
      assert.equal(await notices(), 1);
    });

    it('keeps it once though a counter in it changes, and others beside it', async () => {
      for (const seen of [1, 2, 3]) {
        w.source.unreadable = [{ ...unreadable, raw: { ...unreadable.raw, seen } }];
        await w.poll();
      }
      w.source.unreadable = [{ ...unreadable, externalId: 'another' }];
      await w.poll();

      assert.equal(await db.store().detections.countUnreadable(w.partner.id), 2);
      assert.equal(await notices(), 2);
    });

    it('counts it no more once it can be read', async () => {
      const since = w.clock.iso().slice(0, 10);
      w.source.unreadable = [{ ...unreadable, externalId: w.alert().externalId }];
      await w.poll();
      w.source.unreadable = [];
      w.source.put(w.alert(), w.clock.iso());
      await w.poll();

      const ledger = await db.store().ledger.alerts({ partnerId: w.partner.id, since, now: w.clock.iso() });
      assert.equal(await db.store().detections.countUnreadable(w.partner.id), 0);
      assert.deepEqual(
        ledger.map(({ received, explained }) => [received, explained.unreadable]),
        [[1, 0]],
      );
    });

    it('counts it where it could be read before, too', async () => {
      w.source.put(w.alert(), w.clock.iso());
      await w.poll();
      w.clock.move(60_000);
      w.source.unreadable = [{ ...unreadable, externalId: w.alert().externalId }];
      await w.poll();

      assert.equal(await db.store().detections.countUnreadable(w.partner.id), 1);
    });

    it('counts it for seven days', async () => {
      w.source.unreadable = [unreadable];
      await w.poll();
      w.source.unreadable = [];
      w.clock.move(7 * day - 1);
      await w.poll();
      const last = await db.store().detections.countUnreadable(w.partner.id);
      w.clock.move(1);
      await w.poll();

      assert.equal(last, 1);
      assert.equal(await db.store().detections.countUnreadable(w.partner.id), 0);
    });

    it('takes in the others all the same', async () => {
      w.source.unreadable = [unreadable];
      w.source.put(w.alert(), w.clock.iso());

      await w.poll();

      assert.equal((await w.openCase()).detections.length, 1);
    });

    it('keeps even text that no database can store', async () => {
      w.source.unreadable = [{ externalId: 'b\0d', raw: { 'k\0ey': 'half \ud83d' }, error: 'nul \0' }];

      await w.poll();

      assert.equal(await db.store().detections.countUnreadable(w.partner.id), 1);
    });
  });

  it('takes in an alert whose text no database can store, and then finds it unchanged', async () => {
    w.source.put(
      w.alert(0, { title: 'Mining\0', customerName: 'A\0lpine', description: 'half \ud83d', resolvedBy: '\udc00' }),
      w.clock.iso(),
    );

    await w.poll();
    await w.poll();

    const c = await w.openCase();
    assert.equal(c.detections[0]?.title, 'Mining');
    assert.equal(c.seq, 1);
    assert.equal(messages().filter((message) => message === 'an alert was taken in').length, 1);
  });

  describe('with an alert that cannot be taken in', () => {
    it('takes in the others and says so', async () => {
      for (const i of [0, 1, 2]) w.source.put(w.alert(i), w.clock.iso());

      await poll(faulty(), w.partner);

      assert.deepEqual(
        (await w.openCase()).detections.map((d) => d.externalId),
        ['alert-0', 'alert-2'],
      );
      assert.ok(messages().includes('an alert could not be taken in'));
    });

    it('goes on looking from where it met it, however long, and loses nothing', async () => {
      await w.poll();
      w.clock.move(minute);
      w.source.put(w.alert(1), w.clock.iso());
      const looks = Array.from({ length: 5 });

      for (const _ of looks) {
        w.clock.move(hour);
        await poll(faulty(), w.partner);
      }
      await w.poll();

      assert.equal((await w.openCase()).detections.length, 1);
      assert.equal((await state()).cursor, w.clock.iso());
    });
  });
});

describe('when a source is due', () => {
  const partner = { pollMinutes: 5 };
  const polledAt = '2026-03-02T08:00:00.000Z';
  const after = (minutes: number, failures = 0, seconds = 0) =>
    isDue(partner, { polledAt, failures }, new Date(Date.parse(polledAt) + minutes * minute + seconds * 1000));

  it('is at once where nobody has looked yet', () => {
    assert.equal(isDue(partner, { failures: 0 }, new Date(polledAt)), true);
  });

  it('is after the partner’s interval', () => {
    assert.deepEqual([after(4), after(5), after(60)], [false, true, true]);
  });

  it('is a moment early rather than a whole minute late', () => {
    assert.deepEqual([after(5, 0, -1), after(5, 0, -2)], [true, false]);
  });

  it('is sooner after a failure: one, two, four minutes, and never later than the interval', () => {
    assert.deepEqual([after(0, 1), after(1, 1)], [false, true]);
    assert.deepEqual([after(1, 2), after(2, 2)], [false, true]);
    assert.deepEqual([after(3, 3), after(4, 3)], [false, true]);
    assert.deepEqual([after(4, 4), after(5, 4)], [false, true]);
    assert.equal(after(5, 5000), true);
  });

  it('is not put off for long by a clock that was set back', () => {
    assert.equal(after(-3), false);
    assert.equal(after(-6), true);
  });
});
