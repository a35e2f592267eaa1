import { createHash } from 'node:crypto';
import type { CaseId, NewId, PackId } from '../domain/ids.ts';
import type { InvestigatedResource } from '../domain/investigation.ts';
import type { Pack, PackWish } from '../domain/pack.ts';
import type { Plan } from '../domain/plan.ts';
import type { PackMaker, PackSource, PackStore } from './asking-ports.ts';
import type { CaseStore, FactStore } from './case-ports.ts';
import type { Job } from './job-ports.ts';
import type { NameStore, PartnerStore } from './partner-ports.ts';
import type { Log } from './ports.ts';
import type { NewPost } from './post-ports.ts';
import type { InvestigationStore, PlanStore, RunStore } from './response-ports.ts';

interface Notice {
  readonly posts: readonly NewPost[];
  readonly jobs: readonly Job[];
}

export interface BuildPackDeps {
  readonly cases: CaseStore;
  readonly partners: PartnerStore;
  readonly names: NameStore;
  readonly facts: FactStore;
  readonly investigations: InvestigationStore;
  readonly plans: PlanStore;
  readonly runs: RunStore;
  readonly packs: PackStore;
  readonly makePack: PackMaker;
  readonly now: () => Date;
  readonly log: Log;
  /** Whom to tell, and how, that a pack is ready or could not be made; committed together with that. */
  readonly packNotice?: (pack: Pack) => Promise<Notice>;
}

/** Tries after which a pack that cannot be built is given up: somebody waits for it, a minute and a half by then. */
const patience = 5;
const resourcesAtOnce = 100;
const nobody: Notice = { posts: [], jobs: [] };

/** Asks for a pack of a case; the job that builds it is committed with the wish. */
export async function askForPack(
  deps: { readonly packs: PackStore; readonly newId: NewId; readonly now: () => Date },
  wish: Omit<PackWish, 'id' | 'askedAt'>,
): Promise<PackId> {
  const id = deps.newId('pack');
  const { caseId } = wish;
  const job: Job = {
    name: 'build-pack',
    payload: { caseId, packId: id },
    key: `pack:${id}`,
    queue: `packs:${caseId}`,
    // Cards and answers come first.
    priority: 1,
  };
  await deps.packs.ask({ ...wish, id, askedAt: deps.now().toISOString() }, [job]);
  return id;
}

interface BuildAttempt {
  readonly attempt: number;
  readonly lastAttempt: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Builds a pack that was asked for, from the start whatever an earlier attempt left. It can be fetched only when all of it
 * is stored. Where it cannot be built the error is thrown, so that the job is tried again; after a few tries the pack has
 * failed. A process that stops is no reason to give it up before the last.
 */
export async function buildPack(
  deps: BuildPackDeps,
  { caseId, packId }: { readonly caseId: CaseId; readonly packId: PackId },
  { attempt: tries, lastAttempt, signal }: BuildAttempt,
): Promise<void> {
  const pack = await deps.packs.load(packId);
  if (pack === undefined || pack.caseId !== caseId || pack.state === 'ready') return;
  let attempt: number | undefined;
  try {
    const source = await sourceOf(deps, pack);
    attempt = source && (await deps.packs.begin(packId));
    if (source !== undefined && attempt !== undefined) await build(deps, pack, attempt, source, signal);
  } catch (error) {
    const isGivenUp = lastAttempt || (tries >= patience && signal?.aborted !== true);
    if (!isGivenUp) throw error;
    const at = deps.now().toISOString();
    await deps.packs.fail(packId, attempt, at, await noticeOf(deps, { ...wishOf(pack), state: 'failed', at }));
    deps.log.error({ subject: caseId, err: error }, 'an evidence pack could not be built');
  }
}

async function build(
  deps: BuildPackDeps,
  pack: Pack,
  attempt: number,
  source: PackSource,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { id } = pack;
  const hash = createHash('sha256');
  let bytes = 0;
  const parts = deps.makePack(source);
  try {
    for (;;) {
      const next = await parts.next();
      if (next.done) {
        const made = { bytes, sha256: hash.digest('hex'), files: next.value, builtAt: deps.now().toISOString() };
        await deps.packs.finish(id, attempt, made, await noticeOf(deps, { ...wishOf(pack), state: 'ready', ...made }));
        return;
      }
      signal?.throwIfAborted();
      hash.update(next.value);
      bytes += next.value.length;
      await deps.packs.append(id, attempt, next.value);
    }
  } finally {
    // What is being read for it is let go.
    await parts.return(0);
  }
}

function wishOf({ id, caseId, profile, language, by, askedAt }: PackWish): PackWish {
  return { id, caseId, profile, language, by, askedAt };
}

async function noticeOf(deps: BuildPackDeps, pack: Pack): Promise<Notice> {
  return (await deps.packNotice?.(pack)) ?? nobody;
}

/** All that the pack is made of, of one moment: entries that come later are not in it. Undefined where there is no such case. */
async function sourceOf(deps: BuildPackDeps, wish: PackWish): Promise<PackSource | undefined> {
  const { caseId } = wish;
  const stored = await deps.cases.load(caseId);
  const partner = stored && (await deps.partners.byId(stored.case.partnerId));
  if (stored === undefined || partner === undefined) return undefined;
  const c = stored.case;
  const [journal, names, facts, summary, runs, rawAlerts] = await Promise.all([
    deps.cases.journal(caseId),
    deps.names.names(c.partnerId, c.customerTenantId, c.subscriptionId),
    deps.facts.read(caseId),
    deps.investigations.summary(caseId),
    deps.runs.ofCase(caseId),
    deps.packs.rawAlerts(caseId),
  ]);
  const known = journal.filter(({ seq }) => seq <= c.seq);
  const plans: Plan[] = [];
  for (const { event } of known) {
    const plan = event.type === 'plan-frozen' ? await deps.plans.load(event.planId) : undefined;
    if (plan !== undefined) plans.push(plan);
  }
  return {
    wish: wishOf(wish),
    case: c,
    head: stored.head,
    journal: known,
    partner,
    names,
    facts,
    plans,
    runs: runs.toReversed(),
    rawAlerts,
    ...(summary === undefined ? {} : { summary }),
    resources: () => resourcesOf(deps.investigations, caseId),
    evidence: (kinds) => deps.packs.evidence(caseId, kinds),
  };
}

async function* resourcesOf(investigations: InvestigationStore, caseId: CaseId): AsyncGenerator<InvestigatedResource> {
  for (let from = 0; ; from += resourcesAtOnce) {
    const page = await investigations.resources(caseId, { from, count: resourcesAtOnce });
    yield* page;
    if (page.length < resourcesAtOnce) return;
  }
}
