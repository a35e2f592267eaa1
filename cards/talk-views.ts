import type { ClocksView } from './asking-views.ts';
import type { AlarmLine, LedgerView } from './ledger-views.ts';
import type { NamedChannel } from './parts/channel-name.ts';
import type { CaseListView, CaseRef, LinkView } from './views.ts';

/* What the cards outside a case's own work show; see views.ts. */

export interface HelpView {
  readonly scope: 'channel' | 'personal';
  /** Whether the person may use what only owners may. */
  readonly isOwner: boolean;
}

export interface WelcomeView {
  readonly partnerName: string;
  readonly addedBy?: string;
  readonly channelName?: string;
  /** Nobody has been given a role: what to do about it is said. */
  readonly isUnset?: boolean;
}

/** `isMore`: so many and more, they were not all counted. */
export interface CountView {
  readonly total: number;
  readonly isMore: boolean;
}

export interface HelloView {
  readonly personName?: string;
  /** Open cases, all and one's own; absent for those who may see none. */
  readonly cases?: { readonly open: CountView; readonly mine: CountView };
  /** The first message of a 1:1 chat explains more. */
  readonly isFirst: boolean;
}

/** A short message of the bot; `title` and `text` are in words already, outside text in them included. */
export interface NoticeView {
  readonly tone: 'info' | 'good' | 'warning' | 'problem';
  readonly title: string;
  readonly text: string;
  /** Adds a button that shows this case. */
  readonly case?: string;
}

/** An alert that Mining Watch could not read. */
export interface UnreadableView {
  readonly source: 'graph' | 'fraudEvents';
  readonly externalId?: string;
  readonly error: string;
  readonly links: readonly LinkView[];
}

/** A click on a card that was older than the case: nothing was done. */
export interface StaleView extends CaseRef {
  /** What happened since that card, oldest first, in words. */
  readonly happened: readonly { readonly at: string; readonly what: string }[];
  /** What the person had typed into the old card: it would be lost otherwise. */
  readonly written?: string;
}

/** What is open and what is wrong, once a working day or when somebody asks. */
export interface DigestView {
  /** When it was true. */
  readonly asOf: string;
  readonly list: CaseListView;
  /** Cases, drills not counted. */
  readonly open: CountView;
  /** Open drills, as far as they are counted. */
  readonly drills: number;
  /** Of those that wait for a decision. */
  readonly overdue: number;
  readonly unowned: number;
  /** Absent where nothing waits; figures in hours. */
  readonly ahead?: NonNullable<ClocksView['projection']>;
  /** The average of the last 30 days where nothing waits. */
  readonly average?: { readonly hours: number; readonly alerts: number };
  readonly official?: NonNullable<ClocksView['official']>;
  /** Credits that can still be asked for, soonest deadline first; an estimate. */
  readonly claims: readonly {
    readonly case: string;
    readonly number: number;
    readonly customerName?: string;
    readonly customerTenantId: string;
    readonly daysLeft: number;
  }[];
  readonly snoozed: CountView;
  readonly undelivered: number;
  readonly unreadable: number;
  /** Looks at the source in a row that failed; 0 while it answers. */
  readonly failures: number;
  /** Alarms that are open. */
  readonly alarms: number;
  /** The last look that succeeded. */
  readonly succeededAt?: string;
}

export interface ChannelHealthView extends NamedChannel {
  readonly state: 'ready' | 'removed' | 'gone' | 'team-gone' | 'blocked' | 'archived' | 'private' | 'refused';
  /** Since when, where it is not ready. */
  readonly since?: string;
}

/** Why a source of alerts could not be read; the sentences are in locales. */
export const sourceTroubles = [
  'unauthorized',
  'forbidden',
  'needs-person',
  'mfa',
  'not-found',
  'throttled',
  'not-ready',
  'unreachable',
  'unreadable',
  'not-offered',
] as const;
export type SourceTrouble = (typeof sourceTroubles)[number];

/** Why the background sign-in cannot be used. */
export type ConsentTrouble = 'revoked' | 'interaction' | 'expired' | 'mfa' | 'unreadable';

export interface StatusView {
  readonly partnerName: string;
  readonly source: {
    readonly name: 'graph' | 'fraudEvents';
    readonly state: 'ok' | 'late' | 'failing' | 'never';
    readonly polledAt?: string;
    readonly succeededAt?: string;
    readonly trouble?: SourceTrouble;
    readonly failures: number;
  };
  /** The background sign-in; absent where nobody has consented. */
  readonly consent?: {
    readonly state: 'ok' | 'lost';
    readonly by: string;
    readonly renewedAt: string;
    readonly why?: ConsentTrouble;
  };
  readonly openCases: CountView;
  readonly unreadable: number;
  readonly failedPosts: number;
  readonly channels: readonly ChannelHealthView[];
  readonly ledger: LedgerView;
  /** Alarms that are open, oldest first. */
  readonly alarms: readonly AlarmLine[];
  readonly asOf: string;
}
