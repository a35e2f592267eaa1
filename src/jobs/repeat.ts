import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../workflow/ports.ts';

export interface Repeated {
  /** Ends the repetition; resolves when a run that is under way has ended. */
  stop(): Promise<void>;
}

/** Runs an action now and again `everyMs` after each end of it. A failure is logged and the next run comes all the same. */
export function repeat({ everyMs, log, action }: { everyMs: number; log: Log; action: () => Promise<void> }): Repeated {
  const stopping = new AbortController();

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await action();
      } catch (err) {
        log.warn({ err }, 'A repeated look at the jobs failed');
      }
      await pause(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = run();

  return {
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}
