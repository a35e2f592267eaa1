import * as fc from 'fast-check';
import type { PowerState, ResourceKey } from '../../src/domain/azure-resource.ts';
import type { Fingerprint } from '../../src/domain/plan.ts';
import type { Act, FollowLink, OutcomeWhy } from '../../src/domain/run.ts';

/** What Azure does when a resource is acted upon (facts/azure.md 8.7). */
const outcomes = [
  'at-once',
  'operation',
  'gone-later',
  'bare-202',
  'link-lost',
  'failed',
  'failed-for-now',
  'canceled',
  'never-ending',
  'stays',
  'throttled',
  'throttled-for-long',
  'unreachable',
  'done-but-unreachable',
  'forbidden',
] as const;
type Outcome = (typeof outcomes)[number];

/** Somebody else's doing, `at` so many seconds after the run began. */
export type Meddling =
  | { readonly what: 'locks' | 'replaces' | 'removes' | 'blinds'; readonly at: number }
  | { readonly what: 'makes-anew'; readonly after: number };

/** How a resource will behave. */
export interface Nature {
  readonly outcome: Outcome;
  readonly seconds: number;
  readonly times: number;
  readonly hasMark: boolean;
  readonly meddling?: Meddling | undefined;
}

export const nature: fc.Arbitrary<Nature> = fc.record({
  outcome: fc.oneof({ weight: 2, arbitrary: fc.constantFrom('at-once', 'operation') }, fc.constantFrom(...outcomes)),
  seconds: fc.integer({ min: 0, max: 90 }),
  times: fc.integer({ min: 1, max: 8 }),
  hasMark: fc.integer({ min: 0, max: 4 }).map((one) => one > 0),
  meddling: fc.option(
    fc.oneof(
      fc.record({
        what: fc.constantFrom('locks', 'replaces', 'removes', 'blinds'),
        at: fc.integer({ min: 0, max: 120 }),
      }),
      fc.record({ what: fc.constant('makes-anew'), after: fc.integer({ min: 0, max: 30 }) }),
    ),
    { nil: undefined, freq: 4 },
  ),
});

export interface Refusal {
  readonly kind: 'refused';
  readonly why: OutcomeWhy;
  readonly again: boolean;
  readonly waitSeconds?: number;
}
export type Asked = { readonly kind: 'over' } | { readonly kind: 'accepted'; readonly follow?: FollowLink } | Refusal;
export type Seen =
  | {
      readonly kind: 'there';
      readonly fingerprint: Fingerprint;
      readonly power: PowerState;
      readonly beingDeleted: boolean;
    }
  | { readonly kind: 'gone' }
  | Refusal;
export type Followed =
  | { readonly kind: 'running' | 'over' | 'lost' }
  | { readonly kind: 'failed'; readonly why: OutcomeWhy; readonly again: boolean };

interface Resource {
  readonly nature: Nature;
  readonly users: readonly ResourceKey[];
  readonly whole?: ResourceKey | undefined;
  generation: number;
  exists: boolean;
  power: PowerState;
  acted: number;
  /** Whether an act, and nobody else, made it disappear; and whether what was made anew was then asked for again. */
  removed?: boolean;
  askedAnew?: boolean;
  /** When what was asked for takes effect, and whether the link says so by then. */
  effectAt?: number | undefined;
  overAt?: number | undefined;
  goneAt?: number | undefined;
}

/** A subscription that lives as its resources' natures say. Times are milliseconds; `began` is that of the run. */
export function azureModel(
  act: Act,
  began: number,
  parts: readonly {
    readonly key: ResourceKey;
    readonly nature: Nature;
    readonly users: readonly ResourceKey[];
    readonly whole?: ResourceKey | undefined;
  }[],
) {
  const all = new Map<ResourceKey, Resource>(
    parts.map(({ key, ...rest }) => [
      key,
      { ...rest, generation: 1, exists: true, power: act === 'start' ? 'deallocated' : 'running', acted: 0 },
    ]),
  );
  const wanted: PowerState = act === 'start' ? 'running' : 'deallocated';

  /** Brings a resource up to the moment. */
  const at = (key: ResourceKey, now: number): Resource => {
    const one = all.get(key);
    if (one === undefined) throw new Error(`nothing was ever at ${key}`);
    const since = (now - began) / 1000;
    const { meddling } = one.nature;
    if (meddling?.what === 'replaces' && one.generation === 1 && since >= meddling.at) {
      Object.assign(one, { generation: 2, exists: true, goneAt: undefined, effectAt: undefined, power: 'running' });
    }
    if (meddling?.what === 'removes' && since >= meddling.at && one.generation === 1)
      vanish(one, began + meddling.at * 1000);
    if (one.effectAt !== undefined && one.effectAt <= now) {
      if (act === 'delete') {
        vanish(one, one.effectAt);
        one.removed = true;
      } else one.power = wanted;
      one.effectAt = undefined;
    }
    const whole = one.whole === undefined ? undefined : at(one.whole, now);
    if (whole?.goneAt !== undefined || whole?.exists === false) vanish(one, whole.goneAt ?? now);
    if (meddling?.what === 'makes-anew' && one.goneAt !== undefined && now >= one.goneAt + meddling.after * 1000)
      Object.assign(one, { generation: one.generation + 1, exists: true, goneAt: undefined, power: 'running' });
    return one;
  };
  const vanish = (one: Resource, when: number): void => {
    if (!one.exists) return;
    one.exists = false;
    one.goneAt = when;
  };
  const isPast = (one: Resource, what: 'locks' | 'blinds', now: number): boolean =>
    one.nature.meddling?.what === what && now >= began + one.nature.meddling.at * 1000;

  return {
    truth: (key: ResourceKey, now: number): Readonly<Resource> => at(key, now),

    look(key: ResourceKey, now: number): Seen {
      const one = at(key, now);
      if (isPast(one, 'blinds', now)) return { kind: 'refused', why: 'unreachable', again: one.nature.times > 2 };
      if (!one.exists) return { kind: 'gone' };
      return {
        kind: 'there',
        fingerprint: one.nature.hasMark ? { mark: `${key} ${one.generation}` } : {},
        power: one.nature.times === 8 ? 'unknown' : one.power,
        beingDeleted: act === 'delete' && one.effectAt !== undefined && one.nature.times % 2 === 0,
      };
    },

    ask(key: ResourceKey, now: number): Asked {
      const one = at(key, now);
      const { outcome, seconds, times } = one.nature;
      one.acted += 1;
      if (one.removed && one.exists) one.askedAnew = true;
      if (isPast(one, 'locks', now)) return { kind: 'refused', why: 'locked', again: false };
      if (!one.exists) return { kind: 'over' };
      if (act === 'delete' && one.users.some((user) => at(user, now).exists))
        return { kind: 'refused', why: 'in-use', again: true };
      const end = now + seconds * 1000;
      const link: FollowLink = { url: `https://management.azure.com/operations${key}`, by: 'operation' };
      switch (outcome) {
        case 'at-once':
          one.effectAt = now;
          return { kind: 'over' };
        case 'bare-202':
          one.effectAt = end;
          return { kind: 'accepted' };
        case 'stays':
          return { kind: 'over' };
        case 'operation':
        case 'gone-later':
        case 'link-lost':
          one.overAt = end;
          one.effectAt = outcome === 'operation' ? end : end + 5000;
          return { kind: 'accepted', follow: link };
        case 'failed':
        case 'failed-for-now':
        case 'canceled':
        case 'never-ending':
          one.overAt = outcome === 'never-ending' ? Number.POSITIVE_INFINITY : end;
          return { kind: 'accepted', follow: link };
        case 'throttled':
        case 'unreachable':
          if (one.acted <= times) return { kind: 'refused', why: outcome, again: true, waitSeconds: seconds };
          one.effectAt = now;
          return { kind: 'over' };
        case 'throttled-for-long':
          return { kind: 'refused', why: 'throttled', again: true, waitSeconds: 3600 };
        case 'done-but-unreachable':
          one.effectAt = now;
          return { kind: 'refused', why: 'unreachable', again: true };
        case 'forbidden':
          return { kind: 'refused', why: 'no-right', again: false };
      }
    },

    follow(key: ResourceKey, now: number): Followed {
      const one = at(key, now);
      const { outcome } = one.nature;
      if (one.overAt === undefined || now < one.overAt) return { kind: 'running' };
      if (outcome === 'link-lost') return { kind: 'lost' };
      if (outcome === 'failed') return { kind: 'failed', why: 'operation-failed', again: false };
      if (outcome === 'canceled') return { kind: 'failed', why: 'operation-canceled', again: false };
      if (outcome === 'failed-for-now') return { kind: 'failed', why: 'in-use', again: true };
      return { kind: 'over' };
    },
  };
}

export type AzureModel = ReturnType<typeof azureModel>;
