import { channelName } from '../../cards/parts/channel-name.ts';
import { joined, outside, type Shown, say } from '../../cards/parts/escape.ts';
import { holdersText, valueText } from '../../cards/parts/setting-texts.ts';
import type { Words } from '../../cards/parts/words.ts';
import { listStep } from '../domain/list-step.ts';
import { roles } from '../domain/people.ts';
import type { SettingChange, SettingFault, SettingValues } from '../domain/settings.ts';
import { type SettingNames, valuesView } from './settings-names.ts';

/** One change in a line: what, from what, to what. `values` are the settings of which it is a part. */
export function changeText(words: Words, change: SettingChange, names: SettingNames, values: SettingValues): Shown {
  if (change.setting === 'people' || change.setting === 'groups') return rolesText(words, change, names, values);
  const setting = say(words, `settings.name.${change.setting}`);
  if (change.setting === 'language')
    return say(words, 'settings.changeIn', {
      setting,
      channel: channelName(words, names.channel(change.channelId)),
      before: say(words, `settings.language.${change.before}`),
      after: say(words, `settings.language.${change.after}`),
    });
  const shown = (value: unknown) =>
    valueText(words, change.setting, valuesView({ ...values, [change.setting]: value }, names));
  const said = { setting, before: shown(change.before), after: shown(change.after) };
  if (change.setting !== 'rules') return say(words, 'settings.change', said);
  const step = listStep(change.before, change.after);
  // An arrow leads from a rule to its channels already.
  if (step === undefined) return say(words, 'settings.changeRules', said);
  const number = step.at + 1;
  return say(words, `settings.rule.${step.kind}`, { number, from: number + 1, rule: shown([step.item]) });
}

/** The roles that a change is about, each with who had it and who has it then. */
function rolesText(
  words: Words,
  change: Extract<SettingChange, { setting: 'people' | 'groups' }>,
  names: SettingNames,
  values: SettingValues,
): Shown {
  const { setting, before, after } = change;
  const changed = roles.filter((role) => JSON.stringify(before[role]) !== JSON.stringify(after[role]));
  const shown = (given: typeof before) => valuesView({ ...values, [setting]: given }, names);
  return joined(
    changed.map((role) =>
      say(words, 'settings.changeOfRole', {
        what: say(words, `settings.name.${setting}`),
        role: say(words, `role.${role}`),
        before: holdersText(words, setting, role, shown(before)),
        after: holdersText(words, setting, role, shown(after)),
      }),
    ),
    '\n',
  );
}

export function faultText(words: Words, fault: SettingFault, names: Pick<SettingNames, 'channel'>): string {
  switch (fault.kind) {
    case 'hours':
      return say(words, `settings.fault.hours.${fault.level}`, { value: outside(fault.value) });
    case 'limit':
      return say(words, `settings.fault.limit.${fault.limit}`, { min: fault.min, max: fault.max });
    case 'channel-unready':
      return say(words, 'settings.fault.channel-unready', {
        channel: channelName(words, names.channel(fault.channelId)),
        state: say(words, `status.channel.${fault.state}`),
      });
    case 'rules-full':
      return say(words, 'settings.fault.rules-full', { most: fault.most });
    case 'groups-full':
      return say(words, 'settings.fault.groups-full', { most: fault.most, role: say(words, `role.${fault.role}`) });
    case 'group-held':
    case 'group-not-held':
    case 'no-groups':
      return say(words, `settings.fault.${fault.kind}`, { role: say(words, `role.${fault.role}`) });
    case 'group-id':
      return fault.value === ''
        ? say(words, 'settings.fault.group-missing')
        : say(words, 'settings.fault.group-id', { value: outside(fault.value) });
    case 'group-unknown':
    case 'group-forbidden':
    case 'group-unreadable':
    case 'language':
    case 'time':
    case 'zone':
    case 'customer':
    case 'reseller':
    case 'severity':
      return say(words, `settings.fault.${fault.kind}`, { value: outside(fault.value) });
    default:
      return say(words, `settings.fault.${fault.kind}`);
  }
}
