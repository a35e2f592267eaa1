/** What became of the alerts that were received in some days; see src/domain/ledger.ts. */
export interface LedgerColumn {
  readonly received: number;
  readonly carded: number;
  readonly listed: number;
  readonly explained: Readonly<
    Record<'type-off' | 'resolved-before-seen' | 'closed-before-carded' | 'unreadable', number>
  >;
  readonly waiting: number;
  readonly missing: number;
  readonly answered: number;
  readonly resolved: number;
}

export interface CallbackColumn {
  readonly received: number;
  readonly refused: number;
  /** Each caused a look. */
  readonly led: number;
}

/** Today, and with the six days before; days in UTC. */
export interface LedgerView {
  readonly sources: readonly {
    readonly name: 'graph' | 'fraudEvents';
    readonly today: LedgerColumn;
    readonly week: LedgerColumn;
  }[];
  /** Absent where none came. */
  readonly callbacks?: { readonly today: CallbackColumn; readonly week: CallbackColumn };
}

export type AlarmName =
  | 'not-carded'
  | 'not-reported'
  | 'still-open'
  | 'source-silent'
  | 'webhook-silent'
  | 'webhook-refused'
  | 'consent-lost';

/** An alarm that is open. */
export interface AlarmLine {
  readonly kind: AlarmName;
  readonly since: string;
  /** Of the case that it is about. */
  readonly number?: number;
  /** Stands for so many further alarms of its kind. */
  readonly further?: number;
}
