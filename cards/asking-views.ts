import type { CaseRef, Language, LinkView } from './views.ts';

/* What the cards of the third end show: requests to Microsoft, the customer's answer, clocks, evidence packs. See views.ts; made by
 * src/teams/view-support.ts, view-contact.ts, view-clocks.ts and view-evidence.ts. */

export const supportKindNames = ['partner-center', 'azure'] as const;
/** A request in Partner Center, or one in the Azure portal about a refund. */
export type SupportKindName = (typeof supportKindNames)[number];
export const impactNames = ['critical', 'moderate', 'minimal'] as const;
export type ImpactName = (typeof impactNames)[number];
export type RequestStatusName = 'open' | 'closed' | 'attention-needed' | 'none' | 'unknown';
export type TrackingTroubleName = 'not-found' | 'forbidden' | 'needs-person' | 'mfa' | 'unreachable' | 'unreadable';

export interface SupportFormView {
  readonly title: string;
  readonly problemType: string;
  readonly impact: ImpactName;
  /** In English, whoever reads the card: Microsoft reads it. */
  readonly description: string;
  readonly contactName: string;
  readonly contactEmail: string;
  readonly contactPhone?: string;
}

export interface FormFaultView {
  readonly field: keyof SupportFormView;
  readonly what: 'missing' | 'too-long' | 'not-an-address';
}

export interface SupportView extends CaseRef {
  readonly kind: SupportKindName;
  /** `new` while nobody has composed it. */
  readonly state: 'new' | 'composed' | 'filed';
  readonly form: SupportFormView;
  /** What is missing or wrong in the form as it is shown. */
  readonly faults: readonly FormFaultView[];
  /** What the description has to begin with. */
  readonly subscription: string;
  readonly composed?: { readonly by: string; readonly at: string };
  /** The request's number, as Microsoft gave it. */
  readonly request?: string;
  readonly filed?: { readonly by: string; readonly at: string };
  readonly tracking?: {
    readonly status: RequestStatusName;
    readonly readAt: string;
    readonly changedAt?: string;
    /** Oldest first. */
    readonly notes: readonly { readonly text: string; readonly by?: string; readonly at?: string }[];
  };
  readonly trouble?: { readonly why: TrackingTroubleName; readonly at: string };
  readonly note?: {
    readonly text: string;
    readonly by: string;
    readonly state: 'sending' | 'sent' | 'failed';
    readonly why?: TrackingTroubleName | 'role-lost';
  };
  /** Of the Azure kind. */
  readonly claim?: ClaimView;
  readonly links: readonly LinkView[];
}

export const wayNames = ['mail', 'call', 'chat', 'other'] as const;
export type WayName = (typeof wayNames)[number];
export type MailFailureName =
  | 'needs-sign-in'
  | 'forbidden'
  | 'mfa'
  | 'refused'
  | 'unreachable'
  | 'suspected'
  | 'role-lost';

export interface MailView {
  readonly mail: string;
  readonly to: string;
  readonly subject: string;
  readonly state: 'asked' | 'sending' | 'sent' | 'failed' | 'unknown';
  readonly by: string;
  readonly at: string;
  readonly why?: MailFailureName;
}

/** How the customer was asked so far; oldest first. */
export interface ContactView {
  readonly mails: readonly MailView[];
  readonly tries: readonly {
    readonly way: WayName;
    readonly by: string;
    readonly at: string;
    readonly to?: string;
    readonly note?: string;
  }[];
  readonly askAgain?: { readonly at: string; readonly by: string };
}

/** The credit that Microsoft may give once per customer; the deadline is an estimate. */
export interface ClaimView {
  readonly deadlineAt?: string;
  /** Whole days at the card's time; negative once past. */
  readonly daysLeft?: number;
  /** Other cases of the customer in which it was asked for. */
  readonly used: readonly { readonly number: number; readonly at: string }[];
  /** Whether it was asked for in this case: the request's number, once there is one. */
  readonly asked?: { readonly request?: string };
}

/** What runs besides the 24 hours. */
export interface ClocksView {
  readonly projection?: {
    /** Hours; absent where nothing was answered in the last 30 days. */
    readonly now?: number;
    /** What it becomes. */
    readonly becomes: number;
    readonly at: string;
    readonly alerts: number;
  };
  /** Microsoft's own figure. */
  readonly official?: { readonly averageHours?: number; readonly compliant?: boolean; readonly readAt: string };
  readonly claim?: ClaimView;
}

/** The third end as the case's own card shows it. */
export interface CaseAskingView {
  readonly support: readonly {
    readonly kind: SupportKindName;
    readonly state: 'composed' | 'filed';
    readonly by: string;
    readonly request?: string;
    readonly status?: RequestStatusName;
    readonly isTroubled: boolean;
  }[];
  /** The last mail, and how many there are. */
  readonly mail?: { readonly state: MailView['state']; readonly at: string; readonly count: number };
  /** The last time somebody asked in another way. */
  readonly tried?: { readonly way: WayName; readonly by: string; readonly at: string };
  readonly askAgainAt?: string;
  readonly packs?: { readonly ready: number; readonly building: number };
}

export const packProfileNames = ['full', 'customer', 'microsoft', 'insurer'] as const;
export type PackProfileName = (typeof packProfileNames)[number];

export interface PackView {
  readonly pack: string;
  readonly profile: PackProfileName;
  readonly language: Language;
  readonly by: string;
  readonly askedAt: string;
  readonly state: 'building' | 'ready' | 'failed';
  readonly bytes?: number;
  readonly files?: number;
  readonly endedAt?: string;
}

export interface EvidenceView extends CaseRef {
  readonly profiles: readonly {
    readonly profile: PackProfileName;
    /** Kinds of information that it leaves out; what each is called stands in locales under `pack.field.`. */
    readonly leftOut: readonly string[];
    /** The role that fetching it needs. */
    readonly role: 'viewer' | 'responder' | 'remover' | 'approver' | 'owner';
  }[];
  /** Newest first. */
  readonly packs: readonly PackView[];
  /** What the form has chosen. */
  readonly language: Language;
  /** Minutes for which a code opens a pack. */
  readonly codeMinutes: number;
  /** Days for which a pack can be fetched after it was made. */
  readonly keepDays: number;
}
