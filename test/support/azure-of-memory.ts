import { randomUUID } from 'node:crypto';
import type { ActivityEvent } from '../../src/domain/activity.ts';
import {
  type AzureLock,
  type AzureResource,
  groupOf,
  isWithin,
  type PowerState,
  type ResourceKey,
  resourceKey,
} from '../../src/domain/azure-resource.ts';
import { day } from '../../src/domain/clocks.ts';
import type { SubscriptionReading } from '../../src/domain/investigation.ts';
import { OutsideError } from '../../src/domain/outside.ts';
import type { Person } from '../../src/domain/people.ts';
import type {
  ActAnswer,
  ActRefusal,
  AzureActs,
  AzureReader,
  AzureScope,
  EvidencePiece,
  FollowAnswer,
  LookAnswer,
  SubscriptionAudit,
  SubscriptionCanceller,
} from '../../src/workflow/response-ports.ts';

type Act = 'stop' | 'start' | 'delete' | 'cancel' | 'tag';

/** What stands there; made anew, it is another. */
interface Standing {
  readonly resource: AzureResource;
  readonly mark: string | undefined;
  power: PowerState;
  tags: Record<string, string>;
  operation?: { readonly act: Act; readonly endsAt: number };
}

/** A request that changes something, as it arrived, with what stood there at that moment. */
export interface Sent {
  readonly act: Act;
  readonly key: ResourceKey;
  readonly by: Person;
  readonly mark: string | undefined;
  readonly at: number;
}

type Added = Partial<AzureResource> & {
  readonly power?: PowerState;
  /** Azure tells nothing by which it could be known again. */
  readonly unmarked?: boolean;
};

/**
 * An Azure subscription in memory, that really changes: what is deleted is there until its operation has ended, what is
 * used by another is in use, machines have power, and what is made anew has another mark.
 */
export interface AzureOfMemory {
  readonly reader: AzureReader;
  readonly acts: AzureActs;
  readonly canceller: SubscriptionCanceller;
  readonly audit: SubscriptionAudit;
  /** Adds a resource, or makes one of that name anew. */
  add(name: string, type?: string, change?: Added): AzureResource;
  /** Takes it away, as somebody else would. */
  takeAway(key: ResourceKey): void;
  has(key: ResourceKey): boolean;
  keys(): readonly ResourceKey[];
  mark(key: ResourceKey): string | undefined;
  power(key: ResourceKey): PowerState | undefined;
  tags(key: ResourceKey): Readonly<Record<string, string>>;
  /** Requests that changed something, or were to. */
  readonly sent: Sent[];
  readonly locks: AzureLock[];
  readonly events: ActivityEvent[];
  readonly groups: Map<string, { readonly createdAt?: string; readonly managedBy?: string }>;
  /** What a reading tells besides. */
  also: Partial<SubscriptionReading>;
  /** Seconds that an operation takes. */
  seconds: number;
  /** Of the subscription itself. */
  isActive: boolean;
  /** Called at requests of the kind; what they answer is given instead, and they may throw. */
  on: {
    act?: (act: Act, key: ResourceKey) => ActAnswer | undefined;
    look?: (key: ResourceKey) => LookAnswer | undefined;
    follow?: () => FollowAnswer | undefined;
    may?: () => Awaited<ReturnType<AzureActs['may']>> | undefined;
    read?: () => void;
    creation?: () => SubscriptionReading['creation'];
    evidence?: () => void;
  };
  /** Most deletions that were under way at once. */
  mostAtOnce: number;
}

export const types = {
  vm: 'microsoft.compute/virtualmachines',
  nic: 'microsoft.network/networkinterfaces',
  disk: 'microsoft.compute/disks',
  address: 'microsoft.network/publicipaddresses',
  vault: 'microsoft.keyvault/vaults',
} as const;

const stoppable: ReadonlySet<string> = new Set([types.vm]);

export function refuses(why: ActRefusal['why'], again = false): ActRefusal {
  return { kind: 'refused', why, again };
}

export function failing(why: OutsideError['why']): () => never {
  return () => {
    throw new OutsideError('Azure does not give it', { why });
  };
}

/** A subscription that is empty at first; its operations come to their ends by the clock. */
export function azureOfMemory(subscriptionId: string, now: () => Date): AzureOfMemory {
  const standing = new Map<ResourceKey, Standing>();
  const ends = new Map<string, number>();
  let inactiveAt = Number.POSITIVE_INFINITY;

  /** What has come to its end by now. */
  function settle(): void {
    for (const [key, one] of standing) {
      const { operation } = one;
      if (operation === undefined || operation.endsAt > now().getTime()) continue;
      delete one.operation;
      if (operation.act === 'stop') one.power = 'deallocated';
      if (operation.act === 'start') one.power = 'running';
      if (operation.act !== 'delete') continue;
      for (const other of standing.keys()) if (isWithin(other, key)) standing.delete(other);
    }
    if (inactiveAt <= now().getTime()) azure.isActive = false;
  }

  function begin(one: Standing, act: Act): ActAnswer {
    one.operation ??= { act, endsAt: now().getTime() + azure.seconds * 1000 };
    const url = `https://management.azure.com/operations/${randomUUID()}`;
    ends.set(url, one.operation.endsAt);
    const deletions = [...standing.values()].filter(({ operation }) => operation?.act === 'delete').length;
    azure.mostAtOnce = Math.max(azure.mostAtOnce, deletions);
    return { kind: 'accepted', follow: { url, by: 'operation' }, waitSeconds: 1, correlationId: randomUUID() };
  }

  /** What stands there and may be acted upon; or the answer. */
  function asked(at: AzureScope, by: Person, act: Act, id: string): { one: Standing } | { answer: ActAnswer } {
    settle();
    const key = resourceKey(id);
    azure.sent.push({ act, key, by, mark: standing.get(key)?.mark, at: now().getTime() });
    if (at.subscriptionId !== subscriptionId) return { answer: refuses('other') };
    const told = azure.on.act?.(act, key);
    settle();
    const one = standing.get(key);
    if (told !== undefined) return { answer: told };
    return one === undefined ? { answer: { kind: 'absent' } } : { one };
  }

  const acting =
    (act: 'stop' | 'start'): AzureActs['stop'] =>
    async (at, by, { id }) => {
      const found = asked(at, by, act, id);
      return 'one' in found ? begin(found.one, act) : found.answer;
    };
  const isLocked = (key: ResourceKey) => azure.locks.some(({ scope }) => isWithin(key, scope) || isWithin(scope, key));
  const isUsed = (key: ResourceKey) =>
    [...standing.values()].some(({ resource }) => resource.key !== key && resource.refs.includes(key));
  const there = (): ReadonlyMap<ResourceKey, Standing> => {
    settle();
    return standing;
  };
  const readNow = () => ({
    readAt: now().toISOString(),
    resources: [...there().values()].map(({ resource, tags }) => ({ ...resource, tags })),
    locks: azure.locks,
    denyAssignments: [],
  });

  const azure: AzureOfMemory = {
    sent: [],
    locks: [],
    events: [],
    groups: new Map(),
    also: {},
    seconds: 5,
    isActive: true,
    on: {},
    mostAtOnce: 0,

    add(name, type = types.vm, { power = 'running', unmarked = false, ...change } = {}) {
      const group = change.group ?? 'rg-mine';
      const id = `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/${type}/${name}`;
      const key = resourceKey(id);
      const common = { id, key, name, type, location: 'brazilsouth', tags: {}, refs: [], texts: [] };
      const created = unmarked ? {} : { createdAt: now().toISOString() };
      const resource: AzureResource = { ...common, ...created, ...change, group: groupOf(key) };
      standing.set(key, { resource, mark: unmarked ? undefined : randomUUID(), power, tags: resource.tags });
      return resource;
    },
    takeAway: (key) => void standing.delete(key),
    has: (key) => there().has(key),
    keys: () => [...there().keys()].toSorted(),
    mark: (key) => standing.get(key)?.mark,
    power: (key) => there().get(key)?.power,
    tags: (key) => standing.get(key)?.tags ?? {},

    reader: {
      async read() {
        azure.on.read?.();
        return {
          ...readNow(),
          events: azure.events,
          eventsSince: new Date(now().getTime() - 90 * day).toISOString(),
          costs: [],
          power: Object.fromEntries([...standing].map(([key, { power }]) => [key, power])),
          cpu: {},
          defender: [],
          gaps: [],
          ...azure.also,
        };
      },
      async readNow() {
        azure.on.read?.();
        return readNow();
      },
      group: async (_, name) => azure.groups.get(name.toLowerCase()),
      async *evidence(_, { resources, groups }): AsyncGenerator<EvidencePiece> {
        azure.on.evidence?.();
        yield { kind: 'activity-log', name: '1', content: azure.events.map(({ id }) => id) };
        for (const name of groups) yield { kind: 'deployment', name, content: {} };
        for (const { id } of resources)
          yield { kind: 'resource', name: id, content: { mark: standing.get(resourceKey(id))?.mark ?? null } };
      },
    },

    acts: {
      stop: acting('stop'),
      start: acting('start'),
      async remove(at, by, { id }) {
        const key = resourceKey(id);
        const found = asked(at, by, 'delete', id);
        if ('answer' in found) return found.answer;
        if (isLocked(key)) return refuses('locked');
        return isUsed(key) ? refuses('in-use', true) : begin(found.one, 'delete');
      },
      async tag(at, by, { id }, tags) {
        const found = asked(at, by, 'tag', id);
        if ('answer' in found) return found.answer;
        found.one.tags = { ...found.one.tags, ...tags };
        return { kind: 'over' };
      },
      async follow(_at, _by, { url }) {
        const told = azure.on.follow?.();
        if (told !== undefined) return told;
        const endsAt = ends.get(url);
        if (endsAt === undefined) return { kind: 'lost' };
        return endsAt > now().getTime() ? { kind: 'running', waitSeconds: 1 } : { kind: 'over' };
      },
      async look(_at, _by, { id }) {
        const key = resourceKey(id);
        const told = azure.on.look?.(key);
        if (told !== undefined) return told;
        const one = there().get(key);
        if (one === undefined) return { kind: 'gone' };
        const { createdAt } = one.resource;
        const fingerprint =
          one.mark === undefined ? {} : { mark: one.mark, ...(createdAt === undefined ? {} : { createdAt }) };
        const isChanging = one.operation?.act === 'stop' || one.operation?.act === 'start';
        const power = isChanging ? 'changing' : one.power;
        return { kind: 'there', fingerprint, power, beingDeleted: one.operation?.act === 'delete' };
      },
      async may(_at, _by, _act, resources) {
        return azure.on.may?.() ?? Object.fromEntries(resources.map(({ id }) => [resourceKey(id), 'yes' as const]));
      },
      canStop: (type) => stoppable.has(type),
    },

    canceller: {
      async cancel(at, by) {
        settle();
        const key = `/subscriptions/${at.subscriptionId}`;
        azure.sent.push({ act: 'cancel', key, by, mark: undefined, at: now().getTime() });
        const told = azure.on.act?.('cancel', key);
        if (told !== undefined) return told;
        if (!azure.isActive) return { kind: 'absent' };
        inactiveAt = Math.min(inactiveAt, now().getTime() + azure.seconds * 1000);
        return { kind: 'over' };
      },
      async look(at) {
        settle();
        const told = azure.on.look?.(`/subscriptions/${at.subscriptionId}`);
        if (told !== undefined) return told;
        return azure.isActive
          ? { kind: 'there', fingerprint: {}, power: 'unknown', beingDeleted: false }
          : { kind: 'gone' };
      },
    },

    audit: { creation: async () => azure.on.creation?.() },
  };
  return azure;
}
