import type { PowerState, ResourceKey } from './azure-resource.ts';
import { type BurnRates, burnOf } from './burn.ts';
import { caseMoney } from './case-money.ts';
import { computeKind, isCompute } from './compute.ts';
import { countedBelowOf } from './counted-below.ts';
import { type EvidenceFacts, gatherFacts, madeAt } from './evidence/facts.ts';
import { weighAll } from './evidence/rule.ts';
import { rules } from './evidence/rules.ts';
import { instant } from './instants.ts';
import type {
  InvestigatedResource,
  Investigation,
  InvestigationContext,
  InvestigationSummary,
  SubscriptionReading,
} from './investigation.ts';
import { inOrder, type Leaders, leadersOf } from './leaders.ts';
import type { CaseMoney } from './money.ts';
import { tellStory } from './timeline-of.ts';
import { isSuspect, levelOf, moveToOwners, scoreOf } from './triage.ts';

/**
 * What a subscription's reading means: which resources may mine and why, what they cost, and how they came to be. Pure,
 * whatever was read and in whatever order; never throws.
 */
export function investigate(reading: SubscriptionReading, context: InvestigationContext): Investigation {
  const facts = gatherFacts(reading, context);
  const rates = ratesOf(facts);
  const found = weighResources(facts, rates);
  const leaders = leadersOf(found, facts.owners);
  const resources = inOrder(found, leaders);
  const suspects = new Set(resources.filter(isSuspect).map(({ resource }) => resource.key));
  const began = beganAt(facts, suspects);
  return {
    readAt: reading.readAt,
    ...(reading.subscriptionName === undefined ? {} : { subscriptionName: reading.subscriptionName }),
    resources,
    money: moneyOf(resources, suspects, leaders, began, facts, rates),
    timeline: tellStory(facts, new Set([...suspects, ...(context.removed ?? [])])),
    ...(began === undefined ? {} : { began: new Date(began).toISOString() }),
    gaps: reading.gaps,
  };
}

function weighResources(
  facts: EvidenceFacts,
  rates: ReadonlyMap<ResourceKey, BurnRates>,
): readonly InvestigatedResource[] {
  const weighed = new Map([...facts.byKey.values()].map((one) => [one.key, weighAll(rules, one, facts)]));
  const settled = moveToOwners(weighed, facts.owners);
  return [...facts.byKey.values()].map((resource): InvestigatedResource => {
    const { findings, unchecked } = settled.get(resource.key) ?? { findings: [], unchecked: [] };
    const score = scoreOf(findings);
    return {
      resource,
      score,
      level: levelOf(score),
      isNamed: facts.named.has(resource.key),
      findings,
      unchecked,
      burn: rates.get(resource.key)?.now ?? { from: 'unknown' },
      power: powerOf(resource.key, facts),
      locks: facts.locksOn(resource.key).map(({ lock }) => lock),
    };
  });
}

/** As read, or as that of its owner: nodes of a stopped cluster are off with it. */
function powerOf(key: ResourceKey, { reading, owners }: EvidenceFacts): PowerState {
  const of = (one: ResourceKey): PowerState =>
    Object.hasOwn(reading.power, one) ? (reading.power[one] ?? 'unknown') : 'unknown';
  const own = of(key);
  return own === 'unknown' ? of(owners.get(key) ?? '') : own;
}

function ratesOf(facts: EvidenceFacts): ReadonlyMap<ResourceKey, BurnRates> {
  const { now, costs, byKey } = facts;
  const burnFacts = {
    now,
    costs,
    countedBelow: countedBelowOf(byKey),
    power: (key: ResourceKey) => powerOf(key, facts),
  };
  return new Map([...byKey.values()].map((one) => [one.key, burnOf(one, burnFacts)]));
}

/** The first spike, the first alert, or the first suspect made: whichever came first. */
function beganAt(facts: EvidenceFacts, suspects: ReadonlySet<ResourceKey>): number | undefined {
  const { spike, context, byKey } = facts;
  const spikeDay = spike?.kind === 'spike' || spike?.kind === 'new-spend' ? instant(spike.date) : undefined;
  const made = [...suspects].flatMap((key) => {
    const resource = byKey.get(key);
    const at = resource && isCompute(resource) ? madeAt(resource, facts) : undefined;
    // What stood there long before has its own story.
    return at !== undefined && at >= facts.windowFrom ? [at] : [];
  });
  const all = [spikeDay, instant(context.firstSeenAt), ...made].filter((at) => at !== undefined);
  return all.length === 0 ? undefined : all.reduce((first, at) => Math.min(first, at));
}

function moneyOf(
  resources: readonly InvestigatedResource[],
  suspects: ReadonlySet<ResourceKey>,
  leaders: Leaders,
  began: number | undefined,
  facts: EvidenceFacts,
  rates: ReadonlyMap<ResourceKey, BurnRates>,
): CaseMoney {
  const counted = resources.filter(
    ({ resource: { key } }) =>
      suspects.has(key) || suspects.has(leaders.get(key) ?? '') || suspects.has(facts.owners.get(key) ?? ''),
  );
  return caseMoney(counted, {
    now: facts.now,
    since: instant(facts.context.firstSeenAt) ?? began,
    costs: facts.costs,
    rates,
    madeAt(key) {
      const resource = facts.byKey.get(key);
      return resource && madeAt(resource, facts);
    },
    ownerType: (key) => facts.byKey.get(facts.owners.get(key) ?? '')?.type,
  });
}

/** What is kept beside the resources and shown on cards. */
export function summarize({ resources, ...rest }: Investigation): InvestigationSummary {
  const count = (wanted: (one: InvestigatedResource) => boolean) => resources.filter(wanted).length;
  return {
    ...rest,
    counts: {
      all: resources.length,
      strong: count(({ level }) => level === 'strong'),
      some: count(({ level }) => level === 'some'),
      weak: count(({ level }) => level === 'weak'),
      none: count(({ level }) => level === 'none'),
      burning: count(isBurning),
    },
  };
}

function isBurning(one: InvestigatedResource): boolean {
  return isSuspect(one) && computeKind(one.resource.type) !== undefined && one.power !== 'deallocated';
}
