import { outside, say } from '../../cards/parts/escape.ts';
import type { Case } from '../domain/case.ts';
import { minute } from '../domain/clocks.ts';
import { type Way, ways } from '../domain/contact.ts';
import { hasRole } from '../domain/people.ts';
import { fetchRoles } from '../domain/redaction.ts';
import { faultsOf, isAddress, requestNumber, type SupportForm, type SupportKind } from '../domain/support.ts';
import type { Question } from '../workflow/teams-ports.ts';
import { trackSupportJob } from '../workflow/write-case.ts';
import { askFiler } from './ask-for-errand.ts';
import { offerMail } from './asking-mail.ts';
import { askForPack, fetchPack } from './asking-packs.ts';
import type { BotDeps, Reply, Turn } from './context.ts';
import { composedForm, drawEvidence, drawSupport, subscriptionNameOf } from './draw-asking.ts';
import { parseDuration } from './duration.ts';
import { type CommandName, fold } from './parse-command.ts';
import { refusalText } from './refusals.ts';
import { runTyped } from './run-command.ts';
import { isSaid, profileNamed, vocabulariesFor } from './typed-words.ts';
import { ask, refusedAnyway, type Typed, text, withCase } from './with-case.ts';

type AskingName = Extract<
  CommandName,
  'support' | 'refund' | 'ticket' | 'mail' | 'contacted' | 'no-answer' | 'evidence'
>;

/** What the typed commands do that ask Microsoft or the customer, and that make the evidence. */
export const askingCommands: Readonly<Record<AskingName, Typed>> = {
  support: (deps, turn, command) => withCase(deps, turn, command, (c) => openSupport(deps, turn, c, 'partner-center')),
  refund: (deps, turn, command) => withCase(deps, turn, command, (c) => openSupport(deps, turn, c, 'azure')),
  ticket: (deps, turn, command) => withCase(deps, turn, command, (c) => ticket(deps, turn, c, command.rest)),
  mail: (deps, turn, command) => withCase(deps, turn, command, (c) => offerMail(deps, turn, c, command.rest)),
  contacted: (deps, turn, command) => withCase(deps, turn, command, (c) => contacted(deps, turn, c, command.rest)),
  'no-answer': (deps, turn, command) =>
    withCase(deps, turn, command, async (c) => {
      const duration = parseDuration(
        command.rest,
        vocabulariesFor(turn.language).map((v) => v.durations),
      );
      const until = new Date(deps.now().getTime() + (duration?.minutes ?? 1) * minute).toISOString();
      if (duration !== undefined) return runTyped(deps, turn, c.id, { type: 'await-answer', until });
      const refusal = refusedAnyway(deps, turn, c, { type: 'await-answer', until });
      if (refusal) return text(await refusalText(deps, turn, refusal));
      await ask(deps, turn, { caseId: c.id, ask: { kind: 'await-answer' } });
      return text(turn.words.t('ask.awaitAnswer', { number: c.number }));
    }),
  evidence: (deps, turn, command) => withCase(deps, turn, command, (c) => evidence(deps, turn, c, command.rest)),
};

/** What follows `ticket`: a number, `azure` and a number, a note for Microsoft, the wish to drop the request, or nothing. */
async function ticket(deps: BotDeps, turn: Turn, c: Case, typed: string): Promise<readonly Reply[]> {
  const [first = '', ...others] = typed.split(/\s+/);
  const isAzure = isSaid(turn.language, 'azure', first);
  const { 'partner-center': center, azure } = c.support ?? {};
  // Who prepared only the one in the Azure portal means that one.
  const kind: SupportKind = isAzure || (center === undefined && azure !== undefined) ? 'azure' : 'partner-center';
  const rest = isAzure ? others.join(' ') : typed;
  if (rest === '')
    return c.support === undefined
      ? text(turn.words.t('reply.ticketHow', { number: c.number }))
      : openSupport(deps, turn, c, kind);
  const [word = ''] = rest.split(/\s+/);
  if (isSaid(turn.language, 'request-note', word.replace(/:$/, ''))) {
    const note = rest.slice(word.length).trim();
    return runTyped(deps, turn, c.id, { type: 'support-note', kind: 'partner-center', text: note });
  }
  if (isSaid(turn.language, 'request-drop', rest)) return runTyped(deps, turn, c.id, { type: 'drop-support', kind });
  return runTyped(deps, turn, c.id, { type: 'file-support', kind, number: numberIn(rest) });
}

/** The number within what somebody typed (`it is 2611220050001234`), where just one can be it; else all of it. */
function numberIn(typed: string): string {
  if (requestNumber(typed) !== undefined) return typed;
  const words = typed
    .split(/[\s,;:.()]+/)
    .filter((word) => requestNumber(word) !== undefined && /(?:\d-?){8}/.test(word));
  return words.length === 1 ? (words[0] ?? typed) : typed;
}

/** The form, filled in; and the first question of those who type. */
async function openSupport(deps: BotDeps, turn: Turn, c: Case, kind: SupportKind): Promise<readonly Reply[]> {
  const card: Reply = { kind: 'card', card: await drawSupport(deps, turn, c, kind) };
  const request = c.support?.[kind];
  if (request?.state === 'filed') {
    if (kind === 'azure') return [card];
    const waits = await askFiler(deps, turn, c);
    if (waits !== undefined) return [card, { kind: 'text', text: waits }];
    await deps.store.posts.add([], [trackSupportJob(c.id, kind)]);
    return [card, { kind: 'text', text: turn.words.t('reply.supportTracked', { number: c.number }) }];
  }
  if (!hasRole(turn.role, 'responder')) return [card];
  if (request?.state === 'composed') {
    await ask(deps, turn, { caseId: c.id, ask: { kind: 'support-number', supportKind: kind } });
    return [card, { kind: 'text', text: turn.words.t('ask.supportNumber', { number: c.number }) }];
  }
  await ask(deps, turn, { caseId: c.id, ask: { kind: 'support-questions', supportKind: kind } });
  return [card, { kind: 'text', text: turn.words.t('ask.supportQuestions', { number: c.number }) }];
}

export type SupportAsk = Extract<Question['ask'], { kind: 'support-questions' | 'support-contact' | 'support-number' }>;

/** The answer to one question of the form, and the next question. */
export async function answerSupport(deps: BotDeps, turn: Turn, c: Case, asked: SupportAsk): Promise<readonly Reply[]> {
  const typed = turn.incoming.text.trim();
  const { supportKind: kind } = asked;
  if (asked.kind === 'support-number') {
    const replies = await runTyped(deps, turn, c.id, { type: 'file-support', kind, number: numberIn(typed) });
    const filed = (await deps.store.cases.load(c.id))?.case.support?.[kind]?.state === 'filed';
    if (!filed) await ask(deps, turn, { caseId: c.id, ask: asked });
    return replies;
  }
  if (asked.kind === 'support-questions') {
    const questions = isSaid(turn.language, 'nothing', typed) ? '' : typed;
    const form = await composedForm(deps, turn, c, kind, questions);
    // Said now: who is asked for a contact next could not make them shorter any more.
    const faults = faultsOf(form, await subscriptionNameOf(deps, c)).filter(
      ({ field, what }) => field === 'description' && what === 'too-long',
    );
    if (faults.length > 0) {
      await ask(deps, turn, { caseId: c.id, ask: asked });
      return text(await refusalText(deps, turn, { kind: 'form-incomplete', faults }));
    }
    const { contactName, contactEmail } = form;
    await ask(deps, turn, { caseId: c.id, ask: { kind: 'support-contact', supportKind: kind, questions } });
    return contactEmail === ''
      ? text(turn.words.t('ask.supportContactNone'))
      : text(say(turn.words, 'ask.supportContact', { contact: outside(`${contactName}, ${contactEmail}`) }));
  }
  const form = withContact(await composedForm(deps, turn, c, kind, asked.questions), turn, typed);
  const subscriptionName = await subscriptionNameOf(deps, c);
  const replies = await runTyped(deps, turn, c.id, { type: 'compose-support', kind, form, subscriptionName });
  const after = (await deps.store.cases.load(c.id))?.case;
  if (after?.support?.[kind]?.state !== 'composed') {
    await ask(deps, turn, { caseId: c.id, ask: asked });
    return [...replies, { kind: 'text', text: turn.words.t('ask.supportContactNone') }];
  }
  await ask(deps, turn, { caseId: c.id, ask: { kind: 'support-number', supportKind: kind } });
  return [
    { kind: 'card', card: await drawSupport(deps, turn, after, kind) },
    { kind: 'text', text: turn.words.t('ask.supportNumber', { number: c.number }) },
  ];
}

/** Yes keeps the contact that was offered; else the address within what was typed, and the rest is the name. */
function withContact(form: SupportForm, turn: Turn, typed: string): SupportForm {
  const said = fold(typed).replaceAll(/[.,!]/g, '');
  if (vocabulariesFor(turn.language).some(({ answers }) => answers.good.map(fold).includes(said))) return form;
  const words = typed.split(/[\s,;<>()]+/).filter((word) => word !== '');
  const address = words.find(isAddress) ?? words.find((word) => word.includes('@')) ?? '';
  const name = words.filter((word) => word !== address).join(' ');
  return { ...form, contactEmail: address, contactName: name === '' ? form.contactName : name };
}

async function contacted(deps: BotDeps, turn: Turn, c: Case, typed: string): Promise<readonly Reply[]> {
  if (typed === '') return text(turn.words.t('reply.contactedHow', { number: c.number }));
  const [first = '', ...rest] = typed.split(/\s+/);
  const way = wayNamed(turn, first);
  const said = way === undefined ? typed : rest.join(' ');
  const [to = '', ...note] = said.split(/[,:]\s*/);
  return runTyped(deps, turn, c.id, { type: 'note-contact', way: way ?? 'call', to, note: note.join(', ') });
}

function wayNamed(turn: Turn, word: string): Way | undefined {
  for (const vocabulary of vocabulariesFor(turn.language)) {
    const found = ways.find((way) => vocabulary.ways[way].map(fold).includes(fold(word)));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** With a profile one is made; alone, the newest is fetched, or the card shows what there is. */
async function evidence(deps: BotDeps, turn: Turn, c: Case, typed: string): Promise<readonly Reply[]> {
  const profile = profileNamed(turn.language, typed);
  if (profile !== undefined) {
    if (!hasRole(turn.role, 'responder'))
      return text(await refusalText(deps, turn, { kind: 'role-missing', needed: 'responder' }));
    await askForPack(deps, turn, c, { profile, language: turn.language });
    return text(turn.words.t('reply.packAsked', { number: c.number }));
  }
  const made = (await deps.store.packs.ofCase(c.id)).filter(({ state }) => state !== 'failed');
  const newest = made.find((pack) => hasRole(turn.role, fetchRoles[pack.profile])) ?? made[0];
  const card: Reply = { kind: 'card', card: await drawEvidence(deps, turn, c) };
  if (newest === undefined || typed !== '')
    return [card, { kind: 'text', text: turn.words.t('reply.noPack', { number: c.number }) }];
  return text(await fetchPack(deps, turn, c.id, newest.id));
}
