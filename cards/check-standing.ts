import { caseCard } from './parts/case-card.ts';
import { answerBadges, answerForm, checkActions, readLine } from './parts/check-form.ts';
import { dayOf, joined, outside, type Shown, say } from './parts/escape.ts';
import { factOf } from './parts/fact-view.ts';
import { type Fact, facts } from './parts/facts.ts';
import { customerOf } from './parts/header.ts';
import { linkLine } from './parts/links.ts';
import { text } from './parts/text.ts';
import type { Card, Element } from './parts/types.ts';
import type { MessageKey, Words } from './parts/words.ts';
import type { EarlierCaseView, StandingView } from './views.ts';

type Facts = NonNullable<StandingView['facts']>;
type Look = { readonly key: MessageKey; readonly tone?: NonNullable<Fact['tone']> };

/** Partner Center's account validation (facts/partner-center.md 4.4), by its letters alone. */
const validations: Readonly<Record<string, Look>> = {
  allowed: { key: 'standing.validation.allowed', tone: 'Good' },
  underreview: { key: 'standing.validation.underreview', tone: 'Warning' },
  notallowed: { key: 'standing.validation.notallowed', tone: 'Attention' },
  unknown: { key: 'standing.validation.unknown' },
  notready: { key: 'standing.validation.notready' },
  neverassessed: { key: 'standing.validation.neverassessed' },
};

const states: Readonly<Record<string, Look>> = {
  active: { key: 'standing.subscription.active', tone: 'Good' },
  suspended: { key: 'standing.subscription.suspended', tone: 'Attention' },
  deleted: { key: 'standing.subscription.deleted', tone: 'Attention' },
  expired: { key: 'standing.subscription.expired', tone: 'Warning' },
  pending: { key: 'standing.subscription.pending', tone: 'Warning' },
  disabled: { key: 'standing.subscription.disabled', tone: 'Attention' },
  none: { key: 'standing.subscription.none' },
};

const shownEarlier = 3;

const letters = (value: string) => value.toLowerCase().replaceAll(/[^a-z]/g, '');

/** A status of Partner Center's in words where we know it, as it came where not. */
function status(words: Words, known: Readonly<Record<string, Look>>, other: MessageKey, value: string) {
  const look = known[letters(value)];
  if (look === undefined) return { value: [say(words, other, { status: outside(value) })] };
  return { value: [say(words, look.key)], ...(look.tone && { tone: look.tone }) };
}

function agreement(words: Words, value: Extract<Facts['agreement'], { state: 'known' }>['value']) {
  if (!value.signed) return { value: [say(words, 'standing.agreement.unsigned')], tone: 'Warning' as const };
  const signed = value.signedAt
    ? say(words, 'standing.agreement.signedAt', { when: dayOf(value.signedAt) })
    : say(words, 'standing.agreement.signed');
  const by = value.signedBy && say(words, 'standing.agreement.signedBy', { name: outside(value.signedBy) });
  return { value: [signed], ...(by ? { aside: by } : {}) };
}

function subscription(words: Words, value: Extract<Facts['subscription'], { state: 'known' }>['value']) {
  const asides: readonly Shown[] = [
    ...(value.suspensionReasons.length > 0
      ? [
          say(words, 'standing.subscription.why', {
            reasons: joined(value.suspensionReasons.map(outside), ', '),
          }),
        ]
      : []),
    ...(value.createdAt ? [say(words, 'standing.subscription.since', { when: dayOf(value.createdAt) })] : []),
  ];
  return {
    ...status(words, states, 'standing.subscription.other', value.status),
    ...(asides.length > 0 && { aside: joined(asides, ' · ') }),
  };
}

function earlier(words: Words, cases: readonly EarlierCaseView[]): Fact {
  const first = cases.slice(0, shownEarlier);
  const lines = first.map((one) => {
    const how = say(words, `standing.earlier.verdict.${one.verdict}`);
    const shown = say(words, 'standing.earlier.row', { number: one.number, how });
    return { shown, kind: dayOf(one.openedAt), ...(one.verdict === 'fraud' && { tone: 'Warning' as const }) };
  });
  const rest = cases.length - first.length;
  return {
    label: 'standing.earlier',
    value: lines.length === 0 ? [say(words, 'standing.earlier.none')] : lines,
    ...(rest > 0 && { aside: say(words, 'fact.andMore', { count: rest }) }),
  };
}

function rows(words: Words, view: StandingView, looked: Facts): readonly Element[] {
  const domain = looked.customerDomain;
  return facts(words, [
    {
      label: 'standing.customer',
      value: [customerOf(view, words)],
      ...(domain === undefined ? {} : { aside: outside(domain) }),
    },
    factOf(words, 'standing.relationship', looked.relationship, (value) => ({
      value: [say(words, `standing.relationship.${value}`)],
      ...(value === 'none' && { tone: 'Attention' as const }),
    })),
    factOf(words, 'standing.validation', looked.validation, (value) =>
      status(words, validations, 'standing.validation.other', value),
    ),
    factOf(words, 'standing.agreement', looked.agreement, (value) => agreement(words, value)),
    factOf(words, 'standing.subscription', looked.subscription, (value) => subscription(words, value)),
    earlier(words, looked.earlierCases),
  ]);
}

/** Check 1: is the customer's account in good standing? */
export function standingCard(view: StandingView, words: Words): Card {
  return caseCard(words, view, {
    title: 'standing.title',
    badges: answerBadges(words, view),
    body: [
      text(say(words, 'standing.intro'), { isSubtle: true }, { spacing: 'Medium' }),
      ...(view.facts ? rows(words, view, view.facts) : []),
      readLine(words, view),
      linkLine(words, view.links, { spacing: 'Small' }),
      ...answerForm(words, view),
    ],
    actions: checkActions(words, view),
  });
}
