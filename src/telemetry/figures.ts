/** Figures that are read when somebody asks for them. Ages are seconds. */
export interface Figures {
  /** Of the post that is longest overdue; undefined where none is. */
  readonly oldestDuePost?: number;
  readonly oldestDueJob?: number;
  readonly deadJobs: number;
  readonly failedPosts: number;
  readonly openCases: Readonly<Record<TimeLeft, number>>;
  readonly sources: readonly SourceFigures[];
  /** Of alerts that were received today, in UTC. */
  readonly ledger: readonly LedgerFigures[];
  /** Callbacks of today. */
  readonly callbacks: Readonly<Record<'received' | 'refused' | 'led', number>>;
  readonly openAlarms: Readonly<Record<string, number>>;
  readonly pool: { readonly total: number; readonly idle: number; readonly waiting: number; readonly most: number };
}

/** Time until the 24-hour limit of an open case: over, less than so many hours, or more. */
export const timesLeft = ['over', 'under-1h', 'under-4h', 'under-12h', 'over-12h'] as const;
export type TimeLeft = (typeof timesLeft)[number];

/** All partners of one kind of source together. */
export interface SourceFigures {
  readonly source: string;
  readonly partners: number;
  readonly failing: number;
  /** Since the partner that was longest not read was read; undefined where one never was. */
  readonly oldestReading?: number;
}

/** What became of the alerts of one kind of source, all partners together. */
export interface LedgerFigures {
  readonly source: string;
  /** Each alert is in one. */
  readonly places: Readonly<Record<'carded' | 'listed' | 'explained' | 'waiting' | 'missing', number>>;
  readonly answered: number;
  readonly resolved: number;
}
