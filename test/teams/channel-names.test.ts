import assert from 'node:assert/strict';
import type { Json, WorldConversation, WorldPerson } from '../../playground/world/types.ts';
import { activity } from '../survival/activities.ts';
import { useScene } from '../survival/scene.ts';

/** What Teams tells of a team or channel that is called otherwise from now on. */
const renamedTo = (conversation: WorldConversation, eventType: string, name: string): Json => ({
  type: 'conversationUpdate',
  channelData: {
    tenant: { id: conversation.tenantId },
    eventType,
    team: { id: conversation.teamId, name: eventType === 'teamRenamed' ? name : 'Contoso Cloud Operations' },
    ...(eventType === 'channelRenamed' ? { channel: { id: conversation.id, name } } : {}),
  },
});

describe('the names of channels', () => {
  const scene = useScene();
  let owner: WorldPerson;
  let general: WorldConversation;

  const chat = () => ({ conversationId: scene().house.world.personalChat(owner.id).id, threadId: '' });
  const status = (typed = 'status') => scene().ask(owner, typed, chat());
  const read = () =>
    scene()
      .house.world.requests()
      .filter(({ path }) => /\/v3\/teams\/[^/]+\/conversations$/.test(path));
  async function tell(what: Json, conversation = scene().house.channel): Promise<void> {
    const { house } = scene();
    const posted = await house.world.post({ ...activity(house, { person: owner, conversation }, {}), ...what });
    assert.ok(posted.status < 300, posted.body);
  }
  before(() => {
    const { house } = scene();
    owner = house.person(/admin/i);
    const found = house.world
      .snapshot()
      .conversations.find(({ id, teamId }) => id === teamId && id === house.channel.teamId);
    assert.ok(found);
    general = found;
    assert.notEqual(general.id, house.channel.id);
  });

  it('are read from Teams at an installation, which names the channel by its id alone', async () => {
    const { house } = scene();
    const team = general.teamName ?? '';

    assert.ok(read().length > 0);
    assert.match(await status(), new RegExp(`${team} > ${house.channel.name}`));
    assert.match(await status('settings'), new RegExp(`${team} > ${house.channel.name}`));
  });

  it('are in the reader’s language where it is General, which has none', async () => {
    const { ask, house } = scene();
    const before = read().length;
    await house.world.install(house.partner.teamId, owner.id, general.id);
    await scene().records.idle();

    assert.equal(read().length, before, 'nobody has to be asked for that');
    assert.match(await status(), new RegExp(`${general.teamName} > General`));
    await ask(owner, 'language it', chat());
    assert.match(await status('stato'), new RegExp(`${general.teamName} > Generale`));
    assert.match(await status('impostazioni'), new RegExp(`${general.teamName} > Generale`));
    await ask(owner, 'lingua inglese', chat());
  });

  it('follow what Teams tells of a channel and of a team that are renamed, and of strangers’ ones nothing', async () => {
    const { house } = scene();
    await tell(renamedTo(house.channel, 'channelRenamed', 'Cloud Alarms'));
    await tell(renamedTo(house.channel, 'teamRenamed', 'Operations Centre'));
    await tell(
      renamedTo({ ...house.channel, tenantId: '00000000-0000-4000-8000-000000000000' }, 'teamRenamed', 'Theirs'),
    );

    const text = await status();

    assert.match(text, /Operations Centre > Cloud Alarms/);
    assert.match(text, /Operations Centre > General/);
    assert.doesNotMatch(text, /Theirs/);
  });
});
