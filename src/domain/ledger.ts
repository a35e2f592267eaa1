import { minute } from './clocks.ts';

/** Why an alert that was received has no card, where that is as it should be. */
export const explanations = ['type-off', 'resolved-before-seen', 'closed-before-carded', 'unreadable'] as const;
export type Explanation = (typeof explanations)[number];

/** After that an alert without a card, and without an explanation, is missing. */
export const cardWithinMs = 15 * minute;

/** What became of the alerts of some days: each is in exactly one of carded, listed, explained, waiting and missing. Test alerts are in none. */
export interface LedgerLine {
  readonly received: number;
  /** Their case has a card of its own in a channel. */
  readonly carded: number;
  /** Their case has a place on a list of alerts, and no card of its own. */
  readonly listed: number;
  readonly explained: Readonly<Record<Explanation, number>>;
  /** Without a card, and so new that it may be on its way. */
  readonly waiting: number;
  readonly missing: number;
  /** Decided here, or resolved at the source. */
  readonly answered: number;
  /** The source shows them as resolved. */
  readonly resolved: number;
}

/** Callbacks of Partner Center. */
export interface CallbackLine {
  readonly received: number;
  /** Not proved to be Partner Center's, or too old. */
  readonly refused: number;
  /** Each caused a look at a subscription. */
  readonly led: number;
}

const none: LedgerLine = {
  received: 0,
  carded: 0,
  listed: 0,
  explained: { 'type-off': 0, 'resolved-before-seen': 0, 'closed-before-carded': 0, unreadable: 0 },
  waiting: 0,
  missing: 0,
  answered: 0,
  resolved: 0,
};

export function sumOfLines(lines: readonly LedgerLine[]): LedgerLine {
  return lines.reduce(
    (sum, line) => ({
      received: sum.received + line.received,
      carded: sum.carded + line.carded,
      listed: sum.listed + line.listed,
      explained: {
        'type-off': sum.explained['type-off'] + line.explained['type-off'],
        'resolved-before-seen': sum.explained['resolved-before-seen'] + line.explained['resolved-before-seen'],
        'closed-before-carded': sum.explained['closed-before-carded'] + line.explained['closed-before-carded'],
        unreadable: sum.explained.unreadable + line.explained.unreadable,
      },
      waiting: sum.waiting + line.waiting,
      missing: sum.missing + line.missing,
      answered: sum.answered + line.answered,
      resolved: sum.resolved + line.resolved,
    }),
    none,
  );
}

export function sumOfCallbacks(lines: readonly CallbackLine[]): CallbackLine {
  return lines.reduce(
    (sum, line) => ({
      received: sum.received + line.received,
      refused: sum.refused + line.refused,
      led: sum.led + line.led,
    }),
    { received: 0, refused: 0, led: 0 },
  );
}

export function explainedIn({ explained }: Pick<LedgerLine, 'explained'>): number {
  return explanations.reduce((sum, why) => sum + explained[why], 0);
}

/** The UTC day of a moment, `yyyy-mm-dd`: the days that the ledger counts by. */
export function ledgerDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}
