/**
 * Why a channel cannot be posted to: the bot was removed from it; it was deleted, or its team; the bot is blocked there; its
 * team is archived; it is private, where bots cannot post (facts/teams.md 2); or the connector refuses for another reason.
 */
export type ClosedState = 'removed' | 'gone' | 'team-gone' | 'blocked' | 'archived' | 'private' | 'refused';

/** Kinds of channels in Teams, as its activities and lists name them (ChannelInfo of botframework-schema). */
export const channelTypes = ['standard', 'shared', 'private'] as const;
export type ChannelType = (typeof channelTypes)[number];
