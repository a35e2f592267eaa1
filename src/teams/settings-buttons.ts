import type { SettingsSection } from '../../cards/settings-views.ts';
import type { Verb } from '../../cards/verbs.ts';
import { hasRole } from '../domain/people.ts';
import { changeSettings, type SettingsWish } from '../workflow/change-settings.ts';
import { buttonData } from './button-data.ts';
import type { BotDeps, Turn } from './context.ts';
import { drawSettings, drawSettingsForm } from './draw-settings.ts';
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

type SettingsVerb = Extract<Verb, `settings.${string}`>;

/** What the buttons of the settings do. Everybody with a role reads them, owners change them. */
export const settingsButtons: Readonly<Record<SettingsVerb, Press<unknown>>> = {
  'settings.open': checked(buttonData['settings.open'], (deps, turn, { section }) => open(deps, turn, section)),
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
  'settings.removal': checked(buttonData['settings.removal'], (deps, turn, data) =>
    change(deps, turn, data, 'removal', removalWish(data)),
  ),
};

async function open(deps: BotDeps, turn: Turn, section: SettingsSection | undefined): Promise<ButtonAnswer> {
  if (!hasRole(turn.role, 'viewer')) return noRole(deps, turn);
  if (section !== undefined && !hasRole(turn.role, 'owner')) return ownersOnly(deps, turn);
  const now = await deps.store.settings.read(turn.partner.id);
  if (now === undefined) return message(turn.words.t('reply.unknownTenant'));
  return card(
    section === undefined ? await drawSettings(deps, turn, now) : await drawSettingsForm(deps, turn, now, section),
  );
}

async function ownersOnly(deps: BotDeps, turn: Turn, unreadable = turn.rolesUnreadable): Promise<ButtonAnswer> {
  const refusal = { kind: 'role-missing', needed: 'owner' } as const;
  return message(await refusalText(deps, { ...turn, rolesUnreadable: unreadable }, refusal));
}

/** Lists are worked on one by one, and stay open; the other forms are done when they are saved. */
const staysOpen: ReadonlySet<SettingsSection> = new Set(['alerts', 'roles']);

async function change(
  deps: BotDeps,
  turn: Turn,
  { rev, ...given }: { readonly rev: number } & Readonly<Record<string, unknown>>,
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
      return ownersOnly(deps, turn, changed.unreadable);
    case 'faulty':
      return card(await drawSettingsForm(deps, turn, changed.now, section, { typed, faults: changed.faults }));
    case 'stale':
      return card(await drawSettingsForm(deps, turn, changed.now, section, { typed, meanwhile: changed.meanwhile }));
    case 'done': {
      deps.forgetPartners();
      if (!staysOpen.has(section)) return card(await drawSettings(deps, turn, changed.now, { isSaved: true }));
      const state = { isSaved: changed.changes.length > 0, typed: isEntered ? {} : typed };
      return card(await drawSettingsForm(deps, turn, changed.now, section, state));
    }
  }
}

/** Uses the channel in which the button is for alerts, as an installation would. */
async function join(deps: BotDeps, turn: Turn): Promise<ButtonAnswer> {
  const { incoming, partner } = turn;
  const { role, unreadable } = await deps.roles.roleOf(partner, incoming.person, 'now');
  if (!hasRole(role, 'owner')) return ownersOnly(deps, turn, unreadable);
  if (incoming.team === undefined || incoming.channel === undefined)
    return message(turn.words.t('settings.fault.not-here'));
  if (await deps.store.channels.isTeamOfOthers(incoming.tenantId, incoming.team.id))
    return message(turn.words.t('settings.fault.channel-unknown'));
  await install(deps, incoming, partner);
  return open(deps, turn, undefined);
}
