/** A sum per hour, from its least to its most. Always an estimate; ISO 4217 currency. */
export type Burn =
  /** `actual`: from recorded cost of the last full day; `prices`: from the dated price table. */
  | { readonly from: 'actual' | 'prices'; readonly low: number; readonly high: number; readonly currency: string }
  /** Costs nothing worth naming, or a stopped machine. */
  | { readonly from: 'none' }
  /** Neither cost nor price is known. */
  | { readonly from: 'unknown' };

export interface Range {
  readonly low: number;
  readonly high: number;
  readonly currency: string;
}

/** The money of a case; all of it estimates. Absent where nothing is known. */
export interface CaseMoney {
  /** What suspects burn in an hour. */
  readonly perHour?: Range;
  /** Since first seen. */
  readonly burnt?: Range;
  /** Per hour, saved by stopping all suspects that run. */
  readonly savedByStop?: Range;
  /** Per hour, still billed after stopping: disks and addresses. */
  readonly staysBilled?: Range;
  /** Suspects whose cost is not known. */
  readonly unknown: number;
  /** Date and source of the price table, where it was used. */
  readonly prices?: { readonly date: string; readonly source: string };
}
