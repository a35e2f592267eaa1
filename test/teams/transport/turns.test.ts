import assert from 'node:assert/strict';
import type { TurnContext } from 'botbuilder';
import { botIssuer } from '../../support/bot-issuer.ts';
import { type EchoBot, personalMessage, startEchoBot } from '../../support/echo-bot.ts';
import { localServer } from '../../support/http-server.ts';

const fail = (): Promise<void> => Promise.reject(new Error('password of the database'));

describe('Turns', () => {
  const issuer = botIssuer();
  const connector = localServer();
  let bot: EchoBot;

  beforeEach(() => connector.always(() => ({ status: 201, json: { id: 'reply' } })));
  afterEach(() => bot.stop());

  const post = async (activity: object, run?: (context: TurnContext) => Promise<void>) => {
    bot = await startEchoBot({ issuer, ...(run === undefined ? {} : { run }) });
    const authorization = `Bearer ${await issuer.token({ claims: { serviceurl: connector.url } })}`;
    return bot.post({ ...personalMessage(connector.url), ...activity }, authorization);
  };

  it('answers an invoke in the HTTP answer itself', async () => {
    const body = { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: { type: 'AdaptiveCard' } };

    const answer = await post({ type: 'invoke', name: 'adaptiveCard/action' }, async (context) => {
      await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
    });

    assert.equal(answer.status, 200);
    assert.deepEqual(JSON.parse(answer.body), body);
    assert.equal(connector.asked.length, 0);
  });

  it('says so in words that a person reads when a button fails', async () => {
    const answer = await post({ type: 'invoke', name: 'adaptiveCard/action' }, fail);

    assert.equal(answer.status, 200);
    assert.deepEqual(JSON.parse(answer.body), {
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: 'Sorry, that did not work.',
    });
  });

  it('says so in a dialog when a dialog fails', async () => {
    const answer = await post({ type: 'invoke', name: 'task/fetch' }, fail);

    assert.deepEqual(JSON.parse(answer.body), { task: { type: 'message', value: 'Sorry, that did not work.' } });
  });

  it('says so in a message when a message fails, and takes the turn for answered', async () => {
    const answer = await post({}, fail);

    assert.deepEqual(answer, { status: 200, body: '' });
    assert.equal(connector.asked.length, 1);
    assert.match(JSON.stringify(connector.asked[0]?.body), /Sorry, that did not work/);
  });

  it('takes a failed installation for failed, without the words of the error', async () => {
    const answer = await post({ type: 'installationUpdate', action: 'add' }, fail);

    assert.deepEqual(answer, {
      status: 500,
      body: '{"error":{"code":"failed","message":"The activity could not be handled."}}',
    });
  });

  it('answers an invoke that nobody took with 404, as nothing failed', async () => {
    const answer = await post({ type: 'invoke', name: 'composeExtension/query' }, () => Promise.resolve());

    assert.equal(answer.status, 404);
    assert.match(answer.body, /unknown-invoke/);
  });

  it('gives the bot times as dates, and the tenant and person as they came', async () => {
    await post({});

    const [turn] = bot.turns;
    assert.deepEqual(turn?.timestamp, new Date('2026-11-22T10:00:00.000Z'));
    assert.equal(turn?.from.aadObjectId, '00000000-aaaa-4bbb-8ccc-000000000001');
  });

  it('makes the clients of the connector once for many turns', async () => {
    const clients = new Set<unknown>();
    const run = (context: TurnContext): Promise<void> => {
      clients.add(context.turnState.get(context.adapter.ConnectorClientKey));
      return Promise.resolve();
    };
    bot = await startEchoBot({ issuer, run });
    const authorization = `Bearer ${await issuer.token({ claims: { serviceurl: connector.url } })}`;

    for (let i = 0; i < 3; i++) await bot.post(personalMessage(connector.url), authorization);

    assert.equal(clients.size, 1);
  });

  it("asks the user token service through the SDK's own client", async () => {
    connector.always(() => ({ json: { connectionName: 'graph', token: 'token-of-ada' } }));
    let token: unknown;
    bot = await startEchoBot({
      issuer,
      userTokenUrl: connector.url,
      run: async (context) => {
        const client: unknown = context.turnState.get(Reflect.get(context.adapter, 'UserTokenClientKey'));
        assert.ok(client instanceof Object && 'getUserToken' in client && typeof client.getUserToken === 'function');
        token = await client.getUserToken('29:ada', 'graph', 'msteams', '');
      },
    });
    const authorization = `Bearer ${await issuer.token({ claims: { serviceurl: connector.url } })}`;

    await bot.post(personalMessage(connector.url), authorization);

    assert.deepEqual(token, { connectionName: 'graph', token: 'token-of-ada' });
    assert.equal(connector.asked[0]?.path, '/api/usertoken/GetToken');
    assert.equal(connector.asked[0]?.headers.authorization, 'Bearer token-of-the-bot');
  });
});
