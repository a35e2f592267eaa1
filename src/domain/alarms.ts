import type { ReportFailure } from './case.ts';
import type { ConsentTrouble } from './consent.ts';
import type { AlarmId, CaseId, PartnerId } from './ids.ts';

/** What may be wrong with the ledger, and with the ways by which alerts come. The sentences are in locales. */
export const alarmKinds = [
  'not-carded',
  'not-reported',
  'still-open',
  'source-silent',
  'webhook-silent',
  'webhook-refused',
  'consent-lost',
] as const;
export type AlarmKind = (typeof alarmKinds)[number];

/** What an alarm says besides its kind, as it is now; as it last was once the alarm is over. */
export interface AlarmFacts {
  /** Since when it is so, ISO 8601. */
  readonly since: string;
  readonly caseId?: CaseId;
  /** Of the case. */
  readonly number?: number;
  readonly customerTenantId?: string;
  readonly subscriptionId?: string;
  /** Alerts that it is about, looks that failed in a row, callbacks that were refused; further alarms for `more`. */
  readonly count?: number;
  /** Why a source could not be read. */
  readonly sourceTrouble?: string;
  /** Why a decision could not be reported. */
  readonly reportTrouble?: ReportFailure;
  /** Why the background sign-in cannot be used. */
  readonly consentTrouble?: ConsentTrouble;
}

/** Something that is wrong now. `subject` tells those of one kind and partner apart. */
export interface Wrong {
  readonly kind: AlarmKind;
  readonly subject: string;
  readonly facts: AlarmFacts;
}

/** An alarm that was raised; at most one is open of each partner, kind and subject. */
export interface Alarm extends Wrong {
  readonly id: AlarmId;
  readonly partnerId: PartnerId;
  readonly raisedAt: string;
  /** Absent while it is so. */
  readonly clearedAt?: string;
}

/** The subject of what is about a partner as a whole. */
export const wholePartner = '';
/** The subject of the alarm that stands for further ones of its kind. */
export const furtherOnes = 'more';
/** Alarms of one kind and partner that have cards of their own: the channel is no place for hundreds. */
export const mostOfKind = 5;

export interface Settled<A extends Wrong> {
  readonly raise: readonly Wrong[];
  readonly over: readonly A[];
  /** Those that stay, of which something else is to be said by now. */
  readonly changed: readonly { readonly before: A; readonly facts: AlarmFacts }[];
}

/** What is to be raised, what is over and what has changed, of one partner. */
export function settle<A extends Wrong>(open: readonly A[], wrong: readonly Wrong[]): Settled<A> {
  const wanted = alarmKinds.flatMap((kind) =>
    bounded(
      wrong.filter((one) => one.kind === kind),
      new Set(open.filter((one) => one.kind === kind).map(({ subject }) => subject)),
    ),
  );
  const keyOf = ({ kind, subject }: Wrong) => `${kind} ${subject}`;
  const known = new Set(open.map(keyOf));
  const still = new Map(wanted.map((one) => [keyOf(one), one]));
  return {
    raise: wanted.filter((one) => !known.has(keyOf(one))),
    over: open.filter((one) => !still.has(keyOf(one))),
    changed: open.flatMap((before) => {
      const now = still.get(keyOf(before));
      if (now === undefined) return [];
      const facts = sinceThen(before, now.facts);
      return isSame(before.facts, facts) ? [] : [{ before, facts }];
    }),
  };
}

/** It has been so since it was first found, however it is counted now; what stands for others is as old as the oldest of them. */
function sinceThen({ subject, facts: before }: Wrong, now: AlarmFacts): AlarmFacts {
  return subject !== furtherOnes && before.since < now.since ? { ...now, since: before.since } : now;
}

function isSame(one: AlarmFacts, other: AlarmFacts): boolean {
  const known = new Map<string, unknown>(Object.entries(one));
  const entries = Object.entries(other);
  return entries.length === known.size && entries.every(([name, value]) => known.get(name) === value);
}

/** Those that were raised before first, then the oldest; one stands for all beyond. */
function bounded(wrong: readonly Wrong[], known: ReadonlySet<string>): readonly Wrong[] {
  if (wrong.length <= mostOfKind) return wrong;
  const order = ({ subject, facts }: Wrong) => `${known.has(subject) ? 0 : 1} ${facts.since} ${subject}`;
  const sorted = wrong.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
  const rest = sorted.slice(mostOfKind);
  const since = rest.map(({ facts }) => facts.since).toSorted()[0];
  const [first] = rest;
  if (first === undefined || since === undefined) return sorted;
  return [
    ...sorted.slice(0, mostOfKind),
    { kind: first.kind, subject: furtherOnes, facts: { since, count: rest.length } },
  ];
}
