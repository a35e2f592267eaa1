import { button } from './parts/actions.ts';
import { card } from './parts/card.ts';
import { caseRow } from './parts/case-row.ts';
import { hours, official } from './parts/clocks.ts';
import { dayAndTime, dayOf, joined, type Shown, say } from './parts/escape.ts';
import { customerOf } from './parts/header.ts';
import { heading, quiet, text } from './parts/text.ts';
import type { Card, Container, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import type { DigestView } from './talk-views.ts';

/** Cases and claims that one digest names. */
const mostRows = 8;
const mostClaims = 4;
/** Hours of the rule, which the average must not pass. */
const ruleHours = 24;

function openCount(words: Words, { total, isMore }: DigestView['open']): Shown {
  return say(words, isMore ? 'list.countMore' : 'digest.open', { count: total });
}

function counts(words: Words, { open, drills, overdue, unowned, snoozed }: DigestView): Shown {
  const parts = [
    openCount(words, open),
    ...(overdue > 0 ? [say(words, 'digest.overdue', { count: overdue })] : []),
    ...(unowned > 0 ? [say(words, 'digest.unowned', { count: unowned })] : []),
    ...(snoozed.total > 0
      ? [say(words, snoozed.isMore ? 'digest.snoozedMore' : 'digest.snoozed', { count: snoozed.total })]
      : []),
    ...(drills > 0 ? [say(words, 'digest.drills', { count: drills })] : []),
  ];
  return joined(parts, ' · ');
}

function quietDay(words: Words, { average, succeededAt }: DigestView): readonly Element[] {
  return [
    text(say(words, 'digest.quiet'), {}, { spacing: 'Medium' }),
    ...(succeededAt === undefined
      ? []
      : [quiet(say(words, 'digest.lastLook', { when: dayAndTime(succeededAt) }), { spacing: 'Small' })]),
    ...(average === undefined
      ? []
      : [
          quiet(say(words, 'digest.average', { hours: hours(words, average.hours), alerts: average.alerts }), {
            spacing: 'Small',
          }),
        ]),
  ];
}

function ahead(words: Words, view: NonNullable<DigestView['ahead']>): Element {
  const { now, becomes, at, alerts } = view;
  const values = { when: dayAndTime(at), becomes: hours(words, becomes) };
  const shown =
    now === undefined
      ? say(words, 'digest.aheadFirst', values)
      : say(words, 'digest.ahead', { ...values, now: hours(words, now), alerts });
  return becomes > ruleHours
    ? text(shown, { size: 'Small', color: 'Warning', weight: 'Bolder' }, { spacing: 'Medium' })
    : quiet(shown, { spacing: 'Medium' });
}

function claims(words: Words, view: DigestView): readonly Element[] {
  if (view.claims.length === 0) return [];
  const rest = view.claims.length - mostClaims;
  const rows = view.claims.slice(0, mostClaims).map((claim) => {
    const { number, daysLeft: days } = claim;
    return quiet(say(words, 'digest.claim', { number, customer: customerOf(claim, words), days }), { spacing: 'None' });
  });
  const more = rest > 0 ? [quiet(say(words, 'digest.claimsMore', { count: rest }), { spacing: 'None' })] : [];
  return [heading(words, 'digest.claims'), ...rows, ...more];
}

function troubles(words: Words, { failures, undelivered, unreadable, alarms }: DigestView): Container | undefined {
  const lines = [
    ...(alarms > 0 ? [say(words, 'digest.alarms', { count: alarms })] : []),
    ...(failures > 0 ? [say(words, 'digest.source', { count: failures })] : []),
    ...(undelivered > 0 ? [say(words, 'digest.undelivered', { count: undelivered })] : []),
    ...(unreadable > 0 ? [say(words, 'digest.unreadable', { count: unreadable })] : []),
  ];
  if (lines.length === 0) return undefined;
  return { type: 'Container', style: 'warning', spacing: 'Medium', items: lines.map((line) => text(line)) };
}

/** The digest of a partner: what is open by time left, what waiting does to the average, credits that run out, what is wrong. */
export function digestCard(view: DigestView, words: Words): Card {
  const rows = view.list.rows.slice(0, mostRows);
  const rest = view.list.total - rows.length;
  const trouble = troubles(words, view);
  const figure = view.official && official(words, view.official);
  return card(words, {
    summary: [say(words, 'digest.title'), openCount(words, view.open)],
    body: [
      heading(words, 'digest.title', { size: 'Large' }),
      quiet(dayOf(view.asOf), { spacing: 'None' }),
      ...(trouble ? [trouble] : []),
      ...(rows.length === 0
        ? quietDay(words, view)
        : [
            text(counts(words, view), {}, { spacing: 'Medium' }),
            ...rows.map((row, index) =>
              caseRow(words, row, {
                isFirst: index === 0,
                open: button(say(words, 'action.show', { number: row.number }), 'case.show', { case: row.case }),
              }),
            ),
            ...(rest > 0 && !view.list.isMore
              ? [quiet(say(words, 'digest.more', { count: rest }), { spacing: 'Small' })]
              : []),
          ]),
      ...(view.ahead ? [ahead(words, view.ahead)] : []),
      ...(figure ? [figure] : []),
      ...claims(words, view),
    ],
    actions: [rows.length === 0 ? undefined : button(say(words, 'action.cases'), 'list.open', { which: 'cases' })],
  });
}
