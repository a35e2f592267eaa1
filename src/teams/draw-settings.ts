import { settingsCard } from '../../cards/settings.ts';
import { settingsFormCard } from '../../cards/settings-form.ts';
import type { SettingsFormView, SettingsSection, SettingsView } from '../../cards/settings-views.ts';
import type { CaseId } from '../domain/ids.ts';
import { hasRole, roles } from '../domain/people.ts';
import { groupIdIn } from '../domain/role-groups.ts';
import { type SettingFault, settingsOf } from '../domain/settings.ts';
import type { GroupAsked } from '../workflow/change-role-groups.ts';
import type { Json } from '../workflow/ports.ts';
import type { KeptChange, SettingsNow } from '../workflow/settings-ports.ts';
import { asJson } from './as-json.ts';
import type { BotDeps, Turn } from './context.ts';
import { channelView, groupView, mostResellers, settingNames, valuesOfChange, valuesView } from './settings-names.ts';
import { changeText, faultText } from './settings-texts.ts';

const noGroups = { viewer: [], responder: [], remover: [], owner: [] };

/** Customers that one form offers; others are named by their tenant's id. */
const mostCustomers = 100;
const mostPeople = 60;

/** The channel in which something is shown, where it is a channel. */
function hereOf({ incoming }: Turn, { channels }: SettingsNow): Pick<SettingsView, 'here'> {
  if (incoming.isPersonal || incoming.channel === undefined) return {};
  const found = channels.find(({ teamsChannelId }) => teamsChannelId === incoming.channel?.id);
  return { here: found === undefined ? {} : { channel: channelView(found) } };
}

/** All settings, to be read; with the ways to change them for owners. */
export async function drawSettings(
  deps: BotDeps,
  turn: Turn,
  now: SettingsNow,
  shown: { readonly isSaved?: boolean; readonly case?: CaseId | undefined } = {},
): Promise<Json> {
  const { partner, channels } = now;
  const values = settingsOf(partner, channels);
  const [names, last] = await Promise.all([
    settingNames(deps, now, values),
    deps.store.settings.lastChange(partner.id),
  ]);
  const view: SettingsView = {
    partnerName: partner.name,
    values: valuesView(values, names),
    channels: channels.filter(({ state }) => state !== 'removed').map(channelView),
    ...hereOf(turn, now),
    protectedTags: partner.removal.protectedTags,
    mayChange: hasRole(turn.role, 'owner'),
    ...(shown.isSaved === undefined ? {} : { isSaved: shown.isSaved }),
    ...(shown.case === undefined ? {} : { case: shown.case }),
    ...(last === undefined ? {} : { lastChange: { by: last.by.name, at: last.at } }),
  };
  return asJson(settingsCard(view, turn.words));
}

/** The form of one part, with what was entered and what came of it. */
export async function drawSettingsForm(
  deps: BotDeps,
  turn: Turn,
  now: SettingsNow,
  section: SettingsSection,
  state: {
    readonly typed?: Readonly<Record<string, string>>;
    readonly faults?: readonly SettingFault[];
    readonly meanwhile?: readonly KeptChange[];
    readonly isSaved?: boolean;
    readonly asked?: GroupAsked;
    readonly case?: CaseId | undefined;
  } = {},
): Promise<Json> {
  const { partner, channels, revision } = now;
  const { words } = turn;
  const values = settingsOf(partner, channels);
  const { meanwhile, isSaved, asked, typed = {}, faults = [] } = state;
  const { rules, people } = values;
  const wanted = groupIdIn(asked?.group ?? '');
  const [names, customers, resellers, met] = await Promise.all([
    settingNames(
      deps,
      now,
      // Only the form that shows groups has them read.
      section === 'groups' ? values : { rules, people },
      ...(asked === undefined || wanted === undefined ? [] : [{ groups: { ...noGroups, [asked.role]: [wanted] } }]),
      ...(meanwhile ?? []).flatMap(({ change }) => valuesOfChange(change)),
    ),
    section === 'alerts' ? deps.store.settings.customers(partner.id, mostCustomers + 1) : [],
    section === 'alerts' ? deps.store.settings.resellers(partner.id, mostResellers) : [],
    section === 'roles' ? deps.store.people.ofTenant(partner.tenantId, mostPeople) : [],
  ]);
  const view: SettingsFormView = {
    partnerName: partner.name,
    ...(state.case === undefined ? {} : { case: state.case }),
    rev: revision,
    section,
    values: valuesView(values, names),
    channels: channels.filter(({ state: channelState }) => channelState !== 'removed').map(channelView),
    ...hereOf(turn, now),
    typed,
    faults: faults.map((fault) => faultText(words, fault, names)),
    ...(isSaved === undefined ? {} : { isSaved }),
    ...(meanwhile === undefined
      ? {}
      : {
          meanwhile: meanwhile.map(({ change, by, at }) => ({
            at,
            what: words.t('settings.changedBy', { name: by.name, what: changeText(words, change, names, values) }),
          })),
        }),
    customers: customers.slice(0, mostCustomers).map(({ tenantId: id, name }) => ({ id, name })),
    isMoreCustomers: customers.length > mostCustomers,
    resellers: resellers.map(({ tenantId: id, name = id }) => ({ id, name })),
    people: met.map(({ objectId: id, name }) => ({ id, name })),
    named: roles.flatMap((role) => (people[role] ?? []).map((id) => ({ role, id, name: names.person(id) }))),
    ...(asked === undefined
      ? {}
      : {
          asked: {
            role: asked.role,
            how: asked.how,
            groups: (wanted === undefined ? (values.groups[asked.role] ?? []) : [wanted]).map((id) =>
              groupView(names.group(id)),
            ),
          },
        }),
  };
  return asJson(settingsFormCard(view, words));
}
