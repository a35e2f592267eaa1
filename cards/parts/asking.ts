import type { CaseAskingView } from '../asking-views.ts';
import type { CaseView } from '../views.ts';
import { onCase, pressable } from './actions.ts';
import { dayAndTime, joined, outside, type Shown, say, setOff } from './escape.ts';
import { heading, rich, text } from './text.ts';
import type { Color, Container, Element } from './types.ts';
import type { Words } from './words.ts';

interface Line {
  readonly shown: Shown;
  readonly color?: Color;
}

function request(words: Words, of: CaseAskingView['support'][number]): Line {
  const { kind, state, by, status, isTroubled, request: number = '' } = of;
  if (state === 'composed') {
    return { shown: say(words, `asking.composed.${kind}`, { name: outside(by) }), color: 'Warning' };
  }
  const filed = say(words, `asking.filed.${kind}`, { request: outside(number) });
  if (isTroubled) return { shown: joined([filed, say(words, 'asking.troubled')], ' · '), color: 'Warning' };
  if (status === undefined) return { shown: filed };
  const shown = joined([filed, say(words, `requestStatus.${status}`)], ' · ');
  return status === 'attention-needed' ? { shown, color: 'Warning' } : { shown };
}

const mailColors = { unknown: 'Warning', failed: 'Warning' } as const satisfies Record<string, Color>;

function customer(words: Words, { mail, tried, askAgainAt }: CaseAskingView): readonly Line[] {
  const color = mail && (mail.state === 'unknown' || mail.state === 'failed') ? mailColors[mail.state] : undefined;
  return [
    ...(mail
      ? [{ shown: say(words, `asking.mail.${mail.state}`, { when: dayAndTime(mail.at) }), ...(color && { color }) }]
      : []),
    ...(tried
      ? [{ shown: say(words, `asking.tried.${tried.way}`, { name: outside(tried.by), when: dayAndTime(tried.at) }) }]
      : []),
    ...(askAgainAt === undefined ? [] : [{ shown: say(words, 'asking.again', { when: dayAndTime(askAgainAt) }) }]),
  ];
}

function packs(words: Words, { packs: made }: CaseAskingView): readonly Line[] {
  if (made === undefined) return [];
  return [
    {
      shown:
        made.ready > 0
          ? say(words, 'asking.packs', { count: made.ready })
          : say(words, 'asking.packBuilding', { count: made.building }),
    },
  ];
}

/** Ways to the cards behind the lines, as small text on one line: before a decision every button is taken. */
function ways(words: Words, view: CaseView, of: CaseAskingView): readonly Element[] {
  const on = onCase(view);
  const hasButtons = view.verdict !== undefined || view.stage === 'closed';
  const requests = of.support.map(({ kind }, index) =>
    pressable(
      say(words, `asking.open.${kind}`),
      'support.open',
      { ...on, kind },
      following(say(words, `asking.open.${kind}`), index),
    ),
  );
  const evidence = say(words, 'asking.openPacks');
  const runs =
    of.packs && !hasButtons
      ? [...requests, pressable(evidence, 'evidence.open', on, following(evidence, requests.length))]
      : requests;
  return runs.length === 0 ? [] : [rich(runs, { spacing: 'Small' })];
}

const following = (shown: Shown, index: number) => (index === 0 ? shown : setOff(shown, '  ·  '));

/** Who was asked, and what came of it: requests to Microsoft, the customer, evidence packs. */
export function askingItems(words: Words, view: CaseView): Container | undefined {
  const of = view.asking;
  if (of === undefined) return undefined;
  const lines = [...of.support.map((one) => request(words, one)), ...customer(words, of), ...packs(words, of)];
  return {
    type: 'Container',
    spacing: 'Medium',
    separator: true,
    items: [
      heading(words, 'asking.title'),
      ...lines.map(({ shown, color }) =>
        text(shown, color === undefined ? {} : { color, weight: 'Bolder' }, { spacing: 'Small' }),
      ),
      ...ways(words, view, of),
    ],
  };
}
