import type { ResourceKey } from '../domain/azure-resource.ts';
import { resourceKey } from '../domain/azure-resource.ts';
import type { Case, Signs } from '../domain/case.ts';
import { day } from '../domain/clocks.ts';
import type { Spike } from '../domain/facts.ts';
import type { CaseId } from '../domain/ids.ts';
import { investigate as conclude, summarize } from '../domain/investigate.ts';
import type { Gap, InvestigationContext, InvestigationSummary, SubscriptionReading } from '../domain/investigation.ts';
import { isLive, untilOf } from '../domain/memory.ts';
import { OutsideError } from '../domain/outside.ts';
import type { Partner } from '../domain/partner.ts';
import type { Run } from '../domain/run.ts';
import type { FactStore } from './case-ports.ts';
import { type HandleDeps, observeCase } from './handle.ts';
import type { MemoryStore } from './memory-ports.ts';
import type { PartnerStore } from './partner-ports.ts';
import type { AzureReader, AzureScope, InvestigationStore, RunStore, SubscriptionAudit } from './response-ports.ts';

export interface InvestigateDeps extends Pick<HandleDeps, 'cases' | 'now'> {
  readonly partners: PartnerStore;
  readonly facts: FactStore;
  readonly investigations: InvestigationStore;
  readonly runs: Pick<RunStore, 'ofCase'>;
  readonly memories: Pick<MemoryStore, 'of'>;
  readonly azure: AzureReader;
  readonly audit: SubscriptionAudit;
}

/** Days of the activity log that Azure keeps (facts/azure.md 4). */
const logDays = 90;

/**
 * Reads a case's subscription, concludes what may mine and how it came to be, and keeps it with its time. What cannot be
 * read is kept as a gap with its reason; where not even the resources can be read, that is said, and what was known stays.
 */
export async function investigate(deps: InvestigateDeps, caseId: CaseId, signal?: AbortSignal): Promise<void> {
  const stored = await deps.cases.load(caseId);
  const partner = stored && (await deps.partners.byId(stored.case.partnerId));
  if (!stored || !partner) return;
  const c = stored.case;
  const context = await contextOf(deps, partner, c);
  const reading = await readAll(deps, scopeOf(partner, c), context, signal);
  if (reading.unreadable) {
    const why = reading.gaps;
    if ((await deps.investigations.summary(caseId)) === undefined)
      await deps.investigations.save(caseId, unreadableSummary(context, why), []);
    await observeCase(deps, caseId, { type: 'investigated', signs: unreadableSigns(context.now, why) }, 'investigator');
    return;
  }
  const found = conclude(reading.reading, context);
  const summary = summarize(found);
  await deps.investigations.save(caseId, summary, found.resources);
  await observeCase(deps, caseId, { type: 'investigated', signs: signsOf(summary) }, 'investigator');
}

export function scopeOf(partner: Partner, c: Case): AzureScope {
  return { partner, customerTenantId: c.customerTenantId, subscriptionId: c.subscriptionId };
}

type Read =
  | { readonly unreadable: false; readonly reading: SubscriptionReading }
  | { readonly unreadable: true; readonly gaps: readonly Gap[] };

async function readAll(
  deps: InvestigateDeps,
  at: AzureScope,
  context: InvestigationContext,
  signal: AbortSignal | undefined,
): Promise<Read> {
  const since = new Date(Date.parse(context.now) - logDays * day).toISOString();
  try {
    const [reading, creation] = await Promise.all([
      deps.azure.read(at, { since, focus: context.named, ...(signal === undefined ? {} : { signal }) }),
      creationOf(deps, at),
    ]);
    return {
      unreadable: false,
      reading: {
        ...reading,
        ...('what' in creation ? {} : creation),
        gaps: [...reading.gaps, ...('what' in creation ? [creation] : [])],
      },
    };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return { unreadable: true, gaps: [{ what: 'resources', why: gapReason(error) }] };
  }
}

async function creationOf(deps: InvestigateDeps, at: AzureScope): Promise<Pick<SubscriptionReading, 'creation'> | Gap> {
  try {
    const creation = await deps.audit.creation(at);
    return creation === undefined ? {} : { creation };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return { what: 'audit', why: gapReason(error) };
  }
}

function gapReason({ why }: OutsideError): Gap['why'] {
  return why === 'throttled' ? 'not-ready' : why === 'unauthorized' ? 'forbidden' : why;
}

async function contextOf(deps: InvestigateDeps, partner: Partner, c: Case): Promise<InvestigationContext> {
  const now = deps.now().toISOString();
  const [{ usage }, runs, confirmed] = await Promise.all([
    deps.facts.read(c.id),
    deps.runs.ofCase(c.id),
    confirmedFor(deps, partner, c),
  ]);
  const spike: Spike | undefined =
    usage?.check === 'usage' && usage.facts.state === 'known' ? usage.facts.value.spike : undefined;
  const firstSeenAt = c.detections
    .flatMap((d) => d.firstObservedAt ?? [])
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))[0];
  return {
    now,
    partnerTenantId: partner.tenantId,
    customerTenantId: c.customerTenantId,
    named: namedIn(c),
    signs: {
      vmAddresses: c.detections.flatMap((d) => d.signs.vmAddresses),
      poolAddresses: c.detections.flatMap((d) => d.signs.poolAddresses),
      poolDomains: c.detections.flatMap((d) => d.signs.poolDomains),
    },
    ...(firstSeenAt === undefined ? {} : { firstSeenAt }),
    ...(spike === undefined ? {} : { spike }),
    confirmed,
    removed: removedBy(runs),
    protectedTags: partner.removal.protectedTags,
  };
}

/** Resources that somebody confirmed before: in this product, as long as that is remembered, or in Partner Center itself. */
async function confirmedFor(
  deps: InvestigateDeps,
  { memoryDays }: Partner,
  c: Case,
): Promise<InvestigationContext['confirmed']> {
  const now = deps.now();
  const [memory, elsewhere] = await Promise.all([
    deps.memories.of(c.partnerId, c.subscriptionId),
    deps.cases.confirmedElsewhere(c.partnerId, c.subscriptionId, now.toISOString()),
  ]);
  const others = elsewhere
    .filter(({ caseId }) => caseId !== c.id)
    .flatMap(({ keys, ...confirmed }) => keys.map((key) => ({ ...confirmed, key })));
  if (memory === undefined || memory.caseId === c.id || !isLive(memory, memoryDays, now)) return others;
  const sizes = new Map(memory.seen.resources.map(({ key, size }) => [key, size]));
  const own = memory.seen.named.map((key) => {
    const size = sizes.get(key);
    const until = untilOf(memory, memoryDays);
    return { key, by: memory.by.name, at: memory.at, until, ...(size === undefined ? {} : { size }) };
  });
  return [...others, ...own];
}

/** What runs have removed: gone when they ended, whatever is there now. */
export function removedBy(runs: readonly Run[]): readonly ResourceKey[] {
  const removals = runs.filter(({ act }) => act === 'delete');
  return [...new Set(removals.flatMap(({ items }) => items.flatMap((one) => (one.state === 'done' ? [one.key] : []))))];
}

/** Resources that Microsoft's alerts name, of this subscription. */
export function namedIn(c: Case): readonly ResourceKey[] {
  const keys = c.detections.flatMap((d) => d.resources.map(({ id }) => resourceKey(id)));
  return [...new Set(keys)].filter((key) => key.startsWith(`/subscriptions/${c.subscriptionId.toLowerCase()}/`));
}

function signsOf({ readAt, counts, money, gaps }: InvestigationSummary): Signs {
  return {
    readAt,
    resources: counts.all,
    strong: counts.strong,
    some: counts.some,
    burning: counts.burning,
    ...(money.perHour === undefined ? {} : { perHour: money.perHour }),
    gaps: gaps.length,
  };
}

function unreadableSigns(readAt: string, gaps: readonly Gap[]): Signs {
  return { readAt, resources: 0, strong: 0, some: 0, burning: 0, gaps: gaps.length, unreadable: true };
}

function unreadableSummary({ now }: InvestigationContext, gaps: readonly Gap[]): InvestigationSummary {
  return {
    readAt: now,
    money: { unknown: 0 },
    timeline: { entries: [], creators: [], since: now, gaps },
    gaps,
    counts: { all: 0, strong: 0, some: 0, weak: 0, none: 0, burning: 0 },
  };
}
