import { outside, say } from '../../cards/parts/escape.ts';
import type { ListName } from '../../cards/views.ts';
import type { Case, CheckName } from '../domain/case.ts';
import { minute } from '../domain/clocks.ts';
import type { PersonCommand } from '../domain/commands.ts';
import { hasRole, type Person } from '../domain/people.ts';
import { changeSettings } from '../workflow/change-settings.ts';
import type { Question } from '../workflow/teams-ports.ts';
import { askingCommands } from './asking-commands.ts';
import { giveConsentLink } from './consent-command.ts';
import type { BotDeps, Reply, Turn } from './context.ts';
import { drawHello, drawHelp, drawStatus } from './draw.ts';
import { drawDigest } from './draw-digest.ts';
import { drawList } from './draw-list.ts';
import { drawSettings } from './draw-settings.ts';
import { parseDuration } from './duration.ts';
import { groupCommand } from './group-commands.ts';
import { leave } from './leave.ts';
import { isWorthALook, lookUp } from './look-up.ts';
import { memoryCommands, rememberIn } from './memory-commands.ts';
import { parseAnswer } from './parse-answer.ts';
import { type CommandName, fold } from './parse-command.ts';
import { refusalText } from './refusals.ts';
import { responseCommands } from './response-commands.ts';
import { failed, retry } from './retry-commands.ts';
import { runTyped } from './run-command.ts';
import { changeDeps } from './settings-posts.ts';
import { languageWish } from './settings-wishes.ts';
import { vocabulariesFor } from './typed-words.ts';
import { ask, type Command, refusedAnyway, type Typed, text, withCase } from './with-case.ts';
import { wordsFor } from './words.ts';

/** What each typed command does. */
export const typedCommands: Readonly<Record<CommandName, Typed>> = {
  help: async (_deps, turn) => [{ kind: 'card', card: drawHelp(turn) }],
  hello: async (deps, turn) => [{ kind: 'card', card: await drawHello(deps, turn) }],
  cases: list('cases'),
  mine: list('mine'),
  show: (deps, turn, command) => withCase(deps, turn, command, (c) => show(deps, turn, c)),
  claim: (deps, turn, command) => withCase(deps, turn, command, (c) => runTyped(deps, turn, c.id, { type: 'claim' })),
  release: (deps, turn, command) =>
    withCase(deps, turn, command, (c) => runTyped(deps, turn, c.id, { type: 'release' })),
  assign,
  standing: check('standing'),
  usage: check('usage'),
  customer: check('customer'),
  legitimate: verdict('legitimate'),
  fraud: verdict('fraud'),
  ignore: verdict('ignore'),
  note: withReason('note', (reason) => ({ type: 'note', text: reason })),
  snooze,
  reopen: withReason('reopen', (reason) => ({ type: 'reopen', reason })),
  close: withReason('close', (reason) => ({ type: 'close', reason })),
  tell: (deps, turn, command) =>
    withCase(deps, turn, command, (c) => runTyped(deps, turn, c.id, { type: 'report-again' })),
  ...responseCommands,
  ...askingCommands,
  ...memoryCommands,
  waive: withReason('waive', (reason) => ({ type: 'close', reason, waive: true })),
  language,
  digest: async (deps, turn) => [{ kind: 'card', card: await drawDigest(deps, turn.partner, turn.language) }],
  status: async (deps, turn) =>
    hasRole(turn.role, 'owner')
      ? [{ kind: 'card', card: await drawStatus(deps, turn) }]
      : text(turn.words.t('reply.ownersOnly')),
  failed,
  retry,
  consent: giveConsentLink,
  settings: async (deps, turn) => {
    const now = await deps.store.settings.read(turn.partner.id);
    return now === undefined
      ? text(turn.words.t('reply.unknownTenant'))
      : [{ kind: 'card', card: await drawSettings(deps, turn, now) }];
  },
  group: groupCommand,
  'sign-out': leave,
  cancel: async (deps, turn) => {
    await deps.store.questions.answered(turn.incoming.conversationId, turn.person.tenantId, turn.person.objectId);
    return text(turn.words.t('reply.cancelled'));
  },
};

/** The number after the word is that of a page. */
function list(which: ListName): Typed {
  return async (deps, turn, { caseNumber }) => [
    { kind: 'card', card: await drawList(deps, turn, which, Math.max(1, caseNumber ?? 1)) },
  ];
}

/** A case that has only a place on a list in this channel is given its own card there; else the card is the answer. */
async function show(deps: BotDeps, turn: Turn, c: Case): Promise<readonly Reply[]> {
  const { tenantId, channel, isPersonal } = turn.incoming;
  const known =
    isPersonal || channel === undefined ? undefined : await deps.store.channels.byTeamsId(tenantId, channel.id);
  const listed = known && hasRole(turn.role, 'responder') && (await deps.store.alertLists.listOf(c.id, known.id));
  return listed && (await deps.store.alertLists.giveCard(listed, c.id))
    ? text(turn.words.t('reply.cardGiven', { number: c.number }))
    : [{ kind: 'case', case: c }];
}

function check(name: CheckName): Typed {
  return (deps, turn, command) =>
    withCase(deps, turn, command, async (c) => {
      const answers = vocabulariesFor(turn.language).map((v) => v.answers);
      const answer = command.rest === '' ? undefined : parseAnswer(command.rest, answers);
      if (answer)
        return runTyped(deps, turn, c.id, {
          type: 'answer-check',
          check: name,
          answer: answer.answer,
          ...(answer.note === '' ? {} : { note: answer.note }),
        });
      const card: Reply = { kind: 'check', case: c, check: name };
      if (isWorthALook((await deps.store.facts.read(c.id))[name])) await lookUp(deps, turn, c, name);
      if (c.stage === 'closed' || !hasRole(turn.role, 'responder')) return [card];
      await ask(deps, turn, { caseId: c.id, ask: { kind: 'check', check: name } });
      return [card, { kind: 'text', text: turn.words.t(`ask.${name}`) }];
    });
}

function verdict(kind: 'legitimate' | 'fraud' | 'ignore'): Typed {
  return withReason(kind, (reason, turn) => ({
    type: 'decide',
    verdict: kind,
    ...(kind === 'legitimate' ? rememberIn(turn.language, reason) : { reason }),
  }));
}

type Asked = Extract<Question['ask'], { kind: 'reason' }>['for'];

/** A command with a reason: given at once, or asked for. */
function withReason(asked: Exclude<Asked, 'snooze'>, make: (reason: string, turn: Turn) => PersonCommand): Typed {
  return (deps, turn, command) =>
    withCase(deps, turn, command, async (c) => {
      if (command.rest !== '') return runTyped(deps, turn, c.id, make(command.rest, turn));
      const refusal = refusedAnyway(deps, turn, c, make('-', turn));
      if (refusal) return text(await refusalText(deps, turn, refusal));
      await ask(deps, turn, { caseId: c.id, ask: { kind: 'reason', for: asked } });
      const question = turn.words.t(`ask.${asked}`, { number: c.number });
      return text(asked === 'legitimate' ? `${turn.words.t('decide.legitimate.policy')} ${question}` : question);
    });
}

function snooze(deps: BotDeps, turn: Turn, command: Command): Promise<readonly Reply[]> {
  return withCase(deps, turn, command, async (c) => {
    const duration = parseDuration(
      command.rest,
      vocabulariesFor(turn.language).map((v) => v.durations),
    );
    if (duration === undefined) return text(turn.words.t('reply.snoozeHow', { number: c.number }));
    const until = new Date(deps.now().getTime() + duration.minutes * minute).toISOString();
    if (duration.rest !== '') return runTyped(deps, turn, c.id, { type: 'snooze', until, reason: duration.rest });
    const refusal = refusedAnyway(deps, turn, c, { type: 'snooze', until, reason: '-' });
    if (refusal) return text(await refusalText(deps, turn, refusal));
    await ask(deps, turn, { caseId: c.id, ask: { kind: 'reason', for: 'snooze', until } });
    return text(turn.words.t('ask.snooze', { number: c.number }));
  });
}

function assign(deps: BotDeps, turn: Turn, command: Command): Promise<readonly Reply[]> {
  return withCase(deps, turn, command, async (c) => {
    const to = await assignee(deps, turn, command.rest);
    if (to === 'nobody') return text(turn.words.t('reply.assignHow', { number: c.number }));
    if (to === 'unknown') return text(say(turn.words, 'reply.assignUnknown', { name: outside(command.rest) }));
    return runTyped(deps, turn, c.id, { type: 'assign', to });
  });
}

async function assignee(deps: BotDeps, turn: Turn, rest: string): Promise<Person | 'nobody' | 'unknown'> {
  const { incoming } = turn;
  const mention = incoming.mentions[0];
  if (mention) {
    const member = await deps.member(
      { serviceUrl: incoming.serviceUrl, conversationId: incoming.conversationId, tenantId: incoming.tenantId },
      mention.teamsId,
    );
    return member
      ? { tenantId: incoming.tenantId, objectId: member.objectId.toLowerCase(), name: member.name }
      : 'unknown';
  }
  const name = rest.trim();
  if (name === '') return 'nobody';
  if (fold(name) === fold(turn.words.t('reply.me'))) return incoming.person;
  const people = await deps.store.people.findByName(incoming.tenantId, name);
  const only = people.length === 1 ? people[0] : undefined;
  return only ? { tenantId: only.tenantId, objectId: only.objectId, name: only.name } : 'unknown';
}

async function language(deps: BotDeps, turn: Turn, command: Command): Promise<readonly Reply[]> {
  const wanted = vocabulariesFor(turn.language).flatMap((v) => v.languageNamed(command.rest) ?? [])[0];
  if (wanted === undefined) return text(turn.words.t('reply.languageHow'));
  await deps.store.people.setLanguage(turn.person.tenantId, turn.person.objectId, wanted);
  deps.acquaintances.forget(turn.person);
  const words = wordsFor(wanted);
  const { channel } = turn.incoming;
  const known = channel && (await deps.store.channels.byTeamsId(turn.incoming.tenantId, channel.id));
  if (!known) return text(words.t('reply.languageSet'));
  if (!hasRole(turn.role, 'owner')) return text(words.t('reply.languageSetNotChannel'));
  const changed = await changeSettings(
    { ...changeDeps(deps), settingsPosts: () => Promise.resolve([]) },
    {
      partnerId: turn.partner.id,
      person: turn.incoming.person,
      wish: languageWish({ channel: known.id, language: wanted }),
    },
  );
  deps.forgetPartners();
  return text(words.t(changed.kind === 'done' ? 'reply.languageSetChannel' : 'reply.languageSetNotChannel'));
}
