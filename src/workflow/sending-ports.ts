import type { CaseId, ChannelId, PartnerId, PostId } from '../domain/ids.ts';
import type { CaseSummary } from './ports.ts';

/** A case on a list of alerts. */
export interface ListedCase extends CaseSummary {
  /** Whether it has a card of its own besides. */
  readonly hasCard: boolean;
}

/** A card that alerts of a burst share in a channel. */
export interface AlertList {
  readonly partnerId: PartnerId;
  readonly channelId: ChannelId;
  /** Cases on it. */
  readonly total: number;
  /** Of these, those that nobody has decided and that are open. */
  readonly undecided: number;
  /** When the first came on it, ISO 8601. */
  readonly since: string;
  /** Undecided ones first, by deadline. */
  readonly rows: readonly ListedCase[];
  /** Teams ids of everybody of the partner's tenant whom the bot has met, at most 60. */
  readonly teamsIds: readonly string[];
}

export interface AlertListStore {
  /** A list and some of its rows; undefined where there is none of that id. */
  read(listId: PostId, page: { readonly offset: number; readonly limit: number }): Promise<AlertList | undefined>;
  /** The list in a channel that a case is on without a card of its own. */
  listOf(caseId: CaseId, channelId: ChannelId): Promise<PostId | undefined>;
  /** Gives a case on a list a card of its own in the list's channel; false where it has one, or is not on the list. */
  giveCard(listId: PostId, caseId: CaseId): Promise<boolean>;
}
