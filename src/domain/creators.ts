import type { ActivityCaller } from './activity.ts';
import { compare, type TimedEvent } from './activity-kinds.ts';
import type { ResourceKey } from './azure-resource.ts';
import { type CallerKeyOf, isApplication } from './caller-keys.ts';
import type { Creation } from './creations.ts';
import type { InvestigationContext } from './investigation.ts';
import type { Creator, CreatorKind } from './timeline.ts';

/** Applications that are tools of people (facts/azure.md 4; all three ids stand in public lists of first-party applications). */
const tools: Readonly<Record<string, NonNullable<Creator['tool']>>> = {
  '04b07795-8ddb-461a-bbee-02f9e1bf7b46': 'azure-cli',
  '1950a258-227b-4e31-a9cf-717495945fc2': 'powershell',
  'c44b4083-3bb0-49c1-b47d-974e53cbdf3c': 'portal',
};

/** As many as a summary holds of each; the newest. */
export const mostSiblings = 500;
const mostAddresses = 20;

export interface CreatorFacts {
  readonly events: readonly TimedEvent[];
  readonly keyOf: CallerKeyOf;
  readonly creations: ReadonlyMap<ResourceKey, Creation>;
  readonly context: Pick<InvestigationContext, 'partnerTenantId' | 'customerTenantId'>;
  readonly suspects: ReadonlySet<ResourceKey>;
  /** Resources that are there. */
  readonly known: { readonly has: (key: ResourceKey) => boolean };
}

/** Those callers, with what they made: who made most of the suspects first. One pass over the log. */
export function creatorsOf(wanted: ReadonlySet<string>, facts: CreatorFacts): readonly Creator[] {
  const acts = new Map<string, TimedEvent[]>();
  for (const timed of facts.events) {
    const key = facts.keyOf(timed.event.caller);
    if (key === undefined || !wanted.has(key)) continue;
    const known = acts.get(key);
    if (known) known.push(timed);
    else acts.set(key, [timed]);
  }
  const made = madeBy(facts);
  const suspectsOf = (key: string) => made.get(key)?.suspects.length ?? 0;
  return [...acts]
    .toSorted(([a, x], [b, y]) => suspectsOf(b) - suspectsOf(a) || (y[0]?.at ?? 0) - (x[0]?.at ?? 0) || compare(a, b))
    .map(([key, own]) => creatorOf(key, own, made.get(key) ?? { suspects: [], siblings: [] }, facts.context));
}

interface Made {
  readonly suspects: ResourceKey[];
  readonly siblings: ResourceKey[];
}

/** Of each caller who made a suspect, gone or not: the suspects that are there, and all else that they made or that came with one of these, newest first. */
function madeBy({ creations, suspects, known }: CreatorFacts): ReadonlyMap<string, Made> {
  const all = [...creations].toSorted(([a, x], [b, y]) => y.at - x.at || compare(a, b));
  const made = new Map<string, Made>();
  const creatorsByCorrelation = new Map<string, Set<string>>();
  for (const [key, { caller, event }] of all) {
    if (caller === undefined || !suspects.has(key)) continue;
    const own = made.get(caller) ?? { suspects: [], siblings: [] };
    if (known.has(key)) own.suspects.push(key);
    made.set(caller, own);
    if (event.correlationId === '') continue;
    const together = creatorsByCorrelation.get(event.correlationId) ?? new Set();
    creatorsByCorrelation.set(event.correlationId, together.add(caller));
  }
  for (const [key, { caller, event }] of all) {
    if (suspects.has(key) || !known.has(key)) continue;
    const by = new Set(creatorsByCorrelation.get(event.correlationId));
    if (caller !== undefined) by.add(caller);
    for (const creator of by) {
      const own = made.get(creator);
      if (own !== undefined && own.siblings.length < mostSiblings) own.siblings.push(key);
    }
  }
  return made;
}

function creatorOf(key: string, acts: readonly TimedEvent[], made: Made, context: CreatorFacts['context']): Creator {
  const callers = acts.map(({ event }) => event.caller);
  const pick = <K extends keyof ActivityCaller>(name: K) =>
    callers.map((caller) => caller[name]).find((value) => value !== undefined);
  const [name, appId, tenantId] = [pick('name'), pick('appId'), pick('tenantId')];
  const tool = appId === undefined ? undefined : toolOf(appId);
  const addresses = [...new Set(callers.flatMap(({ address }) => address ?? []))].slice(0, mostAddresses);
  return {
    key,
    kind: kindOfCaller(
      { ...(name === undefined ? {} : { name }), ...(appId === undefined ? {} : { appId }), mfa: 'unknown' },
      tenantId,
      context,
    ),
    ...(name === undefined ? {} : { name }),
    ...(appId === undefined ? {} : { appId }),
    ...(tool === undefined ? {} : { tool }),
    ...(tenantId === undefined ? {} : { tenantId }),
    addresses,
    mfa: callers.some(({ mfa }) => mfa === 'no') ? 'no' : callers.some(({ mfa }) => mfa === 'yes') ? 'yes' : 'unknown',
    firstAt: acts[0]?.event.at ?? '',
    suspects: made.suspects,
    siblings: made.siblings,
  };
}

function toolOf(appId: string): Creator['tool'] {
  const id = appId.toLowerCase();
  return Object.hasOwn(tools, id) ? tools[id] : undefined;
}

/** An account of the partner's own tenant is named as such before all else: "was it us". */
function kindOfCaller(
  caller: ActivityCaller,
  tenantId: string | undefined,
  { partnerTenantId, customerTenantId }: CreatorFacts['context'],
): CreatorKind {
  const tenant = tenantId?.toLowerCase();
  if (tenant === partnerTenantId.toLowerCase()) return 'partner';
  if (tenant !== undefined && tenant !== customerTenantId.toLowerCase()) return 'foreign';
  if (isApplication(caller)) return 'application';
  return caller.name?.includes('@') === true ? 'person' : 'unknown';
}
