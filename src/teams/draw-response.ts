import { afterCareCard } from '../../cards/after-care.ts';
import { inventoryCard } from '../../cards/inventory.ts';
import { planCard } from '../../cards/plan.ts';
import { timelineCard } from '../../cards/timeline.ts';
import type { ResourceKey } from '../domain/azure-resource.ts';
import type { Case } from '../domain/case.ts';
import type { PlanId } from '../domain/ids.ts';
import type { Language } from '../domain/partner.ts';
import type { CaseNames } from '../workflow/case-ports.ts';
import type { Json, Store } from '../workflow/ports.ts';
import { asJson } from './as-json.ts';
import type { BotDeps, Turn } from './context.ts';
import { linksFor } from './links.ts';
import { neededBy, withSignInHint } from './sign-in-hint.ts';
import { afterCareView } from './view-after-care.ts';
import { inventoryView, mostShownResources } from './view-inventory.ts';
import { planView } from './view-plan.ts';
import { timelineView } from './view-timeline.ts';
import { wordsFor } from './words.ts';

interface ReadingNow {
  /** Being read at this moment: what is shown was found before, or nothing yet. */
  readonly isReading: boolean;
}

export async function drawInventory(deps: BotDeps, turn: Turn, c: Case, now: ReadingNow): Promise<Json> {
  const card = await inventoryJson(deps.store, c, turn.language, now);
  return withSignInHint(deps, turn, card, neededBy(c, card));
}

/** What may mine, with the last stop or start. */
export async function inventoryJson(
  store: Store,
  c: Case,
  language: Language,
  { isReading }: ReadingNow,
): Promise<Json> {
  const [names, summary, resources, runs] = await Promise.all([
    namesOf(store, c),
    store.investigations.summary(c.id),
    store.investigations.resources(c.id, { from: 0, count: mostShownResources }),
    store.runs.ofCase(c.id),
  ]);
  const run = runs.find(({ act }) => act === 'stop' || act === 'start');
  const view = inventoryView({
    case: c,
    names,
    links: linksFor(c, ['azure-subscription']),
    resources,
    isReading,
    ...(summary === undefined ? {} : { summary }),
    ...(run === undefined ? {} : { run }),
  });
  return asJson(inventoryCard(view, wordsFor(language)));
}

export async function drawPlan(deps: BotDeps, turn: Turn, c: Case, planId: PlanId): Promise<Json> {
  const card = await planJson(deps.store, c, planId, turn.language);
  return withSignInHint(deps, turn, card, neededBy(c, card));
}

/** A plan, from being made to the last resource gone; one that another has replaced is shown as no longer valid. */
export async function planJson(store: Store, c: Case, planId: PlanId, language: Language): Promise<Json> {
  const [names, plan, runs] = await Promise.all([namesOf(store, c), store.plans.load(planId), store.runs.ofCase(c.id)]);
  const run = runs.find((one) => one.planId === planId);
  const view = planView({
    case: c,
    planId,
    names,
    // The id comes from a client, and may be that of a plan of another case.
    ...(plan?.caseId === c.id ? { plan } : {}),
    ...(run === undefined ? {} : { run }),
  });
  return asJson(planCard(view, wordsFor(language)));
}

interface TimelineAsk extends ReadingNow {
  /** Whether it may be said that an account is the partner's own: to owners, where nobody else reads it. */
  readonly revealsUs: boolean;
  readonly resource?: ResourceKey;
}

export async function drawTimeline(deps: BotDeps, turn: Turn, c: Case, ask: TimelineAsk): Promise<Json> {
  const [names, summary] = await Promise.all([namesOf(deps.store, c), deps.store.investigations.summary(c.id)]);
  const view = timelineView({
    case: c,
    names,
    links: linksFor(c, ['azure-subscription']),
    ...ask,
    ...(summary === undefined ? {} : { summary }),
  });
  return asJson(timelineCard(view, turn.words));
}

export async function drawAfterCare(deps: BotDeps, turn: Turn, c: Case): Promise<Json> {
  return asJson(afterCareCard(afterCareView(c, await namesOf(deps.store, c)), turn.words));
}

function namesOf(store: Store, c: Case): Promise<CaseNames> {
  return store.names.names(c.partnerId, c.customerTenantId, c.subscriptionId);
}
