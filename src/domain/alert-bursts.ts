/** When alerts of one channel share a card. */
export interface AlertBursts {
  /** Alerts that have cards of their own in any stretch of `minutes`; the others go on a list. */
  readonly cards: number;
  readonly minutes: number;
}

/**
 * Ten cards in ten minutes are what a team can read and share out; of more, those further up leave the screen unread, and
 * Teams itself takes no more than 8 messages in 2 s (facts/teams.md 1.1).
 */
export const standardBursts: AlertBursts = { cards: 10, minutes: 10 };
