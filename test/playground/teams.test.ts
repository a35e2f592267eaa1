import assert from 'node:assert/strict';
import { decodeJwt } from 'jose';
import { asJson, asList, type OpenWorld, openWorld, type StubBot, stubBot } from './open-world.ts';

describe('the local Teams', () => {
  let open: OpenWorld;
  let bot: StubBot;
  beforeEach(async () => {
    open = await openWorld({ now: new Date('2026-03-02T09:00:00Z') });
    bot = await stubBot();
    open.world.setBotEndpoint(bot.url);
  });
  afterEach(async () => {
    await open.close();
    await bot.close();
  });

  const partner = () => {
    const found = open.world.snapshot().partners[1];
    assert.ok(found);
    return found;
  };
  const person = () => {
    const found = open.world.snapshot().people.find((p) => p.tenantId === partner().tenantId);
    assert.ok(found);
    return found;
  };
  const channel = (name: string): string =>
    open.world.snapshot().conversations.find((c) => c.name === name && c.teamId === partner().teamId)?.id ?? '';
  const install = () => open.world.install(partner().teamId, person().id);

  it('tells the bot of an installation twice, with the channel that was picked', async () => {
    await install();

    const [installation, update] = bot.activities;
    assert.deepEqual([installation?.type, installation?.action], ['installationUpdate', 'add']);
    assert.equal(update?.type, 'conversationUpdate');
    assert.deepEqual(
      asList(update?.membersAdded).map((m) => m.id),
      [`28:${open.env.BOT_APP_ID}`],
    );
    const channelData = asJson(installation?.channelData);
    assert.deepEqual(asJson(channelData.settings).selectedChannel, { id: channel('Azure Alerts') });
    assert.deepEqual(channelData.tenant, { id: partner().tenantId });
    assert.equal(asJson(channelData.team).id, partner().teamId);
    assert.equal(asJson(update?.channelData).eventType, 'teamMemberAdded');
  });

  it('makes it known when the bot does not take an installation', async () => {
    bot.answer(500);

    await assert.rejects(install(), /answered 500 to installationUpdate/);
  });

  it('carries what a person writes with who, where, in which language and zone', async () => {
    await install();

    const status = await open.world.say({
      personId: person().id,
      conversationId: channel('Azure Alerts'),
      text: 'aiuto',
    });

    const activity = asJson(bot.activities.at(-1));
    const message = open.world.snapshot().messages[0];
    assert.equal(status, 200);
    assert.equal(activity.text, '<at>Mining Watch</at> aiuto');
    assert.deepEqual(activity.from, { id: person().teamsId, name: person().name, aadObjectId: person().id });
    assert.equal(asJson(activity.recipient).id, `28:${open.env.BOT_APP_ID}`);
    assert.equal(asJson(activity.conversation).id, `${channel('Azure Alerts')};messageid=${message?.id}`);
    assert.equal(activity.locale, 'it-IT');
    assert.match(String(activity.localTimestamp), /^2026-03-02T10:00:.*\+01:00$/);
    const [mention, client] = asList(activity.entities);
    assert.equal(asJson(mention?.mentioned).id, `28:${open.env.BOT_APP_ID}`);
    assert.deepEqual([client?.timezone, client?.country], ['Europe/Rome', 'IT']);
  });

  it('tells of a team or channel that is changed by the Teams id alone of who did it, from no client', async () => {
    await install();
    const told = bot.activities.length;

    await open.world.setChannel(channel('Azure Alerts'), person().id, 'archived');
    await open.world.setChannel(channel('Azure Alerts'), person().id, 'open');
    await open.world.setChannel(channel('Azure Alerts'), person().id, 'deleted');

    const events = bot.activities.slice(told);
    assert.deepEqual(
      events.map(({ from, locale, entities }) => [from, locale, entities]),
      events.map(() => [{ id: person().teamsId }, undefined, undefined]),
    );
    assert.deepEqual(
      events.map(({ channelData }) => [asJson(channelData).eventType, asJson(asJson(channelData).channel).id]),
      [
        ['teamArchived', undefined],
        ['teamUnarchived', undefined],
        ['channelDeleted', channel('Azure Alerts')],
      ],
    );
  });

  it('signs each activity for the bot and its service URL', async () => {
    await install();

    const token = String(bot.authorizations[0]).replace('Bearer ', '');
    const claims = decodeJwt(token);

    assert.equal(claims.iss, 'https://api.botframework.com');
    assert.equal(claims.aud, open.env.BOT_APP_ID);
    assert.equal(claims.serviceurl, bot.activities[0]?.serviceUrl);
  });

  it('does not tell the bot what is said without a mention, or where it is not installed', async () => {
    const notThere = await open.world.say({ personId: person().id, conversationId: channel('General'), text: 'x' });
    await install();
    const told = bot.activities.length;

    const unmentioned = await open.world.say({
      personId: person().id,
      conversationId: channel('General'),
      text: 'x',
      mention: false,
    });

    assert.deepEqual([notThere, unmentioned], [0, 0]);
    assert.equal(bot.activities.length, told);
    assert.equal(open.world.snapshot().messages.length, 2, 'people see it all the same');
  });

  it('answers within the thread that was named', async () => {
    await install();
    await open.world.say({ personId: person().id, conversationId: channel('Azure Alerts'), text: 'one' });
    const root = open.world.snapshot().messages[0]?.id ?? '';

    await open.world.say({
      personId: person().id,
      conversationId: channel('Azure Alerts'),
      threadId: root,
      text: 'two',
    });

    assert.equal(open.world.snapshot().messages[1]?.threadId, root);
    assert.match(String(asJson(bot.activities.at(-1)?.conversation).id), new RegExp(`;messageid=${root}$`));
  });

  it('sends the same message again under the same id without showing it twice', async () => {
    const chat = open.world.personalChat(person().id);
    const message = { personId: person().id, conversationId: chat.id, text: 'ciao', activityId: '1772442000000' };

    await open.world.say(message);
    await open.world.say(message);

    assert.deepEqual(
      bot.activities.map((a) => [a.id, asJson(a.conversation).conversationType]),
      [
        ['1772442000000', 'personal'],
        ['1772442000000', 'personal'],
      ],
    );
    assert.equal(open.world.snapshot().messages.length, 1);
  });

  it('shows a card that answers a click to the person who clicked, and no other answer', async () => {
    const chat = open.world.personalChat(person().id);
    await open.world.say({ personId: person().id, conversationId: chat.id, text: 'x' });
    const messageId = open.world.snapshot().messages[0]?.id ?? '';
    const click = { personId: person().id, messageId, verb: 'claim', data: { case: 1, note: 'n' } };

    bot.answer(200, { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'too late' });
    const text = await open.world.execute(click);
    const before = open.world.snapshot().messages[0]?.cardFor;
    bot.answer(200, {
      statusCode: 200,
      type: 'application/vnd.microsoft.card.adaptive',
      value: { type: 'AdaptiveCard' },
    });
    const card = await open.world.execute({ ...click, trigger: 'automatic' });

    assert.deepEqual(text, {
      httpStatus: 200,
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: 'too late',
    });
    assert.deepEqual(before, {});
    assert.equal(card.type, 'application/vnd.microsoft.card.adaptive');
    assert.deepEqual(open.world.snapshot().messages[0]?.cardFor, { [person().id]: { type: 'AdaptiveCard' } });
    const [, manual, automatic] = bot.activities;
    assert.deepEqual([manual?.type, manual?.name, manual?.replyToId], ['invoke', 'adaptiveCard/action', messageId]);
    assert.deepEqual(manual?.value, {
      action: { type: 'Action.Execute', verb: 'claim', data: { case: 1, note: 'n' } },
      trigger: 'manual',
    });
    assert.equal(asJson(automatic?.value).trigger, 'automatic');
  });

  it('tells of an uninstallation and is silent afterwards', async () => {
    await install();

    await open.world.uninstall(partner().teamId, person().id);
    const status = await open.world.say({ personId: person().id, conversationId: channel('General'), text: 'x' });

    const [removed, uninstalled] = bot.activities.slice(2);
    assert.equal(asJson(removed?.channelData).eventType, 'teamMemberRemoved');
    assert.deepEqual([uninstalled?.type, uninstalled?.action], ['installationUpdate', 'remove']);
    assert.equal(status, 0);
  });

  it('says 502 of a bot that cannot be reached', async () => {
    await bot.close();

    const answer = await open.world.post({ type: 'message' });

    assert.equal(answer.status, 502);
  });
});
