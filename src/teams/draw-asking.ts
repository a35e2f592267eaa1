import { evidenceCard } from '../../cards/evidence.ts';
import { supportCard } from '../../cards/support.ts';
import type { CustomerView } from '../../cards/views.ts';
import type { Case } from '../domain/case.ts';
import type { Language } from '../domain/partner.ts';
import type { SupportForm, SupportKind } from '../domain/support.ts';
import type { Json } from '../workflow/ports.ts';
import { asJson } from './as-json.ts';
import type { BotDeps, Turn } from './context.ts';
import { neededForSupport, withSignInHint } from './sign-in-hint.ts';
import { draftOf } from './view-checks.ts';
import { otherClaims } from './view-clocks.ts';
import { evidenceView } from './view-evidence.ts';
import { type AboutSupport, defaultForm, subscriptionText, supportView } from './view-support.ts';

/** All that a request is filled in from. */
async function aboutSupport(deps: BotDeps, turn: Turn, c: Case, kind: SupportKind): Promise<AboutSupport> {
  const { partner } = turn;
  const { person } = turn.incoming;
  const [names, profile, claims] = await Promise.all([
    deps.store.names.names(c.partnerId, c.customerTenantId, c.subscriptionId),
    deps.profileOf(partner, person),
    kind === 'azure' ? deps.store.times.claimsOf(c.partnerId, c.customerTenantId) : [],
  ]);
  return {
    case: c,
    names,
    kind,
    partner,
    person,
    claims: otherClaims(c, claims),
    ...(profile === undefined ? {} : { profile }),
  };
}

export async function drawSupport(deps: BotDeps, turn: Turn, c: Case, kind: SupportKind): Promise<Json> {
  const about = await aboutSupport(deps, turn, c, kind);
  const card = asJson(supportCard(supportView({ ...about, now: deps.now() }), turn.words));
  return withSignInHint(deps, turn, card, neededForSupport(c, kind));
}

/** The form as the product fills it in, with the person's questions below the data. */
export async function composedForm(
  deps: BotDeps,
  turn: Turn,
  c: Case,
  kind: SupportKind,
  questions: string,
): Promise<SupportForm> {
  return defaultForm(await aboutSupport(deps, turn, c, kind), questions);
}

/** What a description has to begin with. */
export async function subscriptionNameOf(deps: Pick<BotDeps, 'store'>, c: Case): Promise<string> {
  return subscriptionText(c, await deps.store.names.names(c.partnerId, c.customerTenantId, c.subscriptionId));
}

export async function drawEvidence(deps: BotDeps, turn: Turn, c: Case): Promise<Json> {
  const [names, packs] = await Promise.all([
    deps.store.names.names(c.partnerId, c.customerTenantId, c.subscriptionId),
    deps.store.packs.ofCase(c.id),
  ]);
  return asJson(evidenceCard(evidenceView({ case: c, names, packs, language: turn.language }), turn.words));
}

/**
 * The message to the customer as its card shows it, or as somebody wants it, and whom Partner Center knows there. Whoever
 * else it goes to is not greeted by that name.
 */
export async function customerDraft(
  deps: BotDeps,
  turn: Turn,
  c: Case,
  wish: { readonly to?: string; readonly language?: Language },
): Promise<CustomerView['draft'] & { readonly email?: string }> {
  const [names, { customer }] = await Promise.all([
    deps.store.names.names(c.partnerId, c.customerTenantId, c.subscriptionId),
    deps.store.facts.read(c.id),
  ]);
  const facts = customer?.check === 'customer' ? customer.facts : undefined;
  const email = facts?.state === 'known' ? facts.value.email : undefined;
  const isOther = wish.to !== undefined && wish.to.toLowerCase() !== email?.toLowerCase();
  const { partner, language } = turn;
  const draft = draftOf(
    { case: c, names, partnerName: partner.name, language, ...(wish.language && { draftLanguage: wish.language }) },
    isOther && facts?.state === 'known' ? { ...facts, value: unnamed(facts.value) } : facts,
  );
  return { ...draft, ...(email === undefined ? {} : { email }) };
}

function unnamed<T extends { readonly contactName?: string }>(facts: T): Omit<T, 'contactName'> {
  const { contactName: _, ...others } = facts;
  return others;
}
