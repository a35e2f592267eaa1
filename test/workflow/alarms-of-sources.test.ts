import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { hour, minute } from '../../src/domain/clocks.ts';
import type { ConsentTrouble } from '../../src/domain/consent.ts';
import { OutsideError } from '../../src/domain/outside.ts';
import { pollJob } from '../../src/workflow/sweep.ts';
import { kinds, useWatching } from './watching.ts';

describe('alarms', () => {
  const { db, look, open, send, workshop: w } = useWatching();

  describe('of a source', () => {
    const fail = () => {
      w().source.onRead = () => {
        throw new OutsideError('no answer', { why: 'mfa' });
      };
    };
    const answer = () => (w().source.onRead = () => undefined);

    it('is raised after five looks in a row that failed, with the cause, and over with the first that is answered', async () => {
      await w().poll();
      fail();
      for (let i = 0; i < 4; i++) await w().poll();
      await look();
      const early = await open();
      await w().poll();
      await look();
      const raised = await open();
      const [card] = await send();
      w().clock.move(7 * minute);
      answer();
      await w().poll();
      await look();

      assert.deepEqual(early, []);
      assert.deepEqual(
        raised.map(({ kind, facts }) => ({ kind, ...facts })),
        [{ kind: 'source-silent', since: '2026-03-02T08:00:00.000Z', count: 5, sourceTrouble: 'mfa' }],
      );
      assert.match(card?.text ?? '', /^Alarm\. Alerts cannot be read\. The last 5 looks/);
      assert.deepEqual(await open(), []);
      assert.match((await send())[0]?.text ?? '', /^All clear\. Alerts cannot be read\. Alerts are read again/);
    });

    it('is raised after an hour without an answer where a look failed, however few were made', async () => {
      await w().poll();
      w().clock.move(61 * minute);
      await look();
      const asleep = await open();
      fail();
      await w().poll();

      await look();

      assert.deepEqual(asleep, [], 'nothing ran in that hour: the next look comes at once');
      assert.deepEqual(kinds(await open()), ['source-silent']);
    });

    it('is raised where its look waits and nobody makes it', async () => {
      await w().poll();
      await db.store().posts.add([], [pollJob(w().partner.id)]);
      w().clock.move(2 * hour);
      await look();
      const waits = await open();
      await db
        .database()
        .pool.query(
          `update graphile_worker._private_jobs set created_at = now() - interval '11 minutes' where key = $1`,
          [`poll:${w().partner.id}`],
        );
      // The sweep adds it anew each minute.
      await db.store().posts.add([], [pollJob(w().partner.id)]);

      await look();

      assert.deepEqual(waits, []);
      assert.deepEqual(
        (await open()).map(({ kind, facts }) => [kind, facts.count]),
        [['source-silent', 0]],
      );
    });

    it('is none of a partner that was just added', async () => {
      w().clock.move(5 * hour);

      await look();

      assert.deepEqual(await open(), []);
    });
  });

  describe('of callbacks', () => {
    const iso = () => w().clock.iso();
    const register = () => {
      const { webhooks } = db.store();
      return webhooks.keepKey(w().partner.id, keyHash(), iso());
    };
    const keyHash = () => `key of ${w().partner.id}`;
    const come = (bodyHash: string) =>
      db.store().webhooks.take({ partnerId: w().partner.id, bodyHash, outcome: 'taken', jobs: [], now: iso() });
    const refuse = (why = 'signature') => db.store().webhooks.noteRefusal(w().partner.id, why, iso());

    async function find(index: number): Promise<void> {
      await w().receive(w().alert(index, { subscriptionId: randomUUID() }));
      await send();
    }

    it('is raised when an alert was found three hours ago and none came, and over with the next that does', async () => {
      await register();
      await come('a');
      w().clock.move(2 * hour);
      await find(1);
      w().clock.move(2 * hour + 59 * minute);
      await look();
      const early = await open();
      w().clock.move(2 * minute);
      await look();
      const raised = await open();
      await come('b');
      await look();

      assert.deepEqual(early, []);
      assert.deepEqual(
        raised.map(({ kind, facts }) => [kind, facts.since, facts.count]),
        [['webhook-silent', '2026-03-02T08:00:00.000Z', 1]],
      );
      assert.deepEqual(await open(), []);
    });

    it('is none where the callback led to the alert, or where none is registered', async () => {
      await find(1);
      w().clock.move(4 * hour);
      await look();
      const unregistered = await open();
      await register();
      await come('a');
      w().clock.move(10 * minute);
      await find(2);
      w().clock.move(4 * hour);

      await look();

      assert.deepEqual(unregistered, []);
      assert.deepEqual(await open(), []);
    });

    it('is none for test alerts and types that are not followed', async () => {
      await register();
      w().clock.move(2 * hour);
      await w().receive(w().alert(1, { isTest: true }));
      await w().receive(w().alert(2, { subscriptionId: randomUUID(), alertType: 'SomethingElse' }));
      await send();
      w().clock.move(4 * hour);

      await look();

      assert.deepEqual(await open(), []);
    });

    it('is raised when one is refused and none is good within a quarter of an hour', async () => {
      await register();
      await refuse();
      await look();
      const early = await open();
      w().clock.move(16 * minute);
      await look();
      const raised = await open();
      await come('a');
      await look();
      const over = await open();
      w().clock.move(hour);
      await look();

      assert.deepEqual(early, []);
      assert.deepEqual(
        raised.map(({ kind, facts }) => [kind, facts.since, facts.count]),
        [['webhook-refused', '2026-03-02T08:00:00.000Z', 1]],
      );
      assert.deepEqual([over, await open()], [[], []]);
    });

    it('is raised at once when three were refused since the last good one', async () => {
      await register();
      await refuse();
      await refuse('algorithm');
      await come('a');
      w().clock.move(minute);
      await refuse();
      await refuse();
      await look();
      const two = await open();
      await refuse();

      await look();

      assert.deepEqual(two, []);
      assert.deepEqual(
        (await open()).map(({ kind, facts }) => [kind, facts.count]),
        [['webhook-refused', 3]],
      );
    });

    it('is none for callbacks with a key that no partner has', async () => {
      await register();
      for (let i = 0; i < 5; i++) await db.store().webhooks.noteRefusal(undefined, 'signature', iso());
      w().clock.move(hour);

      await look();

      assert.deepEqual(await open(), []);
    });
  });

  describe('of a background sign-in', () => {
    const consents = () => db.store().consents;

    async function consent(): Promise<void> {
      const hash = randomUUID();
      const at = w().clock.iso();
      await consents().giveLink({ partnerId: w().partner.id, hash, expiresAt: '2999-01-01T00:00:00Z' });
      const given = { objectId: randomUUID(), name: 'service@partner.example', givenAt: at, renewedAt: at };
      const generation = await consents().nextGeneration(w().partner.id);
      const kept = { partnerId: w().partner.id, linkHash: hash, consent: given, generation, tokens: [] };
      assert.ok(await consents().keep(kept, { posts: [], jobs: [] }));
    }
    const lose = (trouble: ConsentTrouble) =>
      consents().renew(w().partner.id, async () => ({ kind: 'trouble', trouble, at: w().clock.iso() }));
    const mends: Readonly<Record<string, () => Promise<unknown>>> = {
      'is renewed after all': () =>
        consents().renew(w().partner.id, async () => ({
          kind: 'renewed',
          at: w().clock.iso(),
          tokens: [],
          isWell: true,
        })),
      'opens again': () => consents().renew(w().partner.id, async () => ({ kind: 'healed' })),
      'is given anew': consent,
      'is forgotten': () => consents().forget(w().partner.id),
    };

    for (const [how, mend] of Object.entries(mends))
      it(`is raised with its mending step, once, since it was lost, and over when it ${how}`, async () => {
        await consent();
        await lose('revoked');
        const since = w().clock.iso();
        w().clock.move(3 * hour);
        await lose('revoked');
        await Promise.all([look(), look()]);
        const raised = await open();
        const [card, ...others] = await send();

        await mend();
        await look();

        assert.deepEqual(
          raised.map(({ kind, facts }) => [kind, facts]),
          [['consent-lost', { since, consentTrouble: 'revoked' }]],
        );
        assert.match(card?.text ?? '', /^Alarm\. The background sign-in has to be renewed/);
        assert.deepEqual(others, []);
        assert.deepEqual(await open(), []);
        const [again, line, ...more] = await send();
        assert.deepEqual([again?.id, again?.isUpdate, more], [card?.id, true, []]);
        assert.match(again?.text ?? '', /^All clear\. The background sign-in/);
        assert.match(line?.text ?? '', /^All clear\. The background sign-in works again/);
      });

    it('is none while it works, and none of a partner that is served no more', async () => {
      await consent();
      await look();
      const works = await open();
      await lose('expired');
      await db.database().pool.query('update partners set removed_at = now() where id = $1', [w().partner.id]);

      await look();

      assert.deepEqual(works, []);
      const { rows } = await db.database().pool.query('select from alarms where partner_id = $1', [w().partner.id]);
      assert.equal(rows.length, 0);
    });
  });
});
