import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Case } from '../domain/case.ts';
import type { PersonCommand } from '../domain/commands.ts';
import type { CaseId } from '../domain/ids.ts';
import { maySee } from '../domain/policy.ts';
import { storable } from '../domain/storable.ts';
import type { CaseNames } from '../workflow/case-ports.ts';
import type { Json } from '../workflow/ports.ts';
import type { BotDeps, Turn } from './context.ts';
import { drawCase, drawStale } from './draw.ts';
import { giveCommand } from './give-command.ts';
import { refusalText } from './refusals.ts';
import { handledText } from './run-command.ts';

/** What a button is answered: a card for the one who pressed it, or a sentence. */
export type ButtonAnswer =
  | { readonly kind: 'card'; readonly card: Json }
  | { readonly kind: 'message'; readonly text: string };

export type Press<D> = (deps: BotDeps, turn: Turn, data: D) => Promise<ButtonAnswer>;

export const message = (text: string): ButtonAnswer => ({ kind: 'message', text });
export const card = (json: Json): ButtonAnswer => ({ kind: 'card', card: json });

/** A button that acts only on data of its own shape. */
export function checked<S extends z.ZodType>(schema: S, act: Press<z.infer<S>>): Press<unknown> {
  return async (deps, turn, data) => {
    const parsed = schema.safeParse(data);
    return parsed.success ? act(deps, turn, storable(parsed.data)) : message(turn.words.t('reply.badButton'));
  };
}

export type OnCase = { readonly case: CaseId; readonly rev: number };

/** A button that gives a command; answered with the case's card. */
export function changes<D extends OnCase>(make: (data: D, now: Date) => PersonCommand): Press<D> {
  return (deps, turn, data) => press(deps, turn, data, make(data, deps.now()));
}

type DrawDone = (c: Case, names: CaseNames) => Promise<Json>;

/**
 * Gives a command to the one handler. The same person, case, revision, verb and content is one wish, however often it
 * arrives. `draw` makes the card of the answer where it is not the case's own.
 */
export async function press(
  deps: BotDeps,
  turn: Turn,
  { case: caseId, rev }: OnCase,
  command: PersonCommand,
  draw?: DrawDone,
): Promise<ButtonAnswer> {
  const key = `btn ${caseId} ${rev} ${turn.incoming.person.objectId} ${command.type} ${wishOf(command)}`;
  const handled = await giveCommand(deps, turn, { caseId, command, key, seenRevision: rev });
  if (handled.kind === 'done')
    return card(await (draw ? draw(handled.case, handled.names) : drawCase(deps, turn, handled.case, handled.names)));
  if (handled.kind === 'stale') {
    const stale = { meanwhile: handled.meanwhile, written: writtenIn(command) };
    return card(await drawStale(deps, turn, handled.case, stale));
  }
  return message(await handledText(deps, turn, command, handled));
}

/** What tells one wish from another: what was chosen and written, not what the press itself made up. */
function wishOf(command: PersonCommand): string {
  const wish = command.type === 'send-mail' ? { ...command.mail, id: '' } : command;
  const content = Object.entries(wish).filter(
    ([name]) => !(name === 'type' || (made[command.type] ?? []).includes(name)),
  );
  return createHash('sha256')
    .update(JSON.stringify(Object.fromEntries(content)))
    .digest('base64url');
}

/** Members of commands that are made at the moment of the press. */
const made: Readonly<Partial<Record<PersonCommand['type'], readonly string[]>>> = {
  snooze: ['until'],
  stop: ['runId'],
  start: ['runId'],
  'request-plan': ['planId'],
  'approve-plan': ['runId'],
  'await-answer': ['until'],
};

/** What the person had typed into the form. */
function writtenIn(command: PersonCommand): string {
  switch (command.type) {
    case 'decide':
    case 'snooze':
    case 'close':
    case 'reopen':
      return command.reason;
    case 'note':
    case 'support-note':
      return command.text;
    case 'send-mail':
      return command.mail.body;
    case 'compose-support':
      return command.form.description;
    case 'file-support':
      return command.number;
    case 'note-contact':
    case 'answer-check':
    case 'check-off':
      return command.note ?? '';
    default:
      return '';
  }
}

/** Shows something of a case to those who may see it. */
export function shows(
  deps: BotDeps,
  turn: Turn,
  caseId: CaseId,
  draw: (c: Case) => Promise<Json>,
): Promise<ButtonAnswer> {
  return answers(deps, turn, caseId, async (c) => card(await draw(c)));
}

/** Answers about a case those who may see it. */
export async function answers(
  deps: BotDeps,
  turn: Turn,
  caseId: CaseId,
  answer: (c: Case) => Promise<ButtonAnswer>,
): Promise<ButtonAnswer> {
  const stored = await deps.store.cases.load(caseId);
  if (stored === undefined || stored.case.partnerId !== turn.partner.id)
    return message(turn.words.t('reply.unknownCase'));
  const refusal = maySee({ person: turn.incoming.person, role: turn.role, partnerTenantId: turn.partner.tenantId });
  return refusal ? message(await refusalText(deps, turn, refusal)) : answer(stored.case);
}

export async function noRole(deps: BotDeps, turn: Turn): Promise<ButtonAnswer> {
  return message(await refusalText(deps, turn, { kind: 'role-missing', needed: 'viewer' }));
}
