import { unreadableCard } from '../../cards/unreadable.ts';
import type { Partner } from '../domain/partner.ts';
import type { NewPost, Post, UnreadableAlert } from '../workflow/ports.ts';
import { showCase } from '../workflow/show-case.ts';
import { asJson } from './as-json.ts';
import type { BotDeps } from './context.ts';
import { caseJson, checkJson } from './draw.ts';
import { linksFor } from './links.ts';
import { cardActivity } from './replies.ts';
import type { Drawn } from './transport/tell.ts';
import { wordsFor } from './words.ts';

type DrawDeps = Pick<BotDeps, 'store' | 'now' | 'newId'>;

/** People whose clients ask for a fresh card; Teams takes at most 60. */
const mostRefreshed = 60;

/** Draws what a post shows now: living cards from their case, fixed ones as they are. */
export async function drawPost(deps: DrawDeps, post: Post, shrink?: 'smaller'): Promise<Drawn | undefined> {
  const { content, language } = post;
  if (content.kind === 'fixed') return { activity: content.activity };
  const shown = await showCase(deps.store, content.caseId, { facts: content.kind === 'check' });
  if (!shown) return undefined;
  const shownSeq = shown.case.seq;
  if (content.kind === 'check')
    return { activity: cardActivity(checkJson(shown, content.check, language, shown.facts[content.check])), shownSeq };
  const refreshFor = (await deps.store.people.ofTenant(shown.partner.tenantId))
    .slice(0, mostRefreshed)
    .map((person) => person.teamsId);
  const drawn =
    shrink === undefined
      ? shown
      : { ...shown, case: { ...shown.case, notes: [], detections: shown.case.detections.slice(0, 3) } };
  return { activity: cardActivity(caseJson(drawn, { language, now: deps.now(), refreshFor, mayAct: true })), shownSeq };
}

/** The notice that an alert could not be read, for each channel of the partner. */
export async function unreadablePosts(
  deps: DrawDeps,
  partner: Partner,
  alert: UnreadableAlert,
): Promise<readonly NewPost[]> {
  const channels = (await deps.store.channels.ofPartner(partner.id)).filter((channel) => channel.state === 'ready');
  return channels.map((channel) => {
    const view = {
      source: partner.source,
      error: alert.error,
      links: linksFor({ customerTenantId: '', subscriptionId: '' }, ['partner-center-alerts']),
      ...(alert.externalId === undefined ? {} : { externalId: alert.externalId }),
    };
    const card = asJson(unreadableCard(view, wordsFor(channel.language)));
    return {
      id: deps.newId('post'),
      partnerId: partner.id,
      place: { kind: 'channel', channelId: channel.id },
      content: { kind: 'fixed', activity: cardActivity(card) },
      language: channel.language,
    };
  });
}
