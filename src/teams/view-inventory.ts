import type { GapView, InventoryView, SuspectView } from '../../cards/response-views.ts';
import { mostChoices } from '../../cards/verbs.ts';
import type { LinkView } from '../../cards/views.ts';
import type { Case } from '../domain/case.ts';
import type { Finding } from '../domain/evidence/finding.ts';
import type { Gap, InvestigatedResource, InvestigationSummary } from '../domain/investigation.ts';
import type { Run } from '../domain/run.ts';
import { caseRef, type Names } from './view-data.ts';
import { runView } from './view-run.ts';

/** Resources, strongest signs first, that the card is drawn from. */
export const mostShownResources = 100;

const mostRows = 8;
const mostGroups = 5;

export const gapView = ({ what, why }: Gap): GapView => ({ what, why });

/** How the accounts of the partner's own are called: whose they are is told to owners alone, in the timeline. */
function ownNames({ timeline }: InvestigationSummary): ReadonlySet<string> {
  const own = timeline.creators.filter(({ kind }) => kind === 'partner');
  return new Set(
    own.flatMap(({ key, name, appId }) => [key, name ?? '', appId ?? '']).map((name) => name.toLowerCase()),
  );
}

function findingView(
  { rule, variant, weight, values }: Finding,
  hidden: ReadonlySet<string>,
): SuspectView['findings'][number] {
  const shown = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'string' && hidden.has(value.toLowerCase()) ? '' : value,
  ]);
  return { rule, weight, values: Object.fromEntries(shown), ...(variant === undefined ? {} : { variant }) };
}

function suspectView(found: InvestigatedResource, hidden: ReadonlySet<string>): SuspectView {
  const { resource, score, level, isNamed, findings, unchecked, burn, power, locks } = found;
  const { key, name, type, size, instances, spot, location, group } = resource;
  return {
    key,
    name,
    type,
    location,
    group,
    isSpot: spot === true,
    score,
    level,
    isNamed,
    findings: findings
      .map((finding) => findingView(finding, hidden))
      .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight)),
    unchecked: [...new Set(unchecked.map(({ missing }) => missing))],
    burn,
    power,
    locks: locks.map(({ name: lock, level: kind, madeBy }) => ({
      name: lock,
      level: kind,
      ...(madeBy === undefined ? {} : { by: madeBy }),
    })),
    ...(size === undefined ? {} : { size }),
    ...(instances === undefined ? {} : { instances }),
  };
}

function foundView(
  summary: InvestigationSummary,
  resources: readonly InvestigatedResource[],
): NonNullable<InventoryView['found']> {
  // What has no id of Azure's cannot be acted upon.
  const suspects = resources.filter(({ level, resource }) => level !== 'none' && resource.key.startsWith('/'));
  const hidden = ownNames(summary);
  return {
    readAt: summary.readAt,
    counts: summary.counts,
    money: summary.money,
    rows: suspects.slice(0, mostRows).map((suspect) => suspectView(suspect, hidden)),
    choices: suspects.slice(0, mostChoices).map(({ resource: { key, name, type, location }, level }) => ({
      key,
      name,
      type,
      location,
      level,
    })),
    groups: [...new Set(suspects.map(({ resource }) => resource.group))]
      .filter((name) => name !== '')
      .slice(0, mostGroups),
    gaps: summary.gaps.map(gapView),
  };
}

/** Why not even the resources were read the last time. */
function troubleOf(c: Case, summary: InvestigationSummary | undefined): InventoryView['trouble'] {
  if (!c.signs?.unreadable) return undefined;
  const why = summary?.gaps.find(({ what }) => what === 'resources')?.why;
  return why === undefined || why === 'cut' ? 'unknown' : why;
}

/** Whether anything was ever read: a summary of nothing but the failure has no resources. */
const isRead = ({ counts, gaps }: InvestigationSummary) =>
  counts.all > 0 || !gaps.some(({ what, why }) => what === 'resources' && why !== 'cut');

const living: ReadonlySet<string> = new Set(['requested', 'frozen', 'approved']);

/**
 * What may mine in the case's subscription. `resources` are the first `mostShownResources` by rank; `run` is the last
 * stop or start, shown while nothing else was done since.
 */
export function inventoryView(shown: {
  readonly case: Case;
  readonly names: Names;
  readonly links: readonly LinkView[];
  readonly summary?: InvestigationSummary;
  readonly resources: readonly InvestigatedResource[];
  readonly run?: Run;
  readonly isReading: boolean;
}): InventoryView {
  const { case: c, names, links, summary, resources, run, isReading } = shown;
  const trouble = isReading ? undefined : troubleOf(c, summary);
  const isLast = run !== undefined && (c.run === undefined || c.run.id === run.id);
  const view = isLast ? runView(run) : undefined;
  const canUndo = view?.act === 'stop' && view.endedAt !== undefined && view.counts.done > 0;
  return {
    ...caseRef(c, names),
    isClosed: c.stage === 'closed',
    isFraud: c.verdict.kind === 'fraud',
    isReading,
    links,
    ...(trouble === undefined ? {} : { trouble }),
    ...(summary !== undefined && isRead(summary) ? { found: foundView(summary, resources) } : {}),
    ...(view && { run: view }),
    ...(canUndo && { undo: { run: view.id, count: view.counts.done } }),
    ...(c.plan && living.has(c.plan.state) && { plan: { id: c.plan.id } }),
  };
}
