import { say } from '../../cards/parts/escape.ts';
import { quiet } from '../../cards/parts/text.ts';
import { type Case, openDetections } from '../domain/case.ts';
import { type SignInName, signInsToTell } from '../domain/sign-in.ts';
import type { SupportKind } from '../domain/support.ts';
import type { Json } from '../workflow/ports.ts';
import { asJson } from './as-json.ts';
import type { BotDeps, Turn } from './context.ts';
import { isRecord } from './transport/is-record.ts';

/** Sign-ins that what a card offers may need, and what is said of them. */
export interface MayNeed {
  readonly names: readonly SignInName[];
  readonly hint: 'signIn.hint' | 'signIn.hint.send' | 'signIn.hint.act' | 'signIn.hint.tell' | 'signIn.hint.follow';
}

/** Buttons that need a sign-in of whoever presses them (domain/sign-in.ts). */
const azure = ['resources.stop', 'resources.start', 'plan.request', 'plan.approve'];

/**
 * A card for one person, with a line that they may be asked to sign in, where it offers what may need a sign-in that
 * nobody has seen them do. By what is kept alone: nothing outside is asked while a card is drawn.
 */
export async function withSignInHint(deps: BotDeps, turn: Turn, card: Json, { names, hint }: MayNeed): Promise<Json> {
  const offered = names.filter((name) => deps.signIn.connections[name] !== undefined);
  if (offered.length === 0 || !isRecord(card) || !Array.isArray(card['body'])) return card;
  const known = await deps.store.signIns.of(turn.incoming.person);
  const name = offered.find((one) => known.find((held) => held.name === one)?.state !== 'in');
  if (name === undefined) return card;
  const { words } = turn;
  const line = say(words, hint, { service: say(words, `signIn.service.${name}`) });
  return { ...card, body: [...card['body'], asJson(quiet(line, { spacing: 'Medium' }))] };
}

/** By the buttons of a card. */
export function neededBy(c: Case, card: Json): MayNeed {
  const text = JSON.stringify(card);
  const offers = (verb: string) => text.includes(`"verb":"${verb}"`);
  const cancels = offers('plan.approve') && c.plan?.kind === 'subscription';
  if (offers('contact.send')) return { names: ['graph'], hint: 'signIn.hint.send' };
  if (cancels) return { names: ['partnerCenter'], hint: 'signIn.hint' };
  return { names: azure.some(offers) ? ['azure'] : [], hint: 'signIn.hint.act' };
}

/**
 * For telling Partner Center. FraudEvents is documented for signed-in people alone (facts/partner-center.md 12); Graph's
 * alerts take the app, except where they do not (2.5): this case has met that, or, an assumption, somebody's background
 * sign-in is there because reading did.
 */
export async function neededToTell(deps: BotDeps, c: Case): Promise<MayNeed> {
  const isSure =
    openDetections(c).some(({ source }) => source === 'fraudEvents') ||
    (c.report.state === 'failed' && c.report.why === 'needs-person') ||
    (await deps.store.consents.held(c.partnerId)) !== undefined;
  return { names: isSure ? signInsToTell(c) : [], hint: 'signIn.hint.tell' };
}

/** For a request to Microsoft: Partner Center takes notes from signed-in people alone, and shows a request to its creator. */
export function neededForSupport(c: Case, kind: SupportKind): MayNeed {
  const isFiled = c.support?.[kind]?.state === 'filed';
  return {
    names: kind === 'partner-center' ? ['partnerCenter'] : [],
    hint: isFiled ? 'signIn.hint' : 'signIn.hint.follow',
  };
}
