import assert from 'node:assert/strict';
import type { Json, WorldConversation, WorldPerson } from '../../playground/world/types.ts';
import { createLog } from '../../src/log.ts';
import { activity } from '../survival/activities.ts';
import { useScene } from '../survival/scene.ts';

const tenant = (conversation: WorldConversation) => ({ id: conversation.tenantId });

describe('what Teams tells of channels', () => {
  const written: string[] = [];
  const log = createLog({ level: 'warn', destination: { write: (line: string) => void written.push(line) } });
  const scene = useScene({ log });
  let owner: WorldPerson;

  before(() => {
    owner = scene().house.person(/admin/i);
  });

  /** As Microsoft documents it: by an id that says nobody's name in Entra. */
  const unnamed = (): Json => ({ from: { id: owner.teamsId } });
  const named = (): Json => ({ from: { id: owner.teamsId, name: owner.name, aadObjectId: owner.id } });

  const stateOf = async () => {
    const { rows } = await scene().records.pool.query<{ state: string }>(
      'select state from channels where teams_channel_id = $1',
      [scene().house.channel.id],
    );
    return rows[0]?.state;
  };
  async function tell(eventType: string, from: Json): Promise<void> {
    const { house } = scene();
    const { id, name, teamId: team } = house.channel;
    const about = eventType.startsWith('team') ? {} : { channel: { id, name } };
    const channelData = { tenant: tenant(house.channel), eventType, team: { id: team }, ...about };
    await post({ type: 'conversationUpdate', ...from, channelData });
  }
  async function post(what: Json): Promise<void> {
    const { house } = scene();
    const { status, body } = await house.world.post({
      ...activity(house, { person: owner, conversation: house.channel }, {}),
      ...what,
    });
    assert.equal(status, 200, body);
  }

  for (const [closes, state, opens] of [
    ['channelDeleted', 'gone', 'channelRestored'],
    ['teamArchived', 'archived', 'teamUnarchived'],
    ['teamDeleted', 'team-gone', 'teamRestored'],
    // So Microsoft's sample has it, and so its table of events has it not.
    ['teamHardDeleted', 'team-gone', 'teamrestored'],
  ] as const)
    for (const [how, from] of [
      ['without the id of a person, as documented', unnamed],
      ['with the id of a person', named],
    ] as const)
      it(`closes it (${closes}) and opens it (${opens}), ${how}`, async () => {
        await tell(closes, from());
        const closed = await stateOf();
        await tell(opens, from());

        assert.deepEqual([closed, await stateOf()], [state, 'ready']);
      });

  it('closes it when the bot is removed from its team, whoever did that', async () => {
    const team = { id: scene().house.channel.teamId };
    await post({ type: 'installationUpdate', action: 'remove', ...unnamed() });
    const removed = await stateOf();
    await scene().house.world.install(String(team.id), owner.id, scene().house.channel.id);

    assert.deepEqual([removed, await stateOf()], ['removed', 'ready']);
  });

  it('is logged where it cannot be used, with what it lacks, and without anybody’s words', async () => {
    written.length = 0;
    const { channel } = scene().house;

    await post({ type: 'installationUpdate', action: 'add', ...unnamed() });
    await post({ type: 'message', text: 'Words of mine', ...unnamed() });
    await post({
      type: 'conversationUpdate',
      conversation: { id: channel.id },
      channelData: { eventType: 'teamArchived', team: { id: channel.teamId } },
    });

    const dropped = written
      .map((line): Json => JSON.parse(line))
      .filter(({ msg }) => String(msg).startsWith('dropped'));
    assert.deepEqual(
      dropped.map(({ type, name, why }) => [type, name, why]),
      [
        ['installationUpdate', 'add', 'person'],
        ['message', undefined, 'person'],
        ['conversationUpdate', 'teamArchived', 'tenant'],
      ],
    );
    assert.doesNotMatch(written.join(''), /Words of mine/);
    assert.equal(await stateOf(), 'ready');
  });
});
