import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import * as fc from 'fast-check';
import { openDatabase } from '../../src/db/database.ts';
import { createStore } from '../../src/db/store.ts';
import type { NewPost, Post } from '../../src/workflow/post-ports.ts';
import { testDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';
import { cardIn, makeChannel, makePartner, newId } from './fixtures.ts';

/** Teams' limits (facts/teams.md 1.1) with the guard of 30 ms: at most `most` in any window shorter than `ms`. */
const threadLimits = [
  { most: 7, ms: 1030 },
  { most: 8, ms: 2030 },
  { most: 60, ms: 30_030 },
  { most: 1800, ms: 3_600_030 },
];
const tenantLimits = [{ most: 50, ms: 1030 }];

interface Request {
  readonly thread: string;
  readonly tenant: string;
  /** Milliseconds since some beginning, never falling. */
  readonly at: number;
}

function keeps(moments: readonly number[], limits: readonly { most: number; ms: number }[]): boolean {
  const sorted = moments.toSorted((a, b) => a - b);
  return limits.every(({ most, ms }) => sorted.every((first, i) => (sorted[i + most] ?? Infinity) - first >= ms));
}

/** Milliseconds between those of a tenant who have to wait. */
const apart = 10;

/** The earliest moment for each request in turn, by trying every moment at which some window ends, or a gap. */
function naive(requests: readonly Request[]): readonly number[] {
  const given: { readonly request: Request; readonly moment: number }[] = [];
  for (const request of requests) {
    const ofThread = given.filter((g) => g.request.thread === request.thread).map((g) => g.moment);
    const ofTenant = given.filter((g) => g.request.tenant === request.tenant).map((g) => g.moment);
    const earliest = Math.max(request.at, ...ofThread);
    const ends = [
      ...threadLimits.flatMap(({ ms }) => ofThread.map((moment) => moment + ms)),
      ...tenantLimits.flatMap(({ ms }) => ofTenant.map((moment) => moment + ms)),
      ...ofTenant.map((moment) => moment + apart),
    ];
    const candidates = [earliest, ...ends.filter((end) => end > earliest)].toSorted((a, b) => a - b);
    const inThread = candidates.find((m) => keeps([...ofThread, m], threadLimits));
    const moment = candidates.find(
      (m) =>
        keeps([...ofThread, m], threadLimits) &&
        keeps([...ofTenant, m], tenantLimits) &&
        (m === inThread || ofTenant.every((other) => Math.abs(m - other) >= apart)),
    );
    if (moment === undefined) throw new Error('some moment keeps all limits');
    given.push({ request, moment });
  }
  return given.map((g) => g.moment);
}

/** Requests of some threads of two tenants, in bursts of about `burst` and with gaps around the windows' lengths. */
function bursts(threads: number, most: number, burst: number) {
  const gap = fc.oneof(
    { weight: burst, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 300 }) },
    { weight: 1, arbitrary: fc.constantFrom(999, 1000, 1029, 1030, 1031, 2029, 2030, 2031, 15_000, 30_030) },
  );
  const step = fc.record({ gap, thread: fc.nat(threads - 1) });
  return fc.array(step, { minLength: most / 2, maxLength: most, size: 'max' }).map((steps) => {
    let at = 0;
    return steps.map(({ gap: after, thread }) => {
      at += after;
      return { thread: `thread-${thread}`, tenant: thread === 0 ? 'small' : 'big', at };
    });
  });
}

describe('the limits of Teams in the database', () => {
  const { database, store, url } = testDatabase();
  const beginning = Date.parse('2026-03-02T08:00:00.000Z');

  async function reserve(list: readonly Request[]): Promise<readonly number[]> {
    const run = randomUUID();
    const { rows } = await database().pool.query<{ moment: Date }>(
      `select reserve_send($4 || thread, $4 || tenant, at) as moment
       from unnest($1::text[], $2::text[], $3::timestamptz[]) with ordinality as r (thread, tenant, at, place) order by place`,
      [list.map((r) => r.thread), list.map((r) => r.tenant), list.map((r) => new Date(beginning + r.at)), run],
    );
    return rows.map((row) => row.moment.getTime() - beginning);
  }

  async function agree(list: readonly Request[]): Promise<void> {
    assert.deepEqual(await reserve(list), naive(list));
  }

  it('give each request the earliest moment that keeps every window of its conversation', async () => {
    await fc.assert(fc.asyncProperty(bursts(2, 200, 8), agree), { numRuns: 30 });
  });

  it('give each request the earliest moment that keeps the window of its tenant', async () => {
    await fc.assert(fc.asyncProperty(bursts(40, 200, 60), agree), { numRuns: 30 });
  });

  it('keep 1800 in an hour', async () => {
    const list = Array.from({ length: 1900 }, (_, i) => ({
      thread: 'busy',
      tenant: 'big',
      at: Math.floor(i / 2) * 1020,
    }));

    const moments = await reserve(list);

    assert.equal(keeps(moments, threadLimits), true);
    const waits = moments.map((moment, i) => moment - (list[i]?.at ?? 0));
    assert.ok((waits[1799] ?? 0) < 2000);
    assert.ok((waits[1800] ?? 0) > 1_000_000, 'the hour is full');
  });

  /** How those who send come late, in turns: each comes when it was told to, and a little or much after that. */
  const crowd = fc.record({
    threads: fc.integer({ min: 1, max: 40 }),
    lateness: fc.array(fc.oneof(fc.constant(0), fc.nat(30), fc.nat(900)), {
      minLength: 60,
      maxLength: 130,
      size: 'max',
    }),
    again: fc.infiniteStream(fc.oneof(fc.constant(0), fc.nat(40), fc.nat(700))),
  });

  it('are kept by those who come later than the moment that they were given, and everybody has a turn', async () => {
    const { pool } = database();
    const patience = 20;
    const own = () =>
      fc.asyncProperty(crowd, async ({ threads, lateness, again }) => {
        const run = randomUUID();
        const coming = lateness.map((at, i) => ({ thread: `${run} ${i % threads}`, at, given: null as number | null }));
        const sent: { readonly thread: string; readonly at: number }[] = [];
        let turns = 0;
        while (coming.length > 0) {
          coming.sort((a, b) => a.at - b.at);
          const [first] = coming;
          assert.ok(first && ++turns < 40 * lateness.length, 'somebody waits for ever');
          const { rows } = await pool.query<{ moment: number }>(
            `select extract(epoch from take_send($1, $2, to_timestamp($3::float8 / 1000), to_timestamp($4::float8 / 1000),
              interval '20 ms'))::float8 * 1000 as moment`,
            [first.thread, run, first.given === null ? null : beginning + first.given, beginning + first.at],
          );
          const moment = (rows[0]?.moment ?? 0) - beginning;
          if (moment <= first.at + patience) {
            sent.push({ thread: first.thread, at: Math.max(moment, first.at) });
            coming.shift();
          } else Object.assign(first, { given: moment, at: Math.ceil(moment) + (again.next().value ?? 0) });
        }

        const moments = (list: typeof sent) => list.map(({ at }) => at);
        const shorter = (limits: typeof tenantLimits) => limits.map(({ most, ms }) => ({ most, ms: ms - 1 }));
        assert.equal(
          keeps(moments(sent), shorter(tenantLimits)),
          true,
          JSON.stringify(moments(sent).toSorted((a, b) => a - b)),
        );
        for (const [thread, list] of Map.groupBy(sent, (one) => one.thread))
          assert.equal(keeps(moments(list), shorter(threadLimits)), true, thread);
      });
    // Crowds know nothing of each other, and each asks one thing after another: five come at a time.
    await Promise.all([1, 2, 3, 4, 5].map(() => fc.assert(own(), { numRuns: 5 })));
  });

  it('hold nobody back for those who are late as well', async () => {
    const [tenant, late, patience] = [randomUUID(), 3000, 20];
    const take = async (thread: number, given: number | null, at: number) => {
      const { rows } = await database().pool.query<{ moment: number }>(
        `select extract(epoch from take_send($1, $2, to_timestamp($3::float8 / 1000), to_timestamp($4::float8 / 1000),
          make_interval(secs => $5::float8 / 1000)))::float8 * 1000 as moment`,
        [`${tenant} ${thread}`, tenant, given === null ? null : beginning + given, beginning + at, patience],
      );
      return (rows[0]?.moment ?? 0) - beginning;
    };
    const given: number[] = [];
    for (let i = 0; i < 300; i++) given.push(await take(i, null, 0));

    const waits: number[] = [];
    for (const [i, moment] of given.entries())
      if (moment > patience) waits.push((await take(i, moment, moment + late)) - (moment + late));

    assert.equal(waits.length, 250);
    assert.ok(Math.max(...waits) <= patience, String(Math.max(...waits)));
  });

  it('hold over processes, and a post keeps the moment that it was given', async () => {
    const other = await openDatabase({ url: url(), log: quietLog });
    const channel = await makeChannel(store(), await makePartner(store()));
    const news = Array.from(
      { length: 24 },
      (): NewPost => ({
        ...cardIn(channel, newId('case')),
        content: { kind: 'fixed', activity: { type: 'message', text: 'news' } },
      }),
    );
    await store().posts.add(news, []);
    const posts = await store().posts.due(channel.teamsChannelId, 50);
    const [here, there] = [store().posts, createStore(other).posts];
    const all = (list: readonly Post[]) =>
      Promise.all(list.map((post, i) => (i % 2 === 0 ? here : there).sending(post, -1)));

    await all(posts);
    const first = await store().posts.due(channel.teamsChannelId, 50);
    await all(posts.filter((post) => Date.parse(first.find((p) => p.id === post.id)?.slotAt ?? '') > Date.now()));
    const second = await store().posts.due(channel.teamsChannelId, 50);
    await other.close();

    const slots = first.map((post) => Date.parse(post.slotAt ?? ''));
    assert.equal(
      keeps(
        slots,
        threadLimits.map(({ most, ms }) => ({ most, ms: ms - 1 })),
      ),
      true,
    );
    assert.deepEqual(
      second.map((post) => post.slotAt),
      first.map((post) => post.slotAt),
    );
  });

  it('count what is sent a little late from when it is sent', async () => {
    const channel = await makeChannel(store(), await makePartner(store()));
    const post: NewPost = {
      ...cardIn(channel, newId('case')),
      content: { kind: 'fixed', activity: { type: 'message' } },
    };
    await store().posts.add([post], []);
    const [due] = await store().posts.due(channel.teamsChannelId, 1);
    if (due === undefined) throw new Error('the post is due');
    await store().posts.sending(due, -1);
    await database().pool.query(`update posts set slot_at = slot_at - interval '0.2 s' where id = $1`, [post.id]);
    await database().pool.query(
      `update send_windows set sent = array(select s - interval '0.2 s' from unnest(sent) as s) where key = any($1)`,
      [[`tenant:${channel.tenantId}`, `thread:${channel.teamsChannelId}`]],
    );
    const before = Date.now();

    await store().posts.sending(due, 20);

    const { rows } = await database().pool.query<{ sent: Date[] }>(
      'select sent from send_windows where key = any($1)',
      [[`tenant:${channel.tenantId}`, `thread:${channel.teamsChannelId}`]],
    );
    assert.deepEqual(
      rows.map(({ sent }) => sent.map((at) => at.getTime() >= before - 1)),
      [[true], [true]],
    );
  });

  it('count what is answered late from its answer, as nobody knows when it arrived', async () => {
    const channel = await makeChannel(store(), await makePartner(store()));
    const content = { kind: 'fixed', activity: { type: 'message' } } as const;
    const posts = [1, 2].map((): NewPost => ({ ...cardIn(channel, newId('case')), content }));
    await store().posts.add(posts, []);
    const [slow, quick] = await store().posts.due(channel.teamsChannelId, 2);
    assert.ok(slow && quick);
    await store().posts.sending(slow, 20);
    const given = (await store().posts.byId(slow.id))?.slotAt;
    await pause(60);
    await store().posts.sending(quick, 20);
    const at = Date.now();

    await store().posts.sent(quick.id, { conversationId: channel.teamsChannelId, activityId: '2' }, undefined);
    await store().posts.sent(slow.id, { conversationId: channel.teamsChannelId, activityId: '1' }, undefined);

    const { rows } = await database().pool.query<{ sent: Date[] }>(
      'select sent from send_windows where key = any($1)',
      [[`tenant:${channel.tenantId}`, `thread:${channel.teamsChannelId}`]],
    );
    assert.equal(rows.length, 2);
    for (const { sent } of rows) {
      assert.equal(sent.length, 2);
      assert.ok(!sent.some((moment) => moment.toISOString() === given));
      assert.ok(sent.some((moment) => moment.getTime() >= at - 1));
    }
  });

  it('leave what was answered in time where it was, however late that is written down', async () => {
    const channel = await makeChannel(store(), await makePartner(store()));
    const content = { kind: 'fixed', activity: { type: 'message' } } as const;
    const post: NewPost = { ...cardIn(channel, newId('case')), content };
    await store().posts.add([post], []);
    const [due] = await store().posts.due(channel.teamsChannelId, 1);
    assert.ok(due);
    await store().posts.sending(due, 20);
    const given = (await store().posts.byId(post.id))?.slotAt;
    await pause(60);

    await database().pool.query(
      `select end_sends(json_build_array(json_build_object('id', id, 'conversation', $2::text, 'message', '1',
        'ago', extract(epoch from clock_timestamp() - slot_at) * 1000 - 5))) from posts where id = $1`,
      [post.id, channel.teamsChannelId],
    );

    const { rows } = await database().pool.query<{ sent: Date[] }>(
      'select sent from send_windows where key = any($1)',
      [[`tenant:${channel.tenantId}`, `thread:${channel.teamsChannelId}`]],
    );
    assert.deepEqual(
      rows.map(({ sent }) => sent.map((at) => at.toISOString())),
      [[given], [given]],
    );
  });

  it('give a new moment to a post whose moment passed long ago', async () => {
    const channel = await makeChannel(store(), await makePartner(store()));
    const content = { kind: 'fixed', activity: { type: 'message' } } as const;
    const post: NewPost = { ...cardIn(channel, newId('case')), content };
    await store().posts.add([post], []);
    await database().pool.query("update posts set slot_at = now() - interval '1 minute' where id = $1", [post.id]);
    const before = Date.now();

    const [due] = await store().posts.due(channel.teamsChannelId, 1);
    if (due === undefined) throw new Error('the post is due');
    assert.deepEqual(await store().posts.sending(due, -1), { waitMs: 0 });

    assert.ok(Date.parse((await store().posts.byId(post.id))?.slotAt ?? '') >= before - 1);
  });
});
