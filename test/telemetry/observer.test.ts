import assert from 'node:assert/strict';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { createObserver } from '../../src/telemetry/observer.ts';
import { quietLog } from '../support/quiet-log.ts';

const figures = {
  deadJobs: 2,
  failedPosts: 3,
  openCases: { over: 1, 'under-1h': 0, 'under-4h': 0, 'under-12h': 0, 'over-12h': 4 },
  sources: [{ source: 'graph', partners: 2, failing: 1, oldestReading: 90 }],
  ledger: [
    {
      source: 'graph',
      places: { carded: 3, listed: 2, explained: 1, waiting: 0, missing: 1 },
      answered: 4,
      resolved: 2,
    },
  ],
  callbacks: { received: 9, refused: 2, led: 6 },
  openAlarms: { 'source-silent': 1, 'not-carded': 0 },
  pool: { total: 5, idle: 4, waiting: 0, most: 8 },
};

function watched(readFigures = () => Promise.resolve(figures)) {
  const metrics = createMetrics({ readFigures, log: quietLog });
  const observer = createObserver({ metrics });
  /** Lines of ours with that name, without the buckets of histograms. */
  const lines = async (name: string) => {
    const { text } = await metrics.read();
    return text.split('\n').filter((line) => line.startsWith(`mining_watch_${name}`) && !line.includes('_bucket'));
  };
  return { metrics, observer, lines };
}

const answered = (status: number) => () => Promise.resolve({ status });

describe('what is counted', () => {
  const turns = [
    [{ type: 'message' }, 200, 'message', 'answered'],
    [{ type: 'invoke', name: 'adaptiveCard/action' }, 200, 'button', 'answered'],
    [{ type: 'invoke', name: 'signin/tokenExchange' }, 412, 'sign-in', 'refused'],
    [{ type: 'installationUpdate' }, 500, 'installation', 'failed'],
    [{ type: 'invoke', name: '"}\nforged{x="' }, 401, 'other', 'refused'],
    [{ type: 'message"} 1\nx{a="' }, 401, 'other', 'refused'],
    [{}, 200, 'other', 'answered'],
  ] as const;
  for (const [activity, status, kind, outcome] of turns)
    it(`is a turn of ${JSON.stringify(activity)} as ${kind}, ${outcome}`, async () => {
      const { observer, lines } = watched();

      await observer.turn(activity, answered(status));

      assert.deepEqual(await lines('turn_seconds_count'), [
        `mining_watch_turn_seconds_count{kind="${kind}",outcome="${outcome}"} 1`,
      ]);
    });

  const ends = [
    ['done', false, undefined],
    ['retried', false, new Error('no')],
    ['dead', true, new Error('no')],
  ] as const;
  for (const [outcome, lastAttempt, error] of ends)
    it(`is a job that is ${outcome}`, async () => {
      const { observer, lines } = watched();
      const run = { name: 'poll', id: '1', attempt: 1, lastAttempt, payload: { customer: 'Contoso' } };

      const ran = observer.job(run, () => (error === undefined ? Promise.resolve() : Promise.reject(error)));
      await (error === undefined ? ran : assert.rejects(ran, error));

      assert.deepEqual(await lines('job_seconds_count'), [
        `mining_watch_job_seconds_count{job="poll",outcome="${outcome}"} 1`,
      ]);
    });

  const calls = [
    ['2xx', answered(204)],
    ['4xx', answered(404)],
    ['429', answered(429)],
    ['5xx', answered(503)],
    ['timeout', () => Promise.reject(Object.assign(new Error('late'), { name: 'TimeoutError' }))],
    ['timeout', () => Promise.reject(Object.assign(new Error('late'), { code: 'ETIMEDOUT' }))],
    ['timeout', () => Promise.reject(new DOMException('gone', 'AbortError'))],
    ['no-answer', () => Promise.reject(Object.assign(new Error('cut'), { code: 'ECONNRESET' }))],
  ] as const;
  for (const [outcome, send] of calls)
    it(`is a call outside that ended as ${outcome}`, async () => {
      const { observer, lines } = watched();
      const observe = observer.calls((host) => (host === 'graph.example' ? 'graph' : 'other'));

      await observe({ method: 'GET', host: 'graph.example' }, send).catch(() => undefined);

      assert.deepEqual(await lines('call_seconds_count'), [
        `mining_watch_call_seconds_count{service="graph",outcome="${outcome}"} 1`,
      ]);
    });

  it('is what the database shows, at each question anew', async () => {
    const { lines } = watched();

    assert.deepEqual(await lines('dead_jobs'), ['mining_watch_dead_jobs 2']);
    assert.deepEqual(await lines('failed_posts'), ['mining_watch_failed_posts 3']);
    assert.deepEqual(await lines('oldest_due_post_seconds'), ['mining_watch_oldest_due_post_seconds 0']);
    assert.ok((await lines('open_cases')).includes('mining_watch_open_cases{left="over"} 1'));
    assert.deepEqual(await lines('source_age_seconds'), ['mining_watch_source_age_seconds{source="graph"} 90']);
    assert.ok((await lines('pool_connections')).includes('mining_watch_pool_connections{state="idle"} 4'));
    assert.ok((await lines('ledger_alerts')).includes('mining_watch_ledger_alerts{source="graph",place="missing"} 1'));
    assert.deepEqual(await lines('ledger_answered'), ['mining_watch_ledger_answered{source="graph"} 4']);
    assert.deepEqual(await lines('ledger_resolved'), ['mining_watch_ledger_resolved{source="graph"} 2']);
    assert.ok((await lines('ledger_callbacks')).includes('mining_watch_ledger_callbacks{outcome="refused"} 2'));
    assert.ok((await lines('open_alarms')).includes('mining_watch_open_alarms{kind="source-silent"} 1'));
    assert.deepEqual(await lines('database_up'), ['mining_watch_database_up 1']);
  });

  it('is no old figure where the database has gone, while all else is still told', async () => {
    let gone = false;
    const { observer, lines, metrics } = watched(() =>
      gone ? Promise.reject(new Error('gone')) : Promise.resolve(figures),
    );
    await metrics.read();
    gone = true;

    await observer.turn({ type: 'message' }, answered(200));

    assert.deepEqual(await lines('database_up'), ['mining_watch_database_up 0']);
    assert.deepEqual(await lines('dead_jobs'), ['mining_watch_dead_jobs Nan']);
    assert.deepEqual(await lines('open_cases'), []);
    assert.equal((await lines('turn_seconds_count')).length, 1);
    assert.match((await metrics.read()).text, /process_resident_memory_bytes \d/);
  });
});
