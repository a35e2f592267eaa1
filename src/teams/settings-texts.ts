import { outside, type Shown, say } from '../../cards/parts/escape.ts';
import { channelName, valueText } from '../../cards/parts/setting-texts.ts';
import type { Words } from '../../cards/parts/words.ts';
import type { SettingChange, SettingFault, SettingValues } from '../domain/settings.ts';
import { type SettingNames, valuesView } from './settings-names.ts';

/** One change in a line: what, from what, to what. `values` are the settings of which it is a part. */
export function changeText(words: Words, change: SettingChange, names: SettingNames, values: SettingValues): Shown {
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
  return say(words, 'settings.change', { setting, before: shown(change.before), after: shown(change.after) });
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
