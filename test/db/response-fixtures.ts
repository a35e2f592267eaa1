import type { AzureResource } from '../../src/domain/azure-resource.ts';
import { resourceKey } from '../../src/domain/azure-resource.ts';
import type { CaseId } from '../../src/domain/ids.ts';
import type { InvestigatedResource, InvestigationSummary } from '../../src/domain/investigation.ts';
import type { Plan } from '../../src/domain/plan.ts';
import type { Run, RunItem } from '../../src/domain/run.ts';
import { ada } from '../support/people.ts';
import { startedAt, subscription } from '../support/samples.ts';
import { newId } from './fixtures.ts';

function machine(name: string): AzureResource {
  const id = `/subscriptions/${subscription}/resourceGroups/RG1/providers/Microsoft.Compute/virtualMachines/${name}`;
  return {
    id,
    key: resourceKey(id),
    name,
    type: 'microsoft.compute/virtualmachines',
    location: 'brazilsouth',
    group: 'rg1',
    tags: { 'a "tag"': '\\ and {braces}' },
    size: 'Standard_NC24ads_A100_v4',
    refs: [],
    texts: [],
  };
}

export function found(name: string, change: Partial<InvestigatedResource> = {}): InvestigatedResource {
  return {
    resource: machine(name),
    score: 81,
    level: 'strong',
    isNamed: true,
    findings: [
      { rule: 'E1', weight: 30, values: { size: 'Standard_NC24ads_A100_v4', count: 1.25 }, from: 'resources' },
    ],
    unchecked: [],
    burn: { from: 'prices', low: 3.4, high: 4.1, currency: 'EUR' },
    power: 'running',
    locks: [],
    ...change,
  };
}

export function summaryOf(all: number, change: Partial<InvestigationSummary> = {}): InvestigationSummary {
  return {
    readAt: startedAt,
    subscriptionName: 'Pay as you mine',
    money: { perHour: { low: 3.4, high: 4.1, currency: 'EUR' }, unknown: 0 },
    timeline: { entries: [], creators: [], since: startedAt, gaps: [] },
    gaps: [{ what: 'cost', why: 'not-ready' }],
    counts: { all, strong: all, some: 0, weak: 0, none: 0, burning: all },
    ...change,
  };
}

/** A plan that nobody could approve; storing asks for no sense in it. */
export function planOf(caseId: CaseId, change: Partial<Plan> = {}): Plan {
  return {
    id: newId('plan'),
    caseId,
    kind: 'resources',
    subscriptionId: subscription,
    subscriptionName: 'Pay as you mine',
    by: ada,
    madeAt: startedAt,
    expiresAt: '2026-03-02T08:15:00.000Z',
    items: [],
    excluded: [],
    dependants: [],
    leftovers: [],
    around: [],
    total: 3,
    needsSecond: true,
    guardsLifted: false,
    hash: 'f'.repeat(64),
    ...change,
  };
}

export function itemOf(name: string, change: Partial<RunItem> = {}): RunItem {
  const { id, key, type, location } = machine(name);
  return {
    id,
    key,
    name,
    type,
    location,
    fingerprint: { mark: `mark of ${name}` },
    action: 'act',
    waitsFor: [],
    state: 'planned',
    asked: 0,
    tries: 0,
    correlationIds: [],
    ...change,
  };
}

export function runOf(caseId: CaseId, names: readonly string[], change: Partial<Run> = {}): Run {
  const items = names.map((name) => itemOf(name));
  return { id: newId('run'), caseId, act: 'stop', by: ada, startedAt, items, ...change };
}
