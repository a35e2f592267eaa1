/** A team is known to Teams by the thread of its General channel (facts/teams.md 2.1). */
export function isGeneral(channel: { readonly teamId: string; readonly teamsChannelId: string }): boolean {
  return channel.teamId === channel.teamsChannelId;
}
