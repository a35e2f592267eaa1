import { digestCard } from '../../cards/digest.ts';
import type { DigestView } from '../../cards/talk-views.ts';
import { day, hour } from '../domain/clocks.ts';
import { nextWorkingMorning, projection } from '../domain/clocks-of-case.ts';
import type { Language, Partner } from '../domain/partner.ts';
import { workingDaysOf } from '../domain/working-days.ts';
import type { DigestDeps } from '../workflow/digest.ts';
import type { Json } from '../workflow/ports.ts';
import type { NewPost } from '../workflow/post-ports.ts';
import { asJson } from './as-json.ts';
import type { BotDeps } from './context.ts';
import { cardActivity } from './replies.ts';
import { countAlarms } from './view-alarm.ts';
import { caseListView } from './view-list.ts';
import { wordsFor } from './words.ts';

type Deps = Pick<BotDeps, 'store' | 'now' | 'newId'>;

/** Open cases that are looked at for the figures of one digest. */
const mostCases = 500;
/** Days before the deadline of a credit at which a digest begins to say so. */
const claimSoonDays = 21;
/** Hours of the rule (facts/partner-center.md 10.3): a case keeps its deadline, which is that long after the detection. */
const answerHours = 24;

/** What a partner's digest shows now; drills are listed and counted for nothing. */
async function digestView({ store, now }: Deps, partner: Partner): Promise<DigestView> {
  const at = now();
  const asOf = at.toISOString();
  const since = new Date(at.getTime() - 30 * day).toISOString();
  const [rows, listed, counted, answered, official, claims, undelivered, unreadable, source, snoozed, alarms] =
    await Promise.all([
      store.cases.list({ partnerId: partner.id, open: true, limit: mostCases }),
      store.cases.countListed(partner.id),
      store.cases.countOpen(partner.id),
      store.times.answered(partner.id, since),
      store.times.official(partner.id),
      store.times.claimsNear(partner.id, asOf, claimSoonDays),
      store.deadLetters.count(partner.id),
      store.detections.countUnreadable(partner.id),
      store.partners.sourceState(partner.id),
      store.cases.countSnoozed(partner.id),
      store.alarms.openOf(partner.id),
    ]);
  const waiting = rows.filter(
    ({ verdict, isTest, takenUpAt }) => verdict === 'none' && !isTest && takenUpAt === undefined,
  );
  const undecided = waiting.map(({ deadlineAt }) => ({
    detectedAt: new Date(Date.parse(deadlineAt) - answerHours * hour).toISOString(),
  }));
  const morning = nextWorkingMorning(at, partner.timeZone, workingDaysOf(partner)).toISOString();
  const ahead = projection(answered, undecided, undecided.length === 0 ? asOf : morning);
  return {
    asOf,
    list: caseListView({ which: 'cases', page: 1, rows, ...listed, now: at }),
    open: counted,
    drills: listed.isMore ? 0 : listed.total - counted.total,
    overdue: waiting.filter(({ deadlineAt }) => Date.parse(deadlineAt) <= at.getTime()).length,
    unowned: waiting.filter(({ ownerName }) => ownerName === undefined).length,
    ...(undecided.length > 0 ? { ahead } : {}),
    ...(undecided.length === 0 && ahead.now !== undefined
      ? { average: { hours: ahead.now, alerts: ahead.alerts } }
      : {}),
    ...(official === undefined ? {} : { official }),
    claims: claims.map(({ caseId, deadlineAt, ...claim }) => ({
      ...claim,
      case: caseId,
      daysLeft: Math.floor((Date.parse(deadlineAt) - at.getTime()) / day),
    })),
    snoozed,
    undelivered: undelivered.total,
    unreadable,
    failures: source.failures,
    alarms: countAlarms(alarms),
    ...(source.succeededAt === undefined ? {} : { succeededAt: source.succeededAt }),
  };
}

export async function drawDigest(deps: Deps, partner: Partner, language: Language): Promise<Json> {
  return asJson(digestCard(await digestView(deps, partner), wordsFor(language)));
}

/** The digest for several channels, each in its language. */
export async function digestPosts(
  deps: Deps,
  partner: Partner,
  wanted: Parameters<DigestDeps['digestPosts']>[1],
): Promise<readonly NewPost[]> {
  const view = await digestView(deps, partner);
  return wanted.map(({ channel, key }) => ({
    id: deps.newId('post'),
    partnerId: partner.id,
    place: { kind: 'channel', channelId: channel.id },
    content: { kind: 'fixed', activity: cardActivity(asJson(digestCard(view, wordsFor(channel.language)))) },
    language: channel.language,
    dedupeKey: key,
  }));
}
