export interface WorldClock {
  now(): Date;
  advance(ms: number): void;
  onClock(listener: (now: Date) => void): void;
}

/** A clock that runs with the machine's, from `start` on, and can be moved forward. */
export function worldClock(start: Date | undefined): WorldClock {
  let ahead = start === undefined ? 0 : start.getTime() - Date.now();
  const listeners: ((now: Date) => void)[] = [];
  const now = (): Date => new Date(Date.now() + ahead);
  return {
    now,
    advance(ms) {
      if (!Number.isFinite(ms) || ms < 0) throw new Error(`the clock only goes forward, not by ${ms} ms`);
      ahead += ms;
      const then = now();
      for (const listener of listeners) listener(then);
    },
    onClock(listener) {
      listeners.push(listener);
    },
  };
}
