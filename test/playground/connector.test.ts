import assert from 'node:assert/strict';
import type { Json } from '../../playground/world/types.ts';
import { asJson, asList, type Called, codeOf, type OpenWorld, openWorld, type StubBot, stubBot } from './open-world.ts';

const card = (title: string): Json => ({
  type: 'message',
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard', title } }],
});

const inside = (called: Called): string => encodeURIComponent(String(called.body.id));

describe('the local Teams connector', () => {
  let open: OpenWorld;
  let bot: StubBot;
  let token: string;
  let base: string;
  beforeEach(async () => {
    open = await openWorld({ now: new Date('2026-03-02T09:00:00Z') });
    bot = await stubBot();
    open.world.setBotEndpoint(bot.url);
    token = await open.appToken(open.env.BOT_APP_TENANT_ID ?? '', 'botFramework');
    base = `${open.world.urls.connector}/emea/v3`;
  });
  afterEach(async () => {
    await open.close();
    await bot.close();
  });

  const partner = () => {
    const found = open.world.snapshot().partners[0];
    assert.ok(found);
    return found;
  };
  const person = () => {
    const found = open.world.snapshot().people[0];
    assert.ok(found);
    return found;
  };
  const alertChannel = (): string =>
    open.world.snapshot().conversations.find((c) => c.name === 'Azure Alerts' && c.teamId === partner().teamId)?.id ??
    '';
  const install = () => open.world.install(partner().teamId, person().id);
  const newThread = (activity: Json = card('first'), channelId = alertChannel()): Promise<Called> =>
    open.call(`${base}/conversations`, {
      token,
      body: { isGroup: true, channelData: { channel: { id: channelId } }, tenantId: partner().tenantId, activity },
    });

  it('opens a thread in a channel and names it by its first message', async () => {
    await install();

    const made = await newThread();

    assert.equal(made.status, 201);
    assert.equal(made.body.id, `${alertChannel()};messageid=${String(made.body.activityId)}`);
    const message = open.world.snapshot().messages.find((m) => m.id === made.body.activityId);
    assert.deepEqual(message?.card, { type: 'AdaptiveCard', title: 'first' });
    assert.equal(message?.threadId, message?.id);
  });

  it('replies in the thread that the conversation id names, whatever activity id the path ends in', async () => {
    await install();
    const made = await newThread();

    const reply = await open.call(`${base}/conversations/${inside(made)}/activities/made-up`, {
      token,
      body: { type: 'message', text: 'more' },
    });

    const message = open.world.snapshot().messages.find((m) => m.id === reply.body.id);
    assert.equal(message?.text, 'more');
    assert.equal(message?.threadId, made.body.activityId);
  });

  it('replaces a message for everybody on PUT, also for who had been shown a card of their own', async () => {
    await install();
    const made = await newThread();
    const messageId = String(made.body.activityId);
    bot.answer(200, { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: { title: 'only you' } });
    await open.world.execute({ personId: person().id, messageId, verb: 'look', data: {} });
    const own = open.world.snapshot().messages.find((m) => m.id === messageId)?.cardFor;

    const put = await open.call(`${base}/conversations/${inside(made)}/activities/${messageId}`, {
      method: 'PUT',
      token,
      body: card('second'),
    });

    assert.deepEqual(own, { [person().id]: { title: 'only you' } });
    assert.equal(put.status, 200);
    const message = open.world.snapshot().messages.find((m) => m.id === messageId);
    assert.deepEqual(message?.card, { type: 'AdaptiveCard', title: 'second' });
    assert.deepEqual(message?.cardFor, {});
    assert.equal(message?.edited, true);
  });

  it('forgets a deleted message', async () => {
    await install();
    const made = await newThread();
    const url = `${base}/conversations/${inside(made)}/activities/${String(made.body.activityId)}`;

    const first = await open.call(url, { method: 'DELETE', token });
    const second = await open.call(url, { method: 'PUT', token, body: card('again') });

    assert.equal(first.status, 200);
    assert.equal(open.world.snapshot().messages[0]?.deleted, true);
    assert.equal(second.status, 404);
    assert.equal(codeOf(second), 'ActivityNotFoundInConversation');
  });

  it('does not let a bot change what a person wrote', async () => {
    await install();
    await open.world.say({ personId: person().id, conversationId: alertChannel(), text: 'hello' });
    const message = open.world.snapshot().messages[0];

    const put = await open.call(
      `${base}/conversations/${encodeURIComponent(alertChannel())}/activities/${message?.id}`,
      {
        method: 'PUT',
        token,
        body: card('mine now'),
      },
    );

    assert.equal(put.status, 403);
  });

  it('splits a text with a card into two messages and gives no id back', async () => {
    await install();

    const made = await newThread({ ...card('below'), text: 'above' });

    assert.equal(made.status, 201);
    assert.equal(made.body.activityId, undefined);
    const [text, below] = open.world.snapshot().messages;
    assert.equal(text?.text, 'above');
    assert.equal(below?.threadId, text?.id);
    assert.equal(below?.text, undefined);
  });

  it('refuses a message of more than 100 KB in UTF-16', async () => {
    await install();

    const fits = await newThread({ type: 'message', text: 'x'.repeat(51_000) });
    const over = await newThread({ type: 'message', text: 'x'.repeat(52_000) });

    assert.equal(fits.status, 201);
    assert.equal(over.status, 413);
    assert.equal(codeOf(over), 'MessageSizeTooBig');
  });

  it('refuses a team that the bot is not installed in, before and after', async () => {
    const before = await newThread();
    await install();
    await open.world.uninstall(partner().teamId, person().id);

    const after = await newThread();

    assert.deepEqual([before.status, codeOf(before)], [403, 'BotNotInConversationRoster']);
    assert.deepEqual([after.status, codeOf(after)], [403, 'BotNotInConversationRoster']);
    assert.equal(open.world.snapshot().conversations.find((c) => c.id === alertChannel())?.state, 'bot-removed');
  });

  it('does not find a channel that never was or has been deleted', async () => {
    await install();
    const never = await newThread(card('x'), '19:0@thread.tacv2');
    await open.world.deleteChannel(alertChannel(), person().id);

    const gone = await newThread();

    assert.deepEqual([never.status, codeOf(never)], [404, 'ConversationNotFound']);
    assert.deepEqual([gone.status, codeOf(gone)], [404, 'ConversationNotFound']);
  });

  it('takes nothing but a token of the bot for the Bot Framework', async () => {
    await install();
    const graphToken = await open.appToken(partner().tenantId, 'graph');
    const url = `${base}/teams/${encodeURIComponent(partner().teamId)}`;

    const answers = [
      await open.call(url),
      await open.call(url, { token: 'forged' }),
      await open.call(url, { token: graphToken }),
      await open.call(url, { token: await open.world.token() }),
      await open.call(url, { token }),
    ];

    assert.deepEqual(
      answers.map((a) => a.status),
      [401, 401, 401, 401, 200],
    );
  });

  it('opens a chat with a member of a team it is in, and with nobody else', async () => {
    const ask = (memberId: string, tenantId = partner().tenantId): Promise<Called> =>
      open.call(`${base}/conversations`, { token, body: { members: [{ id: memberId }], tenantId } });
    const tooEarly = await ask(person().teamsId);
    await install();
    const stranger = open.world.snapshot().people.find((p) => p.tenantId !== partner().tenantId);

    const made = await ask(person().teamsId);
    const wrongTenant = await ask(stranger?.teamsId ?? '');
    const unknown = await ask('29:nobody');

    assert.deepEqual([tooEarly.status, codeOf(tooEarly)], [403, 'BotNotInConversationRoster']);
    assert.equal(made.status, 201);
    assert.equal(made.body.id, open.world.personalChat(person().id).id);
    assert.deepEqual([wrongTenant.status, codeOf(wrongTenant)], [400, 'MemberNotFoundInConversation']);
    assert.deepEqual([unknown.status, codeOf(unknown)], [400, 'MemberNotFoundInConversation']);
  });

  it('tells the team, its channels and its people, General without a name', async () => {
    await install();
    const teamId = encodeURIComponent(partner().teamId);

    const team = await open.call(`${base}/teams/${teamId}`, { token });
    const channels = await open.call(`${base}/teams/${teamId}/conversations`, { token });
    const one = await open.call(`${base}/conversations/${teamId}/members/${person().id}`, { token });
    const none = await open.call(`${base}/conversations/${teamId}/members/29:nobody`, { token });
    const paged = await open.call(`${base}/conversations/${teamId}/pagedmembers?pageSize=1`, { token });

    assert.equal(team.body.id, partner().teamId);
    const names = asList(channels.body.conversations).map((c) => c.name);
    assert.deepEqual(names, [null, 'Azure Alerts', 'Customer Care']);
    assert.equal(one.body.aadObjectId, person().id);
    assert.deepEqual([none.status, codeOf(none)], [404, 'MemberNotFoundInConversation']);
    assert.equal(asList(paged.body.members).length, 5, 'a page has at least 50 places');
    assert.deepEqual(
      asList(paged.body.members).map((m) => m.userRole),
      ['user', 'user', 'user', 'guest', 'user'],
    );
  });

  it('accepts typing without showing it', async () => {
    await install();
    const made = await newThread();

    const typing = await open.call(`${base}/conversations/${inside(made)}/activities`, {
      token,
      body: { type: 'typing' },
    });

    assert.equal(typing.status, 202);
    assert.equal(open.world.snapshot().messages.length, 1);
    assert.deepEqual(asJson(typing.body), {});
  });
});
