import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type Connector, createConnector } from '../../../src/teams/transport/connector.ts';
import { ConnectorError } from '../../../src/teams/transport/connector-error.ts';
import { botAppId } from '../../support/bot-issuer.ts';
import { closedPort, localServer, type Reply } from '../../support/http-server.ts';
import { swaggerCheck } from '../../support/swagger.ts';

const tenantId = '11111111-aaaa-4bbb-8ccc-000000000001';
const teamsChannelId = '19:alerts@thread.tacv2';
const thread = `${teamsChannelId};messageid=1700000000001`;
const text = { type: 'message', text: 'hello', textFormat: 'plain' } as const;
const card = {
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'A case' }] },
    },
  ],
} as const;

const error = (status: number, code: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  json: { error: { code, message: `says ${code}` } },
});

function open(
  overrides: { serviceUrlHosts?: readonly string[]; timeoutMs?: number; botToken?: () => Promise<string> } = {},
): Connector {
  return createConnector({
    appId: botAppId,
    botToken: () => Promise.resolve('token-of-the-bot'),
    serviceUrlHosts: ['127.0.0.1'],
    timeoutMs: 60_000,
    now: () => new Date(),
    ...overrides,
  });
}

describe('Connector', () => {
  const server = localServer();
  const bot = { id: `28:${botAppId}` };
  let connector: Connector;
  const place = () => ({ serviceUrl: server.url, conversationId: thread, tenantId });

  beforeEach(() => {
    connector = open();
  });

  it('opens a thread in a channel and answers where it is', async () => {
    server.next({ status: 201, json: { id: thread, activityId: '1700000000001' } });

    const sent = await connector.newThread({ serviceUrl: `${server.url}/emea/`, tenantId, teamsChannelId }, card);

    assert.deepEqual(sent, { conversationId: thread, activityId: '1700000000001' });
    const [asked] = server.asked;
    assert.equal(`${asked?.method} ${asked?.path}`, 'POST /emea/v3/conversations');
    assert.equal(asked?.headers.authorization, 'Bearer token-of-the-bot');
    assert.deepEqual(asked?.body, {
      isGroup: true,
      bot,
      tenantId,
      channelData: { channel: { id: teamsChannelId }, tenant: { id: tenantId } },
      activity: { ...card, from: bot },
    });
  });

  it('takes the id of the first message out of the conversation where Teams does not name it', async () => {
    server.next({ status: 201, json: { id: thread } });

    const sent = await connector.newThread({ serviceUrl: server.url, tenantId, teamsChannelId }, card);

    assert.equal(sent.activityId, '1700000000001');
  });

  it('replies, updates and deletes under the encoded ids', async () => {
    server.next({ status: 201, json: { id: 'reply-1' } }, { json: { id: 'reply-1' } }, {});

    const sent = await connector.reply(place(), text);
    await connector.update(place(), sent.activityId, card);
    await connector.remove(place(), sent.activityId);

    assert.deepEqual(sent, { conversationId: thread, activityId: 'reply-1' });
    const activities = `/v3/conversations/${encodeURIComponent(thread)}/activities`;
    assert.deepEqual(
      server.asked.map(({ method, path }) => `${method} ${path}`),
      [`POST ${activities}`, `PUT ${activities}/reply-1`, `DELETE ${activities}/reply-1`],
    );
  });

  it('finds a member by id, and says so where there is none', async () => {
    const ada = { id: '29:ada', name: 'Ada Okoro', aadObjectId: 'object-of-ada', tenantId, userRole: 'user' };
    server.next(
      { json: ada },
      { status: 404, json: { error: { code: 'MemberNotFoundInConversation', message: 'no such member' } } },
    );

    const found = await connector.member(place(), '29:ada');
    const missing = await connector.member(place(), '29:nobody');

    assert.deepEqual(found, {
      teamsId: '29:ada',
      name: 'Ada Okoro',
      objectId: 'object-of-ada',
      tenantId,
      isGuest: false,
    });
    assert.equal(missing, undefined);
    assert.match(server.asked[0]?.path ?? '', /members\/29%3Aada$/);
  });

  it('makes a 1:1 chat', async () => {
    server.next({ status: 201, json: { id: 'a:chat' } });

    const chat = await connector.createPersonal({ serviceUrl: server.url, tenantId, teamsId: '29:ada' });

    assert.deepEqual(chat, { conversationId: 'a:chat' });
  });

  it("sends what the connector's own description of itself allows", async () => {
    const check = swaggerCheck('botframework-channel.json', [
      'Activity',
      'ConversationParameters',
      'ChannelAccount',
      'ConversationAccount',
      'Attachment',
    ]);
    server.always(() => ({ status: 201, json: { id: thread } }));

    await connector.newThread({ serviceUrl: server.url, tenantId, teamsChannelId }, card);
    await connector.createPersonal({ serviceUrl: server.url, tenantId, teamsId: '29:ada' });
    await connector.reply(place(), text);
    await connector.update(place(), 'reply-1', card);

    const found = server.asked.map(({ path, body }) =>
      check(path.endsWith('/conversations') ? 'ConversationParameters' : 'Activity', body),
    );
    assert.deepEqual(found, [[], [], [], []]);
    assert.notDeepEqual(check('Activity', { type: 'message', txet: 'no such field' }), []);
  });

  const meanings: readonly (readonly [Reply, ConnectorError['kind'], number | undefined])[] = [
    [error(429, 'Throttled', { 'retry-after': '7' }), 'throttled', 7000],
    [error(429, 'Throttled'), 'throttled', undefined],
    [error(412, 'PreconditionFailed'), 'busy', undefined],
    [error(404, 'ConversationNotFound'), 'gone', undefined],
    [error(404, 'ActivityNotFoundInConversation'), 'gone', undefined],
    [error(403, 'BotNotInConversationRoster'), 'not-in-roster', undefined],
    [error(403, 'BotDisabledByAdmin'), 'blocked', undefined],
    [error(403, 'ConversationBlockedByUser'), 'blocked', undefined],
    [
      { status: 403, json: { error: { code: 'Forbidden', message: 'subCode: MessageWritesBlocked' } } },
      'blocked',
      undefined,
    ],
    [error(403, 'NotEnoughPermissions'), 'forbidden', undefined],
    [error(403, 'InvalidBotApiHost'), 'refused', undefined],
    [error(413, 'MessageSizeTooBig'), 'too-big', undefined],
    [error(401, 'BotNotRegistered'), 'unauthorized', undefined],
    [error(400, 'BadArgument'), 'refused', undefined],
    [{ status: 307, headers: { location: 'https://evil.example/' } }, 'refused', undefined],
    [error(500, 'ServiceError'), 'unsure', undefined],
    [error(502, 'ServiceError'), 'unsure', undefined],
    [{ status: 503, headers: { 'retry-after': '2' }, body: '<html>' }, 'unsure', 2000],
    [{ status: 504 }, 'unsure', undefined],
    ['reset', 'unsure', undefined],
    ['half', 'unsure', undefined],
  ];
  for (const [reply, kind, retryAfterMs] of meanings) {
    const name = typeof reply === 'string' ? reply : JSON.stringify(reply);
    it(`calls ${name} ${kind} after one call`, async () => {
      server.next(reply);

      const failed = await connector.reply(place(), text).catch((e: unknown) => e);

      assert.ok(failed instanceof ConnectorError);
      assert.deepEqual([failed.kind, failed.retryAfterMs], [kind, retryAfterMs]);
      assert.equal(server.asked.length, 1);
    });
  }

  for (const reply of ['hang', 'hang-in-body'] as const) {
    it(`gives up on an answer that does not come (${reply})`, async () => {
      server.next(reply);

      const failed = await open({ timeoutMs: 100 })
        .reply(place(), text)
        .catch((e: unknown) => e);

      assert.ok(failed instanceof ConnectorError);
      assert.equal(failed.kind, 'unsure');
    });
  }

  it('knows that nothing was done where nobody listens', async () => {
    const serviceUrl = `http://127.0.0.1:${await closedPort()}`;

    const failed = await connector.reply({ ...place(), serviceUrl }, text).catch((e: unknown) => e);

    assert.ok(failed instanceof ConnectorError);
    assert.deepEqual([failed.kind, failed.code], ['busy', 'ECONNREFUSED']);
  });

  it('knows that nothing was done without a token', async () => {
    const without = open({ botToken: () => Promise.reject(new Error('the login service is down')) });

    const failed = await without.reply(place(), text).catch((e: unknown) => e);

    assert.ok(failed instanceof ConnectorError);
    assert.deepEqual([failed.kind, failed.code], ['unauthorized', 'NoToken']);
    assert.equal(server.asked.length, 0);
  });

  it('asks for no token and sends nothing to a host that is not listed', async () => {
    let tokens = 0;
    const strict = open({
      serviceUrlHosts: ['smba.trafficmanager.net'],
      botToken: () => Promise.resolve(`token ${tokens++}`),
    });

    const failed = await strict.reply(place(), text).catch((e: unknown) => e);

    assert.ok(failed instanceof ConnectorError);
    assert.deepEqual([failed.kind, failed.code], ['refused', 'HostNotAllowed']);
    assert.equal(tokens, 0);
    assert.equal(server.asked.length, 0);
  });

  it('keeps token, path and text out of its errors', async () => {
    server.next(error(403, 'BotNotInConversationRoster'));

    const failed = await connector.reply(place(), text).catch((e: unknown) => e);

    assert.ok(failed instanceof Error);
    const shown = `${failed.message} ${JSON.stringify(failed)}`;
    for (const secret of ['token-of-the-bot', 'tacv2', 'hello']) assert.equal(shown.includes(secret), false);
  });

  it('uses one connection for calls that follow each other', async () => {
    let connections = 0;
    const own = createServer((request, response) => request.resume().on('end', () => response.end('{"id":"1"}')));
    own.on('connection', () => connections++);
    await new Promise<void>((done) => own.listen(0, '127.0.0.1', done));
    const address = own.address();
    const serviceUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;

    for (let i = 0; i < 5; i++) await connector.reply({ ...place(), serviceUrl }, text);

    assert.equal(connections, 1);
    own.close();
    own.closeAllConnections();
  });
});
