import type { Partner } from '../../../src/domain/partner.ts';
import { addressFault, shownAddress } from '../../../src/domain/webhook-registration.ts';
import { type Standing, standingOf, type Whose } from '../../../src/workflow/register-webhook.ts';
import type { WebhookRefused, WebhookState } from '../../../src/workflow/webhook-ports.ts';
import { plain } from '../doctor/finding.ts';
import type { Place } from './place.ts';
import { addressProblem, type Problem, problemOf } from './problem.ts';
import { mendRefusal } from './why-refused.ts';

const countedDays = 7;

/** What is known of a partner's callbacks. */
export interface Status {
  readonly partner: Partner;
  /** Absent where Partner Center does not say. */
  readonly standing?: Standing;
  readonly state: WebhookState;
  /** Callbacks with a good signature by outcome, in the last days. */
  readonly counts: Readonly<Record<string, number>>;
  /** Newest first. */
  readonly refused: readonly WebhookRefused[];
  readonly problems: readonly Problem[];
}

/** Reads all that is known of a partner's callbacks; changes nothing. */
export async function readStatus(place: Place, partner: Partner): Promise<Status> {
  const { webhooks } = place.store;
  const since = new Date(Date.now() - countedDays * 86_400_000).toISOString().slice(0, 10);
  const [found, state, counts, refused] = await Promise.all([
    standingOf({ ...place, ...place.store }, partner).catch((error: unknown) =>
      problemOf(error, 'registration', place),
    ),
    webhooks.state(partner.id),
    webhooks.counts(partner.id, since),
    webhooks.refused(partner.id),
  ]);
  const fault = addressFault(place.publicUrl, place.config.urls.partnerCenter);
  const isStanding = 'whose' in found;
  const problems = [
    ...(fault === undefined ? [] : [addressProblem(place.publicUrl, fault)]),
    ...(isStanding ? standingProblems(found, place.publicUrl, partner) : [found]),
    ...refusalProblems(state, refused),
  ];
  return { partner, ...(isStanding ? { standing: found } : {}), state, counts, refused, problems };
}

function standingProblems(
  { whose, registration, missing }: Standing,
  publicUrl: string,
  partner: Partner,
): readonly Problem[] {
  const register = `npm run webhook -- register --partner ${partner.tenantId}`;
  const at = shownAddress(registration?.url ?? '');
  const problem = (said: string, mend: string): readonly Problem[] => [{ step: 'registration', said, mend }];
  switch (whose) {
    case 'nobody':
      return problem('nothing is registered: only the polls find alerts', register);
    case 'stale':
      return problem(
        'the registration is stale: it has this address with a key that is not the partner’s here, so that whatever comes is dropped',
        `${register} makes a new key.`,
      );
    case 'moved':
      return problem(
        `this installation’s key is registered at ${at}, and PUBLIC_URL is ${publicUrl}`,
        `If this installation has moved: ${register} --replace. If this is a copy of the database: leave it.`,
      );
    case 'other':
      return problem(
        `another tool’s address is registered: ${at}`,
        `A tenant has one registration. Ask whoever runs that tool; ${register} --replace takes its place, and it gets nothing any more.`,
      );
    case 'ours':
      return missing.length > 0 || registration?.inMsSignature !== true
        ? problem(
            missing.length > 0
              ? `not asked for: ${missing.join(', ')}`
              : 'signatures come in Authorization, which proxies may take for their own',
            `${register} adds what is missing.`,
          )
        : [];
  }
}

/** Refusals that nothing good has come after. */
function refusalProblems({ lastEventAt }: WebhookState, refused: readonly WebhookRefused[]): readonly Problem[] {
  return refused
    .filter(({ lastAt }) => lastEventAt === undefined || lastAt > lastEventAt)
    .map(({ why, lastAt }) => ({
      step: 'callbacks',
      said: `callbacks are refused, last at ${lastAt}: ${why}`,
      mend: mendRefusal(why),
    }));
}

const whoseText: Readonly<Record<Whose, string>> = {
  nobody: 'none',
  ours: 'ours',
  stale: 'stale',
  moved: 'ours, at another address',
  other: 'of another tool',
};

export function statusText({ partner, standing, state, counts, refused, problems }: Status): string {
  const { registration, whose } = standing ?? {};
  const counted = Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`);
  const refusals = refused.map(({ why, lastAt }) => `${why} (${lastAt})`);
  const lines: readonly (readonly [string, string])[] = [
    ['registration', whose === undefined ? '(Partner Center does not say)' : whoseText[whose]],
    ...(registration === undefined
      ? []
      : ([
          ['address', shownAddress(registration.url)],
          ['events', registration.events.map(plain).join(', ') || '(none)'],
          ['changed', registration.changedAt ?? '(not said)'],
        ] as const)),
    ['last callback', state.lastEventAt ?? 'none so far'],
    ['last test', state.lastTestAt ?? 'none so far'],
    [`last ${countedDays} days`, counted.join(', ') || 'none'],
    ['refused', refusals.join(', ') || 'none'],
  ];
  const rows = lines.map(([label, value]) => `  ${label.padEnd(14)} ${value}`);
  return [
    `${plain(partner.name)} (${partner.tenantId})`,
    ...rows,
    ...problems.map((one) => problemText(one).replaceAll(/^/gm, '  ')),
  ].join('\n');
}

export function problemText({ said, mend }: Problem): string {
  return `Problem: ${said}\nMend:    ${mend}`;
}

export function statusJson({ partner, standing, state, counts, refused, problems }: Status): object {
  const { partnerId: _, ...times } = state;
  return {
    tenantId: partner.tenantId,
    name: partner.name,
    registration: standing === undefined ? null : standingJson(standing),
    callbacks: { ...times, counts, refused },
    problems,
  };
}

/** A registration without what would let somebody post there. */
export function standingJson({ whose, registration, missing }: Standing): object {
  if (registration === undefined) return { whose, missing };
  return { whose, missing, ...registration, url: shownAddress(registration.url) };
}
