import { type GroupView, type RoleName, roleNames, type SettingsFormView } from '../settings-views.ts';
import { button, fromCase, pressable } from './actions.ts';
import { outside, type Shown, say } from './escape.ts';
import { type Fact, facts } from './facts.ts';
import { groupName, holdersText } from './setting-texts.ts';
import { choice, type Part, save, textInput } from './settings-inputs.ts';
import { heading, quiet, rich, run, text } from './text.ts';
import type { Element } from './types.ts';
import type { Words } from './words.ts';

type Asked = NonNullable<SettingsFormView['asked']>;

const roleTitle = (words: Words, role: RoleName) => say(words, `settings.role.${role}`);

/** What is wrong with a group, where something is; its id, where it is called otherwise. */
function below(words: Words, group: GroupView): readonly Element[] {
  if (group.state !== 'found')
    return [
      text(
        say(words, `settings.group.${group.state}`),
        { size: 'Small', color: group.state === 'gone' ? 'Attention' : 'Warning' },
        { spacing: 'None' },
      ),
    ];
  return [text(outside(group.id), { size: 'Small', isSubtle: true, fontType: 'Monospace' }, { spacing: 'None' })];
}

function groupRow(words: Words, view: SettingsFormView, role: RoleName, group: GroupView): Element {
  const take = pressable(
    say(words, 'settings.groupTake'),
    'settings.lookUp',
    { ...fromCase(view), rev: view.rev, role, group: group.id, how: 'take' },
    say(words, 'settings.groupTake'),
  );
  return {
    type: 'ColumnSet',
    spacing: 'Small',
    columns: [
      { type: 'Column', width: 'stretch', items: [rich([run(groupName(group))]), ...below(words, group)] },
      { type: 'Column', width: 'auto', items: [rich([take], { align: 'Right' })] },
    ],
  };
}

function ofRole(words: Words, view: SettingsFormView, role: RoleName): readonly Element[] {
  const { groups } = view.values;
  const none = role === 'approver' && view.values.isApproverUnset ? 'settings.asRemover' : 'settings.noGroup';
  return [
    text(roleTitle(words, role), { weight: 'Bolder' }, { spacing: 'Medium' }),
    ...(groups[role].length === 0 ? [quiet(say(words, none), { spacing: 'None' })] : []),
    ...groups[role].map((group) => groupRow(words, view, role, group)),
  ];
}

/** Which groups give each role, and the form that gives a role to one. */
function form(words: Words, view: SettingsFormView): Part {
  return {
    body: [
      text(say(words, 'settings.groupsHow'), { isSubtle: true }, { spacing: 'Medium' }),
      ...roleNames.flatMap((role) => ofRole(words, view, role)),
      heading(words, 'settings.groupSet', { spacing: 'Large', separator: true }),
      choice(
        words,
        view,
        { id: 'role', label: 'settings.roleLabel', value: 'responder' },
        roleNames.map((role) => ({ title: roleTitle(words, role), value: role })),
      ),
      textInput(words, view, { id: 'group', label: 'settings.groupId', value: '' }, 'settings.groupIdPlaceholder'),
      quiet(say(words, 'settings.groupIdWhere'), { spacing: 'Small' }),
      choice(
        words,
        view,
        { id: 'how', label: 'settings.groupHow', value: 'instead' },
        (['instead', 'besides'] as const).map((value) => ({ title: say(words, `settings.groupHow.${value}`), value })),
        'expanded',
      ),
    ],
    actions: [save(words, view, 'settings.lookUp', 'settings.groupLookUp')],
  };
}

const names = (words: Words, groups: readonly GroupView[]): readonly Shown[] =>
  groups.length === 0 ? [say(words, 'settings.noGroup')] : groups.map(groupName);

/** Who has the role until then, as far as that changes. */
function untilThen(words: Words, { values }: SettingsFormView, { role, how }: Asked): Fact | undefined {
  const isUnset = role === 'approver' && values.isApproverUnset;
  if (how === 'take' || (how === 'besides' && !isUnset)) return undefined;
  const value = isUnset ? [holdersText(words, 'groups', role, values)] : names(words, values.groups[role]);
  return { label: 'settings.groupInstead', value };
}

/** Who has it by groups after they were taken away. */
function after(words: Words, { values }: SettingsFormView, { role, how, groups }: Asked): Fact | undefined {
  if (how !== 'take') return undefined;
  const stays = values.groups[role].filter(({ id }) => !groups.some((taken) => taken.id === id));
  const isLast = stays.length === 0 && role === 'approver' && values.people.approver.length === 0;
  return {
    label: 'settings.groupThen',
    value: isLast ? [say(words, 'settings.onlyOwners')] : names(words, stays),
  };
}

function members(words: Words, groups: readonly GroupView[]): Fact | undefined {
  const found = groups.flatMap((group) => (group.state === 'found' ? group.members : []));
  if (groups.length > 1 || groups.every(({ state }) => state !== 'found')) return undefined;
  return {
    label: 'settings.groupMembers',
    value: found.length === 0 ? [say(words, 'settings.groupNoMembers')] : found.map(outside),
    ...(found.length === 0 ? {} : { aside: say(words, 'settings.groupSomeMembers') }),
  };
}

/** Before anything is written: which group it is, as the directory has it, and what it would be given or lose. */
function confirmation(words: Words, view: SettingsFormView, asked: Asked): Part {
  const { role, how, groups } = asked;
  const isTaken = how === 'take';
  const [only] = groups.length === 1 ? groups : [];
  const title = say(words, isTaken ? 'settings.groupAskTake' : 'settings.groupAskGive', {
    role: say(words, `role.${role}`),
    count: groups.length,
  });
  return {
    from: 'groups',
    body: [
      text(title, { weight: 'Bolder' }, { spacing: 'Medium' }),
      ...facts(words, [
        { label: 'settings.group', value: groups.map((group) => ({ shown: groupName(group) })) },
        only?.state === 'found' ? { label: 'settings.groupIdShort', value: [outside(only.id)] } : undefined,
        members(words, groups),
        untilThen(words, view, asked),
        after(words, view, asked),
      ]),
      quiet(say(words, 'settings.groupWhen'), { spacing: 'Medium' }),
    ],
    actions: [
      button(
        say(words, isTaken ? 'settings.groupTakeYes' : 'settings.groupGiveYes'),
        'settings.group',
        { ...fromCase(view), rev: view.rev, role, how, group: only?.id ?? '' },
        { style: isTaken ? 'destructive' : 'positive' },
      ),
    ],
  };
}

/** The groups that give roles: to be looked at and changed, or a change of them to be said yes to. */
export function groupsInputs(words: Words, view: SettingsFormView): Part {
  return view.asked === undefined ? form(words, view) : confirmation(words, view, view.asked);
}
