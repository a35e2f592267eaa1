import type { Config } from './config.ts';
import { carriedTrace, carryTrace } from './db/carried-trace.ts';
import type { Database } from './db/database.ts';
import { createFigures } from './db/figures.ts';
import type { ObserveCall } from './http/observe-call.ts';
import type { ObserveJob } from './jobs/handlers.ts';
import type { Metrics } from './telemetry/metrics.ts';
import { createObserver, type Observer } from './telemetry/observer.ts';
import type { Tracing } from './telemetry/tracing.ts';
import { createMetricsServer } from './web/metrics-server.ts';
import type { Log, Store } from './workflow/ports.ts';

/** What looks on while the product works. Where nobody asked for figures or traces, nothing stands around anything. */
export interface Observing {
  readonly turn: Observer['turn'];
  readonly job: ObserveJob | undefined;
  /** Around calls to Microsoft's services, told apart by host. */
  readonly calls: ObserveCall | undefined;
  /** Around calls to Teams. */
  readonly teams: ObserveCall | undefined;
  /** The store, with what is taken in and sent out counted. */
  counted(store: Store): Store;
  start(): Promise<{ readonly metricsPort: number | undefined }>;
  /** Sends the last spans. */
  stop(): Promise<void>;
}

interface ObservingParts {
  readonly config: Config;
  readonly database: Database;
  readonly log: Log;
  readonly now: () => Date;
}

/** Puts together what is told of the running product: figures at a port of their own, traces to a collector. */
export async function createObserving(parts: ObservingParts): Promise<Observing> {
  const { config, log } = parts;
  const at = config.telemetry.metrics;
  const [metrics, tracing] = await Promise.all([metricsOf(parts), tracingOf(parts)]);
  const observer = metrics || tracing ? createObserver({ metrics, tracing }) : undefined;
  const server = at && metrics ? createMetricsServer({ ...at, read: () => metrics.read(), log }) : undefined;

  return {
    turn: observer?.turn ?? ((_, work) => work()),
    job: observer?.job,
    calls: observer?.calls(serviceAt(config)),
    teams: observer?.calls(() => 'teams'),
    counted: (store) => (metrics === undefined ? store : countedStore(store, metrics)),
    start: async () => ({ metricsPort: (await server?.start())?.port }),
    stop: async () => {
      await Promise.all([server?.stop(), tracing?.stop()]);
    },
  };
}

// What figures and traces are made with is a fifth of all modules: only who asked for them waits for them.

async function metricsOf({ config, database, log, now }: ObservingParts): Promise<Metrics | undefined> {
  if (config.telemetry.metrics === undefined) return undefined;
  const { createMetrics } = await import('./telemetry/metrics.ts');
  return createMetrics({ readFigures: createFigures(database, now), log });
}

async function tracingOf({ config }: ObservingParts): Promise<Tracing | undefined> {
  const to = config.telemetry.tracing;
  if (to === undefined) return undefined;
  const { createTracing } = await import('./telemetry/tracing.ts');
  return createTracing({ ...to, carried: { current: carriedTrace, run: carryTrace } });
}

/** A few names of ours for the hosts of the configuration. */
function serviceAt({ urls, bot }: Config): (host: string) => string {
  const services = {
    login: urls.login,
    graph: urls.graph,
    'partner-center': urls.partnerCenter,
    azure: urls.azure,
    'bot-framework': bot.userTokenUrl,
    'bot-keys': bot.openIdMetadataUrl,
  };
  const names = new Map(Object.entries(services).map(([name, url]) => [new URL(url).host, name]));
  return (host) => names.get(host) ?? 'other';
}

function countedStore(store: Store, metrics: Metrics): Store {
  const { cases, detections, posts } = store;
  const after = async <R>(work: Promise<R>, count: (done: R) => void): Promise<R> => {
    const done = await work;
    count(done);
    return done;
  };
  return {
    ...store,
    cases: {
      ...cases,
      commit: (commit) =>
        after(cases.commit(commit), (outcome) => {
          if (outcome !== 'committed') return;
          for (const { detection } of commit.detections) metrics.detection(detection.source, 'in-case');
        }),
    },
    detections: {
      ...detections,
      keep: (record) => after(detections.keep(record), () => metrics.detection(record.detection.source, 'listed')),
      keepUnreadable: (...alert) =>
        after(detections.keepUnreadable(...alert), (isNew) => {
          if (isNew) metrics.detection(alert[1], 'unreadable');
        }),
    },
    posts: {
      ...posts,
      sent: (...args) => after(posts.sent(...args), () => metrics.send('sent')),
      later: (...args) => after(posts.later(...args), () => metrics.send('later')),
      failed: (...args) => after(posts.failed(...args), () => metrics.send('failed')),
    },
  };
}
