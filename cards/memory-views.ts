import type { CaseRef, ResourceView } from './views.ts';

/* What the cards show of earlier confirmations; see views.ts. */

export type MemoryDimensionName = 'pool' | 'address' | 'resource' | 'size' | 'cost' | 'region' | 'creator';

export type RecallChangeView =
  | { readonly kind: 'pool'; readonly pools: readonly string[] }
  | { readonly kind: 'address'; readonly addresses: readonly string[] }
  | { readonly kind: 'resource'; readonly resources: readonly ResourceView[] }
  | { readonly kind: 'size'; readonly resource: ResourceView; readonly was: string; readonly is: string }
  /** Highest cost of a day. */
  | { readonly kind: 'cost'; readonly was: number; readonly is: number; readonly currency: string }
  | { readonly kind: 'region'; readonly regions: readonly string[] }
  /** `names` of those whose name is known and may be shown. */
  | { readonly kind: 'creator'; readonly count: number; readonly names: readonly string[] };

/** An earlier confirmation of the same subscription, and how the case compares with it. */
export interface RecallView {
  readonly case: string;
  readonly number: number;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  readonly until: string;
  /** `old`: what was compared was read too long ago. */
  readonly state: 'same' | 'changed' | 'unchecked' | 'reading' | 'old';
  readonly changes: readonly RecallChangeView[];
  readonly unchecked: readonly MemoryDimensionName[];
  readonly readAt?: string;
  /** Names the comparison, where whoever looks may answer by it. */
  readonly quick?: string;
}

export interface MemoryRowView extends CaseRef {
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  readonly until: string;
}

/** What is remembered for a partner, by when it ends, page by page. */
export interface MemoryListView {
  readonly rows: readonly MemoryRowView[];
  /** From 1. */
  readonly page: number;
  /** Rows on the pages before this one. */
  readonly first: number;
  readonly total: number;
  /** Longest that the partner's policy allows; 0 where it forbids it. */
  readonly days: number;
  readonly canForget: boolean;
}
