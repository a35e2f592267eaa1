import type { Query } from '../http/url-path.ts';
import { pickText } from './pick.ts';
import { scaleAgentPool, unscaleAgentPool, unscalePool, zeroPool } from './pool-scale.ts';
import type { Body } from './schema.ts';

export interface Step {
  readonly method: 'POST' | 'PATCH' | 'PUT';
  /** Behind the resource's own path, e.g. `/deallocate`. */
  readonly suffix?: string;
  readonly json?: object;
}

/** Requests in order, made of the resource as it is now; undefined where it cannot be done. */
type Steps = (body: Body) => readonly Step[] | undefined;

interface TypeActs {
  readonly version: string;
  readonly stop: readonly Step[] | Steps;
  /** Undoes a stop. */
  readonly start: readonly Step[] | Steps;
  /** What a stop needs a right to, behind the type: any of its requests. */
  readonly stopRights: readonly string[];
}

const post = (...names: readonly string[]): readonly Step[] =>
  names.map((name) => ({ method: 'POST', suffix: `/${name}` }));

const isCluster = (body: Body) => pickText(body, 'properties.computeType')?.toLowerCase() === 'amlcompute';

/**
 * What stops each type gently, and how that is undone (facts/azure.md 2.6). Whatever is not here is not stoppable.
 *
 * Assumptions: an AML cluster takes 0 as its largest count (its undo would need the former count, which its route has
 * no place for: it is not offered); routes of App Service and Container Apps, which facts/azure.md leaves open, are
 * those of Microsoft's REST reference; a stopped site uses nothing more, while its plan, a resource of its own, goes
 * on costing.
 */
const table: Readonly<Record<string, TypeActs>> = {
  'microsoft.compute/virtualmachines': {
    version: '2021-03-01',
    stop: post('deallocate'),
    start: post('start'),
    stopRights: ['deallocate/action'],
  },
  'microsoft.compute/virtualmachinescalesets': {
    version: '2021-03-01',
    stop: post('deallocate'),
    start: post('start'),
    stopRights: ['deallocate/action'],
  },
  'microsoft.containerservice/managedclusters': {
    version: '2026-06-01',
    stop: post('stop'),
    start: post('start'),
    stopRights: ['stop/action'],
  },
  'microsoft.containerservice/managedclusters/agentpools': {
    version: '2026-06-01',
    stop: scaleAgentPool,
    start: unscaleAgentPool,
    stopRights: ['read', 'write'],
  },
  'microsoft.batch/batchaccounts/pools': {
    version: '2023-11-01',
    stop: zeroPool,
    start: unscalePool,
    // The resize is a write; what its POSTs need besides is not told in facts/azure.md.
    stopRights: ['read', 'write'],
  },
  'microsoft.machinelearningservices/workspaces/computes': {
    version: '2022-10-01',
    stop: (body) =>
      isCluster(body)
        ? [
            {
              method: 'PATCH',
              json: { properties: { properties: { scaleSettings: { minNodeCount: 0, maxNodeCount: 0 } } } },
            },
          ]
        : post('stop'),
    start: (body) => (isCluster(body) ? undefined : post('start')),
    stopRights: ['read', 'stop/action'],
  },
  'microsoft.containerinstance/containergroups': {
    version: '2023-05-01',
    stop: post('stop'),
    start: post('start'),
    stopRights: ['stop/action'],
  },
  'microsoft.app/containerapps': {
    version: '2026-07-01',
    stop: post('stop'),
    start: post('start'),
    stopRights: ['stop/action'],
  },
  'microsoft.web/sites': {
    version: '2022-09-01',
    stop: post('stop'),
    start: post('start'),
    stopRights: ['stop/action'],
  },
};

export function actsOf(type: string): TypeActs | undefined {
  return Object.hasOwn(table, type) ? table[type] : undefined;
}

/** Whether Azure has a gentle act for a type, in any case. */
export function canStop(type: string): boolean {
  return actsOf(type.toLowerCase()) !== undefined;
}

export const vmType = 'microsoft.compute/virtualmachines';
export const scaleSetType = 'microsoft.compute/virtualmachinescalesets';

/** What the DELETE of a type carries besides its version (facts/azure.md 2.4-2.6). */
const removals: Readonly<Record<string, Query>> = {
  [vmType]: { forceDeletion: true },
  [scaleSetType]: { forceDeletion: true },
  'microsoft.containerservice/managedclusters/agentpools': { 'ignore-pod-disruption-budget': true },
  'microsoft.machinelearningservices/workspaces/computes': { underlyingResourceAction: 'Delete' },
};

export function removalQuery(type: string): Query {
  return Object.hasOwn(removals, type) ? (removals[type] ?? {}) : {};
}

/** Versions for what must be read or deleted where a subscription's providers cannot be read. */
const others: Readonly<Record<string, string>> = {
  'microsoft.batch/batchaccounts': '2023-11-01',
  'microsoft.machinelearningservices/workspaces': '2022-10-01',
  'microsoft.compute/virtualmachines/extensions': '2021-03-01',
  'microsoft.compute/disks': '2023-10-02',
  'microsoft.compute/snapshots': '2023-10-02',
  'microsoft.network/networkinterfaces': '2023-09-01',
  'microsoft.network/publicipaddresses': '2023-09-01',
  'microsoft.network/networksecuritygroups': '2023-09-01',
  'microsoft.network/virtualnetworks': '2023-09-01',
  'microsoft.network/loadbalancers': '2023-09-01',
};

/** A version that is known to know the type. */
export function knownVersion(type: string): string | undefined {
  return actsOf(type)?.version ?? (Object.hasOwn(others, type) ? others[type] : undefined);
}
