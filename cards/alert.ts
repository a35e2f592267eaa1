import { onCase, pressable } from './parts/actions.ts';
import { alertActions } from './parts/alert-actions.ts';
import { askingItems } from './parts/asking.ts';
import { badge, type Tone } from './parts/badge.ts';
import { card } from './parts/card.ts';
import { checks } from './parts/checks.ts';
import { clockBar, clockItems, clockText } from './parts/clock.ts';
import { clocksItems } from './parts/clocks.ts';
import { closure, decision, reportItems } from './parts/decision.ts';
import { dayAndTime, joined, outside, prose, type Shown, say } from './parts/escape.ts';
import { caseLine, customerOf, header, subscriptionOf } from './parts/header.ts';
import { linkLine } from './parts/links.ts';
import { recallItems } from './parts/recall.ts';
import { responseItems } from './parts/response.ts';
import { seen } from './parts/seen.ts';
import { heading, quiet, rich, text } from './parts/text.ts';
import type { Badge, Card, Container, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import type { CaseView } from './views.ts';

const severityTones: Readonly<Record<CaseView['severity'], Tone>> = {
  high: 'Attention',
  medium: 'Warning',
  low: 'Accent',
  informational: 'Default',
  unknown: 'Default',
};
const stageTones: Readonly<Record<CaseView['stage'], Tone>> = {
  new: 'Accent',
  reviewing: 'Accent',
  responding: 'Warning',
  closed: 'Good',
};
const noteLength = 240;

/** A test has no severity worth a red label, and a closed case no longer one. */
function badges(words: Words, view: CaseView): readonly Badge[] {
  const stage = badge(say(words, `stage.${view.stage}`), stageTones[view.stage]);
  return view.stage === 'closed' || view.isTest
    ? [stage]
    : [badge(say(words, `severity.${view.severity}`), severityTones[view.severity]), stage];
}

/** Clock and owner side by side: the two things that everybody wants to know first. */
function band(words: Words, view: CaseView): Container {
  const { ownerName, clock, stage } = view;
  const nobody = say(words, stage === 'closed' ? 'owner.closed' : 'owner.none');
  const bar = clockBar(clock);
  return {
    type: 'Container',
    spacing: 'Medium',
    items: [
      ...(view.isTest ? [quiet(say(words, 'product.testNotice'))] : []),
      {
        type: 'ColumnSet',
        columns: [
          { type: 'Column', width: 'stretch', items: clockItems(words, clock) },
          {
            type: 'Column',
            width: 'stretch',
            items: [
              quiet(say(words, stage === 'closed' ? 'owner.labelClosed' : 'owner.label')),
              text(
                ownerName === undefined ? nobody : outside(ownerName),
                { size: 'Large', weight: 'Bolder' },
                { spacing: 'None' },
              ),
              ...(ownerName === undefined && stage !== 'closed'
                ? [quiet(say(words, 'owner.noneHint'), { spacing: 'None' })]
                : []),
            ],
          },
        ],
      },
      ...(bar ? [bar] : []),
      ...(view.reminder ? [nextReminder(words, view.reminder, ownerName)] : []),
      ...(view.verdict || stage === 'closed' ? [] : untilDecided(words, view)),
    ],
  };
}

/** What is promised next, where nothing is done. */
function nextReminder(words: Words, { at, to }: NonNullable<CaseView['reminder']>, ownerName?: string): Element {
  const when = dayAndTime(at);
  const shown =
    to === 'owner' && ownerName !== undefined
      ? say(words, 'reminder.next.owner', { when, name: outside(ownerName) })
      : say(words, to === 'escalation' ? 'reminder.next.escalation' : 'reminder.next.channel', { when });
  return quiet(shown, { spacing: 'Small' });
}

/** What Partner Center knows before a decision, which leaves no room for another button. */
function untilDecided(words: Words, view: CaseView): readonly Element[] {
  const again = pressable(say(words, 'action.reportAgain'), 'report.again', onCase(view));
  return [
    ...reportItems(words, view.report),
    ...(view.report.state === 'failed' ? [rich([again], { spacing: 'None' })] : []),
  ];
}

function snooze(words: Words, view: CaseView): Container | undefined {
  if (view.snooze === undefined || view.stage === 'closed') return undefined;
  const { until, reason, by, isBeyond } = view.snooze;
  return {
    type: 'Container',
    style: 'warning',
    spacing: 'Medium',
    items: [
      text(say(words, 'snooze.until', { when: dayAndTime(until) }), { weight: 'Bolder' }),
      text(say(words, 'snooze.by', { name: outside(by), reason: prose(reason, noteLength) }), {}, { spacing: 'None' }),
      isBeyond
        ? text(
            say(words, 'snooze.beyond', { when: dayAndTime(view.clock.deadlineAt) }),
            { color: 'Attention' },
            { spacing: 'None' },
          )
        : quiet(say(words, 'snooze.clock'), { spacing: 'None' }),
    ],
  };
}

function latestNote(words: Words, view: CaseView): Container | undefined {
  const note = view.notes.at(-1);
  if (note === undefined) return undefined;
  const who = say(words, 'note.byAt', { name: outside(note.by), when: dayAndTime(note.at) });
  const more = view.notes.length - 1;
  return {
    type: 'Container',
    spacing: 'Medium',
    separator: true,
    items: [
      heading(words, 'notes.title'),
      text(prose(note.text, noteLength), {}, { spacing: 'Small' }),
      quiet(more > 0 ? joined([who, say(words, 'notes.more', { count: more })], ' · ') : who, { spacing: 'None' }),
    ],
  };
}

function footer(words: Words, view: CaseView): readonly (Element | undefined)[] {
  const { previous } = view;
  return [
    previous &&
      rich(
        [
          pressable(
            say(words, 'action.show', { number: previous.number }),
            'case.show',
            { case: previous.case },
            say(words, 'alert.earlier', { number: previous.number }),
          ),
        ],
        { spacing: 'Medium', separator: true },
      ),
    linkLine(words, view.links, previous ? { spacing: 'Small' } : { spacing: 'Medium', separator: true }),
    quiet(say(words, 'alert.updated', { when: dayAndTime(view.updatedAt) }), { spacing: 'Small' }),
  ];
}

/** The case as a channel sees it: always true, because it is drawn anew on every change. */
export function alertCard(view: CaseView, words: Words): Card {
  const { verdict, report } = view;
  const title = view.isMining ? 'alert.title' : 'alert.titleOther';
  const summary: readonly Shown[] = [
    say(words, title),
    caseLine(words, view),
    customerOf(view, words),
    subscriptionOf(view),
    clockText(words, view.clock).shown,
  ];
  return card(words, {
    summary,
    body: [
      header(words, view, title, badges(words, view)),
      band(words, view),
      view.clocks && clocksItems(words, view.clocks),
      snooze(words, view),
      view.closure && closure(words, view.closure),
      verdict && decision(words, verdict, report, view.stage === 'closed' || view.response?.spend === 'stopped'),
      ...(verdict ? [responseItems(words, view, verdict.kind === 'fraud')] : []),
      recallItems(words, view),
      seen(words, view),
      checks(words, view.checks, view.stage === 'closed'),
      ...(verdict ? [] : [responseItems(words, view, false)]),
      askingItems(words, view),
      latestNote(words, view),
      ...footer(words, view),
    ],
    actions: alertActions(words, view),
    ...(view.refreshFor && {
      refresh: {
        action: { type: 'Action.Execute', verb: 'case.refresh', data: { case: view.case } },
        userIds: view.refreshFor.slice(0, 60),
      },
    }),
  });
}
