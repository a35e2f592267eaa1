import type { CallbackSigns, DecidedCase, LostConsent, SourceSigns } from '../domain/alarm-signs.ts';
import type { Alarm, AlarmFacts, Wrong } from '../domain/alarms.ts';
import type { SourceName } from '../domain/detection.ts';
import type { AlarmId, PartnerId, PostId } from '../domain/ids.ts';
import type { CallbackLine, LedgerLine } from '../domain/ledger.ts';
import type { Language } from '../domain/partner.ts';
import type { Json } from './ports.ts';
import type { NewPost, Post } from './post-ports.ts';

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

/** The card of an alarm in a channel. */
export interface AlarmCard {
  readonly postId: PostId;
  readonly language: Language;
  readonly serviceUrl: string;
  readonly tenantId: string;
  /** Where it is, once posted. */
  readonly sentTo?: NonNullable<Post['sentTo']>;
}

/** An alarm's card as it is from now on. */
export interface DrawnCard {
  readonly postId: PostId;
  readonly activity: Json;
}

/** What may be wrong, of partners that are served. */
export interface AlarmSigns {
  /** Alerts received at or before that moment whose case, or who themselves, are shown in no channel, with no reason for it. */
  uncarded(receivedBy: string): Promise<readonly (Wrong & { readonly partnerId: PartnerId })[]>;
  /** Cases which were decided, and of which the partner's source shows alerts as open. */
  decided(): Promise<readonly DecidedCase[]>;
  /** How the source of each has been doing. */
  sources(): Promise<readonly (SourceSigns & { readonly partnerId: PartnerId })[]>;
  /** How callbacks have been coming for each that has an address registered. */
  callbackSigns(now: string): Promise<readonly (CallbackSigns & { readonly partnerId: PartnerId })[]>;
  lostConsents(): Promise<readonly (LostConsent & { readonly partnerId: PartnerId })[]>;
}

export interface AlarmStore extends AlarmSigns {
  /** Alarms that are open, of partners that are served; oldest first. */
  open(): Promise<readonly Alarm[]>;
  openOf(partnerId: PartnerId): Promise<readonly Alarm[]>;
  /** Keeps an alarm with what is said of it, in one transaction; false where one of its kind and subject is open already. */
  raise(alarm: Alarm, posts: readonly NewPost[]): Promise<boolean>;
  cards(alarm: Alarm): Promise<readonly AlarmCard[]>;
  /** Says an alarm in further channels; false where it is over or says something else by now. */
  sayAlso(alarm: Alarm, posts: readonly NewPost[]): Promise<boolean>;
  /**
   * Has an alarm that is open and as it was `before` say something else, in one transaction; false where it is neither any
   * more, or has a card that is not among these.
   */
  change(before: Alarm, facts: AlarmFacts, cards: readonly DrawnCard[]): Promise<boolean>;
  /** Ends an alarm and says so, in one transaction; false where it was over already, or has a card that is not among these. */
  clear(
    alarm: Alarm,
    at: string,
    said: { readonly cards: readonly DrawnCard[]; readonly posts: readonly NewPost[] },
  ): Promise<boolean>;
}

/** The key of an alarm's card in a channel: there is one. */
export function alarmCardKey(alarmId: AlarmId, channelId: string): string {
  return `alarm-raised:${alarmId}:${channelId}`;
}
