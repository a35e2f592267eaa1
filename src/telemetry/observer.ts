import type { Metrics } from './metrics.ts';
import type { Tracing } from './tracing.ts';

interface JobRun {
  readonly name: string;
  readonly id: string;
  readonly attempt: number;
  readonly lastAttempt: boolean;
  readonly payload: unknown;
}

interface Call {
  readonly method: string;
  readonly host: string;
}

type ObserveCall = <T extends { readonly status: number }>(call: Call, send: () => Promise<T>) => Promise<T>;

/** Stands around what comes in, what is done and what goes out; none of it knows of that. */
export interface Observer {
  readonly turn: <T extends { readonly status: number }>(activity: object, work: () => Promise<T>) => Promise<T>;
  readonly job: (run: JobRun, work: () => Promise<void>) => Promise<void>;
  /** For the services at these hosts; `nameOf` answers one of a few names of ours. */
  readonly calls: (nameOf: (host: string) => string) => ObserveCall;
}

/** An observer that counts, draws spans, or both. */
export function createObserver({
  metrics,
  tracing,
}: {
  metrics?: Metrics | undefined;
  tracing?: Tracing | undefined;
}): Observer {
  const span: Tracing['span'] = tracing?.span ?? ((_, work) => work());

  return {
    turn: async (activity, work) => {
      const kind = kindOf(activity);
      const began = performance.now();
      const note = (outcome: string) => metrics?.turn(kind, outcome, since(began));
      try {
        const answer = await span({ name: `turn ${kind}`, attributes: { 'mining_watch.turn': kind } }, work, statusOf);
        note(answer.status < 400 ? 'answered' : answer.status < 500 ? 'refused' : 'failed');
        return answer;
      } catch (error) {
        note('failed');
        throw error;
      }
    },

    job: async (run, work) => {
      const { name, id, attempt, lastAttempt, payload } = run;
      const fields = recordOf(payload);
      const parent = typeof fields['_trace'] === 'string' ? fields['_trace'] : undefined;
      const attributes = { 'mining_watch.job': name, 'mining_watch.job_id': id, attempt, ...idsIn(fields) };
      const began = performance.now();
      try {
        await span({ name: `job ${name}`, attributes, parent }, work);
        metrics?.job(name, 'done', since(began));
      } catch (error) {
        metrics?.job(name, lastAttempt ? 'dead' : 'retried', since(began));
        throw error;
      }
    },

    calls: (nameOf) => async (call, send) => {
      const service = nameOf(call.host);
      const attributes = { 'http.request.method': call.method, 'server.address': call.host, 'peer.service': service };
      const began = performance.now();
      try {
        const answer = await span({ name: `${call.method} ${service}`, attributes }, send, statusOf);
        metrics?.call(service, outcomeOf(answer.status), since(began));
        return answer;
      } catch (error) {
        metrics?.call(service, isTimeout(error) ? 'timeout' : 'no-answer', since(began));
        throw error;
      }
    },
  };
}

const since = (began: number): number => (performance.now() - began) / 1000;

const statusOf = ({ status }: { readonly status: number }) => ({ 'http.response.status_code': status });

/** 429 stands alone: it is the one that says to come less often. */
function outcomeOf(status: number): string {
  return status === 429 ? '429' : `${Math.floor(status / 100)}xx`;
}

function isTimeout(error: unknown): boolean {
  const { name, code } = recordOf(error);
  return name === 'AbortError' || name === 'TimeoutError' || code === 'ETIMEDOUT';
}

/** Kinds of activities that the bot knows; whoever sends others, or forges one, makes no new label. */
const kinds: ReadonlyMap<string, string> = new Map([
  ['message', 'message'],
  ['invoke adaptiveCard/action', 'button'],
  ['invoke signin/tokenExchange', 'sign-in'],
  ['invoke signin/verifyState', 'sign-in'],
  ['invoke config/fetch', 'config'],
  ['invoke config/submit', 'config'],
  ['installationUpdate', 'installation'],
  ['conversationUpdate', 'conversation'],
]);

function kindOf(activity: object): string {
  const { type, name } = recordOf(activity);
  return kinds.get(type === 'invoke' ? `invoke ${String(name)}` : String(type)) ?? 'other';
}

/** Ids of ours in a job's payload, `case_…` and the like. */
function idsIn(fields: Readonly<Record<string, unknown>>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields))
    if (typeof value === 'string' && /^[a-z]{2,8}_[0-9a-f-]{32,36}$/.test(value)) found[`mining_watch.${name}`] = value;
  return found;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value, ...namedOf(value) } : {};
}

/** What an error's prototype holds does not come with a spread. */
function namedOf(value: object): Record<string, unknown> {
  return value instanceof Error ? { name: value.name } : {};
}
