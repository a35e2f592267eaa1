import type { Words } from '../../cards/parts/words.ts';
import { openDetections } from '../domain/case.ts';
import type { AboutSupport } from './view-support.ts';
import { wordsFor } from './words.ts';

/** Room for resource ids in the description, in UTF-16 units; the portals' own limits are not documented. */
const roomForIds = 3000;

/** "2026-11-22 14:05 UTC": a time for people in any zone. */
function utc(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

function resourceLines({ t }: Words, ids: readonly string[]): readonly string[] {
  if (ids.length === 0) return [t('supportText.noResources')];
  const shown: string[] = [];
  let room = roomForIds;
  for (const id of ids) {
    room -= id.length + 3;
    if (room < 0) break;
    shown.push(`- ${id}`);
  }
  const rest = ids.length - shown.length;
  return [t('supportText.resources'), ...shown, ...(rest > 0 ? [t('supportText.moreResources', { count: rest })] : [])];
}

/** What was done in the case so far, as facts without names of people. */
function doneLines({ t }: Words, { case: c }: AboutSupport): readonly string[] {
  const { verdict, report, run, contact, checks } = c;
  const asked = contact?.mails.some(({ state }) => state === 'sent') || (contact?.tries.length ?? 0) > 0;
  const answered = checks.customer.state;
  const lines = [
    ...(asked && answered === 'open' ? [t('supportText.done.asked')] : []),
    ...(answered === 'open' ? [] : [t(`supportText.done.customer.${answered}`)]),
    ...(verdict.kind === 'none' ? [] : [t(`supportText.done.${verdict.kind}`, { when: utc(verdict.at) })]),
    ...(report.state === 'done' && report.goal.status === 'resolved' && openDetections(c).length === 0
      ? [t('supportText.done.resolved', { when: utc(report.at) })]
      : []),
    ...(run?.counts && run.endedAt !== undefined
      ? [
          t(`supportText.done.${run.act}`, {
            done: run.counts.done,
            total: run.items,
            when: utc(run.endedAt),
          }),
        ]
      : []),
  ];
  return lines.length === 0 ? [t('supportText.done.nothing')] : lines;
}

/** What a request says before the person's questions: the data that Microsoft's support asks for (facts/partner-center.md 7.2, 10.4). */
export function supportText(about: AboutSupport, subscription: string): string {
  const words = wordsFor('en');
  const { t } = words;
  const { case: c, partner, kind, claims = [] } = about;
  const real = c.detections.filter(({ isTest }) => isTest === c.isTest);
  const times = (pick: (d: (typeof real)[number]) => string | undefined) =>
    real.flatMap((d) => pick(d) ?? []).toSorted();
  const first = times((d) => d.firstObservedAt)[0];
  const last = times((d) => d.lastObservedAt).at(-1);
  const ids = [...new Set(real.flatMap(({ resources }) => resources.map(({ id }) => id)))];
  return [
    subscription,
    '',
    ...(c.isTest ? [t('supportText.test')] : []),
    t(`supportText.about.${kind}`),
    '',
    t('supportText.partner', { id: partner.tenantId, name: partner.name }),
    t('supportText.customer', { id: c.customerTenantId }),
    t('supportText.subscription', { id: c.subscriptionId }),
    t('supportText.alerts', {
      ids: real
        .map(({ externalId }) => externalId)
        .join(', ')
        .slice(0, 600),
    }),
    t('supportText.first', { when: first === undefined ? t('supportText.notKnown') : utc(first) }),
    t('supportText.last', { when: last === undefined ? t('supportText.notKnown') : utc(last) }),
    ...resourceLines(words, ids),
    '',
    t('supportText.done'),
    ...doneLines(words, about).map((line) => `- ${line}`),
    '',
    ...(kind === 'azure' ? [...claimLines(words, claims), ''] : []),
    t('supportText.questions'),
  ].join('\n');
}

/** What to ask where the person has no question of their own yet; to be changed before it is filed. */
export function usualQuestions(kind: AboutSupport['kind']): string {
  const { t } = wordsFor('en');
  const seen = kind === 'azure' ? [] : [t('supportText.question.seen')];
  return [...seen, t('supportText.question.more')].map((line) => `- ${line}`).join('\n');
}

/** What a request for the one-time credit is asked about. */
function claimLines({ t }: Words, claims: NonNullable<AboutSupport['claims']>): readonly string[] {
  return [
    t('supportText.claim.amount'),
    t('supportText.claim.invoice'),
    claims.length === 0 ? t('supportText.claim.first') : t('supportText.claim.again', { count: claims.length }),
  ];
}
