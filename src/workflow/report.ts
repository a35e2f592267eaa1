import { type Case, isAwaited, openDetections, type ReportGoal } from '../domain/case.ts';
import { sameGoal } from '../domain/decide.ts';
import type { SourceName } from '../domain/detection.ts';
import type { CaseId, DetectionId } from '../domain/ids.ts';
import { OutsideError } from '../domain/outside.ts';
import type { Partner } from '../domain/partner.ts';
import type { Person } from '../domain/people.ts';
import { signInsToTell, tellingSignIn } from '../domain/sign-in.ts';
import { type HandleDeps, observeCase } from './handle.ts';
import type { AlertSource } from './outside-ports.ts';
import type { PartnerStore } from './partner-ports.ts';
import type { Log } from './ports.ts';
import type { AskForErrand } from './sign-in-ports.ts';

export interface ReportDeps extends Required<Pick<HandleDeps, 'cases' | 'now' | 'lacksSignIn'>> {
  readonly partners: PartnerStore;
  readonly sources: Readonly<Record<SourceName, AlertSource>>;
  /** Asks the person who acted to sign in, where the app alone may not tell. */
  readonly askForErrand: AskForErrand;
  readonly log: Log;
}

/** Tries after which the case says that Partner Center cannot be reached; the job goes on trying. */
const patience = 3;

/**
 * Tells the source what was claimed or decided, then reads it again: only what the source itself says afterwards counts
 * as reported. Throws when another try may help, so that the job queue repeats it. The role is not read again: what was
 * claimed or decided was done when the role was there, stands on the case, and Microsoft is told what the case says.
 */
export async function report(deps: ReportDeps, caseId: CaseId, attempt: number): Promise<void> {
  const stored = await deps.cases.load(caseId);
  if (stored === undefined) return;
  const state = stored.case.report;
  const partner = await deps.partners.byId(stored.case.partnerId);
  if (partner === undefined) return;
  // Somebody died between the two: it is said, and nobody is asked yet.
  if (state.state === 'failed' && state.why === 'needs-person')
    return askWhoActed(deps, partner, stored.case, state.by);
  if (!isAwaited(state)) return;
  const { goal, by } = state;
  const fail = (why: Extract<Case['report'], { state: 'failed' }>['why'], detail: string) =>
    observeCase(deps, caseId, { type: 'report-failed', goal, why, detail }, 'reporter');

  const alerts = alertsToTell(stored.case);
  if (alerts.length === 0) {
    await fail('nothing-open', '');
    return;
  }
  try {
    for (const { source, externalIds } of alerts) {
      const told = await deps.sources[source].tell(
        partner,
        { subscriptionId: stored.case.subscriptionId, externalIds, goal },
        by,
      );
      if (told.kind === 'refused') {
        const mayPerson = told.byApp === true && (told.why === 'mfa' || told.why === 'forbidden');
        const isAsked = mayPerson && (await deps.lacksSignIn(by, tellingSignIn[source]));
        if (isAsked === 'unknown')
          throw new OutsideError('it cannot be told now whether whoever acted is signed in', { why: 'unreachable' });
        const after = isAsked ? await fail('needs-person', '') : await fail(told.why, told.detail);
        if (isAsked && after !== undefined) await askWhoActed(deps, partner, after, by);
        return;
      }
    }
    const seen = await readBack(deps, partner, stored.case, alerts, goal);
    if (seen.kind === 'applied') {
      const after = await observeCase(
        deps,
        caseId,
        {
          type: 'report-succeeded',
          goal,
          detectionIds: alerts.flatMap(({ detectionIds }) => detectionIds),
          ...(seen.by === undefined ? {} : { resolvedBy: seen.by }),
        },
        'reporter',
      );
      // Still awaited when another alert joined meanwhile, which must be told of, too.
      if (!after || !isAwaited(after.report) || !sameGoal(after.report.goal, goal)) return;
    } else if (attempt >= patience) {
      await fail('not-applied', seen.status);
      return;
    }
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    if (error.why === 'mfa' || error.why === 'forbidden') {
      await fail(error.why, error.message);
      return;
    }
    if (attempt >= patience) await fail('unreachable', error.message);
    throw error;
  }
  throw new OutsideError('the source does not show every alert as told yet', { why: 'not-ready' });
}

/** They sign in, and then it is told by itself (teams/go-on.ts). By a second run they are not asked twice. */
async function askWhoActed(
  { lacksSignIn, askForErrand }: ReportDeps,
  partner: Partner,
  c: Case,
  by: Person,
): Promise<void> {
  const names = signInsToTell(c);
  const lacking = await Promise.all(names.map((name) => lacksSignIn(by, name)));
  // Where they have signed in meanwhile, asking has it told at once.
  const needs = names.find((_, i) => lacking[i] === true) ?? names[0];
  const errand = { person: by, partnerId: partner.id, caseId: c.id, name: 'report' } as const;
  if (needs !== undefined && (await askForErrand(partner, errand, needs)) === 'later')
    throw new OutsideError('whoever acted cannot be asked to sign in now', { why: 'unreachable' });
}

interface AlertsOfSource {
  readonly source: SourceName;
  readonly externalIds: readonly string[];
  readonly detectionIds: readonly DetectionId[];
}

/** The alerts to be named, by source; never an empty list of ids, which Partner Center would read as "all". */
function alertsToTell(c: Case): readonly AlertsOfSource[] {
  const bySource = Map.groupBy(openDetections(c), (d) => d.source);
  return [...bySource].map(([source, list]) => ({
    source,
    externalIds: list.map((d) => d.externalId),
    detectionIds: list.map((d) => d.id),
  }));
}

type ReadBack =
  | { readonly kind: 'applied'; readonly by?: string }
  | { readonly kind: 'not-yet'; readonly status: string };

async function readBack(
  deps: ReportDeps,
  partner: Partner,
  c: Case,
  alerts: readonly AlertsOfSource[],
  goal: ReportGoal,
): Promise<ReadBack> {
  let by: string | undefined;
  for (const { source, externalIds } of alerts) {
    const page = await deps.sources[source].readSubscription(partner, c.subscriptionId);
    for (const externalId of externalIds) {
      const alert = page.alerts.find((read) => read.alert.externalId === externalId)?.alert;
      const applied =
        alert?.status === goal.status &&
        (goal.status !== 'resolved' || alert.resolvedReason === undefined || alert.resolvedReason === goal.reason);
      if (!applied) return { kind: 'not-yet', status: alert?.status ?? 'absent' };
      // The source may name somebody here while the alert is only being investigated (facts/partner-center.md 2.2).
      if (goal.status === 'resolved') by = alert.resolvedBy ?? by;
    }
  }
  return { kind: 'applied', ...(by === undefined ? {} : { by }) };
}
