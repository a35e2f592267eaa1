import type { SettingsSection } from '../../cards/settings-views.ts';
import type { Verb } from '../../cards/verbs.ts';
import type { CaseId } from '../domain/ids.ts';
import { hasRole } from '../domain/people.ts';
import { type GroupAsked, groupsWish } from '../workflow/change-role-groups.ts';
import { type ChangedSettings, changeSettings, type SettingsWish } from '../workflow/change-settings.ts';
import { buttonData } from './button-data.ts';
import type { BotDeps, Turn } from './context.ts';
import { drawSettings, drawSettingsForm } from './draw-settings.ts';
import { tryGroup } from './group-commands.ts';
import { install } from './installation.ts';
import { type ButtonAnswer, card, checked, message, noRole, type Press } from './press.ts';
import { refusalText } from './refusals.ts';
import { changeDeps } from './settings-posts.ts';
import {
  defaultWish,
  digestWish,
  giveWish,
  languageWish,
  orderWish,
  remindersWish,
  removalWish,
  ruleWish,
  takeWish,
} from './settings-wishes.ts';

/** What a form carries: the revision of the settings that it showed, and the case whose card was left for them. */
interface OnSettings {
  readonly rev: number;
  readonly from?: CaseId | undefined;
}

type SettingsVerb = Extract<Verb, `settings.${string}`>;

/** What the buttons of the settings do. Everybody with a role reads them, owners change them. */
export const settingsButtons: Readonly<Record<SettingsVerb, Press<unknown>>> = {
  'settings.open': checked(buttonData['settings.open'], (deps, turn, { section, from }) =>
    open(deps, turn, section, from),
  ),
  'settings.join': checked(buttonData['settings.join'], join),
  'settings.language': checked(buttonData['settings.language'], (deps, turn, data) =>
    change(deps, turn, data, 'language', languageWish(data)),
  ),
  'settings.default': checked(buttonData['settings.default'], (deps, turn, data) =>
    change(deps, turn, data, 'alerts', defaultWish(data)),
  ),
  'settings.rule': checked(buttonData['settings.rule'], (deps, turn, data) =>
    change(deps, turn, data, 'alerts', ruleWish(deps.store, data), { isEntered: true }),
  ),
  'settings.order': checked(buttonData['settings.order'], (deps, turn, data) =>
    change(deps, turn, data, 'alerts', orderWish(data)),
  ),
  'settings.reminders': checked(buttonData['settings.reminders'], (deps, turn, data) =>
    change(deps, turn, data, 'reminders', remindersWish(data)),
  ),
  'settings.digest': checked(buttonData['settings.digest'], (deps, turn, data) =>
    change(deps, turn, data, 'digest', digestWish({ ...data, digestOn: data.digestOn === 'true' })),
  ),
  'settings.give': checked(buttonData['settings.give'], (deps, turn, data) =>
    change(deps, turn, data, 'roles', giveWish(deps.store, data), { isEntered: true }),
  ),
  'settings.take': checked(buttonData['settings.take'], (deps, turn, data) =>
    change(deps, turn, data, 'roles', takeWish(data), { isEntered: true }),
  ),
  'settings.lookUp': checked(buttonData['settings.lookUp'], lookUpGroup),
  'settings.group': checked(buttonData['settings.group'], (deps, turn, data) =>
    change(
      deps,
      turn,
      { rev: data.rev, from: data.from, ...enteredGroup(data) },
      'groups',
      groupsWish(deps.roles, data),
      {
        isEntered: true,
      },
    ),
  ),
  'settings.removal': checked(buttonData['settings.removal'], (deps, turn, data) =>
    change(deps, turn, data, 'removal', removalWish(data)),
  ),
};

/** `from`: the case whose card they were opened from. */
async function open(
  deps: BotDeps,
  turn: Turn,
  section: SettingsSection | undefined,
  from: CaseId | undefined,
): Promise<ButtonAnswer> {
  if (!hasRole(turn.role, 'viewer')) return noRole(deps, turn);
  if (section !== undefined && !hasRole(turn.role, 'owner')) return ownersOnly(deps, turn);
  const now = await deps.store.settings.read(turn.partner.id);
  if (now === undefined) return message(turn.words.t('reply.unknownTenant'));
  return card(
    section === undefined
      ? await drawSettings(deps, turn, now, { case: from })
      : await drawSettingsForm(deps, turn, now, section, { case: from }),
  );
}

async function ownersOnly(deps: BotDeps, turn: Turn, unreadable = turn.rolesUnreadable): Promise<ButtonAnswer> {
  const refusal = { kind: 'role-missing', needed: 'owner' } as const;
  return message(await refusalText(deps, { ...turn, rolesUnreadable: unreadable }, refusal));
}

/** Lists are worked on one by one, and stay open; the other forms are done when they are saved. */
const staysOpen: ReadonlySet<SettingsSection> = new Set(['alerts', 'roles', 'groups']);

async function change(
  deps: BotDeps,
  turn: Turn,
  { rev, from, ...given }: OnSettings & Readonly<Record<string, unknown>>,
  section: SettingsSection,
  wish: SettingsWish,
  /** What was entered is what was saved, and need not stay in the form. */
  { isEntered = false }: { readonly isEntered?: boolean } = {},
): Promise<ButtonAnswer> {
  const { partner, incoming } = turn;
  const changed = await changeSettings(changeDeps(deps), {
    partnerId: partner.id,
    person: incoming.person,
    revision: rev,
    wish,
  });
  const typed = Object.fromEntries(
    Object.entries(given).flatMap(([id, value]) => (typeof value === 'string' ? [[id, value]] : [])),
  );
  switch (changed.kind) {
    case 'refused':
    case 'faulty':
    case 'stale':
      return unchanged(deps, turn, changed, section, { typed, case: from });
    case 'done': {
      deps.forgetPartners();
      if (!staysOpen.has(section))
        return card(await drawSettings(deps, turn, changed.now, { isSaved: true, case: from }));
      const state = { isSaved: changed.changes.length > 0, typed: isEntered ? {} : typed, case: from };
      return card(await drawSettingsForm(deps, turn, changed.now, section, state));
    }
  }
}

/** The form once more, with what was entered and why nothing came of it. */
async function unchanged(
  deps: BotDeps,
  turn: Turn,
  why: Exclude<ChangedSettings, { kind: 'done' }>,
  section: SettingsSection,
  entered: { readonly typed: Readonly<Record<string, string>>; readonly case: CaseId | undefined },
): Promise<ButtonAnswer> {
  if (why.kind === 'refused') return ownersOnly(deps, turn, why.unreadable);
  const told = why.kind === 'faulty' ? { faults: why.faults } : { meanwhile: why.meanwhile };
  return card(await drawSettingsForm(deps, turn, why.now, section, { ...entered, ...told }));
}

/** Which group it is and what would become of the role: shown, and asked, before anything is written. */
async function lookUpGroup(
  deps: BotDeps,
  turn: Turn,
  { rev, from, ...asked }: OnSettings & GroupAsked,
): Promise<ButtonAnswer> {
  const tried = await tryGroup(deps, turn, asked, rev);
  if (tried.kind !== 'done') return unchanged(deps, turn, tried, 'groups', { typed: enteredGroup(asked), case: from });
  return card(await drawSettingsForm(deps, turn, tried.now, 'groups', { asked, case: from }));
}

/** What stood in the form; the row of a group that is to be taken away is no form. */
function enteredGroup({ role, how, group }: GroupAsked): Readonly<Record<string, string>> {
  return how === 'take' ? {} : { role, how, group };
}

/** Uses the channel in which the button is for alerts, as an installation would. */
async function join(
  deps: BotDeps,
  turn: Turn,
  { from }: { readonly from?: CaseId | undefined },
): Promise<ButtonAnswer> {
  const { incoming, partner } = turn;
  const { role, unreadable } = await deps.roles.roleOf(partner, incoming.person, 'now');
  if (!hasRole(role, 'owner')) return ownersOnly(deps, turn, unreadable);
  if (incoming.team === undefined || incoming.channel === undefined)
    return message(turn.words.t('settings.fault.not-here'));
  if (await deps.store.channels.isTeamOfOthers(incoming.tenantId, incoming.team.id))
    return message(turn.words.t('settings.fault.channel-unknown'));
  if (incoming.channel.type === 'private')
    return message(`${turn.words.t('closed.why.private')} ${turn.words.t('closed.how.private')}`);
  await install(deps, incoming, partner);
  return open(deps, turn, undefined, from);
}
