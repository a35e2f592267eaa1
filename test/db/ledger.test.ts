import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { day, hour } from '../../src/domain/clocks.ts';
import type { ReportedAlert } from '../../src/domain/detection.ts';
import { explainedIn, type LedgerLine, sumOfLines } from '../../src/domain/ledger.ts';
import { cardMissing } from '../../src/workflow/card-missing.ts';
import { testDatabase } from '../support/database.ts';
import { startedAt } from '../support/samples.ts';
import { type Workshop, workshop } from '../support/workshop.ts';

const none = {
  received: 0,
  carded: 0,
  listed: 0,
  explained: { 'type-off': 0, 'resolved-before-seen': 0, 'closed-before-carded': 0, unreadable: 0 },
  waiting: 0,
  missing: 0,
  answered: 0,
  resolved: 0,
} satisfies LedgerLine;

describe('the ledger', () => {
  const db = testDatabase();
  let w: Workshop;

  beforeEach(async () => {
    w = await workshop(db);
  });

  const since = startedAt.slice(0, 10);

  async function line(of: Workshop = w): Promise<LedgerLine> {
    const entries = await db.store().ledger.alerts({ partnerId: of.partner.id, since, now: of.clock.iso() });
    return sumOfLines(entries);
  }

  /** What is due in the channel is posted, or fails; further alerts than `cards` share a list. */
  async function send(of: Workshop, how: 'sent' | 'failed' = 'sent', cards = 1000): Promise<void> {
    const { posts } = db.store();
    for (const post of await posts.due(of.channel.teamsChannelId, 100, { cards, minutes: 10 })) {
      await posts.sending(post, 60_000);
      if (how === 'failed') await posts.failed(post.id, 'refused', 'refused');
      else await posts.sent(post.id, { conversationId: `c;messageid=${post.id}`, activityId: post.id }, 1_000_000);
    }
  }

  const alertOf = (index: number, change: Partial<ReportedAlert> = {}) =>
    w.alert(index, { subscriptionId: randomUUID(), ...change });

  it('is empty where nothing came', async () => {
    assert.deepEqual(await line(), none);
    assert.deepEqual(await db.store().ledger.callbacks({ partnerId: w.partner.id, since }), []);
  });

  it('counts an alert as on its way, then as carded, then as answered and resolved', async () => {
    await w.receive(w.alert());
    const received = await line();
    await send(w);
    const carded = await line();
    await w.ask(w.people.ada, { type: 'decide', verdict: 'legitimate', reason: 'A test rig' });
    const answered = await line();
    await w.report();
    await w.poll();
    const resolved = await line();

    assert.deepEqual(received, { ...none, received: 1, waiting: 1 });
    assert.deepEqual(carded, { ...none, received: 1, carded: 1 });
    assert.deepEqual(answered, { ...none, received: 1, carded: 1, answered: 1 });
    assert.deepEqual(resolved, { ...none, received: 1, carded: 1, answered: 1, resolved: 1 });
  });

  it('counts an alert that has waited too long as missing, also where its card failed', async () => {
    await w.receive(alertOf(1));
    await w.receive(alertOf(2));
    await send(w, 'failed');

    w.clock.move(hour);

    assert.deepEqual(await line(), { ...none, received: 2, missing: 2 });
  });

  it('counts alerts of a burst that stand on a list once that was posted', async () => {
    for (let i = 1; i <= 5; i++) await w.receive(alertOf(i));

    await db.store().posts.due(w.channel.teamsChannelId, 100, { cards: 2, minutes: 10 });
    const before = await line();
    await send(w, 'sent', 2);

    assert.deepEqual(before, { ...none, received: 5, waiting: 5 });
    assert.deepEqual(await line(), { ...none, received: 5, carded: 2, listed: 3 });
  });

  it('says why alerts have no card', async () => {
    await w.receive(alertOf(1, { alertType: 'SomethingElse' }));
    await w.receive(alertOf(2, { status: 'resolved', resolvedReason: 'fraud' }));
    const third = alertOf(3);
    await w.receive(third);
    await w.receive({ ...third, status: 'resolved', resolvedReason: 'legitimate' });
    w.source.unreadable.push({ raw: { id: 7 }, error: 'no id' });
    await w.poll();

    const { explained, received, resolved } = await line();

    assert.deepEqual(explained, {
      'type-off': 1,
      'resolved-before-seen': 1,
      'closed-before-carded': 1,
      unreadable: 1,
    });
    assert.deepEqual([received, resolved], [4, 2]);
  });

  it('never counts test alerts', async () => {
    await w.receive(alertOf(1, { isTest: true }));
    await w.receive(alertOf(2, { isTest: true, alertType: 'SomethingElse' }));

    assert.deepEqual(await line(), none);
  });

  it('keeps days, sources and partners apart', async () => {
    const other = await workshop(db, { source: 'fraudEvents' });
    await w.receive(alertOf(1));
    w.clock.move(day);
    await w.receive(alertOf(2));
    await other.receive(other.alert());

    const entries = await db.store().ledger.alerts({ partnerId: w.partner.id, since, now: w.clock.iso() });
    const all = await db.store().ledger.alerts({ since, now: w.clock.iso() });

    assert.deepEqual(
      entries.map((entry) => [entry.partnerId, entry.source, entry.day, entry.received]),
      [
        [w.partner.id, 'graph', '2026-03-02', 1],
        [w.partner.id, 'graph', '2026-03-03', 1],
      ],
    );
    assert.deepEqual(
      all.filter(({ partnerId }) => partnerId === other.partner.id).map((entry) => [entry.source, entry.received]),
      [['fraudEvents', 1]],
    );
  });

  it('counts by days in UTC', async () => {
    w.clock.move(15 * hour + 59 * 60_000);
    await w.receive(alertOf(1));
    w.clock.move(2 * 60_000);
    await w.receive(alertOf(2));

    const entries = await db.store().ledger.alerts({ partnerId: w.partner.id, since, now: w.clock.iso() });

    assert.deepEqual(
      entries.map((entry) => entry.day),
      ['2026-03-02', '2026-03-03'],
    );
  });

  it('counts callbacks: what came, what was refused, what led to a look', async () => {
    const { webhooks } = db.store();
    const taken = { partnerId: w.partner.id, outcome: 'taken', jobs: [], now: startedAt } as const;
    await webhooks.take({ ...taken, bodyHash: 'a' });
    await webhooks.take({ ...taken, bodyHash: 'a' });
    await webhooks.take({ ...taken, bodyHash: 'b', outcome: 'tested' });
    await webhooks.count(w.partner.id, 'stale', startedAt);
    await webhooks.count(undefined, 'unknown-partner', startedAt);

    assert.deepEqual(await db.store().ledger.callbacks({ partnerId: w.partner.id, since }), [
      { partnerId: w.partner.id, day: since, received: 4, refused: 1, led: 1 },
    ]);
  });

  type Step =
    | { readonly kind: 'alert'; readonly index: number; readonly change: Partial<ReportedAlert> }
    | { readonly kind: 'send'; readonly how: 'sent' | 'failed'; readonly cards: number }
    | { readonly kind: 'decide'; readonly verdict: 'legitimate' | 'fraud' | 'ignore' }
    | { readonly kind: 'report' | 'poll' | 'cards' | 'unreadable' }
    | { readonly kind: 'wait'; readonly ms: number };

  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 6, arbitrary: alertSteps() },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('send' as const),
        how: fc.constantFrom('sent', 'failed'),
        cards: fc.constantFrom(1, 2, 1000),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('decide' as const),
        verdict: fc.constantFrom('legitimate', 'fraud', 'ignore'),
      }),
    },
    { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('report', 'poll', 'cards', 'unreadable') }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 2 * day }) }),
    },
  );

  function alertSteps(): fc.Arbitrary<Step> {
    const change = fc.record({
      status: fc.constantFrom('active', 'investigating', 'resolved'),
      alertType: fc.constantFrom('CryptoMining', 'CryptoMining', 'SomethingElse'),
    });
    return fc.record({ kind: fc.constant('alert' as const), index: fc.integer({ min: 0, max: 7 }), change });
  }

  it('balances whatever happens: each alert that was received is in one place, and in the end none is missing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 18 }), async (steps) => {
        const one = await workshop(db);
        const real = new Set<string>();
        const subscriptions = [randomUUID(), randomUUID(), randomUUID()];
        for (const each of steps) {
          await play(one, each, { real, subscriptions });
          const now = await line(one);
          assert.equal(now.received, real.size);
          assert.equal(now.carded + now.listed + explainedIn(now) + now.waiting + now.missing, now.received);
          assert.ok(now.resolved <= now.answered && now.answered <= now.received);
        }

        await cardMissing(one.deps, one.partner.id);
        await send(one);
        const end = await line(one);

        assert.equal(end.carded + end.listed + explainedIn(end), end.received, JSON.stringify(end));
      }),
      { numRuns: 40 },
    );
  });

  async function openCase(one: Workshop) {
    return (await one.cases()).find(({ stage }) => stage !== 'closed');
  }

  async function play(
    one: Workshop,
    now: Step,
    { real, subscriptions }: { readonly real: Set<string>; readonly subscriptions: readonly string[] },
  ): Promise<void> {
    switch (now.kind) {
      case 'alert': {
        // Every fourth is a test alert, and stays one.
        const isTest = now.index % 4 === 3;
        const subscriptionId = subscriptions[now.index % 3] ?? '';
        const reason = now.change.status === 'resolved' ? { resolvedReason: 'fraud' as const } : {};
        await one.receive(one.alert(now.index, { ...now.change, ...reason, isTest, subscriptionId }));
        if (!isTest) real.add(`alert-${now.index}`);
        return;
      }
      case 'send':
        return send(one, now.how, now.cards);
      case 'report': {
        const open = await openCase(one);
        if (open) await one.report(3, open.id).catch(() => undefined);
        return;
      }
      case 'decide': {
        const open = await openCase(one);
        if (open === undefined) return;
        await one.ask(
          one.people.ada,
          { type: 'decide', verdict: now.verdict, reason: 'Looked at' },
          { caseId: open.id },
        );
        return;
      }
      case 'poll':
        return one.poll();
      case 'cards':
        return cardMissing(one.deps, one.partner.id);
      case 'unreadable':
        real.add(`unreadable-${one.source.unreadable.length}`);
        one.source.unreadable.push({ raw: { at: one.source.unreadable.length }, error: 'no id' });
        return one.poll();
      case 'wait':
        one.clock.move(now.ms);
    }
  }
});
