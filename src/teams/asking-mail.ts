import { editable, outside, say } from '../../cards/parts/escape.ts';
import type { Case } from '../domain/case.ts';
import { mailLimits } from '../domain/contact.ts';
import type { Language } from '../domain/partner.ts';
import { isAddress } from '../domain/support.ts';
import type { Question } from '../workflow/teams-ports.ts';
import type { BotDeps, Reply, Turn } from './context.ts';
import { customerDraft } from './draw-asking.ts';
import { parseAnswer } from './parse-answer.ts';
import { refusalText } from './refusals.ts';
import { runTyped } from './run-command.ts';
import { isSaid, vocabulariesFor } from './typed-words.ts';
import { ask, refusedAnyway, text } from './with-case.ts';

export type MailAsk = Extract<Question['ask'], { kind: 'mail' | 'mail-settle' }>;

/** To whom and in which language, as far as somebody typed it: `anna@customer.example in Italian`. */
interface Wish {
  readonly to?: string;
  readonly language?: Language;
}

function wishIn(turn: Turn, typed: string): Wish | undefined {
  const words = typed.split(/[\s,;<>()]+/).map((word) => word.replace(/[.!?]+$/, ''));
  const to = words.find((word) => word.includes('@'));
  const language = words
    .filter((word) => !word.includes('@') && word.length > 2)
    .flatMap((word) => vocabulariesFor(turn.language).flatMap((v) => v.languageNamed(word) ?? []))[0];
  if (to === undefined && language === undefined) return undefined;
  return { ...(to === undefined ? {} : { to }), ...(language === undefined ? {} : { language }) };
}

/** Nothing is sent before the person has seen the message and said yes. A mail of which nobody knows is settled first. */
export async function offerMail(deps: BotDeps, turn: Turn, c: Case, typed: string): Promise<readonly Reply[]> {
  const wish = typed === '' ? {} : wishIn(turn, typed);
  const lost = c.contact?.mails.find(({ state }) => state === 'unknown');
  if (lost !== undefined && wish?.to === undefined) {
    const refusal = refusedAnyway(deps, turn, c, { type: 'settle-mail', mailId: lost.id, sent: true });
    if (refusal) return text(await refusalText(deps, turn, refusal));
    await ask(deps, turn, { caseId: c.id, ask: { kind: 'mail-settle', mailId: lost.id, to: lost.to } });
    return text(say(turn.words, 'ask.mailSettle', { to: outside(lost.to) }));
  }
  return wish === undefined ? text(turn.words.t('reply.mailHow', { number: c.number })) : show(deps, turn, c, wish);
}

/** The whole message, and the question whether it goes. */
async function show(deps: BotDeps, turn: Turn, c: Case, wish: Wish): Promise<readonly Reply[]> {
  const { email, subject, body, language } = await customerDraft(deps, turn, c, wish);
  const to = wish.to ?? email ?? '';
  const mail = { id: deps.newId('mail'), to: to === '' ? 'somebody@customer.example' : to, subject, body, language };
  const refusal = refusedAnyway(deps, turn, c, { type: 'send-mail', mail });
  if (refusal) return text(await refusalText(deps, turn, refusal));
  await ask(deps, turn, { caseId: c.id, ask: { kind: 'mail', to, subject, body, language } });
  const shown = { subject: editable(subject, mailLimits.subject), body: editable(body, mailLimits.body) };
  return text(
    to === '' ? say(turn.words, 'ask.mailTo', shown) : say(turn.words, 'ask.mailSend', { ...shown, to: outside(to) }),
  );
}

/** Yes sends, no drops; another address or language shows the message again; anything else is asked again. */
export async function answerMail(deps: BotDeps, turn: Turn, c: Case, asked: MailAsk): Promise<readonly Reply[]> {
  const typed = turn.incoming.text.trim();
  const said = parseAnswer(
    typed,
    vocabulariesFor(turn.language).map((v) => v.answers),
  )?.answer;
  if (asked.kind === 'mail-settle') {
    if (said === 'good' || said === 'bad')
      return runTyped(deps, turn, c.id, { type: 'settle-mail', mailId: asked.mailId, sent: said === 'good' });
    await ask(deps, turn, { caseId: c.id, ask: asked });
    return text(say(turn.words, 'ask.mailSettle', { to: outside(asked.to) }));
  }
  const wish = wishIn(turn, typed);
  if (wish !== undefined) {
    const { to = asked.to, language = asked.language } = wish;
    if (isAddress(to) || to === '') return show(deps, turn, c, { ...(to === '' ? {} : { to }), language });
    await ask(deps, turn, { caseId: c.id, ask: asked });
    return text(await refusalText(deps, turn, { kind: 'bad-address' }));
  }
  if (said === 'bad') return text(turn.words.t('reply.mailDropped'));
  const { to, subject, body, language } = asked;
  if ((said === 'good' || isSaid(turn.language, 'send', typed)) && to !== '')
    return runTyped(deps, turn, c.id, {
      type: 'send-mail',
      mail: { id: deps.newId('mail'), to, subject, body, language },
    });
  await ask(deps, turn, { caseId: c.id, ask: asked });
  return text(to === '' ? turn.words.t('ask.mailToAgain') : say(turn.words, 'ask.mailAgain', { to: outside(to) }));
}
