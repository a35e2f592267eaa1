export type LimitedCall = 'send' | 'create' | 'members' | 'conversations';

type Allowance = { readonly kind: 'allowed' } | { readonly kind: 'throttled'; readonly retryAfterSeconds: number };

export interface ConnectorLimits {
  /** Counts a call if it is allowed. `thread` is a 1:1 chat or one channel. */
  take(call: LimitedCall, thread: string, tenantId: string, at: number): Allowance;
  /** The roster read without pages has a limit of its own. */
  takeUnpagedRoster(thread: string, at: number): Allowance;
}

type Window = readonly [seconds: number, calls: number];

/** Teams' limits per bot and thread, and per app and tenant (learn.microsoft.com, "Rate limiting for agents"). */
const posting: readonly Window[] = [
  [1, 7],
  [2, 8],
  [30, 60],
  [3600, 1800],
];
const reading: readonly Window[] = [
  [1, 14],
  [2, 16],
  [30, 120],
  [3600, 3600],
];
const perTenant: readonly Window[] = [[1, 50]];
const unpagedRoster: readonly Window[] = [[60, 5]];
const windowsOf: Readonly<Record<LimitedCall, readonly Window[]>> = {
  send: posting,
  create: posting,
  members: reading,
  conversations: reading,
};

/** Sliding windows over the times of the calls that were let through. Times are in milliseconds. */
export function connectorLimits(): ConnectorLimits {
  const times = new Map<string, number[]>();
  const of = (key: string): number[] => {
    const known = times.get(key);
    if (known !== undefined) return known;
    const fresh: number[] = [];
    times.set(key, fresh);
    return fresh;
  };
  const takeAll = (asked: readonly (readonly [key: string, windows: readonly Window[]])[], at: number): Allowance => {
    const wait = Math.max(...asked.map(([key, windows]) => waitOf(of(key), windows, at)));
    if (wait > 0) return { kind: 'throttled', retryAfterSeconds: Math.ceil(wait / 1000) };
    for (const [key, windows] of asked) note(of(key), windows, at);
    return { kind: 'allowed' };
  };
  return {
    take: (call, thread, tenantId, at) =>
      takeAll(
        [
          [`${call}/${thread}`, windowsOf[call]],
          [`tenant/${tenantId}`, perTenant],
        ],
        at,
      ),
    takeUnpagedRoster: (thread, at) => takeAll([[`roster/${thread}`, unpagedRoster]], at),
  };
}

/** Milliseconds until one more call fits all windows; 0 when it fits now. */
function waitOf(times: readonly number[], windows: readonly Window[], at: number): number {
  let wait = 0;
  for (const [seconds, calls] of windows) {
    const oldest = times[times.length - calls];
    if (oldest !== undefined) wait = Math.max(wait, oldest + seconds * 1000 - at);
  }
  return wait;
}

function note(times: number[], windows: readonly Window[], at: number): void {
  times.push(at);
  const most = Math.max(...windows.map(([, calls]) => calls));
  if (times.length > most * 2) times.splice(0, times.length - most);
}
