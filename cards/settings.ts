import { button, fromCase, pressable } from './parts/actions.ts';
import { card } from './parts/card.ts';
import { channelName } from './parts/channel-name.ts';
import { dayAndTime, joined, outside, type Shown, say } from './parts/escape.ts';
import { type Fact, fact, facts, type Line } from './parts/facts.ts';
import { ruleRow, unreached } from './parts/rule-row.ts';
import { daysText, groupName, hoursText, memoryText } from './parts/setting-texts.ts';
import { heading, quiet, rich, text } from './parts/text.ts';
import type { Card, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import {
  type ChannelView,
  type GroupView,
  type RoleName,
  type RuleView,
  roleNames,
  type SettingsView,
  settingsSections,
} from './settings-views.ts';

/** Rules, channels and names of each list on the card; the forms have all. */
const mostRows = 12;
const mostNames = 8;
const sectionButtons = settingsSections.filter((section) => section !== 'groups');

const state = (words: Words, channel: ChannelView) => say(words, `status.channel.${channel.state}`);

function ruleOf(words: Words, rules: readonly RuleView[], rule: RuleView, index: number): Element {
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
  return ruleRow(words, rule, index, { below: [...below, ...unreached(words, rule, rules.length - index - 1)] });
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
    ...rules.slice(0, mostRows).map((rule, index) => ruleOf(words, rules, rule, index)),
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
            rich(
              [pressable(say(words, 'settings.join'), 'settings.join', fromCase(view), say(words, 'settings.join'))],
              {
                spacing: 'Small',
              },
            ),
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

function groupLine(words: Words, group: GroupView): Line {
  const kind = say(words, group.state === 'gone' ? 'settings.isGoneGroup' : 'settings.isGroup');
  return { shown: groupName(group), kind, ...(group.state === 'gone' ? { tone: 'Attention' as const } : {}) };
}

function roleFact(words: Words, { values }: SettingsView, role: RoleName): Fact {
  const label = `settings.role.${role}` as const;
  const lines = [
    ...values.groups[role].map((group) => groupLine(words, group)),
    ...values.people[role].map((name): Line => ({ shown: outside(name), kind: say(words, 'settings.isPerson') })),
  ];
  if (role === 'approver' && values.isApproverUnset) return { label, value: [say(words, 'settings.asRemover')] };
  if (lines.length === 0)
    return { label, value: [say(words, role === 'approver' ? 'settings.onlyOwners' : 'settings.nobody')] };
  const rest = lines.length - mostNames;
  return {
    label,
    value: lines.slice(0, mostNames),
    ...(rest > 0 ? { aside: say(words, 'settings.more', { count: rest }) } : {}),
  };
}

/** The seventh form has no room among the buttons. */
function rolesHeading(words: Words, view: SettingsView): Element {
  const title = heading(words, 'settings.roles');
  if (!view.mayChange) return { ...title, spacing: 'Medium', separator: true };
  const change = pressable(say(words, 'settings.groupsChange'), 'settings.open', {
    ...fromCase(view),
    section: 'groups',
  });
  return {
    type: 'ColumnSet',
    spacing: 'Medium',
    separator: true,
    columns: [
      { type: 'Column', width: 'stretch', items: [title] },
      { type: 'Column', width: 'auto', items: [rich([change], { align: 'Right' })] },
    ],
  };
}

/** To the card of the case that the settings took the place of; the buttons have no room for it. */
function wayBack(words: Words, view: SettingsView): Element | undefined {
  if (view.case === undefined) return undefined;
  return rich([pressable(say(words, 'settings.backToCase'), 'case.show', { case: view.case })], { spacing: 'Small' });
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
      wayBack(words, view),
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
      rolesHeading(words, view),
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
      heading(words, 'settings.memory', { spacing: 'Medium', separator: true }),
      ...facts(words, [{ label: 'settings.remembered', value: [memoryText(words, values.memoryDays)] }]),
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
      ? sectionButtons.map((section) =>
          button(say(words, `settings.form.${section}`), 'settings.open', { ...fromCase(view), section }),
        )
      : [button(say(words, 'action.cases'), 'list.open', { which: 'cases' })],
  });
}
