import { unreadableCard } from '../../cards/unreadable.ts';
import type { Case, CheckName } from '../domain/case.ts';
import type { CaseId } from '../domain/ids.ts';
import type { Language, Partner } from '../domain/partner.ts';
import { partnerChannels } from '../domain/routing.ts';
import { workingDaysOf } from '../domain/working-days.ts';
import type { UnreadableAlert } from '../workflow/outside-ports.ts';
import type { Json } from '../workflow/ports.ts';
import type { NewPost, Post } from '../workflow/post-ports.ts';
import { showCard, showCase } from '../workflow/show-case.ts';
import { asJson } from './as-json.ts';
import type { BotDeps } from './context.ts';
import { caseJson, checkJson } from './draw.ts';
import { alertListJson } from './draw-list.ts';
import { inventoryJson, planJson } from './draw-response.ts';
import { linksFor } from './links.ts';
import { cardActivity } from './replies.ts';
import { withSignIn } from './sign-in-card.ts';
import type { Drawn } from './transport/tell.ts';
import { wordsFor } from './words.ts';

type DrawDeps = Pick<BotDeps, 'store' | 'now' | 'newId' | 'clocks' | 'bursts' | 'signIn'>;

/** Draws what a post shows now: living cards from their case, fixed ones as they are. */
export async function drawPost(deps: DrawDeps, post: Post, shrink?: 'smaller'): Promise<Drawn | undefined> {
  const { content, language } = post;
  if (content.kind === 'fixed') return { activity: await withSignIn(deps, content.activity, post) };
  switch (content.kind) {
    case 'case':
      return drawCard(deps, content.caseId, language, shrink);
    case 'check':
      return drawCheck(deps, content.caseId, content.check, language);
    case 'inventory':
      return drawOf(deps, content.caseId, (c) => inventoryJson(deps.store, c, language, { isReading: false }));
    case 'plan':
      return drawOf(deps, content.caseId, (c) => planJson(deps.store, c, content.planId, language));
    case 'list': {
      const json = await alertListJson(deps, post.id, { language, page: 1 });
      return json === undefined ? undefined : { activity: cardActivity(json) };
    }
  }
}

async function drawOf(deps: DrawDeps, caseId: CaseId, draw: (c: Case) => Promise<Json>): Promise<Drawn | undefined> {
  const stored = await deps.store.cases.load(caseId);
  return stored && { activity: cardActivity(await draw(stored.case)), shownSeq: stored.case.seq };
}

async function drawCard(
  deps: DrawDeps,
  caseId: CaseId,
  language: Language,
  shrink: 'smaller' | undefined,
): Promise<Drawn | undefined> {
  const shown = await showCard(deps.store, caseId);
  if (!shown) return undefined;
  const { notes, detections } = shown.case;
  const fits = shrink === undefined ? { notes, detections } : { notes: [], detections: detections.slice(0, 3) };
  const card = caseJson(
    { ...shown, case: { ...shown.case, ...fits } },
    {
      language,
      now: deps.now(),
      refreshFor: shown.teamsIds,
      mayAct: true,
      clocks: await deps.clocks(shown.case, shown.timeZone, workingDaysOf(shown)),
    },
  );
  return { activity: cardActivity(card), shownSeq: shown.case.seq };
}

async function drawCheck(
  deps: DrawDeps,
  caseId: CaseId,
  check: CheckName,
  language: Language,
): Promise<Drawn | undefined> {
  const shown = await showCase(deps.store, caseId, { facts: true });
  if (!shown) return undefined;
  return { activity: cardActivity(checkJson(shown, check, language, shown.facts[check])), shownSeq: shown.case.seq };
}

/** The notice that an alert could not be read, where the partner is told what is of no case. */
export async function unreadablePosts(
  deps: DrawDeps,
  partner: Partner,
  alert: UnreadableAlert,
): Promise<readonly NewPost[]> {
  const ready = (await deps.store.channels.ofPartner(partner.id)).filter((channel) => channel.state === 'ready');
  return partnerChannels(partner.routing, ready).map((channel) => {
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
