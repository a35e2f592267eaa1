import type { AlarmLine } from './ledger-views.ts';
import { button } from './parts/actions.ts';
import { badge } from './parts/badge.ts';
import { card } from './parts/card.ts';
import { channelName } from './parts/channel-name.ts';
import { dayAndTime, figure, joined, outside, say, setOff } from './parts/escape.ts';
import { type Fact, facts } from './parts/facts.ts';
import { ledger } from './parts/ledger.ts';
import { heading, quiet, rich, run, text } from './parts/text.ts';
import type { Card, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import type { ChannelHealthView, StatusView } from './talk-views.ts';

const shownChannels = 10;
const shownAlarms = 6;

const sourceTones = { ok: 'Good', late: 'Warning', failing: 'Attention', never: 'Warning' } as const;

function count(words: Words, label: Fact['label'], value: number, isProblem: boolean): Fact {
  const shown = value === 0 ? say(words, 'status.none') : figure(words, value);
  return { label, value: [shown], ...(isProblem && value > 0 && { tone: 'Warning' }) };
}

function openCases(words: Words, { total, isMore }: StatusView['openCases']): Fact {
  return isMore
    ? { label: 'status.open', value: [say(words, 'status.more', { count: total })] }
    : count(words, 'status.open', total, false);
}

function channelFact(words: Words, channel: ChannelHealthView): Element {
  const name = channelName(words, channel);
  const state = say(words, `status.channel.${channel.state}`);
  const mending =
    channel.state === 'ready'
      ? []
      : [
          quiet(
            joined(
              [
                ...(channel.since === undefined
                  ? []
                  : [say(words, 'status.channelSince', { when: dayAndTime(channel.since) })]),
                say(words, `closed.how.${channel.state}`),
              ],
              ' ',
            ),
            { spacing: 'None' },
          ),
        ];
  return {
    type: 'ColumnSet',
    spacing: 'Small',
    columns: [
      { type: 'Column', width: 'stretch', items: [text(name), ...mending] },
      {
        type: 'Column',
        width: 'auto',
        items: [
          text(
            state,
            { color: channel.state === 'ready' ? 'Good' : 'Attention', weight: 'Bolder' },
            { align: 'Right' },
          ),
        ],
      },
    ],
  };
}

function source(words: Words, { source: asked }: StatusView): readonly Element[] {
  const when = (at: string | undefined) => (at === undefined ? say(words, 'status.neverValue') : dayAndTime(at));
  const isWell = asked.state === 'ok';
  return [
    ...(isWell
      ? []
      : [
          {
            type: 'Container' as const,
            style: 'warning' as const,
            spacing: 'Medium' as const,
            items: [text(say(words, 'status.silence'))],
          },
        ]),
    ...facts(words, [
      {
        label: 'status.source',
        value: [say(words, `status.source.${asked.state}`)],
        tone: sourceTones[asked.state],
        aside: say(words, `source.${asked.name}`),
      },
      { label: 'status.polled', value: [when(asked.polledAt)] },
      isWell ? undefined : { label: 'status.succeeded', value: [when(asked.succeededAt)] },
      asked.failures === 0
        ? undefined
        : { label: 'status.failures', value: [figure(words, asked.failures)], tone: 'Warning' },
      asked.trouble === undefined
        ? undefined
        : { label: 'status.error', value: [say(words, `status.error.${asked.trouble}`)] },
    ]),
  ];
}

function alarmLine(words: Words, { kind, since, number, further }: AlarmLine): Element {
  const parts = [
    say(words, `alarm.${kind}.title`),
    ...(number === undefined ? [] : [say(words, 'product.case', { number })]),
    ...(further === undefined ? [] : [say(words, 'status.alarmsMore', { count: further })]),
  ];
  return rich(
    [
      run(joined(parts, ' · ')),
      run(setOff(say(words, 'status.alarmSince', { when: dayAndTime(since) })), { size: 'Small', isSubtle: true }),
    ],
    { spacing: 'Small' },
  );
}

function alarms(words: Words, open: StatusView['alarms']): readonly Element[] {
  if (open.length === 0) return [];
  const shown = open.slice(0, shownAlarms);
  const countOf = (lines: StatusView['alarms']) => lines.reduce((sum, { further = 1 }) => sum + further, 0);
  const total = countOf(open);
  const rest = total - countOf(shown);
  return [
    {
      type: 'Container',
      style: 'attention',
      spacing: 'Medium',
      items: [
        text(say(words, 'status.alarms', { count: total }), { weight: 'Bolder' }),
        ...shown.map((one) => alarmLine(words, one)),
        ...(rest > 0 ? [quiet(say(words, 'status.alarmsMore', { count: rest }), { spacing: 'Small' })] : []),
      ],
    },
  ];
}

function consent(words: Words, { consent: given }: StatusView): readonly Element[] {
  const state = given?.state ?? 'none';
  return [
    ...facts(words, [
      {
        label: 'status.consent',
        value: [say(words, `status.consent.${state}`)],
        ...(given === undefined ? {} : { tone: given.state === 'ok' ? 'Good' : 'Attention', aside: outside(given.by) }),
      },
      given === undefined ? undefined : { label: 'status.consentRenewed', value: [dayAndTime(given.renewedAt)] },
    ]),
    ...(given?.why === undefined
      ? []
      : [
          text(
            joined([say(words, 'consent.because'), say(words, `consent.why.${given.why}`)], ' '),
            {},
            { spacing: 'Small' },
          ),
          text(
            say(words, given.why === 'unreadable' ? 'consent.howOperator' : 'consent.how'),
            {},
            { spacing: 'Small' },
          ),
        ]),
  ];
}

/** Whether everything that must not fail silently is well; for owners. */
export function statusCard(view: StatusView, words: Words): Card {
  const isWell =
    view.source.state === 'ok' &&
    view.consent?.state !== 'lost' &&
    view.unreadable + view.failedPosts === 0 &&
    view.alarms.length === 0 &&
    view.ledger.sources.every(({ week }) => week.missing === 0) &&
    view.channels.some((channel) => channel.state === 'ready');
  const overall = say(words, isWell ? 'status.ok' : 'status.attention');
  const channels = view.channels.slice(0, shownChannels);
  return card(words, {
    summary: [say(words, 'status.title'), overall],
    body: [
      {
        type: 'ColumnSet',
        columns: [
          {
            type: 'Column',
            width: 'stretch',
            items: [
              quiet(outside(view.partnerName)),
              heading(words, 'status.title', { size: 'Large', spacing: 'None' }),
            ],
          },
          { type: 'Column', width: 'auto', items: [badge(overall, isWell ? 'Good' : 'Warning')] },
        ],
      },
      ...alarms(words, view.alarms),
      ...source(words, view),
      ...consent(words, view),
      ...facts(words, [
        openCases(words, view.openCases),
        count(words, 'status.unreadable', view.unreadable, true),
        count(words, 'status.failedPosts', view.failedPosts, true),
      ]),
      ...ledger(words, view.ledger),
      heading(words, 'status.channels', { spacing: 'Medium', separator: true }),
      ...(channels.length === 0
        ? [text(say(words, 'status.noChannels'), { color: 'Attention' }, { spacing: 'Small' })]
        : []),
      ...channels.map((channel) => channelFact(words, channel)),
      quiet(say(words, 'checkCard.readAt', { when: dayAndTime(view.asOf) }), { spacing: 'Medium' }),
    ],
    actions: [
      view.channels.some(({ state }) => state !== 'ready' && state !== 'removed')
        ? button(say(words, 'action.retryChannels'), 'failed.retry', {})
        : undefined,
      view.failedPosts > 0 ? button(say(words, 'action.failed'), 'failed.open', {}) : undefined,
      button(say(words, 'action.cases'), 'list.open', { which: 'cases' }),
    ],
  });
}
