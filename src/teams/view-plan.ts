import type { FrozenView, PlanItemView, PlanProgressView, PlanView } from '../../cards/plan-views.ts';
import { afterCareHours } from '../domain/after-care.ts';
import type { ResourceKey } from '../domain/azure-resource.ts';
import type { Case, CasePlan } from '../domain/case.ts';
import type { PlanId } from '../domain/ids.ts';
import type { Plan, PlanItem } from '../domain/plan.ts';
import type { Run } from '../domain/run.ts';
import { caseRef, type Names } from './view-data.ts';
import { runView } from './view-run.ts';

/** Items that a card shows; the rest is counted. */
const mostItems = 40;
const mostOthers = 6;
const mostTypes = 8;

function itemView(item: PlanItem, parts: readonly PlanItem[], planned: ReadonlyMap<ResourceKey, string>): PlanItemView {
  const { name, type, location, size } = item.resource;
  const usedBy =
    item.level === 'none' && !item.warnings.includes('no-signs') ? planned.get(item.waitsFor[0] ?? '') : undefined;
  return {
    name,
    type,
    location,
    level: item.level,
    burn: item.burn,
    warnings: item.warnings,
    goesWith: parts.map(({ resource }) => resource.name),
    ...(size === undefined ? {} : { size }),
    ...(usedBy === undefined ? {} : { usedBy }),
  };
}

/** What disappears with each item, by that item's key; with a part of an item it goes with the item itself. */
function partsOf(items: readonly PlanItem[]): ReadonlyMap<ResourceKey, readonly PlanItem[]> {
  const parents = new Map(items.map(({ resource, goesWith }) => [resource.key, goesWith]));
  const parts = new Map<ResourceKey, PlanItem[]>();
  for (const item of items) {
    if (item.goesWith === undefined) continue;
    let root = item.goesWith;
    for (let depth = 0; depth < items.length; depth++) {
      const above = parents.get(root);
      if (above === undefined) break;
      root = above;
    }
    parts.set(root, [...(parts.get(root) ?? []), item]);
  }
  return parts;
}

function countTypes(items: readonly PlanItem[]): FrozenView['types'] {
  const counts = new Map<string, number>();
  for (const { resource } of items) counts.set(resource.type, (counts.get(resource.type) ?? 0) + 1);
  return [...counts]
    .map(([type, count]) => ({ type, count }))
    .toSorted((a, b) => b.count - a.count)
    .slice(0, mostTypes);
}

function frozenView(plan: Plan): FrozenView {
  const { kind, subscriptionName, group, by, madeAt, expiresAt, items, excluded, dependants, leftovers } = plan;
  const parts = partsOf(items);
  const planned = new Map(items.map(({ resource }) => [resource.key, resource.name]));
  return {
    kind,
    subscriptionName,
    by: by.name,
    madeAt,
    expiresAt,
    items: items
      .filter(({ action }) => action !== 'goes-with')
      .slice(0, mostItems)
      .map((item) => itemView(item, parts.get(item.resource.key) ?? [], planned)),
    itemsTotal: items.length,
    types: countTypes(items),
    excluded: excluded.slice(0, mostOthers).map(({ name, type, why, detail, by: maker }) => ({
      name,
      type,
      why,
      ...(detail === undefined ? {} : { detail }),
      ...(maker === undefined ? {} : { by: maker }),
    })),
    excludedTotal: excluded.length,
    dependants: dependants.slice(0, mostOthers).map(({ name, type, on }) => ({
      name,
      type,
      on: planned.get(on) ?? on.split('/').at(-1) ?? on,
    })),
    dependantsTotal: dependants.length,
    leftovers: leftovers.slice(0, mostOthers).map(({ name, type, burn }) => ({ name, type, burn })),
    leftoversTotal: leftovers.length,
    total: plan.total,
    needsSecond: plan.needsSecond,
    guardsLifted: plan.guardsLifted,
    hash: plan.hash,
    ...(group === undefined ? {} : { group }),
    ...(plan.saves && { saves: plan.saves }),
  };
}

type Progress = { readonly own?: CasePlan; readonly plan?: Plan; readonly run?: Run };

function progressOf(c: Case, { own, plan, run }: Progress): PlanProgressView {
  if (plan !== undefined && (run !== undefined || own?.state === 'approved' || own?.state === 'carried-out')) {
    const isVoid = own?.state === 'void';
    if (!isVoid) {
      return {
        state: 'approved',
        frozen: frozenView(plan),
        approvedBy: own?.approvedBy?.name ?? run?.by.name ?? '',
        approvedAt: own?.approvedAt ?? run?.startedAt ?? plan.madeAt,
        looksAfter: afterCareHours,
        ...(run && { run: runView(run) }),
      };
    }
  }
  if (own === undefined) return { state: 'void', why: 'replaced', at: c.plan?.at ?? c.openedAt };
  if (own.state === 'stopped' && own.stopped) return { state: 'stopped', stop: own.stopped };
  if (own.state === 'void') {
    const { why, at, drift } = own.voided ?? { why: 'dropped', at: own.at };
    return { state: 'void', why, at, ...(drift === undefined ? {} : { drift }) };
  }
  return own.state === 'frozen' && plan !== undefined
    ? { state: 'frozen', frozen: frozenView(plan) }
    : { state: 'requested' };
}

/** A plan from being made to the last resource gone; `plan` and `run` are absent until they are kept. */
export function planView(shown: {
  readonly case: Case;
  readonly names: Names;
  readonly planId: PlanId;
  readonly plan?: Plan;
  readonly run?: Run;
}): PlanView {
  const { case: c, names, planId, plan, run } = shown;
  const own = c.plan?.id === planId ? c.plan : undefined;
  const asked = own ?? (plan && { by: plan.by, at: plan.madeAt, kind: plan.kind });
  return {
    ...caseRef(c, names),
    id: planId,
    kind: asked?.kind ?? 'resources',
    isClosed: c.stage === 'closed',
    by: asked?.by.name ?? '',
    at: asked?.at ?? c.openedAt,
    progress: progressOf(c, { ...(own && { own }), ...(plan && { plan }), ...(run && { run }) }),
  };
}
