import type { NamedChannel } from './parts/channel-name.ts';
import type { CountView } from './talk-views.ts';

/** A message or a piece of work that failed for good. */
export interface DeadLetterView {
  readonly letter: string;
  /** Kind of message or name of the work; words are in locales under `dead.what.`, where they are known. */
  readonly what: string;
  /** Words are in locales under `dead.why.`. */
  readonly why: string;
  readonly failedAt: string;
  readonly number?: number;
  /** Where a message was meant for. */
  readonly place?: { readonly kind: 'chat' } | ({ readonly kind: 'channel' } & NamedChannel);
}

export interface DeadLettersView {
  readonly count: CountView;
  /** From 1. */
  readonly page: number;
  /** Rows that come before these. */
  readonly first: number;
  readonly rows: readonly DeadLetterView[];
  /** How many were just sent on their way again. */
  readonly retried?: number;
}
