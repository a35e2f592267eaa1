import type { CallbackSigns, DecidedCase, SourceSigns } from '../domain/alarm-signs.ts';
import type { Alarm, Wrong } from '../domain/alarms.ts';
import type { SourceName } from '../domain/detection.ts';
import type { AlarmId, PartnerId, PostId } from '../domain/ids.ts';
import type { CallbackLine, LedgerLine } from '../domain/ledger.ts';
import type { Language } from '../domain/partner.ts';
import type { Json, NewPost, Post } from './ports.ts';

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

/** An alarm that is over, as it is said: each card as it is from now on, and further messages. */
export interface AllClear {
  readonly cards: readonly { readonly postId: PostId; readonly activity: Json }[];
  readonly posts: readonly NewPost[];
}

export interface AlarmStore {
  /** Alarms that are open, of partners that are served; oldest first. */
  open(): Promise<readonly Alarm[]>;
  openOf(partnerId: PartnerId): Promise<readonly Alarm[]>;
  /** Alerts received at or before that moment whose case, or who themselves, are shown in no channel, with no reason for it. */
  uncarded(receivedBy: string): Promise<readonly (Wrong & { readonly partnerId: PartnerId })[]>;
  /** Cases of partners that are served which were decided, and of which the partner's source shows alerts as open. */
  decided(): Promise<readonly DecidedCase[]>;
  /** How the source of each partner that is served has been doing. */
  sources(): Promise<readonly (SourceSigns & { readonly partnerId: PartnerId })[]>;
  /** How callbacks have been coming for each partner that is served and has an address registered. */
  callbackSigns(now: string): Promise<readonly (CallbackSigns & { readonly partnerId: PartnerId })[]>;
  /** Keeps an alarm with what is said of it, in one transaction; false where one of its kind and subject is open already. */
  raise(alarm: Alarm, posts: readonly NewPost[]): Promise<boolean>;
  cards(alarm: Alarm): Promise<readonly AlarmCard[]>;
  /** Ends an alarm and says so, in one transaction; false where it was over already. */
  clear(alarmId: AlarmId, at: string, said: AllClear): Promise<boolean>;
}

/** The key of an alarm's card in a channel: there is one. */
export function alarmCardKey(alarmId: AlarmId, channelId: string): string {
  return `alarm-raised:${alarmId}:${channelId}`;
}
