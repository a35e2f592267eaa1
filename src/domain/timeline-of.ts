import type { ActivityEvent } from './activity.ts';
import { compare, isCreation, isFailure, isWrite, type TimedEvent } from './activity-kinds.ts';
import type { ResourceKey } from './azure-resource.ts';
import { strongRoleOf } from './callers.ts';
import { creatorsOf } from './creators.ts';
import { type EvidenceFacts, gatherFacts } from './evidence/facts.ts';
import type { Gap, InvestigationContext, SubscriptionReading } from './investigation.ts';
import { keyAbove } from './key-parts.ts';
import type { Timeline, TimelineEntry, TimelineKind } from './timeline.ts';

/** Entries that a summary holds; the newest. */
export const mostEntries = 300;

/** Kinds that matter since the trouble began, whoever did it to whatever. */
const telling: ReadonlySet<TimelineKind> = new Set([
  'role-granted',
  'role-removed',
  'lock-made',
  'lock-removed',
  'quota',
  'brakes-removed',
  'subscription',
  'deployment',
]);

/** How it came to be: what was done to the suspects, by their creators, and whatever weakened the subscription meanwhile. */
export function timelineOf(
  reading: SubscriptionReading,
  context: InvestigationContext,
  suspects: ReadonlySet<ResourceKey>,
): Timeline {
  return tellStory(gatherFacts(reading, context), suspects);
}

/** The same, from facts that were gathered already. */
export function tellStory(facts: EvidenceFacts, suspects: ReadonlySet<ResourceKey>): Timeline {
  const makers = new Set([...suspects].flatMap((key) => facts.creations.get(key)?.caller ?? []));
  const together = new Set([...suspects].flatMap((key) => facts.creations.get(key)?.event.correlationId || []));
  const matters = ({ event, at }: TimedEvent, kind: TimelineKind) => {
    if (isAbout(event, suspects) || together.has(event.correlationId)) return true;
    const caller = facts.keyOf(event.caller);
    if (caller !== undefined && makers.has(caller)) return true;
    return at >= facts.windowFrom && telling.has(kind);
  };
  const groups = new Map<string, { readonly kind: TimelineKind; readonly events: TimedEvent[] }>();
  for (const timed of facts.events) {
    const kind = kindIn(timed, facts);
    if (kind === undefined || !matters(timed, kind)) continue;
    const id = `${kind} ${timed.event.correlationId || timed.event.id}`;
    const known = groups.get(id);
    if (known) known.events.push(timed);
    else groups.set(id, { kind, events: [timed] });
  }
  const shown = [...groups]
    .toSorted(([a, x], [b, y]) => (y.events[0]?.at ?? 0) - (x.events[0]?.at ?? 0) || compare(a, b))
    .slice(0, mostEntries)
    .map(([, { kind, events }]) => entryOf(kind, events, facts));
  const wanted = new Set([...makers, ...shown.flatMap(({ creator }) => creator ?? [])]);
  const { creation, eventsSince } = facts.reading;
  return {
    entries: shown,
    creators: creatorsOf(wanted, { ...facts, suspects, known: facts.byKey }),
    since: eventsSince,
    ...(creation === undefined ? {} : { subscriptionCreation: creation }),
    gaps: gapsOf(facts, groups.size > shown.length),
  };
}

function gapsOf({ reading }: EvidenceFacts, wereCut: boolean): readonly Gap[] {
  const own = reading.gaps.filter(({ what }) => what === 'activity' || what === 'audit');
  const cut: Gap = { what: 'activity', why: 'cut' };
  return wereCut && !own.some(({ what }) => what === 'activity') ? [...own, cut] : own;
}

/** The suspect itself, or a part of it such as an extension. */
function isAbout({ resource }: ActivityEvent, suspects: ReadonlySet<ResourceKey>): boolean {
  for (let key: ResourceKey | undefined = resource; key !== undefined; key = keyAbove(key))
    if (suspects.has(key)) return true;
  return false;
}

/** A write that made something is told as that, with all entries of the same operation. */
function kindIn({ event, kind }: TimedEvent, { creations }: EvidenceFacts): TimelineKind | undefined {
  if (kind !== 'changed' || !isWrite(event)) return kind;
  const made = creations.get(event.resource)?.event;
  const isOfCreation = made !== undefined && made.correlationId === event.correlationId && made.correlationId !== '';
  return isCreation(event) || made === event || isOfCreation ? 'created' : 'changed';
}

function entryOf(kind: TimelineKind, events: readonly TimedEvent[], facts: EvidenceFacts): TimelineEntry {
  const [first] = events;
  const all = events.map(({ event }) => event);
  const creator = all.map(({ caller }) => facts.keyOf(caller)).find((key) => key !== undefined);
  const resources = [...new Set(all.map(({ resource }) => resource))];
  const regions = [...new Set(resources.flatMap((key) => facts.byKey.get(key)?.location || []))].toSorted();
  const what = whatOf(kind, all, facts);
  const failed = resources.every((key) => all.some((event) => event.resource === key && isFailure(event)));
  return {
    at: first?.event.at ?? '',
    until: events.at(-1)?.event.at ?? '',
    kind,
    correlationId: first?.event.correlationId ?? '',
    ...(creator === undefined ? {} : { creator }),
    resources,
    regions,
    ...(what === undefined ? {} : { what }),
    failed,
  };
}

const operationMatters: ReadonlySet<TimelineKind> = new Set(['brakes-removed', 'subscription', 'extension']);

/** Size of what was made where all have one, the role that was given, or the operation. */
function whatOf(kind: TimelineKind, events: readonly ActivityEvent[], facts: EvidenceFacts): string | undefined {
  if (kind === 'created') {
    const sizes = new Set(events.flatMap(({ size, resource }) => size ?? facts.byKey.get(resource)?.size ?? []));
    return sizes.size === 1 ? [...sizes][0] : undefined;
  }
  if (kind === 'role-granted') {
    const id = events.map(({ grant }) => grant?.roleDefinitionId).find((one) => one !== undefined);
    return strongRoleOf(id) ?? id?.split('/').at(-1) ?? events[0]?.operation;
  }
  return operationMatters.has(kind) ? events[0]?.operation : undefined;
}
