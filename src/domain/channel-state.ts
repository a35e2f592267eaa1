/**
 * Why a channel cannot be posted to: the bot was removed from it; it was deleted, or its team; the bot is blocked there; its
 * team is archived; it is private, where bots cannot post (facts/teams.md 2); or the connector refuses for another reason.
 */
export type ClosedState = 'removed' | 'gone' | 'team-gone' | 'blocked' | 'archived' | 'private' | 'refused';
