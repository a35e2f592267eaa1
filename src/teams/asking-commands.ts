import { outside, say } from '../../cards/parts/escape.ts';
import type { Case } from '../domain/case.ts';
import { minute } from '../domain/clocks.ts';
import { type Way, ways } from '../domain/contact.ts';
import { type PackProfile, packProfiles } from '../domain/pack.ts';
import { hasRole } from '../domain/people.ts';
import { faultsOf, isAddress, type SupportForm, type SupportKind } from '../domain/support.ts';
import type { Question } from '../workflow/ports.ts';
import { trackSupportJob } from '../workflow/write-case.ts';
import { askForPack, fetchPack } from './asking-packs.ts';
import type { BotDeps, Reply, Turn } from './context.ts';
import { composedForm, customerDraft, drawEvidence, drawSupport, subscriptionNameOf } from './draw-asking.ts';
import { parseDuration } from './duration.ts';
import { type CommandName, fold } from './parse-command.ts';
import { refusalText } from './refusals.ts';
import { runTyped } from './run-command.ts';
import { vocabulariesFor } from './typed-words.ts';
import { ask, type Typed, text, withCase } from './with-case.ts';

type AskingName = Extract<
  CommandName,
  'support' | 'refund' | 'ticket' | 'mail' | 'contacted' | 'no-answer' | 'evidence'
>;

/** What the typed commands do that ask Microsoft or the customer, and that make the evidence. */
export const askingCommands: Readonly<Record<AskingName, Typed>> = {
  support: (deps, turn, command) => withCase(deps, turn, command, (c) => openSupport(deps, turn, c, 'partner-center')),
  refund: (deps, turn, command) => withCase(deps, turn, command, (c) => openSupport(deps, turn, c, 'azure')),
  ticket: (deps, turn, command) =>
    withCase(deps, turn, command, async (c) => {
      const [first = '', ...rest] = command.rest.split(/\s+/);
      const isAzure = first.toLowerCase() === 'azure';
      const number = isAzure ? rest.join(' ') : command.rest;
      if (number === '') return text(turn.words.t('reply.ticketHow', { number: c.number }));
      return runTyped(deps, turn, c.id, { type: 'file-support', kind: isAzure ? 'azure' : 'partner-center', number });
    }),
  mail: (deps, turn, command) => withCase(deps, turn, command, (c) => offerMail(deps, turn, c, command.rest)),
  contacted: (deps, turn, command) => withCase(deps, turn, command, (c) => contacted(deps, turn, c, command.rest)),
  'no-answer': (deps, turn, command) =>
    withCase(deps, turn, command, async (c) => {
      const duration = parseDuration(
        command.rest,
        vocabulariesFor(turn.language).map((v) => v.durations),
      );
      if (duration === undefined) return text(turn.words.t('reply.noAnswerHow', { number: c.number }));
      const until = new Date(deps.now().getTime() + duration.minutes * minute).toISOString();
      return runTyped(deps, turn, c.id, { type: 'await-answer', until });
    }),
  evidence: (deps, turn, command) => withCase(deps, turn, command, (c) => evidence(deps, turn, c, command.rest)),
};

/** The form, filled in; and the first question of those who type. */
async function openSupport(deps: BotDeps, turn: Turn, c: Case, kind: SupportKind): Promise<readonly Reply[]> {
  const card: Reply = { kind: 'card', card: await drawSupport(deps, turn, c, kind) };
  const request = c.support?.[kind];
  if (request?.state === 'filed') {
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

type SupportAsk = Extract<Question['ask'], { kind: 'support-questions' | 'support-contact' | 'support-number' }>;

/** The answer to one question of the form, and the next question. */
export async function answerSupport(deps: BotDeps, turn: Turn, c: Case, asked: SupportAsk): Promise<readonly Reply[]> {
  const typed = turn.incoming.text.trim();
  const { supportKind: kind } = asked;
  if (asked.kind === 'support-number') {
    const replies = await runTyped(deps, turn, c.id, { type: 'file-support', kind, number: typed });
    const filed = (await deps.store.cases.load(c.id))?.case.support?.[kind]?.state === 'filed';
    if (!filed) await ask(deps, turn, { caseId: c.id, ask: asked });
    return replies;
  }
  if (asked.kind === 'support-questions') {
    const questions = isNothing(turn, typed) ? '' : typed;
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
      : text(say(turn.words, 'ask.supportContact', { contact: outside(`${contactName} <${contactEmail}>`) }));
  }
  const form = withContact(await composedForm(deps, turn, c, kind, asked.questions), turn, typed);
  const subscriptionName = await subscriptionNameOf(deps, c);
  const replies = await runTyped(deps, turn, c.id, { type: 'compose-support', kind, form, subscriptionName });
  const after = (await deps.store.cases.load(c.id))?.case;
  if (after?.support?.[kind]?.state !== 'composed') {
    await ask(deps, turn, { caseId: c.id, ask: asked });
    return replies;
  }
  await ask(deps, turn, { caseId: c.id, ask: { kind: 'support-number', supportKind: kind } });
  return [
    ...replies,
    { kind: 'card', card: await drawSupport(deps, turn, after, kind) },
    { kind: 'text', text: turn.words.t('ask.supportNumber', { number: c.number }) },
  ];
}

function isNothing(turn: Turn, typed: string): boolean {
  const said = fold(typed).replaceAll(/[.,!]/g, '');
  return vocabulariesFor(turn.language).some(({ answers }) => answers.bad.map(fold).includes(said));
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

/** Nothing is sent before the person has seen the message and said yes. */
async function offerMail(deps: BotDeps, turn: Turn, c: Case, typed: string): Promise<readonly Reply[]> {
  const draft = await customerDraft(deps, turn, c);
  const to = typed === '' ? draft.email : typed.trim();
  if (to === undefined) return text(turn.words.t('reply.mailHow', { number: c.number }));
  if (!isAddress(to)) return text(await refusalText(deps, turn, { kind: 'bad-address' }));
  const { subject, body, language } = draft;
  await ask(deps, turn, { caseId: c.id, ask: { kind: 'mail', to, subject, body, language } });
  return text(say(turn.words, 'ask.mailSend', { to: outside(to), subject: outside(subject), body: outside(body) }));
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
  const profile = profileNamed(typed);
  if (profile !== undefined) {
    if (!hasRole(turn.role, 'responder'))
      return text(await refusalText(deps, turn, { kind: 'role-missing', needed: 'responder' }));
    await askForPack(deps, turn, c, { profile, language: turn.language });
    return text(turn.words.t('reply.packAsked', { number: c.number }));
  }
  const newest = (await deps.store.packs.ofCase(c.id)).find(({ state }) => state !== 'failed');
  const card: Reply = { kind: 'card', card: await drawEvidence(deps, turn, c) };
  if (newest === undefined) return [card, { kind: 'text', text: turn.words.t('reply.noPack', { number: c.number }) }];
  return text(await fetchPack(deps, turn, c.id, newest.id));
}

function profileNamed(typed: string): PackProfile | undefined {
  const word = fold(typed.trim());
  return packProfiles.find((profile) => profile === word);
}
