import type { ActivityEvent } from './activity.ts';
import { typeOfKey } from './key-parts.ts';
import type { TimelineKind } from './timeline.ts';

/** Operations that ask for more machines than there may be (facts/azure.md 4.1). */
const quotaOperations: ReadonlySet<string> = new Set([
  'microsoft.quota/quotas/write',
  'microsoft.capacity/resourceproviders/locations/servicelimits/write',
  'microsoft.support/supporttickets/write',
]);

/** Operations that take brakes away, locks aside (facts/azure.md 4.1). */
const brakeOperations: ReadonlySet<string> = new Set([
  'microsoft.authorization/policyassignments/delete',
  'microsoft.insights/diagnosticsettings/delete',
]);

const exact: Readonly<Record<string, TimelineKind>> = {
  'microsoft.resources/deployments/write': 'deployment',
  'microsoft.authorization/roleassignments/write': 'role-granted',
  'microsoft.authorization/elevateaccess/action': 'role-granted',
  'microsoft.authorization/roleassignments/delete': 'role-removed',
  'microsoft.authorization/locks/write': 'lock-made',
  'microsoft.authorization/locks/delete': 'lock-removed',
};

/** By how an operation ends; the first that fits. */
const endings: readonly (readonly [RegExp, TimelineKind])[] = [
  [/\/(?:extensions|runcommands)\/write$|\/runcommand\/action$/, 'extension'],
  [/\/listkeys\/action$/, 'keys-read'],
  [/\/(?:deallocate|poweroff|stop)\/action$/, 'stopped'],
  [/\/start\/action$/, 'started'],
  [/\/delete$/, 'deleted'],
  [/\/write$/, 'changed'],
];

/** What an event is in a story; undefined for what tells nothing. That a write created is known by `isCreation` only. */
function kindOf(operation: string): TimelineKind | undefined {
  if (Object.hasOwn(exact, operation)) return exact[operation];
  if (quotaOperations.has(operation)) return 'quota';
  if (brakeOperations.has(operation)) return 'brakes-removed';
  if (operation.startsWith('microsoft.subscription/')) return 'subscription';
  return endings.find(([ending]) => ending.test(operation))?.[1];
}

/** Whether the event is a write of just the resource that it names. */
export function isWrite({ operation, resource }: ActivityEvent): boolean {
  return operation.endsWith('/write') && operation === `${typeOfKey(resource)}/write`;
}

/** Whether the log says that the write made something new (201). */
export function isCreation(event: ActivityEvent): boolean {
  return event.subStatus?.toLowerCase() === 'created' && !isFailure(event) && isWrite(event);
}

export function isFailure({ status }: Pick<ActivityEvent, 'status'>): boolean {
  return /^(?:fail|cancel)/i.test(status);
}

/** An event with what is asked of it again and again. */
export interface TimedEvent {
  readonly event: ActivityEvent;
  /** Milliseconds. */
  readonly at: number;
  readonly kind: TimelineKind | undefined;
}

/** In time, and the same whatever the order was before; what has no readable time is left out. */
export function inTime(events: readonly ActivityEvent[]): readonly TimedEvent[] {
  const kinds = new Map<string, TimelineKind | undefined>();
  const timed: TimedEvent[] = [];
  for (const event of events) {
    const at = Date.parse(event.at);
    if (Number.isNaN(at)) continue;
    if (!kinds.has(event.operation)) kinds.set(event.operation, kindOf(event.operation));
    timed.push({ event, at, kind: kinds.get(event.operation) });
  }
  return timed.toSorted(
    (a, b) => a.at - b.at || compare(a.event.id, b.event.id) || compare(a.event.operation, b.event.operation),
  );
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
