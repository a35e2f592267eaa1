import type { Task, TaskList } from 'graphile-worker';
import { OutsideError } from '../domain/outside.ts';
import type { JobName, Jobs } from '../workflow/job-ports.ts';
import type { Log } from '../workflow/ports.ts';
import { payloads } from './table.ts';

export interface JobContext {
  /** Aborted when the process stops and has waited long enough for the job to end by itself. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /** The number of its row. */
  readonly jobId: string;
  /** 1 at the first try. */
  readonly attempt: number;
  /** Whether a failure now is final: the job is then kept as dead (dead-jobs.ts). */
  readonly lastAttempt: boolean;
}

export type JobHandlers = {
  readonly [N in JobName]: (payload: Jobs[N], context: JobContext) => Promise<void>;
};

/** A run of a job, as those who look at it are told. */
export interface JobRun {
  readonly name: JobName;
  readonly id: string;
  readonly attempt: number;
  readonly lastAttempt: boolean;
  /** As it stands in the row, unchecked; `_trace` is the trace of what caused the job. */
  readonly payload: unknown;
}

/** Stands around each run of a job, and throws what it throws. */
export type ObserveJob = (run: JobRun, work: () => Promise<void>) => Promise<void>;

/** A handler as graphile-worker calls it: payload checked, failures logged and thrown on, so that the job is repeated. */
function taskOf<N extends JobName>(name: N, handlers: Pick<JobHandlers, N>, log: Log, observe: ObserveJob): Task {
  return async (payload, { job, abortSignal }) => {
    const jobLog = log.child({ job: name, jobId: job.id, attempt: job.attempts });
    const lastAttempt = job.attempts >= job.max_attempts;
    const began = performance.now();
    const run = { name, id: job.id, attempt: job.attempts, lastAttempt, payload };
    try {
      await observe(run, async () => {
        const known: Jobs[N] = payloads[name].parse(payload);
        await handlers[name](known, {
          signal: abortSignal,
          log: jobLog,
          jobId: job.id,
          attempt: job.attempts,
          lastAttempt,
        });
      });
      jobLog.debug({ ms: Math.round(performance.now() - began) }, 'Job done');
    } catch (err) {
      if (lastAttempt) jobLog.error({ err }, 'Job failed for good');
      else jobLog.warn({ err }, 'Job failed and will be tried again');
      throw reasonFirst(err);
    }
  };
}

/** The row keeps only the message of an error; the known word in front tells people why (db/dead-letters.ts). */
function reasonFirst(err: unknown): unknown {
  return err instanceof OutsideError ? new Error(`${err.why}: ${err.message}`, { cause: err }) : err;
}

export function taskListOf(handlers: JobHandlers, log: Log, observe: ObserveJob = (_, work) => work()): TaskList {
  return {
    poll: taskOf('poll', handlers, log, observe),
    'look-at': taskOf('look-at', handlers, log, observe),
    'read-facts': taskOf('read-facts', handlers, log, observe),
    report: taskOf('report', handlers, log, observe),
    'channel-closed': taskOf('channel-closed', handlers, log, observe),
    tell: taskOf('tell', handlers, log, observe),
    investigate: taskOf('investigate', handlers, log, observe),
    'make-plan': taskOf('make-plan', handlers, log, observe),
    'carry-out': taskOf('carry-out', handlers, log, observe),
    'look-after': taskOf('look-after', handlers, log, observe),
    'send-mail': taskOf('send-mail', handlers, log, observe),
    'track-support': taskOf('track-support', handlers, log, observe),
    'build-pack': taskOf('build-pack', handlers, log, observe),
    'go-on': taskOf('go-on', handlers, log, observe),
    'read-score': taskOf('read-score', handlers, log, observe),
    sweep: taskOf('sweep', handlers, log, observe),
    recall: taskOf('recall', handlers, log, observe),
  };
}
