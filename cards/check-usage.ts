import { caseCard } from './parts/case-card.ts';
import { answerBadges, answerForm, checkActions, readLine } from './parts/check-form.ts';
import { costChart } from './parts/cost-chart.ts';
import { amount, figure, outside, type Shown, say, setOff, shortDate } from './parts/escape.ts';
import { whyUnavailable } from './parts/fact-view.ts';
import { facts as factsOf } from './parts/facts.ts';
import { linkLine } from './parts/links.ts';
import { typeOf } from './parts/resources.ts';
import { heading, quiet, rich, run, text } from './parts/text.ts';
import type { Card, Container, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import type { NewResourceView, SpikeView, UsageView } from './views.ts';

export type UsageFacts = Extract<NonNullable<UsageView['facts']>, { state: 'known' }>['value'];

const shownResources = 5;

/** What the curve shows, in words with its numbers. */
function spikeSentence(words: Words, spike: SpikeView, currency: string): Shown {
  if (spike.kind === 'not-enough-history') return say(words, 'usage.notEnough', { days: spike.days });
  if (spike.kind === 'no-spike') {
    return say(words, 'usage.noSpike', {
      usual: amount(words, spike.usual, currency),
      cost: amount(words, spike.highest.cost, currency),
      date: shortDate(words, spike.highest.date),
    });
  }
  const date = shortDate(words, spike.date);
  const cost = amount(words, spike.cost, currency);
  if (spike.kind === 'new-spend') return say(words, 'usage.newSpend', { date, cost });
  const times = figure(words, spike.times < 10 ? Math.round(spike.times * 10) / 10 : Math.round(spike.times));
  return say(words, 'usage.spike', { date, cost, times, usual: amount(words, spike.usual, currency) });
}

const labels = {
  spike: { key: 'usage.spikeLabel', style: 'attention' },
  'new-spend': { key: 'usage.spikeLabel', style: 'attention' },
  'no-spike': { key: 'usage.noSpikeLabel', style: 'good' },
  'not-enough-history': { key: 'usage.notEnoughLabel', style: 'emphasis' },
} as const;

function finding(words: Words, facts: UsageFacts): Container {
  const { key, style } = labels[facts.spike.kind];
  return {
    type: 'Container',
    style,
    spacing: 'Medium',
    items: [
      text(say(words, key), { weight: 'Bolder' }),
      text(spikeSentence(words, facts.spike, facts.currency), {}, { spacing: 'None' }),
    ],
  };
}

function created(words: Words, resource: NewResourceView): Shown {
  return say(words, 'usage.newRow', {
    type: resource.type === undefined ? outside(resource.group ?? '') : typeOf(words, resource.type),
    location: outside(resource.location),
    when: shortDate(words, resource.createdAt),
  });
}

function newResources(words: Words, looked: UsageFacts['newResources']): readonly Element[] {
  const title = heading(words, 'usage.newTitle', { spacing: 'Medium', separator: true });
  if (looked.state === 'unavailable') {
    return [title, quiet(whyUnavailable(words, looked).why, { spacing: 'Small' })];
  }
  const resources = looked.value;
  if (resources.length === 0) return [title, quiet(say(words, 'usage.newNone'), { spacing: 'Small' })];
  const rest = resources.length - shownResources;
  return [
    title,
    ...resources.slice(0, shownResources).map((resource) =>
      rich([run(outside(resource.name)), run(setOff(created(words, resource)), { size: 'Small', isSubtle: true })], {
        spacing: 'Small',
      }),
    ),
    ...(rest > 0 ? [quiet(say(words, 'fact.andMore', { count: rest }), { spacing: 'Small' })] : []),
  ];
}

function known(words: Words, facts: UsageFacts): readonly Element[] {
  const { days, currency } = facts;
  const total = days.reduce((sum, day) => sum + day.cost, 0);
  return [
    finding(words, facts),
    ...(days.length > 0
      ? [
          ...costChart(words, facts),
          text(
            say(words, 'usage.total', { days: days.length, cost: amount(words, total, currency) }),
            {},
            { spacing: 'Small' },
          ),
          quiet(say(words, 'usage.lag'), { spacing: 'None' }),
        ]
      : []),
    ...newResources(words, facts.newResources),
  ];
}

/** Check 2: is there a sudden rise in usage? */
export function usageCard(view: UsageView, words: Words): Card {
  const { facts } = view;
  return caseCard(words, view, {
    title: 'usage.title',
    badges: answerBadges(words, view),
    body: [
      text(say(words, 'usage.intro'), { isSubtle: true }, { spacing: 'Medium' }),
      ...(facts?.state === 'known' ? known(words, facts.value) : []),
      ...(facts?.state === 'unavailable'
        ? factsOf(words, [
            { label: 'usage.cost', value: [say(words, 'unavailable.label')], aside: whyUnavailable(words, facts).why },
          ])
        : []),
      readLine(words, view),
      linkLine(words, view.links, { spacing: 'Small' }),
      ...answerForm(words, view),
    ],
    actions: checkActions(words, view),
  });
}
