import type { AlarmView } from './alarm-views.ts';
import { button } from './parts/actions.ts';
import { badge } from './parts/badge.ts';
import { card } from './parts/card.ts';
import { dayAndTime, joined, outside, type Shown, say } from './parts/escape.ts';
import { type Fact, facts } from './parts/facts.ts';
import { customerOf } from './parts/header.ts';
import { heading, quiet, text } from './parts/text.ts';
import type { Card, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';

/** Troubles of a source that a sign-in of somebody of the partner mends. */
const mendedBySignIn: ReadonlySet<string> = new Set(['mfa', 'needs-person', 'unauthorized', 'forbidden']);

function what(words: Words, { kind, count, further }: AlarmView): Shown {
  return further === undefined
    ? say(words, `alarm.${kind}.what`, { count })
    : say(words, 'alarm.further', { count: further });
}

function trouble(words: Words, { sourceTrouble, reportTrouble, consentTrouble }: AlarmView): Fact | undefined {
  const shown =
    sourceTrouble !== undefined
      ? say(words, `status.error.${sourceTrouble}`)
      : reportTrouble !== undefined
        ? say(words, `report.failed.${reportTrouble}`)
        : consentTrouble !== undefined
          ? say(words, `consent.why.${consentTrouble}`)
          : undefined;
  return shown && { label: 'alarm.cause', value: [shown] };
}

function about(words: Words, view: AlarmView): readonly Element[] {
  const { customerName, customerTenantId, clearedAt } = view;
  return facts(words, [
    { label: 'alarm.since', value: [dayAndTime(view.since)] },
    clearedAt === undefined ? undefined : { label: 'alarm.until', value: [dayAndTime(clearedAt)] },
    view.number === undefined
      ? undefined
      : { label: 'alarm.case', value: [say(words, 'product.case', { number: view.number })] },
    customerTenantId === undefined
      ? undefined
      : {
          label: 'alarm.customer',
          value: [customerOf({ customerTenantId, ...(customerName === undefined ? {} : { customerName }) }, words)],
        },
    clearedAt === undefined ? trouble(words, view) : undefined,
  ]);
}

function how(words: Words, { kind, consentTrouble }: AlarmView): Shown {
  if (kind !== 'consent-lost') return say(words, `alarm.${kind}.how`);
  return say(words, consentTrouble === 'unreadable' ? 'consent.howOperator' : 'consent.how');
}

function mending(words: Words, view: AlarmView): readonly Element[] {
  const { kind, sourceTrouble } = view;
  return [
    heading(words, 'alarm.whyTitle', { spacing: 'Medium' }),
    text(say(words, `alarm.${kind}.why`), {}, { spacing: 'Small' }),
    heading(words, 'alarm.howTitle', { spacing: 'Medium' }),
    text(how(words, view), {}, { spacing: 'Small' }),
    ...(sourceTrouble !== undefined && mendedBySignIn.has(sourceTrouble)
      ? [text(say(words, 'consent.how'), {}, { spacing: 'Small' })]
      : []),
  ];
}

/** Something is wrong that would otherwise stay unseen: what, since when, why it matters, how it is mended; or that it is over. */
export function alarmCard(view: AlarmView, words: Words): Card {
  const isOver = view.clearedAt !== undefined;
  const title = say(words, `alarm.${view.kind}.title`);
  const state = say(words, isOver ? 'alarm.over' : 'alarm.badge');
  const said = isOver ? say(words, `alarm.${view.kind}.over`) : what(words, view);
  const from = joined([say(words, 'product.name'), outside(view.partnerName)], ' · ');
  return card(words, {
    summary: [state, title, said],
    body: [
      {
        type: 'Container',
        style: isOver ? 'good' : 'attention',
        bleed: true,
        items: [
          {
            type: 'ColumnSet',
            columns: [
              {
                type: 'Column',
                width: 'stretch',
                items: [quiet(from), heading(words, `alarm.${view.kind}.title`, { size: 'Large', spacing: 'None' })],
              },
              { type: 'Column', width: 'auto', items: [badge(state, isOver ? 'Good' : 'Attention')] },
            ],
          },
          text(said, {}, { spacing: 'Small' }),
        ],
      },
      ...about(words, view),
      ...(isOver ? [] : mending(words, view)),
    ],
    actions: [
      view.case === undefined ? undefined : button(say(words, 'action.showCase'), 'case.show', { case: view.case }),
    ],
  });
}
