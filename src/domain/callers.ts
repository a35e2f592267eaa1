import type { ActivityCaller } from './activity.ts';
import { isFailure, type TimedEvent } from './activity-kinds.ts';
import type { CallerKeyOf } from './caller-keys.ts';

/** What the log shows of a caller over its whole length. */
export interface CallerHistory {
  /** First act, in milliseconds. */
  readonly firstAt: number;
  /** Networks that they came from, with when each was first seen. */
  readonly networks: ReadonlyMap<string, number>;
  /** When they asked for more quota, in time. */
  readonly quotaRaises: readonly number[];
}

/** A role that lets its holder make machines, given to somebody. */
export interface Grant {
  readonly at: number;
  readonly role: StrongRole;
}

export type StrongRole = 'Owner' | 'Contributor' | 'User Access Administrator';

/** Ids of Azure's built-in roles (Azure built-in roles, learn.microsoft.com). */
const strongRoles: Readonly<Record<string, StrongRole>> = {
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635': 'Owner',
  'b24988ac-6180-42a0-ab88-20f7382dd24c': 'Contributor',
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9': 'User Access Administrator',
};

/** The strong role that a role definition's id means. */
export function strongRoleOf(roleDefinitionId: string | undefined): StrongRole | undefined {
  const id = roleDefinitionId?.toLowerCase().split('/').at(-1) ?? '';
  return Object.hasOwn(strongRoles, id) ? strongRoles[id] : undefined;
}

/** Of all callers at once; `events` are in time. */
export function historiesOf(events: readonly TimedEvent[], keyOf: CallerKeyOf): ReadonlyMap<string, CallerHistory> {
  const histories = new Map<string, { firstAt: number; networks: Map<string, number>; quotaRaises: number[] }>();
  for (const { event, at, kind } of events) {
    const key = keyOf(event.caller);
    if (key === undefined) continue;
    const known = histories.get(key) ?? {
      firstAt: at,
      networks: new Map<string, number>(),
      quotaRaises: new Array<number>(),
    };
    histories.set(key, known);
    const network = networkOf(event.caller);
    if (network !== undefined && !known.networks.has(network)) known.networks.set(network, at);
    if (kind === 'quota' && !isFailure(event)) known.quotaRaises.push(at);
  }
  return histories;
}

/** Strong roles by the object id, in lower case, of who got them; in time. */
export function grantsOf(events: readonly TimedEvent[]): ReadonlyMap<string, readonly Grant[]> {
  const grants = new Map<string, Grant[]>();
  for (const { event, at } of events) {
    const role = strongRoleOf(event.grant?.roleDefinitionId);
    const to = event.grant?.principalId?.toLowerCase();
    if (role === undefined || to === undefined || isFailure(event)) continue;
    const known = grants.get(to);
    if (known) known.push({ at, role });
    else grants.set(to, [{ at, role }]);
  }
  return grants;
}

/** Half of an IPv4 address, three groups of an IPv6 address: who changes within it has most likely not moved. */
export function networkOf({ address }: Pick<ActivityCaller, 'address'>): string | undefined {
  const text = address?.trim().toLowerCase() ?? '';
  const four = /^(\d{1,3}\.\d{1,3})\.\d{1,3}\.\d{1,3}(?::\d+)?$/.exec(text)?.[1];
  if (four !== undefined) return four;
  return text.includes(':') ? text.split(':').slice(0, 3).join(':') : undefined;
}
