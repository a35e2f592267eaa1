import { joined, say } from '../../cards/parts/escape.ts';
import { hasRole } from '../domain/people.ts';
import { settingsOf } from '../domain/settings.ts';
import { type GroupAsked, groupsWish } from '../workflow/change-role-groups.ts';
import { type ChangedSettings, changeSettings } from '../workflow/change-settings.ts';
import type { GroupAsk } from '../workflow/teams-ports.ts';
import type { BotDeps, Reply, Turn } from './context.ts';
import { drawSettingsForm } from './draw-settings.ts';
import { parseAnswer } from './parse-answer.ts';
import { parseGroup } from './parse-group.ts';
import { refusalText } from './refusals.ts';
import { settingNames, valuesOfChange } from './settings-names.ts';
import { changeDeps } from './settings-posts.ts';
import { changeText, faultText } from './settings-texts.ts';
import { vocabulariesFor } from './typed-words.ts';
import { ask, type Typed, text } from './with-case.ts';

/** What a change of a role's groups would be: looked up and checked like the change itself, and not written. */
export function tryGroup(deps: BotDeps, turn: Turn, asked: GroupAsked, revision?: number): Promise<ChangedSettings> {
  return changeSettings(changeDeps(deps), {
    partnerId: turn.partner.id,
    person: turn.incoming.person,
    ...(revision === undefined ? {} : { revision }),
    wish: groupsWish(deps.roles, asked),
    tried: true,
  });
}

/** `group responder <id>`: shows the group and asks; alone it shows the form. */
export const groupCommand: Typed = async (deps, turn, { rest, bare }) => {
  if (!hasRole(turn.role, 'owner')) return ownersOnly(deps, turn, turn.rolesUnreadable);
  if (bare) return form(deps, turn);
  const asked = parseGroup(turn.language, rest);
  if (asked === undefined) return text(turn.words.t('reply.groupHow'));
  const tried = await tryGroup(deps, turn, asked);
  if (tried.kind !== 'done') return unchanged(deps, turn, tried);
  await ask(deps, turn, { ask: { kind: 'group', ...asked, revision: tried.now.revision } });
  return [
    { kind: 'card', card: await drawSettingsForm(deps, turn, tried.now, 'groups', { asked }) },
    { kind: 'text', text: turn.words.t('ask.group') },
  ];
};

/** Yes changes it, no drops it; anything else is asked again. */
export async function answerGroup(deps: BotDeps, turn: Turn, asked: GroupAsk): Promise<readonly Reply[]> {
  const { incoming, words, partner } = turn;
  const said = parseAnswer(
    incoming.text,
    vocabulariesFor(turn.language).map((v) => v.answers),
  )?.answer;
  if (said !== 'good' && said !== 'bad') return text(words.t('ask.group'));
  const replies =
    said === 'bad'
      ? text(words.t('reply.groupDropped'))
      : await changed(
          deps,
          turn,
          await changeSettings(changeDeps(deps), {
            partnerId: partner.id,
            person: incoming.person,
            revision: asked.revision,
            wish: groupsWish(deps.roles, asked),
          }),
        );
  await deps.store.questions.answered(incoming.conversationId, incoming.person.tenantId, incoming.person.objectId);
  return replies;
}

async function changed(deps: BotDeps, turn: Turn, outcome: ChangedSettings): Promise<readonly Reply[]> {
  if (outcome.kind !== 'done') return unchanged(deps, turn, outcome);
  deps.forgetPartners();
  const { now, changes } = outcome;
  const names = await settingNames(deps, now, ...changes.flatMap(valuesOfChange));
  const values = settingsOf(now.partner, now.channels);
  const what = changes.map((change) => changeText(turn.words, change, names, values));
  return text(say(turn.words, 'reply.groupSaved', { what: joined(what, '; ') }));
}

/** Why nothing was changed. */
async function unchanged(
  deps: BotDeps,
  turn: Turn,
  why: Exclude<ChangedSettings, { kind: 'done' }>,
): Promise<readonly Reply[]> {
  if (why.kind === 'refused') return ownersOnly(deps, turn, why.unreadable);
  if (why.kind === 'stale')
    return [
      { kind: 'card', card: await drawSettingsForm(deps, turn, why.now, 'groups', { meanwhile: why.meanwhile }) },
    ];
  const names = await settingNames(deps, why.now);
  return text(why.faults.map((fault) => faultText(turn.words, fault, names)).join('\n'));
}

async function ownersOnly(deps: BotDeps, turn: Turn, rolesUnreadable: boolean): Promise<readonly Reply[]> {
  return text(await refusalText(deps, { ...turn, rolesUnreadable }, { kind: 'role-missing', needed: 'owner' }));
}

async function form(deps: BotDeps, turn: Turn): Promise<readonly Reply[]> {
  const now = await deps.store.settings.read(turn.partner.id);
  return now === undefined
    ? text(turn.words.t('reply.unknownTenant'))
    : [{ kind: 'card', card: await drawSettingsForm(deps, turn, now, 'groups') }];
}
