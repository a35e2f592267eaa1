import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { standardSilence } from '../../src/domain/alarm-signs.ts';
import type { Alarm } from '../../src/domain/alarms.ts';
import { mostOfKind } from '../../src/domain/alarms.ts';
import { hour, minute } from '../../src/domain/clocks.ts';
import { OutsideError } from '../../src/domain/outside.ts';
import { allClear, raisedPosts } from '../../src/teams/alarm-posts.ts';
import type { Channel, Post } from '../../src/workflow/ports.ts';
import { pollJob } from '../../src/workflow/sweep.ts';
import { watch } from '../../src/workflow/watch.ts';
import { makeChannel } from '../db/fixtures.ts';
import { testDatabase } from '../support/database.ts';
import { doneCase, everyJournalHolds, type Workshop, workshop } from '../support/workshop.ts';

describe('alarms', () => {
  const db = testDatabase();
  let w: Workshop;

  beforeEach(async () => {
    w = await workshop(db);
  });
  afterEach(() => everyJournalHolds(db));

  const postsOf = ({ deps }: Workshop) => ({ store: db.store(), newId: deps.newId });
  const look = (of: Workshop = w) =>
    watch({
      ...of.deps,
      silence: standardSilence,
      // Others of the tests' database are none of this one's business.
      partners: { all: () => of.deps.partners.all().then((all) => all.filter(({ id }) => id === of.partner.id)) },
      raisedPosts: (...asked) => raisedPosts(postsOf(of), ...asked),
      allClear: (...asked) => allClear(postsOf(of), ...asked),
    });
  const open = (of: Workshop = w) => db.store().alarms.openOf(of.partner.id);
  const kinds = (alarms: readonly Alarm[]) => alarms.map(({ kind }) => kind);

  interface Said {
    readonly id: string;
    readonly text: string;
    readonly conversationId?: string;
    readonly isUpdate: boolean;
  }

  /** Posts what is due in a channel, and answers it, by what is read aloud or written. */
  async function send(channel: Channel = w.channel): Promise<readonly Said[]> {
    const { posts } = db.store();
    const said: Said[] = [];
    for (const post of await posts.due(channel.teamsChannelId, 200)) {
      await posts.sending(post, 60_000);
      const sentTo = post.sentTo ?? {
        conversationId: `${channel.teamsChannelId};messageid=${post.id}`,
        activityId: post.id,
      };
      await posts.sent(post.id, sentTo, 1_000_000);
      said.push(saidBy(post));
    }
    return said;
  }

  function saidBy({ id, content, place, sentTo }: Post): Said {
    const text = content.kind === 'fixed' ? textOf(content.activity) : content.kind;
    return {
      id,
      text,
      isUpdate: sentTo !== undefined,
      ...(place.kind === 'conversation' ? { conversationId: place.conversationId } : {}),
    };
  }

  function textOf(activity: unknown): string {
    const found = /"(?:speak|text)":"((?:[^"\\]|\\.)*)"/.exec(JSON.stringify(activity));
    return found?.[1] ?? '';
  }

  /** Alarms of what is said, without cards of cases. */
  const alarmsIn = (said: readonly Said[]) => said.filter(({ text }) => text !== 'case');

  describe('of an alert that no channel shows', () => {
    it('is raised once it has waited too long, and not before', async () => {
      await w.receive(w.alert());

      w.clock.move(14 * minute);
      await look();
      const early = await open();
      w.clock.move(2 * minute);
      await look();
      await look();

      assert.deepEqual(early, []);
      const [alarm, ...others] = await open();
      const c = await w.openCase();
      assert.deepEqual(others, []);
      assert.equal(alarm?.kind, 'not-carded');
      assert.deepEqual([alarm?.subject, alarm?.facts.number, alarm?.facts.count], [c.id, c.number, 1]);
      assert.equal(alarm?.facts.since, '2026-03-02T08:00:00.000Z');
    });

    it('says what, why and what to do in the channel, once', async () => {
      await w.receive(w.alert());
      w.clock.move(hour);

      await Promise.all([look(), look(), look()]);
      await look();

      const said = alarmsIn(await send());
      assert.equal(said.length, 1, JSON.stringify(said));
      assert.match(said[0]?.text ?? '', /^Alarm\. An alert has no card/);
    });

    it('is over once its card was posted: the same card says so, and a line in its thread', async () => {
      await w.receive(w.alert());
      w.clock.move(hour);
      await look();
      const [raised] = alarmsIn(await send());
      assert.ok(raised);

      await look();
      await look();

      const said = alarmsIn(await send());
      assert.deepEqual(await open(), []);
      const [card, line, ...others] = said;
      assert.deepEqual(others, []);
      assert.deepEqual([card?.id, card?.isUpdate], [raised.id, true]);
      assert.match(card?.text ?? '', /^All clear\. An alert has no card/);
      assert.match(line?.text ?? '', /^All clear: A channel shows it now/);
      assert.equal(line?.conversationId, `${w.channel.teamsChannelId};messageid=${raised.id}`);
    });

    it('is raised anew when it happens anew', async () => {
      await w.receive(w.alert());
      w.clock.move(hour);
      await look();
      await send();
      await look();
      await w.receive(w.alert(1, { subscriptionId: randomUUID() }));
      w.clock.move(hour);

      await look();

      const { rows } = await db.database().pool.query('select from alarms where partner_id = $1', [w.partner.id]);
      assert.equal(rows.length, 2);
      assert.equal((await open()).length, 1);
    });

    it('never is of a test alert, of a type that is not followed, or of a closed case', async () => {
      await w.receive(w.alert(0, { isTest: true }));
      await w.receive(w.alert(1, { subscriptionId: randomUUID(), alertType: 'SomethingElse' }));
      const third = w.alert(2, { subscriptionId: randomUUID() });
      await w.receive(third);
      await w.receive({ ...third, status: 'resolved', resolvedReason: 'legitimate' });
      w.clock.move(hour);

      await look();

      assert.deepEqual(await open(), []);
    });

    it('is one card each for a few, and one for all the others, which shrinks as they are mended', async () => {
      const many = mostOfKind + 4;
      for (let i = 0; i < many; i++) {
        await w.receive(w.alert(i, { subscriptionId: randomUUID() }));
        w.clock.move(1000);
      }
      w.clock.move(hour);
      await look();
      const raised = await open();

      const [first] = await db.store().posts.due(w.channel.teamsChannelId, 1);
      assert.ok(first?.content.kind === 'case');
      await db.store().posts.sending(first, 60_000);
      await db.store().posts.sent(first.id, { conversationId: 'c;messageid=1', activityId: '1' }, 1_000_000);
      await look();
      const fewer = await open();
      await send();
      await look();

      assert.equal(raised.length, mostOfKind + 1);
      assert.deepEqual(
        raised.filter(({ subject }) => subject === 'more').map(({ facts }) => facts.count),
        [4],
      );
      const { caseId } = first.content;
      assert.ok(raised.some(({ subject }) => subject === caseId));
      assert.ok(!fewer.some(({ subject }) => subject === caseId));
      assert.equal(fewer.length, mostOfKind + 1);
      assert.deepEqual(await open(), []);
    });
  });

  describe('of a decision', () => {
    async function decided(verdict: 'legitimate' | 'fraud' = 'fraud') {
      await w.receive(w.alert());
      await send();
      return doneCase(await w.ask(w.people.ada, { type: 'decide', verdict, reason: 'Because' }));
    }

    it('is raised when Partner Center could not be told for half an hour, with why, and over once it knows', async () => {
      const c = await decided();
      w.source.onTell = () => ({ kind: 'refused', why: 'mfa', detail: '' });
      await w.report();
      w.clock.move(20 * minute);
      await look();
      const early = await open();
      w.clock.move(11 * minute);
      await look();
      const raised = await open();
      await send();

      w.source.onTell = (told) => w.source.applied(told);
      await w.ask(w.people.ada, { type: 'report-again' });
      await w.report();
      await look();
      const between = await open();
      w.source.put({ ...w.alert(), status: 'resolved', resolvedReason: 'fraud' }, w.clock.iso());
      await w.poll();
      await look();

      assert.deepEqual(early, []);
      assert.deepEqual(kinds(raised), ['not-reported']);
      assert.deepEqual([raised[0]?.facts.reportTrouble, raised[0]?.facts.caseId], ['mfa', c.id]);
      // Told and read back: whether the next look shows it is another question.
      assert.deepEqual(between, []);
      assert.deepEqual(await open(), []);
      assert.match(
        (await send()).map(({ text }) => text).join('\n'),
        /All clear: Partner Center knows the decision now/,
      );
    });

    it('is raised where the source goes on to show the alert as open, and over once it does not', async () => {
      await decided();
      await w.report();
      // The source says one thing to who asks at once, and another to who looks later.
      w.source.put(w.alert(), w.clock.iso());
      await w.poll();
      w.clock.move(29 * minute);
      await w.poll();
      await look();
      const early = await open();
      w.clock.move(3 * minute);
      await look();
      const unread = await open();
      await w.poll();
      await look();
      const raised = await open();
      w.source.put({ ...w.alert(), status: 'resolved', resolvedReason: 'fraud' }, w.clock.iso());
      await w.poll();
      await look();

      assert.deepEqual([early, unread], [[], []]);
      assert.deepEqual(kinds(raised), ['still-open']);
      assert.deepEqual(await open(), []);
    });

    it('is none while the source cannot be read: what it shows is not known', async () => {
      await decided();
      await w.report();
      w.source.put(w.alert(), w.clock.iso());
      w.clock.move(2 * hour);
      w.source.onRead = () => {
        throw new OutsideError('no answer', { why: 'unreachable' });
      };
      await w.poll();

      await look();

      assert.deepEqual(await open(), []);
    });

    it('counts from when an alert joined that came after the report', async () => {
      await decided('fraud');
      await w.report();
      w.source.put({ ...w.alert(), status: 'resolved', resolvedReason: 'fraud' }, w.clock.iso());
      await w.poll();
      w.clock.move(5 * hour);
      await w.receive(w.alert(1));
      const joined = w.clock.iso();
      w.clock.move(20 * minute);
      await look();
      const early = await open();
      w.clock.move(20 * minute);
      await look();

      const [alarm] = await open();
      assert.deepEqual(early, []);
      assert.deepEqual([alarm?.kind, alarm?.facts.since, alarm?.facts.count], ['not-reported', joined, 1]);
    });

    it('is over when the case is taken up again', async () => {
      const c = await decided();
      w.source.onTell = () => ({ kind: 'refused', why: 'forbidden', detail: '' });
      await w.report();
      w.clock.move(hour);
      await look();
      const raised = await open();

      await w.ask(w.people.ada, { type: 'reopen', reason: 'Not so sure' }, { caseId: c.id });
      await look();

      assert.deepEqual(kinds(raised), ['not-reported']);
      assert.deepEqual(await open(), []);
    });
  });

  describe('of a source', () => {
    const fail = () => {
      w.source.onRead = () => {
        throw new OutsideError('no answer', { why: 'mfa' });
      };
    };
    const answer = () => (w.source.onRead = () => undefined);

    it('is raised after five looks in a row that failed, with the cause, and over with the first that is answered', async () => {
      await w.poll();
      fail();
      for (let i = 0; i < 4; i++) await w.poll();
      await look();
      const early = await open();
      await w.poll();
      await look();
      const raised = await open();
      const [card] = await send();
      w.clock.move(7 * minute);
      answer();
      await w.poll();
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
      await w.poll();
      w.clock.move(61 * minute);
      await look();
      const asleep = await open();
      fail();
      await w.poll();

      await look();

      assert.deepEqual(asleep, [], 'nothing ran in that hour: the next look comes at once');
      assert.deepEqual(kinds(await open()), ['source-silent']);
    });

    it('is raised where its look waits and nobody makes it', async () => {
      await w.poll();
      await db.store().posts.add([], [pollJob(w.partner.id)]);
      w.clock.move(2 * hour);
      await look();
      const waits = await open();
      await db
        .database()
        .pool.query(
          `update graphile_worker._private_jobs set created_at = now() - interval '11 minutes' where key = $1`,
          [`poll:${w.partner.id}`],
        );
      // The sweep adds it anew each minute.
      await db.store().posts.add([], [pollJob(w.partner.id)]);

      await look();

      assert.deepEqual(waits, []);
      assert.deepEqual(
        (await open()).map(({ kind, facts }) => [kind, facts.count]),
        [['source-silent', 0]],
      );
    });

    it('is none of a partner that was just added', async () => {
      w.clock.move(5 * hour);

      await look();

      assert.deepEqual(await open(), []);
    });
  });

  describe('of callbacks', () => {
    const iso = () => w.clock.iso();
    const register = () => {
      const { webhooks } = db.store();
      return webhooks.keepKey(w.partner.id, keyHash(), iso());
    };
    const keyHash = () => `key of ${w.partner.id}`;
    const come = (bodyHash: string) =>
      db.store().webhooks.take({ partnerId: w.partner.id, bodyHash, outcome: 'taken', jobs: [], now: iso() });
    const refuse = (why = 'signature') => db.store().webhooks.noteRefusal(w.partner.id, why, iso());

    async function find(index: number): Promise<void> {
      await w.receive(w.alert(index, { subscriptionId: randomUUID() }));
      await send();
    }

    it('is raised when an alert was found three hours ago and none came, and over with the next that does', async () => {
      await register();
      await come('a');
      w.clock.move(2 * hour);
      await find(1);
      w.clock.move(2 * hour + 59 * minute);
      await look();
      const early = await open();
      w.clock.move(2 * minute);
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
      w.clock.move(4 * hour);
      await look();
      const unregistered = await open();
      await register();
      await come('a');
      w.clock.move(10 * minute);
      await find(2);
      w.clock.move(4 * hour);

      await look();

      assert.deepEqual(unregistered, []);
      assert.deepEqual(await open(), []);
    });

    it('is none for test alerts and types that are not followed', async () => {
      await register();
      w.clock.move(2 * hour);
      await w.receive(w.alert(1, { isTest: true }));
      await w.receive(w.alert(2, { subscriptionId: randomUUID(), alertType: 'SomethingElse' }));
      await send();
      w.clock.move(4 * hour);

      await look();

      assert.deepEqual(await open(), []);
    });

    it('is raised when one is refused and none is good within a quarter of an hour', async () => {
      await register();
      await refuse();
      await look();
      const early = await open();
      w.clock.move(16 * minute);
      await look();
      const raised = await open();
      await come('a');
      await look();
      const over = await open();
      w.clock.move(hour);
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
      w.clock.move(minute);
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
      w.clock.move(hour);

      await look();

      assert.deepEqual(await open(), []);
    });
  });

  it('stays with its partner: no other is told or shown any of it', async () => {
    const other = await workshop(db);
    await w.receive(w.alert());
    w.clock.move(hour);

    await look();
    await look(other);

    assert.equal((await open()).length, 1);
    assert.deepEqual(await open(other), []);
    assert.deepEqual(await send(other.channel), []);
  });

  it('is told in the default channel alone where a partner has one', async () => {
    const second = await makeChannel(db.store(), w.partner);
    await w.receive(w.alert());
    w.clock.move(hour);
    await watch({
      ...w.deps,
      silence: standardSilence,
      partners: { all: () => Promise.resolve([{ ...w.partner, routing: { rules: [], defaultChannelId: second.id } }]) },
      raisedPosts: (...asked) => raisedPosts(postsOf(w), ...asked),
      allClear: (...asked) => allClear(postsOf(w), ...asked),
    });

    assert.equal(alarmsIn(await send(second)).length, 1);
    assert.deepEqual(alarmsIn(await send()), []);
  });

  it('is a row where there is no channel, and is told in the first that comes, but for missing cards', async () => {
    await w.receive(w.alert());
    await send();
    await w.ask(w.people.ada, { type: 'decide', verdict: 'fraud', reason: 'Because' });
    await w.receive(w.alert(1, { subscriptionId: randomUUID() }));
    await db.store().channels.setState(w.channel.id, 'gone');
    w.clock.move(hour);
    await look();
    const raised = await open();
    const fresh = await makeChannel(db.store(), w.partner);

    await look();
    await look();

    assert.deepEqual(kinds(raised).toSorted(), ['not-carded', 'not-reported']);
    const said = alarmsIn(await send(fresh));
    assert.equal(said.length, 1);
    assert.match(said[0]?.text ?? '', /A decision has not reached Partner Center/);
  });

  it('ends as it is even where its card is just being posted', async () => {
    await w.receive(w.alert());
    w.clock.move(hour);
    await look();
    const due = await db.store().posts.due(w.channel.teamsChannelId, 10);
    const card = due.find(({ content }) => content.kind === 'fixed');
    assert.ok(card);
    for (const post of due) await db.store().posts.sending(post, 60_000);
    const sentTo = (post: Post) => ({ conversationId: `c;messageid=${post.id}`, activityId: post.id });
    for (const post of due.filter(({ id }) => id !== card.id))
      await db.store().posts.sent(post.id, sentTo(post), 1_000_000);
    await look();
    assert.deepEqual(await open(), []);

    await db.store().posts.sent(card.id, sentTo(card), undefined);

    const [again] = alarmsIn(await send());
    assert.deepEqual([again?.id, again?.isUpdate], [card.id, true]);
    assert.match(again?.text ?? '', /^All clear\./);
    assert.deepEqual(await send(), []);
  });
});
