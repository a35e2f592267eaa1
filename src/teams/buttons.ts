import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Verb } from '../../cards/verbs.ts';
import type { Case } from '../domain/case.ts';
import { hour } from '../domain/clocks.ts';
import type { PersonCommand } from '../domain/commands.ts';
import type { CaseId } from '../domain/ids.ts';
import { hasRole } from '../domain/people.ts';
import { maySee } from '../domain/policy.ts';
import { storable } from '../domain/storable.ts';
import { handle } from '../workflow/handle.ts';
import type { Json } from '../workflow/ports.ts';
import { buttonData, isVerb } from './button-data.ts';
import type { BotDeps, Turn } from './context.ts';
import { drawCase, drawCheck, drawDecide, drawHelp, drawList, drawMore, drawStale } from './draw.ts';
import { isWorthALook, lookUp } from './look-up.ts';
import { refusalText } from './refusals.ts';
import { handledText } from './run-command.ts';
import { readMark } from './transport/mark.ts';

/** What a button is answered: a card for the one who pressed it, or a sentence. */
export type ButtonAnswer =
  | { readonly kind: 'card'; readonly card: Json }
  | { readonly kind: 'message'; readonly text: string };

type Press<D> = (deps: BotDeps, turn: Turn, data: D) => Promise<ButtonAnswer>;

const message = (text: string): ButtonAnswer => ({ kind: 'message', text });
const card = (json: Json): ButtonAnswer => ({ kind: 'card', card: json });

/** What each button does. Those that change a case give a command to the one handler; the others only show. */
const buttons: Readonly<Record<Verb, Press<unknown>>> = {
  claim: checked(
    buttonData.claim,
    changes(() => ({ type: 'claim' })),
  ),
  release: checked(
    buttonData.release,
    changes(() => ({ type: 'release' })),
  ),
  'check.open': checked(buttonData['check.open'], (deps, turn, data) =>
    shows(deps, turn, data.case, async (c) => {
      const { [data.check]: facts } = await deps.store.facts.read(c.id);
      if (isWorthALook(facts)) await lookUp(deps, turn, c, data.check);
      return drawCheck(deps, turn, c, data.check);
    }),
  ),
  'check.answer': checked(
    buttonData['check.answer'],
    changes(({ check, answer, note }) => ({ type: 'answer-check', check, answer, note })),
  ),
  'check.again': checked(buttonData['check.again'], (deps, turn, data) =>
    shows(deps, turn, data.case, async (c) => {
      const isRead = await lookUp(deps, turn, c, data.check);
      return drawCheck(deps, turn, c, data.check, { again: !isRead });
    }),
  ),
  'case.show': checked(buttonData['case.show'], (deps, turn, data) =>
    shows(deps, turn, data.case, (c) => drawCase(deps, turn, c)),
  ),
  'case.refresh': checked(buttonData['case.refresh'], (deps, turn, data) =>
    shows(deps, turn, data.case, (c) => drawCase(deps, turn, c)),
  ),
  'decide.open': checked(buttonData['decide.open'], (deps, turn, data) =>
    shows(deps, turn, data.case, (c) => drawDecide(deps, turn, c)),
  ),
  decide: checked(
    buttonData.decide,
    changes(({ verdict, reason }) => ({ type: 'decide', verdict, reason })),
  ),
  'more.open': checked(buttonData['more.open'], (deps, turn, data) =>
    shows(deps, turn, data.case, (c) => drawMore(deps, turn, c)),
  ),
  note: checked(
    buttonData.note,
    changes(({ text }) => ({ type: 'note', text })),
  ),
  snooze: checked(
    buttonData.snooze,
    changes(({ hours, reason }, now) => ({
      type: 'snooze',
      until: new Date(now.getTime() + hours * hour).toISOString(),
      reason,
    })),
  ),
  assign: checked(buttonData.assign, async (deps, turn, data) => {
    const to = await deps.store.people.find(turn.incoming.tenantId, data.to);
    if (to === undefined) return message(turn.words.t('reply.assignHow', { number: 0 }));
    return press(deps, turn, 'assign', data, {
      type: 'assign',
      to: { tenantId: to.tenantId, objectId: to.objectId, name: to.name },
    });
  }),
  close: checked(
    buttonData.close,
    changes(({ because }) => ({ type: 'close', reason: because })),
  ),
  reopen: checked(
    buttonData.reopen,
    changes(({ because }) => ({ type: 'reopen', reason: because })),
  ),
  'report.again': checked(
    buttonData['report.again'],
    changes(() => ({ type: 'report-again' })),
  ),
  'list.open': checked(buttonData['list.open'], async (deps, turn, data) =>
    hasRole(turn.role, 'viewer') ? card(await drawList(deps, turn, data.which)) : noRole(deps, turn),
  ),
  'help.open': checked(buttonData['help.open'], async (_deps, turn) => card(drawHelp(turn))),
};

/** Answers a press of a button. The data came from a client: what does not fit its verb is answered with a sentence. */
export async function pressButton(deps: BotDeps, turn: Turn, verb: unknown, data: unknown): Promise<ButtonAnswer> {
  if (!isVerb(verb)) return message(turn.words.t('reply.unknownButton'));
  if (looking.has(verb) && (await isDouble(deps, turn, data))) return message(turn.words.t('reply.double'));
  return buttons[verb](deps, turn, data);
}

/** A button that acts only on data of its own shape. */
function checked<S extends z.ZodType>(schema: S, act: Press<z.infer<S>>): Press<unknown> {
  return async (deps, turn, data) => {
    const parsed = schema.safeParse(data);
    return parsed.success ? act(deps, turn, storable(parsed.data)) : message(turn.words.t('reply.badButton'));
  };
}

/** Verbs that only look: they have the time to find out whether their message is a double, and every client sends one. */
const looking: ReadonlySet<Verb> = new Set(['case.refresh', 'case.show', 'check.open', 'decide.open', 'more.open']);

async function isDouble(deps: BotDeps, turn: Turn, data: unknown): Promise<boolean> {
  const mark = readMark(data);
  const { replyToId: activityId, serviceUrl, conversationId, tenantId } = turn.incoming;
  if (mark === undefined || activityId === undefined) return false;
  const adopted = await deps.adopt(mark.postId, { serviceUrl, conversationId, tenantId, activityId });
  return adopted === 'removed';
}

type OnCase = { readonly case: CaseId; readonly rev: number };

function changes<D extends OnCase>(make: (data: D, now: Date) => PersonCommand): Press<D> {
  return (deps, turn, data) => {
    const command = make(data, deps.now());
    return press(deps, turn, command.type, data, command);
  };
}

/** The same person, case, revision, verb and content is one wish, however often it arrives. */
async function press(
  deps: BotDeps,
  turn: Turn,
  verb: string,
  data: OnCase,
  command: PersonCommand,
): Promise<ButtonAnswer> {
  const { case: caseId, rev } = data;
  const { type: _, ...content } = command.type === 'snooze' ? { ...command, until: '' } : command;
  const wish = createHash('sha256').update(JSON.stringify(content)).digest('base64url');
  const key = `btn ${caseId} ${rev} ${turn.incoming.person.objectId} ${verb} ${wish}`;
  const handled = await handle(deps.handle, {
    partner: turn.partner,
    person: turn.incoming.person,
    caseId,
    command,
    key,
    seenRevision: rev,
  });
  if (handled.kind === 'done') return card(await drawCase(deps, turn, handled.case, handled.names));
  if (handled.kind === 'stale') {
    const stale = { meanwhile: handled.meanwhile, written: writtenIn(command) };
    return card(await drawStale(deps, turn, handled.case, stale));
  }
  return message(await handledText(deps, turn, command, handled));
}

/** What the person had typed into the form. */
function writtenIn(command: PersonCommand): string {
  switch (command.type) {
    case 'decide':
    case 'snooze':
    case 'close':
    case 'reopen':
      return command.reason;
    case 'note':
      return command.text;
    case 'answer-check':
      return command.note ?? '';
    default:
      return '';
  }
}

/** Shows something of a case to those who may see it. */
async function shows(
  deps: BotDeps,
  turn: Turn,
  caseId: CaseId,
  draw: (c: Case) => Promise<Json>,
): Promise<ButtonAnswer> {
  const stored = await deps.store.cases.load(caseId);
  if (stored === undefined || stored.case.partnerId !== turn.partner.id)
    return message(turn.words.t('reply.unknownCase'));
  const refusal = maySee({ person: turn.incoming.person, role: turn.role, partnerTenantId: turn.partner.tenantId });
  return refusal ? message(await refusalText(deps, turn, refusal)) : card(await draw(stored.case));
}

async function noRole(deps: BotDeps, turn: Turn): Promise<ButtonAnswer> {
  return message(await refusalText(deps, turn, { kind: 'role-missing', needed: 'viewer' }));
}
