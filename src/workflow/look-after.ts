import { type AfterCare, type AfterCareFindings, type AfterCareHours } from '../domain/after-care.ts';
import type { Case } from '../domain/case.ts';
import { day } from '../domain/clocks.ts';
import { cameBack } from '../domain/decide-response.ts';
import type { CaseId, NewId } from '../domain/ids.ts';
import type { InvestigatedResource } from '../domain/investigation.ts';
import { OutsideError, unavailableReason } from '../domain/outside.ts';
import type { Partner } from '../domain/partner.ts';
import { observeCase } from './handle.ts';
import { type InvestigateDeps, investigate, removedBy, scopeOf } from './investigate.ts';
import type { CostReader } from './outside-ports.ts';
import type { NewPost, PostStore } from './post-ports.ts';
import type { RunStore } from './response-ports.ts';

export interface LookAfterDeps extends InvestigateDeps {
  readonly runs: RunStore;
  readonly posts: PostStore;
  readonly costs: CostReader;
  readonly newId: NewId;
  /** What is said in the case's channels when what was removed is there again; posts of one look know each other by their keys. */
  readonly alarm: (c: Case, findings: AfterCareFindings) => Promise<readonly NewPost[]>;
}

/**
 * Looks again at what was removed: is it still gone, do its makers make more, do costs fall. A re-creation reopens the
 * case, unless another case of the subscription is open, and is said in the channel.
 */
export async function lookAfter(deps: LookAfterDeps, caseId: CaseId): Promise<void> {
  const stored = await deps.cases.load(caseId);
  const partner = stored && (await deps.partners.byId(stored.case.partnerId));
  const now = deps.now();
  const hours = dueLook(stored?.case.afterCare, now);
  if (!stored?.case.afterCare || !partner || hours === undefined) return;
  const { since } = stored.case.afterCare;
  await investigate(deps, caseId);
  const after = await deps.cases.load(caseId);
  // Somebody else has looked, or more was removed, meanwhile.
  if (after?.case.afterCare?.since !== since || dueLook(after.case.afterCare, now) !== hours) return;
  const findings = await findingsOf(deps, partner, after.case, since);
  const open = await deps.cases.openCaseOf(after.case.partnerId, after.case.subscriptionId);
  const mayReopen = open === undefined || open.case.id === caseId;
  if (cameBack(findings)) await deps.posts.add(await deps.alarm(after.case, findings), []);
  const look = { ...findings, hours, at: now.toISOString() };
  await observeCase(deps, caseId, { type: 'looked-after', hours, look, mayReopen }, 'after-care');
}

function dueLook(care: AfterCare | undefined, now: Date): AfterCareHours | undefined {
  return care?.dueAt !== undefined && Date.parse(care.dueAt) <= now.getTime() ? care.next : undefined;
}

async function findingsOf(deps: LookAfterDeps, partner: Partner, c: Case, since: string): Promise<AfterCareFindings> {
  const [runs, summary, cost] = await Promise.all([
    deps.runs.ofCase(c.id),
    deps.investigations.summary(c.id),
    costOf(deps, partner, c, since),
  ]);
  if (summary === undefined || c.signs?.unreadable === true)
    return { back: [], fresh: [], burning: 0, unreadable: true, ...cost };
  const removed = new Set(removedBy(runs));
  const back = await deps.investigations.byKeys(c.id, [...removed]);
  const made = summary.timeline.creators.flatMap(({ suspects, siblings }) => [...suspects, ...siblings]);
  const others = made.filter((key) => !removed.has(key));
  // While it went on, too: some machine that comes back has another name.
  const removal = runs.find(({ act }) => act === 'delete' || act === 'cancel');
  const began = Date.parse(removal?.startedAt ?? since);
  const fresh = (await deps.investigations.byKeys(c.id, others)).filter(
    ({ resource }) => Date.parse(resource.createdAt ?? '') > began,
  );
  const { burning } = summary.counts;
  return { back: back.map(nameOf), fresh: fresh.map(nameOf), burning, unreadable: false, ...cost };
}

function nameOf({ resource }: InvestigatedResource): string {
  return resource.name;
}

async function costOf(
  deps: LookAfterDeps,
  partner: Partner,
  c: Case,
  since: string,
): Promise<Pick<AfterCareFindings, 'cost' | 'costGap'>> {
  const { customerTenantId, subscriptionId } = scopeOf(partner, c);
  const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const yesterday = dateOf(deps.now().getTime() - day);
  const dayBefore = dateOf(Date.parse(since) - day);
  if (yesterday <= dayBefore) return { costGap: 'too-early' };
  try {
    const { days, currency } = await deps.costs.dailyCost(
      partner,
      customerTenantId,
      subscriptionId,
      dayBefore,
      yesterday,
    );
    const [before, now] = [days.at(0), days.at(-1)];
    return before && now ? { cost: { before: before.cost, now: now.cost, currency } } : { costGap: 'not-listed' };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return { costGap: unavailableReason(error) };
  }
}
