import assert from 'node:assert/strict';
import type { WorldConversation, WorldPerson } from '../../playground/world/types.ts';
import { channelEvent, spokenIn } from '../../src/teams/channel-events.ts';
import type { BotDeps } from '../../src/teams/context.ts';
import { readActivity } from '../../src/teams/incoming.ts';
import { newId } from '../db/fixtures.ts';
import { cardText, until } from '../support/house.ts';
import { quietLog } from '../support/quiet-log.ts';
import { useScene } from './scene.ts';

describe('a private channel', () => {
  const scene = useScene({
    installed: 'all',
    world: { size: { partners: 2, channelsPerPartner: 3, subscriptionsPerPartner: 20 } },
  });
  let owner: WorldPerson;
  let secret: WorldConversation;
  const world = () => scene().house.world;

  before(() => {
    owner = scene().house.person(/owner/i);
    const alerts = scene().channel();
    const found = world()
      .snapshot()
      .conversations.find(
        ({ teamId, id, kind }) => kind === 'channel' && teamId === alerts.teamId && id !== alerts.id && id !== teamId,
      );
    assert.ok(found);
    secret = found;
  });
  beforeEach(() => world().setChannel(secret.id, owner.id, 'private'));
  afterEach(async () => {
    await scene().records.idle();
    await scene().records.pool.query(
      'delete from posts where channel_id in (select id from channels where teams_channel_id = $1)',
      [secret.id],
    );
    await scene().records.pool.query('delete from channels where teams_channel_id = $1', [secret.id]);
    world().clearFaults();
  });

  const install = () => world().install(secret.teamId ?? '', owner.id, secret.id);
  const stateOf = async (id = secret.id) => {
    const { rows } = await scene().records.pool.query<{ state: string }>(
      'select state from channels where teams_channel_id = $1',
      [id],
    );
    return rows[0]?.state;
  };
  const told = () =>
    scene()
      .house.messages(world().personalChat(owner.id).id)
      .filter(
        ({ from, card }) => from === 'bot' && /private channel, in which Teams lets no bot write/.test(cardText(card)),
      );
  /** Requests that would post in it. */
  const tried = () =>
    world()
      .requests()
      .filter(({ service, status, method }) => service === 'connector' && method === 'POST' && status === 403);

  it('that is chosen when the bot is added is known at once: nothing is tried there, and whoever added it is told once', async () => {
    const before = told().length;
    world().forgetRequests();

    await install();
    await until(() => told().length === before + 1);
    await scene().detected();
    await scene().records.idle();

    assert.equal(await stateOf(), 'private');
    assert.deepEqual([told().length - before, tried().length], [1, 0]);
    assert.match(cardText(told().at(-1)?.card), /Add Mining Watch to a standard channel\..*Azure Alerts/s);
  });

  it('is offered for no rule', async () => {
    await install();
    await scene().records.idle();

    const form = await scene().press(
      owner,
      scene().house.messages(scene().channel().id)[0] ?? assert.fail(),
      'settings.open',
      {},
      {
        type: 'AdaptiveCard',
        actions: [{ type: 'Action.Execute', verb: 'settings.open', data: { section: 'alerts' } }],
      },
    );

    const choices = JSON.stringify(form.value).match(/\{"title":"[^"]*","value":"chn_[^"]*"\}/g) ?? [];
    assert.ok(choices.length > 0, JSON.stringify(form.value));
    assert.ok(
      choices.every((choice) => !choice.includes(secret.name)),
      choices.join(),
    );
  });

  it('turns out with the first message where the list of channels is not to be had', async () => {
    world().addFault({ service: 'connector', path: '/v3/teams/', times: 9, act: { kind: 'status', status: 503 } });

    await install();
    await until(async () => (await stateOf()) === 'private');
    await scene().records.idle();

    assert.equal(tried().length > 0, true);
  });

  it('that the bot is added to afterwards is known too, and is removed from with it; the others are as they were', async () => {
    const before = told().length;

    await world().inPrivateChannel(secret.id, owner.id, 'added');
    await world().inPrivateChannel(secret.id, owner.id, 'added');
    await until(() => told().length === before + 1);
    await scene().records.idle();
    const added = await stateOf();
    await world().inPrivateChannel(secret.id, owner.id, 'removed');
    await scene().records.idle();

    assert.deepEqual([added, await stateOf(), await stateOf(scene().channel().id)], ['private', 'removed', 'ready']);
    assert.equal(told().length, before + 1);
  });

  describe('by what Teams says of it', () => {
    const said = (more: object = {}, channel: object = { type: 'private' }) =>
      readActivity({
        type: 'conversationUpdate',
        serviceUrl: world().urls.connector,
        from: { id: owner.teamsId, name: owner.name, aadObjectId: owner.id },
        recipient: { id: '28:bot' },
        conversation: { id: secret.id, conversationType: 'channel' },
        channelData: {
          tenant: { id: owner.tenantId },
          team: { id: secret.teamId },
          channel: { id: secret.id, ...channel },
          ...more,
        },
        membersAdded: [{ id: '28:bot' }],
      }) ?? assert.fail();
    const deps = () => {
      const { store } = scene().house.app;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- these are all that it uses
      return { store, newId, log: quietLog } as unknown as BotDeps;
    };

    it('is not opened by somebody who writes there, nor by being restored', async () => {
      await install();
      await scene().records.idle();

      await spokenIn(deps(), said());
      await channelEvent(deps(), said(), 'channelRestored');

      assert.equal(await stateOf(), 'private');
    });

    it('is closed where it was thought to be open', async () => {
      world().addFault({ service: 'connector', path: '.', times: 99, act: { kind: 'status', status: 503 } });
      await install();
      assert.equal(await stateOf(), 'ready');

      await spokenIn(deps(), said());

      assert.equal(await stateOf(), 'private');
    });

    it('reads the bot among the members of that one channel, and nothing else for it', () => {
      const added = { eventType: 'channelMemberAdded' };

      assert.equal(said(added).botWas, 'added');
      assert.equal(said({ eventType: 'teamMemberAdded' }).botWas, undefined);
      assert.equal(said(added, { type: 'secret' }).channel?.type, undefined);
      assert.equal(said(added, { type: 7 }).channel?.type, undefined);
      assert.equal(said(added, {}).channel?.type, undefined);
    });
  });
});
