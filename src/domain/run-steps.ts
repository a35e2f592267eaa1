import type { PowerState } from './azure-resource.ts';
import { canCompare, sameOne } from './drift.ts';
import type { Fingerprint } from './plan.ts';
import type { Act, FollowLink, OutcomeWhy, RunItem } from './run.ts';
import { tookTooLong } from './run-moves.ts';

/*
 * What an answer makes of an item; pure. The ways are those of facts/azure.md 2.3, 2.7 and 2.8: 202 is not "deleted", a
 * lost polling link means "verify now", and only a look that finds nothing says "gone".
 */

/** Repeats of a refusal that may pass, and of a look that still finds something. */
const mostTries = 6;
/** Of a resource in use, whose users may take their time to disappear. */
const mostTriesInUse = 20;
/** Seconds: who is asked to wait longer is told to come back another time. */
const longestWait = 120;

export interface Refused {
  readonly why: OutcomeWhy;
  readonly again: boolean;
  readonly waitSeconds?: number;
  readonly detail?: string;
}

const inSeconds = (now: Date, seconds: number): string => new Date(now.getTime() + seconds * 1000).toISOString();

export function ended(
  item: RunItem,
  state: 'done' | 'failed' | 'skipped' | 'unknown',
  now: Date,
  why?: OutcomeWhy,
  detail?: string,
): RunItem {
  const { dueAt: _due, follow: _follow, why: _why, detail: _detail, ...rest } = item;
  return {
    ...rest,
    state,
    endedAt: now.toISOString(),
    ...(why === undefined ? {} : { why }),
    ...(detail === undefined ? {} : { detail: detail.slice(0, 300) }),
  };
}

/** Before an item is acted upon: what is there now? `send` where it is the planned one and nothing has been done. */
export function afterCheck(
  item: RunItem,
  act: Act,
  seen:
    | {
        readonly kind: 'there';
        readonly fingerprint: Fingerprint;
        readonly power: PowerState;
        readonly beingDeleted: boolean;
      }
    | { readonly kind: 'gone' },
  now: Date,
): { readonly kind: 'send' } | { readonly kind: 'item'; readonly item: RunItem } {
  const become = (changed: RunItem) => ({ kind: 'item' as const, item: changed });
  const removes = act === 'delete' || act === 'cancel';
  if (seen.kind === 'gone')
    return become(
      removes
        ? ended(item, 'done', now, item.asked > 0 ? undefined : 'already-gone')
        : ended(item, 'skipped', now, 'already-gone'),
    );
  if (!sameOne(item.fingerprint, seen.fingerprint))
    return become(
      removes && item.asked > 0 ? ended(item, 'done', now, 'came-back') : ended(item, 'skipped', now, 'not-the-one'),
    );
  if (removes && seen.beingDeleted) return become(verifying(item, now, 2));
  // Perhaps it was asked, and perhaps made anew since: without a mark nobody can tell, and it is not asked again.
  const isPerhapsAsked = item.asked > 0 && (item.why === undefined || item.why === 'unreachable');
  if (removes && isPerhapsAsked && act === 'delete' && !canCompare(item.fingerprint, seen.fingerprint))
    return become(verifying(item, now, 2));
  if (!removes && isAsWanted(act, seen.power)) return become(ended(item, 'done', now));
  return { kind: 'send' };
}

function isAsWanted(act: Act, power: PowerState): boolean {
  return act === 'stop' ? power === 'deallocated' : act === 'start' && power === 'running';
}

/** The item as it is written down before the request that acts is sent: from now on it is "perhaps asked". */
export function asking(item: RunItem, now: Date): RunItem {
  const { dueAt: _due, follow: _follow, why: _why, detail: _detail, ...rest } = item;
  return { ...rest, state: 'running', asked: item.asked + 1, beganAt: item.beganAt ?? now.toISOString() };
}

export function accepted(
  item: RunItem,
  answer: { readonly follow?: FollowLink; readonly waitSeconds?: number; readonly correlationId?: string },
  now: Date,
): RunItem {
  const traced = withCorrelation(item, answer.correlationId);
  if (answer.follow === undefined) return verifying(traced, now, 0);
  return {
    ...traced,
    state: 'running',
    follow: answer.follow,
    dueAt: inSeconds(now, Math.min(answer.waitSeconds ?? 2, 60)),
    tries: 0,
  };
}

export function withCorrelation(item: RunItem, id: string | undefined): RunItem {
  return id === undefined ? item : { ...item, correlationIds: [...item.correlationIds, id].slice(-20) };
}

export function verifying(item: RunItem, now: Date, waitSeconds: number): RunItem {
  const { follow: _, ...rest } = item;
  return { ...rest, state: 'verifying', tries: 0, dueAt: inSeconds(now, waitSeconds) };
}

/** A refusal of the act: for good, or to be tried again after a wait, from the check on. */
export function refused(item: RunItem, no: Refused, now: Date): RunItem {
  const tries = item.tries + 1;
  const most = no.why === 'in-use' || no.why === 'reserved' ? mostTriesInUse : mostTries;
  if (!no.again || tries > most || (no.waitSeconds ?? 0) > longestWait || tookTooLong(item, now))
    return ended(item, 'failed', now, no.why, no.detail);
  const wait = Math.max(
    no.waitSeconds ?? 0,
    Math.min(2 ** Math.min(tries, 6), 60) * (no.waitSeconds === undefined ? 1 : 0),
  );
  const { follow: _, ...rest } = item;
  return { ...rest, state: 'checking', tries, why: no.why, dueAt: inSeconds(now, wait) };
}

/** A look or poll that got no answer: it says nothing of the act, and is made again for as long as an item may take. */
export function unseen(item: RunItem, no: Refused, now: Date): RunItem {
  const tries = item.tries + 1;
  if (!no.again || tries > mostTriesInUse || tookTooLong(item, now))
    return item.asked > 0 || item.action === 'goes-with'
      ? ended(item, 'unknown', now, no.why, no.detail)
      : ended(item, 'failed', now, no.why, no.detail);
  return {
    ...item,
    tries,
    dueAt: inSeconds(now, Math.min(Math.max(no.waitSeconds ?? 0, 2 ** Math.min(tries, 5)), 60)),
  };
}

export function afterPoll(
  item: RunItem,
  answer:
    | { readonly kind: 'running'; readonly waitSeconds?: number }
    | { readonly kind: 'over' | 'lost' }
    | ({ readonly kind: 'failed' } & Refused),
  now: Date,
): RunItem {
  switch (answer.kind) {
    case 'over':
    case 'lost':
      return verifying(item, now, 0);
    case 'failed':
      return refused(item, answer, now);
    case 'running':
      return tookTooLong(item, now)
        ? ended(item, 'unknown', now, 'took-too-long')
        : { ...item, tries: 0, dueAt: inSeconds(now, Math.min(answer.waitSeconds ?? 2, 60)) };
  }
}

/** The proof: gone, stopped, running again; or still as it was, to be looked at again. */
export function afterLook(
  item: RunItem,
  act: Act,
  seen:
    | { readonly kind: 'there'; readonly fingerprint: Fingerprint; readonly power: PowerState }
    | { readonly kind: 'gone' },
  now: Date,
): RunItem {
  const removes = act === 'delete' || act === 'cancel';
  if (seen.kind === 'gone') return removes ? ended(item, 'done', now) : ended(item, 'failed', now, 'already-gone');
  if (!sameOne(item.fingerprint, seen.fingerprint))
    return removes ? ended(item, 'done', now, 'came-back') : ended(item, 'failed', now, 'not-the-one');
  if (!removes && isAsWanted(act, seen.power)) return ended(item, 'done', now);
  const tries = item.tries + 1;
  const patience = act === 'cancel' ? mostTriesInUse * 2 : mostTriesInUse;
  if (!removes && seen.power === 'unknown') return ended(item, 'unknown', now);
  if (tries > patience || (act !== 'cancel' && tookTooLong(item, now)))
    return ended(item, 'failed', now, 'still-there');
  return { ...item, tries, dueAt: inSeconds(now, act === 'cancel' ? 30 : Math.min(2 ** Math.min(tries, 5), 30)) };
}
