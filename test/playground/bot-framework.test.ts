import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { type Activity, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { asList, type OpenWorld, openWorld } from './open-world.ts';

describe('the local Bot Framework', () => {
  let open: OpenWorld;
  before(async () => {
    open = await openWorld();
  });
  after(() => open.close());

  const keys = async () => {
    const metadata = await open.call(open.world.urls.openIdMetadata);
    return { metadata, url: new URL(String(metadata.body.jwks_uri)) };
  };
  const readable = async (overrides?: Parameters<typeof open.world.token>[0]): Promise<boolean> => {
    const { url } = await keys();
    try {
      await jwtVerify(await open.world.token(overrides), createRemoteJWKSet(url), {
        issuer: 'https://api.botframework.com',
        audience: open.env.BOT_APP_ID ?? '',
        algorithms: ['RS256'],
      });
      return true;
    } catch {
      return false;
    }
  };

  it('publishes its issuer, and keys that are endorsed for Teams', async () => {
    const { metadata, url } = await keys();
    const set = await open.call(url.href);

    assert.equal(metadata.body.issuer, 'https://api.botframework.com');
    assert.deepEqual(
      asList(set.body.keys).map((k) => [k.kty, k.endorsements]),
      [['RSA', ['msteams']]],
    );
  });

  it('signs tokens that verify, and on request such as must not', async () => {
    assert.equal(await readable(), true);
    for (const key of ['unknown', 'hs256-public', 'none'] as const) assert.equal(await readable({ key }), false, key);
    assert.equal(await readable({ claims: { aud: 'another' } }), false);
    assert.equal(await readable({ claims: { exp: 1 } }), false);
  });

  it('is accepted by the botbuilder library for an activity of this world', async () => {
    const seen: unknown[] = [];
    const server = await receiver(open.env, (outcome) => seen.push(outcome));
    const address = server.address();
    open.world.setBotEndpoint(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
    const [person] = open.world.snapshot().people;
    const chat = open.world.personalChat(person?.id ?? '');

    const good = await open.world.say({ personId: person?.id ?? '', conversationId: chat.id, text: 'x' });
    const other = await open.world.post({ type: 'message', channelId: 'msteams', serviceUrl: 'http://127.0.0.1:1/' });
    const foreign = await open.world.post(
      { type: 'message', channelId: 'msteams', serviceUrl: 'http://127.0.0.1:1/' },
      { token: await open.world.token() },
    );
    const none = await open.world.post({ type: 'message', channelId: 'msteams' }, { token: null });
    server.closeAllConnections();
    server.close();

    assert.deepEqual([good, other.status, foreign.status, none.status], [200, 200, 401, 401], String(seen));
  });

  it('gives a token of a person who has signed in, for the API of the connection', async () => {
    const [chief, helpdesk] = open.world.snapshot().people;
    const token = await open.appToken(open.env.BOT_APP_TENANT_ID ?? '', 'botFramework');
    const ask = (userId: string, connection: string, as: string | undefined = token) =>
      open.call(
        `${open.env.BOT_USER_TOKEN_URL}/api/usertoken/GetToken?userId=${encodeURIComponent(userId)}&connectionName=${connection}&channelId=msteams`,
        as === undefined ? {} : { token: as },
      );

    const found = await ask(chief?.teamsId ?? '', 'graph');
    const statuses = [
      (await ask(helpdesk?.teamsId ?? '', 'graph')).status,
      (await ask(chief?.teamsId ?? '', 'unknown')).status,
      (await ask(chief?.teamsId ?? '', 'graph', await open.world.token())).status,
    ];
    open.world.setSignedIn(helpdesk?.id ?? '', true);
    const later = await ask(helpdesk?.teamsId ?? '', 'partner-center');

    assert.equal(found.body.connectionName, 'graph');
    assert.ok(Date.parse(String(found.body.expiration)) > Date.now());
    assert.deepEqual(statuses, [404, 404, 401]);
    assert.equal(later.status, 200);
  });
});

/** A bot that does nothing but let botbuilder check who is calling. */
async function receiver(env: Readonly<Record<string, string>>, tell: (outcome: unknown) => void): Promise<Server> {
  const metadata = env.BOT_OPENID_METADATA_URL;
  const auth = new ConfigurationBotFrameworkAuthentication({
    MicrosoftAppId: env.BOT_APP_ID,
    MicrosoftAppPassword: 'x',
    MicrosoftAppType: 'MultiTenant',
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
    OAuthUrl: 'https://api.botframework.com',
    ToBotFromChannelOpenIdMetadataUrl: metadata,
    ToBotFromEmulatorOpenIdMetadataUrl: metadata,
    CallerId: 'urn:botframework:azure',
    ValidateAuthority: 'true',
  });
  const server = createServer((req, res) => {
    const check = async (): Promise<void> => {
      const activity: Activity = JSON.parse(await readText(req));
      try {
        await auth.authenticateRequest(activity, req.headers.authorization ?? '');
        // restify, once loaded, leaves writeHead without its result for the whole process.
        res.statusCode = 200;
        res.end();
      } catch (error) {
        tell(error);
        res.statusCode = 401;
        res.end();
      }
    };
    void check();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

async function readText(stream: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}
