import type { CaseAskingView, ClocksView, ContactView, WayName } from './asking-views.ts';
import type { RecallView } from './memory-views.ts';
import type { ResponseOpenView } from './plan-views.ts';
import type { CaseResponseView } from './response-views.ts';

/*
 * What the cards show: plain data, ready to be put into words. Times are ISO 8601 in UTC. Texts that came from outside
 * (names, reasons, notes, pools, alert prose) are raw here; the parts escape them. Made by src/teams/view-data.ts.
 */

export type CheckName = 'standing' | 'usage' | 'customer';
export type CheckAnswer = 'good' | 'bad' | 'unsure';
export type VerdictKind = 'legitimate' | 'fraud' | 'ignore';
export type ListName = 'cases' | 'mine';
export type Stage = 'new' | 'reviewing' | 'responding' | 'closed';
export type Severity = 'informational' | 'low' | 'medium' | 'high' | 'unknown';
export type Language = 'en' | 'it';

/** A page outside Teams; the title says where it opens. */
export interface LinkView {
  readonly page:
    | 'partner-center-alerts'
    | 'azure-subscription'
    | 'customer-subscriptions'
    | 'support-fraud'
    | 'support-new'
    | 'support-list'
    | 'azure-support';
  readonly url: string;
}

/** The case that a card belongs to, and how people call it. */
export interface CaseRef {
  readonly case: string;
  readonly rev: number;
  readonly number: number;
  readonly customerName?: string;
  readonly customerTenantId: string;
  readonly subscriptionName?: string;
  readonly subscriptionId: string;
  readonly isTest: boolean;
}

export interface ResourceView {
  /** Last segment of the id. */
  readonly name: string;
  /** Provider and type in lower case, e.g. `microsoft.compute/virtualmachines`; absent where the id does not tell. */
  readonly type?: string;
  readonly group?: string;
}

/** The 24 hours within which Microsoft wants an answer. */
export interface ClockView {
  readonly deadlineAt: string;
  /** Whole minutes at `asOf`; negative once past. */
  readonly minutesLeft: number;
  readonly asOf: string;
  /** Of a case taken up again the 24 hours are over, one way or the other. */
  readonly state: 'running' | 'soon' | 'overdue' | 'answered' | 'answered-late' | 'reopened';
  /** When Partner Center was answered, or the case was taken up again. */
  readonly endedAt?: string;
}

export interface CheckLine {
  readonly check: CheckName;
  readonly state: 'open' | CheckAnswer;
  readonly by?: string;
  readonly at?: string;
  readonly note?: string;
  /** Of the customer check: who said so, and by what way. */
  readonly from?: string;
  readonly way?: WayName;
}

export interface VerdictView {
  readonly kind: VerdictKind;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
  readonly skipped: readonly CheckName[];
  /** The earlier confirmation that it repeats. */
  readonly sameAs?: { readonly number: number; readonly by: string; readonly at: string };
  /** Until when it is remembered, or since when it is not any more. */
  readonly remembered?: { readonly until: string; readonly endedAt?: string };
}

export type ReportFailureName =
  | 'forbidden'
  | 'needs-person'
  | 'mfa'
  | 'not-found'
  | 'reason-refused'
  | 'not-applied'
  | 'unreachable'
  | 'nothing-open'
  | 'other';

/** Whether Partner Center knows; `goal` is what it is to know. */
export type ReportView =
  | { readonly state: 'none' }
  | { readonly state: 'pending'; readonly goal: 'investigating' | VerdictKind; readonly since: string }
  | {
      readonly state: 'done';
      readonly goal: 'investigating' | VerdictKind;
      readonly at: string;
      /** Account that Partner Center names as the one who resolved. */
      readonly resolvedBy?: string;
      /** Alerts that came after the decision was told, and are open there. */
      readonly untold?: number;
    }
  | {
      readonly state: 'failed';
      readonly goal: 'investigating' | VerdictKind;
      readonly at: string;
      readonly why: ReportFailureName;
      readonly detail: string;
    };

export type ClosureView =
  | { readonly kind: 'decided'; readonly at: string }
  | { readonly kind: 'closed-by-person'; readonly at: string; readonly by: string; readonly reason: string }
  | {
      readonly kind: 'resolved-elsewhere';
      readonly at: string;
      readonly by?: string;
      readonly reason: VerdictKind | 'unknown';
    };

export interface NoteView {
  readonly by: string;
  readonly at: string;
  readonly text: string;
}

/** The case card: what a channel sees. */
export interface CaseView extends CaseRef {
  readonly stage: Stage;
  readonly severity: Severity;
  /** Whether the alert is about mining; of others `alertTitle` or `alertType` says what they are. */
  readonly isMining: boolean;
  readonly alertType: string;
  readonly alertTitle?: string;
  /** Alerts of Microsoft's that this case holds. */
  readonly alerts: number;
  readonly connections?: number;
  readonly firstSeenAt?: string;
  readonly lastSeenAt?: string;
  readonly poolDomains: readonly string[];
  readonly poolAddresses: readonly string[];
  readonly vmAddresses: readonly string[];
  readonly resources: readonly ResourceView[];
  readonly clock: ClockView;
  readonly checks: readonly CheckLine[];
  readonly ownerName?: string;
  readonly verdict?: VerdictView;
  readonly report: ReportView;
  /** An earlier confirmation of the subscription, while nothing is decided. */
  readonly recall?: RecallView;
  readonly snooze?: {
    readonly until: string;
    readonly reason: string;
    readonly by: string;
    /** It ends after the 24 hours, which nobody stops. */
    readonly isBeyond?: true;
  };
  /** When somebody is reminded of the 24 hours next, and who. */
  readonly reminder?: { readonly at: string; readonly to: 'owner' | 'channel' | 'escalation' };
  readonly closure?: ClosureView;
  /** Number of the earlier case of the same subscription. */
  readonly previous?: { readonly number: number; readonly case: string };
  readonly notes: readonly NoteView[];
  /** Absent while nobody has looked at the resources. */
  readonly response?: CaseResponseView;
  /** What runs besides the 24 hours; absent where nothing does, or where it was not read. */
  readonly clocks?: ClocksView;
  /** Absent while nobody has asked Microsoft or the customer, and no evidence pack was made. */
  readonly asking?: CaseAskingView;
  readonly links: readonly LinkView[];
  /** The moment that the card was drawn for. */
  readonly updatedAt: string;
  /** Teams ids (`29:…`) of those whose clients ask for a fresh card by themselves; at most 60. */
  readonly refreshFor?: readonly string[];
}

/** One looked-up thing, or why it could not be looked up. */
export type FactView<T> =
  | { readonly state: 'known'; readonly value: T }
  | { readonly state: 'unavailable'; readonly why: UnavailableName; readonly detail?: string };

export type UnavailableName =
  | 'forbidden'
  | 'needs-person'
  | 'mfa'
  | 'not-found'
  | 'not-ready'
  | 'unreachable'
  | 'unreadable'
  | 'not-offered';

/** What every check card has; `readAt` is absent while the facts are being read. */
export interface CheckCardView extends CaseRef {
  readonly answer: CheckLine;
  readonly isClosed: boolean;
  readonly readAt?: string;
  readonly links: readonly LinkView[];
}

export interface EarlierCaseView {
  readonly number: number;
  readonly verdict: 'none' | VerdictKind;
  readonly openedAt: string;
}

export interface StandingView extends CheckCardView {
  readonly facts?: {
    readonly customerDomain?: string;
    readonly relationship: FactView<'reseller' | 'advisor' | 'none' | 'other'>;
    readonly validation: FactView<string>;
    readonly agreement: FactView<{ readonly signed: boolean; readonly signedAt?: string; readonly signedBy?: string }>;
    readonly subscription: FactView<{
      readonly status: string;
      readonly suspensionReasons: readonly string[];
      readonly createdAt?: string;
    }>;
    readonly earlierCases: readonly EarlierCaseView[];
  };
}

export type SpikeView =
  | {
      readonly kind: 'spike';
      readonly date: string;
      readonly cost: number;
      readonly usual: number;
      readonly times: number;
    }
  | { readonly kind: 'new-spend'; readonly date: string; readonly cost: number }
  | {
      readonly kind: 'no-spike';
      readonly usual: number;
      readonly highest: { readonly date: string; readonly cost: number };
    }
  | { readonly kind: 'not-enough-history'; readonly days: number };

export interface NewResourceView extends ResourceView {
  readonly location: string;
  readonly createdAt: string;
}

export interface UsageView extends CheckCardView {
  readonly facts?: FactView<{
    readonly currency: string;
    /** Full days, oldest first; `date` is yyyy-mm-dd. */
    readonly days: readonly { readonly date: string; readonly cost: number }[];
    readonly spike: SpikeView;
    readonly newResources: FactView<readonly NewResourceView[]>;
  }>;
}

export interface CustomerView extends CheckCardView {
  readonly facts?: FactView<{
    readonly contactName?: string;
    readonly email?: string;
    /** Language of the customer's billing profile, by name. */
    readonly language?: string;
  }>;
  /** A message to the customer in `language`, to be sent or copied, and what to say on the telephone. */
  readonly draft: {
    readonly subject: string;
    readonly body: string;
    readonly script: readonly string[];
    readonly language: Language;
    /** Name of the customer's own language, where we have no words in it. */
    readonly insteadOf?: string;
    /** Somebody wanted it in another language than the customer's. */
    readonly isChosen?: true;
  };
  readonly contact: ContactView;
}

export type CheckView =
  | ({ readonly check: 'standing' } & StandingView)
  | ({ readonly check: 'usage' } & UsageView)
  | ({ readonly check: 'customer' } & CustomerView);

export interface DecideView extends CaseRef {
  readonly openChecks: readonly CheckName[];
  /** Alerts that Partner Center will be told about. */
  readonly alerts: number;
  /** Days for which a confirmation can be remembered, longest first; none where it is not. */
  readonly remember: readonly number[];
}

export interface MoreView extends CaseRef {
  readonly isClosed: boolean;
  /** A decided case can be closed, and taken up again. */
  readonly canClose: boolean;
  readonly canReopen: boolean;
  readonly ownerName?: string;
  /** People whom the case can be handed to. */
  readonly candidates: readonly { readonly id: string; readonly name: string }[];
  readonly snoozedUntil?: string;
  /** Of a case decided as fraud: what is still open of it. */
  readonly open?: ResponseOpenView;
  /** Whether cancelling the whole subscription can be asked for. */
  readonly canCancel: boolean;
}

export interface CaseRowView {
  readonly case: string;
  readonly number: number;
  readonly customerName?: string;
  readonly customerTenantId: string;
  readonly subscriptionName?: string;
  readonly subscriptionId: string;
  readonly stage: Stage;
  readonly isTest: boolean;
  readonly ownerName?: string;
  readonly verdict: 'none' | VerdictKind;
  /** Absent once the case is decided: a list does not say how Partner Center took it. */
  readonly clock?: ClockView;
}

export interface CaseListView {
  readonly which: ListName;
  readonly rows: readonly CaseRowView[];
  /** From 1. */
  readonly page: number;
  /** How many there are on all pages; where `isMore`, so many and more. */
  readonly total: number;
  readonly isMore: boolean;
}

export interface AlertRowView extends CaseRowView {
  /** Whether the case has a card of its own besides its row. */
  readonly hasCard: boolean;
}

/** The card that alerts of a burst share. */
export interface AlertListView {
  readonly list: string;
  /** From 1. */
  readonly page: number;
  /** Rows on the pages before this one. */
  readonly first: number;
  readonly rows: readonly AlertRowView[];
  readonly total: number;
  readonly undecided: number;
  /** When the first alert came on it. */
  readonly since: string;
  readonly asOf: string;
  /** How many alerts have cards of their own in how many minutes. */
  readonly rule: { readonly cards: number; readonly minutes: number };
  readonly refreshFor?: readonly string[];
}
