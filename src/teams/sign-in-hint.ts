import { say } from '../../cards/parts/escape.ts';
import { quiet } from '../../cards/parts/text.ts';
import type { Case } from '../domain/case.ts';
import type { SignInName } from '../domain/sign-in.ts';
import type { Json } from '../workflow/ports.ts';
import { asJson } from './as-json.ts';
import type { BotDeps, Turn } from './context.ts';
import { isRecord } from './transport/is-record.ts';

/** Buttons that need a sign-in of whoever presses them (domain/sign-in.ts). */
const azure = ['resources.stop', 'resources.start', 'plan.request', 'plan.approve'];

/**
 * A card for one person, with a line that they may be asked to sign in, where it offers what needs a sign-in that
 * nobody has seen them do. By what is kept alone: nothing outside is asked while a card is drawn.
 */
export async function withSignInHint(deps: BotDeps, turn: Turn, c: Case, card: Json): Promise<Json> {
  const name = neededBy(c, JSON.stringify(card));
  if (name === undefined || deps.signIn.connections[name] === undefined) return card;
  const known = (await deps.store.signIns.of(turn.incoming.person)).find((one) => one.name === name);
  if (known?.state === 'in' || !isRecord(card) || !Array.isArray(card['body'])) return card;
  const { words } = turn;
  const hint = say(words, 'signIn.hint', { service: say(words, `signIn.service.${name}`) });
  return { ...card, body: [...card['body'], asJson(quiet(hint, { spacing: 'Medium' }))] };
}

function neededBy(c: Case, card: string): SignInName | undefined {
  const offers = (verb: string) => card.includes(`"verb":"${verb}"`);
  if (offers('contact.send')) return 'graph';
  if (offers('plan.approve') && c.plan?.kind === 'subscription') return 'partnerCenter';
  return azure.some(offers) ? 'azure' : undefined;
}
