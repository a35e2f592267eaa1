import { button, pressable } from './parts/actions.ts';
import { card } from './parts/card.ts';
import { dayAndTime, joined, outside, type Shown, say } from './parts/escape.ts';
import { type Fact, fact, facts } from './parts/facts.ts';
import { ruleRow } from './parts/rule-row.ts';
import { channelName, daysText, hoursText } from './parts/setting-texts.ts';
import { heading, quiet, rich, text } from './parts/text.ts';
import type { Card, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import {
  type ChannelView,
  type RoleName,
  type RuleView,
  roleNames,
  type SettingsView,
  settingsSections,
} from './settings-views.ts';

/** Rules, channels and names of each list on the card; the forms have all. */
const mostRows = 12;
const mostNames = 8;

const state = (words: Words, channel: ChannelView) => say(words, `status.channel.${channel.state}`);

function ruleOf(words: Words, rule: RuleView, index: number): Element {
  const gone = rule.channels.filter((channel) => channel.state !== 'ready');
  const isLost = gone.length === rule.channels.length;
  const below = gone.map((channel) =>
    text(
      say(words, isLost ? 'settings.ruleLost' : 'settings.ruleGone', {
        channel: channelName(words, channel),
        state: state(words, channel),
      }),
      { size: 'Small', color: 'Attention' },
      { spacing: 'None' },
    ),
  );
  return ruleRow(words, rule, index, { below });
}

function chosen(words: Words, label: Fact['label'], channel: ChannelView | undefined, otherwise: Shown): Fact {
  if (channel === undefined) return { label, value: [otherwise] };
  const isReady = channel.state === 'ready';
  return {
    label,
    value: [channelName(words, channel)],
    ...(isReady
      ? {}
      : { tone: 'Attention', aside: say(words, 'settings.chosenGone', { state: state(words, channel), otherwise }) }),
  };
}

function alerts(words: Words, { values }: SettingsView): readonly Element[] {
  const { rules } = values;
  const rest = rules.length - mostRows;
  return [
    heading(words, 'settings.alerts', { spacing: 'Medium', separator: true }),
    ...(rules.length === 0 ? [] : [quiet(say(words, 'settings.alertsHow'), { spacing: 'None' })]),
    ...rules.slice(0, mostRows).map((rule, index) => ruleOf(words, rule, index)),
    ...(rest > 0 ? [quiet(say(words, 'settings.more', { count: rest }), { spacing: 'Small' })] : []),
    fact(
      words,
      chosen(
        words,
        rules.length === 0 ? 'settings.allAlerts' : 'settings.otherAlerts',
        values.defaultChannel,
        say(words, 'settings.everyChannel'),
      ),
    ),
  ];
}

/** What a channel gets, as rules and the default say. */
function gets(words: Words, { values }: SettingsView, channel: ChannelView): Shown {
  const rules = values.rules.flatMap((rule, i) => (rule.channels.some(({ id }) => id === channel.id) ? [i + 1] : []));
  const { id, state: defaultState } = values.defaultChannel ?? { id: channel.id, state: 'gone' };
  const isDefault = defaultState !== 'ready' || id === channel.id;
  if (values.rules.length === 0) return say(words, isDefault ? 'settings.gets.all' : 'settings.gets.nothing');
  const numbers = outside(rules.join(', '));
  if (rules.length === 0) return say(words, isDefault ? 'settings.gets.rest' : 'settings.gets.nothing');
  return say(words, isDefault ? 'settings.gets.rulesAndRest' : 'settings.gets.rules', { numbers, count: rules.length });
}

function here(words: Words, view: SettingsView): readonly Element[] {
  if (view.here === undefined) return [];
  const { channel } = view.here;
  const title = heading(words, 'settings.here', { spacing: 'Medium', separator: true });
  if (channel === undefined || channel.state !== 'ready')
    return [
      title,
      text(say(words, 'settings.hereUnused'), {}, { spacing: 'Small' }),
      ...(view.mayChange
        ? [
            rich([pressable(say(words, 'settings.join'), 'settings.join', {}, say(words, 'settings.join'))], {
              spacing: 'Small',
            }),
          ]
        : []),
    ];
  return [
    title,
    ...facts(words, [
      { label: 'settings.gets', value: [gets(words, view, channel)] },
      { label: 'settings.language', value: [say(words, `settings.language.${channel.language}`)] },
    ]),
  ];
}

function channels(words: Words, view: SettingsView): readonly Element[] {
  const others = view.channels.filter(({ id }) => id !== view.here?.channel?.id);
  if (others.length === 0) return [];
  const rest = others.length - mostRows;
  return [
    heading(words, view.here === undefined ? 'settings.channels' : 'settings.otherChannels', {
      spacing: 'Medium',
      separator: true,
    }),
    ...others.slice(0, mostRows).map(
      (channel): Element => ({
        type: 'ColumnSet',
        spacing: 'Small',
        columns: [
          {
            type: 'Column',
            width: 'stretch',
            items: [
              text(channelName(words, channel)),
              quiet(channel.state === 'ready' ? gets(words, view, channel) : state(words, channel), {
                spacing: 'None',
              }),
            ],
          },
          {
            type: 'Column',
            width: 'auto',
            items: [quiet(say(words, `settings.language.${channel.language}`), { align: 'Right' })],
          },
        ],
      }),
    ),
    ...(rest > 0 ? [quiet(say(words, 'settings.more', { count: rest }), { spacing: 'Small' })] : []),
  ];
}

function roleFact(words: Words, view: SettingsView, role: RoleName): Fact {
  const label = `settings.role.${role}` as const;
  const groups = view.groups[role].map(outside);
  const people = view.values.people[role].map(outside);
  if (role === 'approver' && view.isApproverUnset) return { label, value: [say(words, 'settings.asRemover')] };
  if (groups.length + people.length === 0) return { label, value: [say(words, 'settings.nobody')] };
  const some = [...groups, ...people].slice(0, mostNames);
  const rest = groups.length + people.length - some.length;
  return {
    label,
    value: some.map((shown, i) => ({
      shown,
      kind: say(words, i < groups.length ? 'settings.isGroup' : 'settings.isPerson'),
    })),
    ...(rest > 0 ? { aside: say(words, 'settings.more', { count: rest }) } : {}),
  };
}

/** How the bot is set up for a partner: where alerts go, when it reminds, who may what. Owners change it by forms. */
export function settingsCard(view: SettingsView, words: Words): Card {
  const { values } = view;
  const { reminders, limits } = values;
  return card(words, {
    summary: [say(words, 'settings.title'), outside(view.partnerName)],
    body: [
      quiet(outside(view.partnerName)),
      heading(words, 'settings.title', { size: 'Large', spacing: 'None' }),
      view.isSaved === true
        ? { type: 'Container', style: 'good', spacing: 'Small', items: [text(say(words, 'settings.saved'))] }
        : undefined,
      ...here(words, view),
      ...alerts(words, view),
      ...channels(words, view),
      heading(words, 'settings.reminders', { spacing: 'Medium', separator: true }),
      ...facts(words, [
        { label: 'settings.level.owner', value: [hoursText(words, reminders.owner)] },
        { label: 'settings.level.channel', value: [hoursText(words, reminders.channel)] },
        { label: 'settings.level.escalation', value: [hoursText(words, reminders.escalation)] },
        chosen(words, 'settings.escalationTo', values.escalationChannel, say(words, 'settings.caseChannels')),
      ]),
      heading(words, 'settings.digest', { spacing: 'Medium', separator: true }),
      ...facts(words, [
        {
          label: 'settings.digestAt',
          value: [
            values.digestAt === 'off'
              ? say(words, 'settings.digest.off')
              : joined([outside(values.digestAt), daysText(words, values.workingDays)], ' · '),
          ],
        },
        { label: 'settings.timeZone', value: [outside(values.timeZone)] },
      ]),
      quiet(say(words, 'settings.neverPause'), { spacing: 'Small' }),
      heading(words, 'settings.roles', { spacing: 'Medium', separator: true }),
      ...facts(
        words,
        roleNames.map((role) => roleFact(words, view, role)),
      ),
      heading(words, 'settings.removal', { spacing: 'Medium', separator: true }),
      ...facts(words, [
        { label: 'settings.twoPerson', value: [say(words, 'settings.above', { count: limits.twoPersonAbove })] },
        {
          label: 'settings.most',
          value: [say(words, 'settings.atMost', { count: limits.mostResources, percent: limits.mostPercent })],
        },
        view.protectedTags.length === 0
          ? undefined
          : { label: 'settings.protected', value: view.protectedTags.slice(0, mostNames).map(outside) },
      ]),
      quiet(
        joined(
          [
            ...(view.lastChange === undefined
              ? []
              : [
                  say(words, 'settings.lastChange', {
                    by: outside(view.lastChange.by),
                    at: dayAndTime(view.lastChange.at),
                  }),
                ]),
            say(words, view.mayChange ? 'settings.mayChange' : 'settings.ownersChange'),
          ],
          ' ',
        ),
        { spacing: 'Medium', separator: true },
      ),
    ],
    actions: view.mayChange
      ? settingsSections.map((section) => button(say(words, `settings.form.${section}`), 'settings.open', { section }))
      : [button(say(words, 'action.cases'), 'list.open', { which: 'cases' })],
  });
}
