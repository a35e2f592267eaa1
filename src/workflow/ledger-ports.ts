import type { SourceName } from '../domain/detection.ts';
import type { PartnerId } from '../domain/ids.ts';
import type { CallbackLine, LedgerLine } from '../domain/ledger.ts';

/** Alerts of one partner and source that were received on one UTC day (`yyyy-mm-dd`). */
export interface LedgerEntry extends LedgerLine {
  readonly partnerId: PartnerId;
  readonly source: SourceName;
  readonly day: string;
}

/** Callbacks for one partner that came on one UTC day. */
export interface CallbackEntry extends CallbackLine {
  readonly partnerId: PartnerId;
  readonly day: string;
}

export interface LedgerStore {
  /** Of the partners that are served, or of one; from the UTC day `since` on, oldest first. Counted from the rows themselves. */
  alerts(of: {
    readonly partnerId?: PartnerId;
    readonly since: string;
    readonly now: string;
  }): Promise<readonly LedgerEntry[]>;
  callbacks(of: { readonly partnerId?: PartnerId; readonly since: string }): Promise<readonly CallbackEntry[]>;
}
