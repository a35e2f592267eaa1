import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type Figures, timesLeft } from './figures.ts';

export interface MetricsDeps {
  readonly readFigures: () => Promise<Figures>;
  readonly log: { warn(data: object, message: string): void };
}

/** What is counted, and the text that Prometheus reads. No label has a value that people, customers or services choose. */
export interface Metrics {
  turn(kind: string, outcome: string, seconds: number): void;
  job(name: string, outcome: string, seconds: number): void;
  call(service: string, outcome: string, seconds: number): void;
  send(outcome: 'sent' | 'later' | 'failed'): void;
  detection(source: string, outcome: 'in-case' | 'listed' | 'unreadable'): void;
  /** The exposition format with its content type. Figures of a database that does not answer are left out. */
  read(): Promise<{ readonly type: string; readonly text: string }>;
}

const prefix = 'mining_watch_';
/** Seconds: a turn takes milliseconds, a call of Azure may take its whole time limit. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function createMetrics({ readFigures, log }: MetricsDeps): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const histogram = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Histogram({ name: prefix + name, help, labelNames, buckets, registers });
  const turns = histogram('turn_seconds', 'Turns of the bot, by what came and how it ended', ['kind', 'outcome']);
  const jobs = histogram('job_seconds', 'Runs of jobs, by name and how they ended', ['job', 'outcome']);
  const calls = histogram('call_seconds', 'Attempts at services outside', ['service', 'outcome']);
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name: prefix + name, help, labelNames, registers });
  const sends = counter('sends_total', 'Messages to Teams, by what became of them', ['outcome']);
  const detections = counter('detections_total', 'Alerts taken in, each time that they changed', ['source', 'outcome']);
  const show = figureGauges(registry);

  return {
    turn: (kind, outcome, seconds) => turns.observe({ kind, outcome }, seconds),
    job: (job, outcome, seconds) => jobs.observe({ job, outcome }, seconds),
    call: (service, outcome, seconds) => calls.observe({ service, outcome }, seconds),
    send: (outcome) => sends.inc({ outcome }),
    detection: (source, outcome) => detections.inc({ source, outcome }),
    read: async () => {
      try {
        show(await readFigures());
      } catch (err) {
        log.warn({ err }, 'the figures of the database could not be read');
        show(undefined);
      }
      return { type: registry.contentType, text: await registry.metrics() };
    },
  };
}

/** Gauges of what is read at each question; those that have no value now are not shown at all. */
function figureGauges(registry: Registry): (figures: Figures | undefined) => void {
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge({ name: prefix + name, help, labelNames, registers: [registry] });
  const up = gauge('database_up', 'Whether the database answered this question');
  const duePost = gauge('oldest_due_post_seconds', 'Age of the message to Teams that is longest overdue');
  const dueJob = gauge('oldest_due_job_seconds', 'Age of the job that is longest overdue');
  const deadJobs = gauge('dead_jobs', 'Jobs that failed for good');
  const failedPosts = gauge('failed_posts', 'Messages that could not be posted');
  const cases = gauge('open_cases', 'Open cases by the time left until the 24-hour limit', ['left']);
  const partners = gauge('source_partners', 'Partners read by a kind of source', ['source']);
  const failing = gauge('source_failing', 'Partners whose source failed at the last look', ['source']);
  const ages = gauge('source_age_seconds', 'Time since the partner longest not read was read', ['source']);
  const ledger = gauge('ledger_alerts', 'Alerts received today in UTC, by what became of them', ['source', 'place']);
  const answered = gauge('ledger_answered', 'Of these, those that have an answer', ['source']);
  const resolved = gauge('ledger_resolved', 'Of these, those that the source shows as resolved', ['source']);
  const callbacks = gauge('ledger_callbacks', 'Callbacks of today: received, refused, led to a look', ['outcome']);
  const alarms = gauge('open_alarms', 'Alarms that are open in channels, by what is wrong', ['kind']);
  const pool = gauge('pool_connections', 'Connections of the database pool of this process', ['state']);
  const all = [
    duePost,
    dueJob,
    deadJobs,
    failedPosts,
    cases,
    partners,
    failing,
    ages,
    pool,
    ledger,
    answered,
    resolved,
    callbacks,
    alarms,
  ];

  return (figures) => {
    for (const one of all) one.reset();
    up.set(figures === undefined ? 0 : 1);
    if (figures === undefined) {
      for (const one of [duePost, dueJob, deadJobs, failedPosts]) one.set(Number.NaN);
      return;
    }
    duePost.set(figures.oldestDuePost ?? 0);
    dueJob.set(figures.oldestDueJob ?? 0);
    deadJobs.set(figures.deadJobs);
    failedPosts.set(figures.failedPosts);
    for (const left of timesLeft) cases.set({ left }, figures.openCases[left]);
    for (const { source, partners: count, failing: bad, oldestReading } of figures.sources) {
      partners.set({ source }, count);
      failing.set({ source }, bad);
      if (oldestReading !== undefined) ages.set({ source }, oldestReading);
    }
    for (const { source, places, ...counts } of figures.ledger) {
      for (const [place, count] of Object.entries(places)) ledger.set({ source, place }, count);
      answered.set({ source }, counts.answered);
      resolved.set({ source }, counts.resolved);
    }
    for (const [outcome, count] of Object.entries(figures.callbacks)) callbacks.set({ outcome }, count);
    for (const [kind, count] of Object.entries(figures.openAlarms)) alarms.set({ kind }, count);
    for (const [state, count] of Object.entries(figures.pool)) pool.set({ state }, count);
  };
}
