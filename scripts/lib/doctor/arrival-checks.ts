import type { Partner } from '../../../src/domain/partner.ts';
import { type Check, fault, note, notRun, ok, plain } from './finding.ts';
import type { Outside } from './outside.ts';
import type { ChannelRecord, PartnerRecords } from './records.ts';

/** Looks that a source may miss before it counts as silent. */
const missedLooks = 3;
const mostChannelsAsked = 3;

/** Whether detections get in and cards get out: what the database says of a partner, and Teams of its channels. */
export function arrivalChecks(parts: {
  readonly outside: Outside;
  readonly partner: Partner;
  readonly records: () => Promise<PartnerRecords>;
  readonly botId: string;
}): readonly Check[] {
  const { outside, partner, records, botId } = parts;
  const about = (id: string, place: Check['place']) => ({
    id: `${id}:${partner.tenantId}`,
    place,
    partner: plain(partner.name),
  });
  const ask = async (channel: ChannelRecord, teamsId: string): Promise<void> => {
    const { serviceUrl, tenantId, teamsChannelId: conversationId } = channel;
    await outside.connector.member({ serviceUrl, tenantId, conversationId }, teamsId);
  };

  return [
    {
      ...about('source', 'records'),
      title: 'The source is read',
      why: 'A source that is silent looks like one in which nothing happens.',
      run: async () => {
        const { source } = await records();
        if (source === undefined) return notRun('it was never read: the bot has not run with this partner yet');
        const mend = 'Mend what is said above of this partner; "poll" in the log says what failed.';
        const at = source.succeededAt;
        if (at === undefined) return fault(`it was never read, and failed ${source.failures} times`, mend);
        const minutes = (Date.now() - Date.parse(at)) / 60_000;
        if (source.failures > 0) return fault(`it failed ${source.failures} times since ${at}`, mend);
        return minutes > partner.pollMinutes * missedLooks
          ? fault(`it was last read at ${at}`, 'Start the bot (npm run serve), or look at what it waits for.')
          : ok(`at ${at}`);
      },
    },
    {
      ...about('detections', 'records'),
      title: 'Last detection',
      why: 'It shows that the way from Microsoft to the bot was once open.',
      run: async () => {
        const { lastDetection } = await records();
        return lastDetection === undefined ? ok('none so far') : ok(`at ${lastDetection}`);
      },
    },
    {
      ...about('channels', 'records'),
      title: 'Channels',
      why: 'Detections are posted there; without one nobody hears of them.',
      run: async () => {
        const { channels } = await records();
        const ready = channels.filter(({ state }) => state === 'ready');
        const others = channels.filter(({ state }) => state !== 'ready');
        if (ready.length === 0)
          return fault(
            others.length === 0 ? 'none' : `none left: ${listed(others)}`,
            mendOf(others) ?? 'Add the bot to a team and choose the channel.',
          );
        return others.length === 0
          ? ok(`${ready.length}`)
          : note(
              `${ready.length} take messages; ${listed(others)}`,
              mendOf(others) ?? 'Add the bot there again if people still wait for it there.',
            );
      },
    },
    {
      ...about('teams', 'connector'),
      title: 'Teams answers for these channels',
      why: 'Cards go this way.',
      run: async () => {
        const { channels, person } = await records();
        const ready = channels.filter(({ state }) => state === 'ready').slice(0, mostChannelsAsked);
        if (ready.length === 0) return notRun('there is no channel to ask about');
        for (const channel of ready) await ask(channel, person?.teamsId ?? botId);
        return ok(`${ready.length} asked`);
      },
    },
  ];
}

/** States whose mending is other than to add the bot anew. */
const mends: Readonly<Record<string, string>> = {
  archived: 'Restore the team in Teams, or add the bot to another one.',
  private: 'Choose a standard channel: bots cannot write in this one.',
  blocked: 'Allow the app again in the Teams admin centre.',
};

/** What opens a channel again where all are shut for the same reason. */
function mendOf(channels: readonly ChannelRecord[]): string | undefined {
  const [first] = channels;
  return channels.every(({ state }) => state === first?.state) ? mends[first?.state ?? ''] : undefined;
}

function listed(channels: readonly ChannelRecord[]): string {
  return channels.map(({ name, teamsChannelId, state }) => `${plain(name ?? teamsChannelId)} is ${state}`).join(', ');
}
