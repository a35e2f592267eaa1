import type { Verb } from '../../cards/verbs.ts';

/** What somebody sends, by what it may cause: an answer in the channel, an update of a card there, or nothing. */
type Wish =
  | { readonly kind: 'message' }
  | { readonly kind: 'press'; readonly verb: unknown }
  /** What Teams tells, such as an installation: never put off, as it comes once. */
  | { readonly kind: 'event' };

export interface FairShares {
  /**
   * Does the work in turn, at most a few at once for each person. Answers `slow-down` and does nothing where the person
   * has sent more than their share; `first` is said once until they may do something again.
   */
  run<T>(person: PersonKey, wish: Wish, work: () => Promise<T>): Promise<Done<T>>;
}

type Done<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'slow-down'; readonly first: boolean };

interface PersonKey {
  readonly tenantId: string;
  readonly objectId: string;
}

/** A message is answered with a message, of which Teams takes 60 in 30 s and 1,800 in an hour of a channel. */
const messageCost = 4;
const pressCost = 2;
/** Clients ask for fresh cards by themselves, for as many as somebody scrolls past. */
const free: ReadonlySet<unknown> = new Set<Verb>(['case.refresh']);
/** Milliseconds in which a person gets one back. */
const backAfter = 1000;
const mostAtOnce = 4;
const mostWaiting = 100;
const mostPeople = 10_000;

interface Share {
  left: number;
  at: number;
  isTold: boolean;
  running: number;
  readonly waiting: (() => void)[];
}

/**
 * What one person may do at once, so that nobody starves by somebody else's script, docs/decisions/0023-fair-shares.md.
 * Counted in this process, in little memory: with several processes each gives its share.
 */
export function createFairShares(deps: {
  /** How much somebody may do at once who did nothing before: a press counts 2, a message 4. */
  readonly most: number;
  /** The true time. */
  readonly now: () => Date;
}): FairShares {
  const shares = new Map<string, Share>();

  function shareOf({ tenantId, objectId }: PersonKey): Share {
    const key = `${tenantId} ${objectId}`;
    const now = deps.now().getTime();
    const known = shares.get(key) ?? { left: deps.most, at: now, isTold: false, running: 0, waiting: [] };
    known.left = Math.min(deps.most, known.left + Math.max(0, now - known.at) / backAfter);
    known.at = now;
    // The one who was heard last is last, and the one who was heard first is forgotten first.
    shares.delete(key);
    const [oldest] = shares;
    if (shares.size >= mostPeople && oldest !== undefined && oldest[1].running === 0) shares.delete(oldest[0]);
    shares.set(key, known);
    return known;
  }

  function slowDown(share: Share): { readonly kind: 'slow-down'; readonly first: boolean } {
    const first = !share.isTold;
    share.isTold = true;
    return { kind: 'slow-down', first };
  }

  return {
    async run(person, wish, work) {
      const share = shareOf(person);
      const cost = costOf(wish);
      if (share.left < cost || (wish.kind !== 'event' && share.waiting.length >= mostWaiting)) return slowDown(share);
      share.left -= cost;
      if (cost > 0) share.isTold = false;
      if (share.running >= mostAtOnce) await new Promise<void>((resolve) => share.waiting.push(resolve));
      else share.running++;
      try {
        return { kind: 'done', value: await work() };
      } finally {
        // Whoever waited longest takes the place.
        const next = share.waiting.shift();
        if (next === undefined) share.running--;
        else next();
      }
    },
  };
}

function costOf(wish: Wish): number {
  switch (wish.kind) {
    case 'message':
      return messageCost;
    case 'press':
      return free.has(wish.verb) ? 0 : pressCost;
    case 'event':
      return 0;
  }
}
