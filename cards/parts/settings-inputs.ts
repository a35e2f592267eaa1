import type { IChoice } from '@microsoft/teams.cards';
import { roleNames, type SettingsFormView, type SettingsSection } from '../settings-views.ts';
import { button, fromCase } from './actions.ts';
import { channelName } from './channel-name.ts';
import { editable, outside, type Shown, say } from './escape.ts';
import { dayName } from './setting-texts.ts';
import { heading, quiet, text } from './text.ts';
import type { Action, Element } from './types.ts';
import type { MessageKey, Words } from './words.ts';

/** What a form consists of besides its head and the way back. */
export interface Part {
  readonly body: readonly Element[];
  readonly actions: readonly Action[];
  /** The form that it came from, where that is not the card of all settings. */
  readonly from?: SettingsSection;
}

const inputLength = 200;

interface Field {
  readonly id: string;
  readonly label: MessageKey;
  readonly value: string;
}

/** What was entered before, else what is set. */
const entered = (view: SettingsFormView, { id, value }: Field) => view.typed[id] ?? value;

export function textInput(words: Words, view: SettingsFormView, field: Field, placeholder: MessageKey): Element {
  return {
    type: 'Input.Text',
    id: field.id,
    label: say(words, field.label),
    placeholder: say(words, placeholder),
    value: editable(entered(view, field), inputLength),
    maxLength: inputLength,
    spacing: 'Medium',
  };
}

/** A choice of one. What was entered and is no choice is left out: a client would show nothing for it. */
export function choice(
  words: Words,
  view: SettingsFormView,
  field: Field,
  choices: readonly { readonly title: Shown; readonly value: string }[],
  style: 'compact' | 'expanded' = 'compact',
): Element {
  const value = entered(view, field);
  const known = choices.some((one) => one.value === value) ? value : field.value;
  return {
    type: 'Input.ChoiceSet',
    id: field.id,
    label: say(words, field.label),
    style,
    value: known,
    wrap: true,
    spacing: 'Medium',
    choices: choices.map((one): IChoice => ({ ...one })),
  };
}

/** A choice of several; `value` holds them with commas between. What was entered and is no choice is left out here, too. */
export function boxes(
  words: Words,
  view: SettingsFormView,
  field: Field,
  choices: readonly { readonly title: Shown; readonly value: string }[],
): Element {
  const wanted = new Set(entered(view, field).split(','));
  const known = choices.map(({ value }) => value).filter((value) => wanted.has(value));
  return {
    type: 'Input.ChoiceSet',
    id: field.id,
    label: say(words, field.label),
    style: 'expanded',
    isMultiSelect: true,
    value: known.join(','),
    wrap: true,
    spacing: 'Medium',
    choices: choices.map((one): IChoice => ({ ...one })),
  };
}

export function channelChoices(words: Words, { channels }: SettingsFormView) {
  return channels
    .filter(({ state }) => state === 'ready')
    .map((channel) => ({ title: channelName(words, channel), value: channel.id }));
}

export function languageInputs(words: Words, view: SettingsFormView): Part {
  const ready = view.channels.filter(({ state }) => state === 'ready');
  const [first] = ready;
  if (first === undefined)
    return { body: [text(say(words, 'settings.noChannels'), {}, { spacing: 'Medium' })], actions: [] };
  const shown = ready.find(({ id }) => id === (view.typed['channel'] ?? view.here?.channel?.id)) ?? first;
  return {
    body: [
      choice(words, view, { id: 'channel', label: 'settings.channel', value: shown.id }, channelChoices(words, view)),
      choice(
        words,
        view,
        { id: 'language', label: 'settings.language', value: shown.language },
        (['en', 'it'] as const).map((value) => ({ title: say(words, `settings.language.${value}`), value })),
        'expanded',
      ),
      quiet(say(words, 'settings.languageHow'), { spacing: 'Small' }),
    ],
    actions: [save(words, view, 'settings.language')],
  };
}

type SaveVerb =
  | 'settings.language'
  | 'settings.default'
  | 'settings.rule'
  | 'settings.reminders'
  | 'settings.digest'
  | 'settings.give'
  | 'settings.take'
  | 'settings.lookUp'
  | 'settings.removal';

export function save(
  words: Words,
  view: SettingsFormView,
  verb: SaveVerb,
  title: MessageKey = 'settings.save',
  style: { readonly style?: 'positive' } = { style: 'positive' },
): Action {
  return button(say(words, title), verb, { ...fromCase(view), rev: view.rev }, { withInputs: true, ...style });
}

export function remindersInputs(words: Words, view: SettingsFormView): Part {
  const { reminders, escalationChannel } = view.values;
  const hours = (id: 'owner' | 'channel' | 'escalation') =>
    textInput(
      words,
      view,
      { id, label: `settings.level.${id}`, value: reminders[id].join(', ') },
      'settings.hoursPlaceholder',
    );
  return {
    body: [
      text(say(words, 'settings.remindersHow'), { isSubtle: true }, { spacing: 'Medium' }),
      hours('owner'),
      hours('channel'),
      hours('escalation'),
      choice(
        words,
        view,
        { id: 'escalationChannel', label: 'settings.escalationTo', value: escalationChannel?.id ?? 'none' },
        [{ title: say(words, 'settings.caseChannels'), value: 'none' }, ...channelChoices(words, view)],
      ),
    ],
    actions: [save(words, view, 'settings.reminders')],
  };
}

export function digestInputs(words: Words, view: SettingsFormView): Part {
  const { digestAt, workingDays, timeZone } = view.values;
  const at = view.typed['digestAt'] ?? (digestAt === 'off' ? '08:30' : digestAt);
  return {
    body: [
      text(say(words, 'settings.digestHow'), { isSubtle: true }, { spacing: 'Medium' }),
      {
        type: 'Input.Toggle',
        id: 'digestOn',
        label: say(words, 'settings.digest'),
        title: say(words, 'settings.digestOn'),
        value: view.typed['digestOn'] ?? String(digestAt !== 'off'),
        wrap: true,
      },
      {
        type: 'Input.Time',
        id: 'digestAt',
        label: say(words, 'settings.digestAt'),
        ...(/^\d\d:\d\d$/.test(at) && { value: at }),
        spacing: 'Medium',
      },
      boxes(
        words,
        view,
        { id: 'days', label: 'settings.days', value: workingDays.join(',') },
        [1, 2, 3, 4, 5, 6, 7].map((day) => ({ title: dayName(words, day), value: String(day) })),
      ),
      textInput(
        words,
        view,
        { id: 'timeZone', label: 'settings.timeZone', value: timeZone },
        'settings.zonePlaceholder',
      ),
      quiet(say(words, 'settings.neverPause'), { spacing: 'Small' }),
    ],
    actions: [save(words, view, 'settings.digest')],
  };
}

export function rolesInputs(words: Words, view: SettingsFormView): Part {
  const { people, named } = view;
  return {
    body: [
      text(say(words, 'settings.rolesHow'), { isSubtle: true }, { spacing: 'Medium' }),
      ...(people.length === 0
        ? []
        : [
            heading(words, 'settings.giveTitle', { spacing: 'Medium', separator: true }),
            choice(
              words,
              view,
              { id: 'role', label: 'settings.roleLabel', value: 'responder' },
              roleNames.map((role) => ({ title: say(words, `settings.role.${role}`), value: role })),
            ),
            choice(
              words,
              view,
              { id: 'person', label: 'settings.person', value: '' },
              people.map(({ id, name }) => ({ title: outside(name), value: id })),
            ),
            quiet(say(words, 'settings.personHow'), { spacing: 'Small' }),
          ]),
      heading(words, 'settings.takeTitle', { spacing: 'Medium', separator: true }),
      ...(named.length === 0
        ? [text(say(words, 'settings.nobodyNamed'), {}, { spacing: 'Small' })]
        : [
            choice(
              words,
              view,
              { id: 'held', label: 'settings.held', value: '' },
              named.map(({ role, id, name }) => ({
                title: say(words, 'settings.heldChoice', {
                  role: say(words, `settings.role.${role}`),
                  name: outside(name),
                }),
                value: `${role}:${id}`,
              })),
            ),
          ]),
    ],
    actions: [
      ...(people.length === 0 ? [] : [save(words, view, 'settings.give', 'settings.give')]),
      ...(named.length === 0 ? [] : [save(words, view, 'settings.take', 'settings.take', {})]),
      button(say(words, 'settings.groupsOpen'), 'settings.open', { ...fromCase(view), section: 'groups' }),
    ],
  };
}

const limitRanges = {
  twoPersonAbove: { min: 0, max: 1000 },
  mostResources: { min: 1, max: 5000 },
  mostPercent: { min: 1, max: 100 },
  memoryDays: { min: 0, max: 90 },
} as const;

export function removalInputs(words: Words, view: SettingsFormView): Part {
  const { limits, memoryDays } = view.values;
  const limit = (id: keyof typeof limitRanges, value: number): Element => {
    const typed = Number(view.typed[id] ?? value);
    const { min, max } = limitRanges[id];
    return {
      type: 'Input.Number',
      id,
      label: say(words, `settings.limit.${id}`),
      ...(Number.isFinite(typed) && { value: typed }),
      min,
      max,
      isRequired: true,
      errorMessage: say(words, 'settings.limitBetween', { min, max }),
      spacing: 'Medium',
    };
  };
  return {
    body: [
      text(say(words, 'settings.removalHow'), { isSubtle: true }, { spacing: 'Medium' }),
      limit('twoPersonAbove', limits.twoPersonAbove),
      limit('mostResources', limits.mostResources),
      limit('mostPercent', limits.mostPercent),
      heading(words, 'settings.memory', { spacing: 'Medium', separator: true }),
      limit('memoryDays', memoryDays),
      quiet(say(words, 'settings.memoryHow'), { spacing: 'Small' }),
    ],
    actions: [save(words, view, 'settings.removal')],
  };
}
