import type { GroupView, RoleName, RuleView, SettingsValuesView } from '../settings-views.ts';
import { channelName } from './channel-name.ts';
import { figure, joined, listed, outside, type Shown, say } from './escape.ts';
import type { Words } from './words.ts';

/** Names of one list before it is cut. */
const mostNames = 6;
const workWeek = '1,2,3,4,5';
const wholeWeek = '1,2,3,4,5,6,7';

const days = {
  1: 'settings.day.1',
  2: 'settings.day.2',
  3: 'settings.day.3',
  4: 'settings.day.4',
  5: 'settings.day.5',
  6: 'settings.day.6',
  7: 'settings.day.7',
} as const;

export function dayName(words: Words, day: number): Shown {
  const known = Object.entries(days).find(([number]) => number === String(day));
  return known === undefined ? outside(String(day)) : say(words, known[1]);
}

/** What an alert has to be. */
export function conditionOf(words: Words, { customer, reseller, atLeast }: RuleView): Shown {
  const parts = [
    ...(customer === undefined ? [] : [outside(customer)]),
    ...(reseller === undefined ? [] : [say(words, 'settings.rule.reseller', { name: outside(reseller) })]),
    ...(atLeast === undefined ? [] : [say(words, `settings.atLeast.${atLeast}`)]),
  ];
  return parts.length === 0 ? say(words, 'settings.rule.every') : joined(parts, ' · ');
}

/** Where it then goes. */
export function targetsOf(words: Words, { channels }: RuleView): Shown {
  return joined(
    channels.map((channel) => channelName(words, channel)),
    ', ',
  );
}

export function hoursText(words: Words, hours: readonly number[]): Shown {
  if (hours.length === 0) return say(words, 'settings.hours.never');
  const each = hours.map((hour) => figure(words, hour));
  return say(words, 'settings.hours', { hours: listed(words, each) });
}

export function memoryText(words: Words, count: number): Shown {
  return say(words, 'settings.memoryDays', { count });
}

export function daysText(words: Words, wanted: readonly number[]): Shown {
  const key = wanted.join();
  if (key === workWeek) return say(words, 'settings.days.work');
  if (key === wholeWeek) return say(words, 'settings.days.all');
  return joined(
    wanted.map((day) => dayName(words, day)),
    ', ',
  );
}

/** Name of a group; its id where there is none to be had, or nothing of it can be seen. */
export function groupName(group: GroupView): Shown {
  const name = group.state === 'found' ? outside(group.name) : '';
  return name === '' ? outside(group.id) : name;
}

/** Who has a role by name, or by groups, in a line. */
export function holdersText(
  words: Words,
  kind: 'people' | 'groups',
  role: RoleName,
  values: Pick<SettingsValuesView, 'people' | 'groups' | 'isApproverUnset'>,
): Shown {
  if (role === 'approver' && values.isApproverUnset) return say(words, 'settings.asRemover');
  const names = kind === 'people' ? values.people[role].map(outside) : values.groups[role].map(groupName);
  if (names.length === 0) return say(words, 'settings.nobody');
  const some = names.slice(0, mostNames);
  const rest = names.length - some.length;
  return joined(rest > 0 ? [...some, say(words, 'settings.more', { count: rest })] : some, ', ');
}

/** One setting in words, as changes of it are told. */
export function valueText(
  words: Words,
  name: Exclude<keyof SettingsValuesView, 'people' | 'groups' | 'isApproverUnset'>,
  values: SettingsValuesView,
): Shown {
  switch (name) {
    case 'rules':
      return values.rules.length === 0
        ? say(words, 'settings.rules.none')
        : joined(
            values.rules.map((rule) =>
              say(words, 'settings.ruleText', { what: conditionOf(words, rule), where: targetsOf(words, rule) }),
            ),
            '; ',
          );
    case 'defaultChannel':
      return values.defaultChannel === undefined
        ? say(words, 'settings.everyChannel')
        : channelName(words, values.defaultChannel);
    case 'reminders': {
      const { owner, channel, escalation } = values.reminders;
      return say(words, 'settings.remindersText', {
        owner: hoursText(words, owner),
        channel: hoursText(words, channel),
        escalation: hoursText(words, escalation),
      });
    }
    case 'escalationChannel':
      return values.escalationChannel === undefined
        ? say(words, 'settings.caseChannels')
        : channelName(words, values.escalationChannel);
    case 'digestAt':
      return values.digestAt === 'off' ? say(words, 'settings.digest.off') : outside(values.digestAt);
    case 'workingDays':
      return daysText(words, values.workingDays);
    case 'timeZone':
      return outside(values.timeZone);
    case 'limits':
      return say(words, 'settings.limitsText', values.limits);
    case 'memoryDays':
      return memoryText(words, values.memoryDays);
  }
}
