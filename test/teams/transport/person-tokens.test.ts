import assert from 'node:assert/strict';
import { createHttp } from '../../../src/http/http.ts';
import { createPersonTokens, type PersonTokensDeps } from '../../../src/teams/transport/person-tokens.ts';
import { createUserTokenService } from '../../../src/teams/transport/user-token-service.ts';
import type { KnownSignIn } from '../../../src/workflow/sign-in-ports.ts';
import type { TeamsPerson } from '../../../src/workflow/teams-ports.ts';
import { localServer, type Reply } from '../../support/http-server.ts';
import { ada, ben } from '../../support/people.ts';
import { quietLog } from '../../support/quiet-log.ts';

const knownAda: TeamsPerson = { ...ada, teamsId: '29:ada' };

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function tokenOf(claims: object): string {
  return `${part({ alg: 'RS256' })}.${part(claims)}.signature`;
}
const adasToken = tokenOf({ oid: ada.objectId, tid: ada.tenantId, aud: 'https://graph.microsoft.com' });

describe('Tokens of people', () => {
  const server = localServer();
  let now: Date;
  const warnings: string[] = [];
  const found: string[] = [];
  let known: readonly KnownSignIn[];

  const serviceFor = (botToken: () => Promise<string>) =>
    createUserTokenService({
      http: createHttp({ log: quietLog, timeoutMs: 60_000, limits: { retryDelayMs: 1 } }),
      userTokenUrl: server.url,
      botToken,
      appId: 'app',
    });

  function open(overrides: Partial<PersonTokensDeps> = {}): ReturnType<typeof createPersonTokens> {
    return createPersonTokens({
      service: serviceFor(() => Promise.resolve('token-of-the-bot')),
      connections: { graph: 'graph-connection', partnerCenter: 'pc-connection', azure: 'azure-connection' },
      signIns: {
        of: () => Promise.resolve(known),
        found: (_, name, state) => {
          found.push(`${name} ${state}`);
          return Promise.resolve({ name, state, generation: 1 });
        },
      },
      people: { find: (_, objectId) => Promise.resolve(objectId === ada.objectId ? knownAda : undefined) },
      log: { ...quietLog, warn: (_, message) => warnings.push(message) },
      now: () => now,
      ...overrides,
    });
  }
  const holds = (token: string, minutes = 60) => ({
    json: { connectionName: 'x', token, expiration: new Date(now.getTime() + minutes * 60_000).toISOString() },
  });

  beforeEach(() => {
    now = new Date();
    warnings.splice(0);
    found.splice(0);
    known = [];
  });

  it('asks the token service with the id that Teams knows the person by', async () => {
    server.next(holds(adasToken));

    const token = await open().graph(ada);

    const [asked] = server.asked;
    assert.equal(token, adasToken);
    assert.equal(`${asked?.method} ${asked?.path}`, 'GET /api/usertoken/GetToken');
    assert.deepEqual(Object.fromEntries(asked?.query ?? []), {
      userId: '29:ada',
      connectionName: 'graph-connection',
      channelId: 'msteams',
    });
    assert.equal(asked?.headers.authorization, 'Bearer token-of-the-bot');
  });

  it('keeps a token until shortly before its end, for each connection', async () => {
    server.always(() => holds(adasToken));
    const tokens = open();

    await tokens.graph(ada);
    known = [
      { name: 'graph', state: 'in', generation: 1 },
      { name: 'partnerCenter', state: 'in', generation: 1 },
    ];
    await tokens.graph(ada);
    await tokens.partnerCenter(ada);
    const kept = server.asked.length;
    now = new Date(now.getTime() + 56 * 60_000);
    await tokens.graph(ada);

    assert.equal(kept, 2);
    assert.equal(server.asked.length, 3);
  });

  it('asks by the connection of each service', async () => {
    server.always(() => holds(adasToken));
    const tokens = open();

    for (const service of ['graph', 'partnerCenter', 'azure'] as const) await tokens[service](ada);

    assert.deepEqual(
      server.asked.map(({ query }) => query.get('connectionName')),
      ['graph-connection', 'pc-connection', 'azure-connection'],
    );
  });

  it('has none of a person who has not signed in, and says nothing of it', async () => {
    server.next({ status: 404, json: { error: { code: 'NotFound', message: 'not found' } } });

    const token = await open().graph(ada);

    assert.equal(token, undefined);
    assert.deepEqual(warnings, []);
  });

  it('has none of a person whom the bot has never met, and does not ask', async () => {
    assert.equal(await open().graph(ben), undefined);
    assert.equal(server.asked.length, 0);
  });

  it('has none for a connection that is not set up, and does not ask', async () => {
    const tokens = open({ connections: {} });

    for (const service of ['graph', 'partnerCenter', 'azure'] as const)
      assert.equal(await tokens[service](ada), undefined);
    assert.equal(server.asked.length, 0);
  });

  for (const reply of [
    { status: 500 },
    { status: 401 },
    { body: '<html>' },
    { json: { token: '' } },
    'reset',
  ] as const) {
    it(`goes on without where the service answers ${JSON.stringify(reply)}, and writes it down`, async () => {
      server.always(() => reply);

      const token = await open().graph(ada);

      assert.equal(token, undefined);
      assert.deepEqual(warnings, ["could not ask for a person's token"]);
    });
  }

  it('goes on without where the bot has no token itself', async () => {
    const token = await open({
      service: serviceFor(() => Promise.reject(new Error('the login service is down'))),
    }).graph(ada);

    assert.equal(token, undefined);
    assert.equal(server.asked.length, 0);
  });

  it('does not act with the token of another account that the person signed in with', async () => {
    server.next(holds(tokenOf({ oid: ben.objectId, tid: ada.tenantId })));

    const token = await open().graph(ada);

    assert.equal(token, undefined);
    assert.deepEqual(warnings, ['a person is signed in as somebody else']);
  });

  it('forgets what it remembers as soon as something changed about the sign-in', async () => {
    server.always(() => holds(adasToken));
    const tokens = open();
    known = [{ name: 'graph', state: 'in', generation: 4 }];

    await tokens.graph(ada);
    await tokens.graph(ada);
    known = [{ name: 'graph', state: 'in', generation: 6 }];
    await tokens.graph(ada);
    known = [{ name: 'graph', state: 'out', generation: 7 }];
    const afterwards = await tokens.graph(ada);

    assert.equal(server.asked.length, 2);
    assert.equal(afterwards, undefined);
  });

  it('is sure that a person has to sign in only where the service has no token of theirs, or they signed out', async () => {
    const lacks = async (reply: Reply) => {
      server.always(() => reply);
      return open().lacks(ada, 'graph');
    };

    const answers = [
      await lacks({ status: 404 }),
      await lacks(holds(tokenOf({ oid: ben.objectId, tid: ada.tenantId }))),
      await lacks(holds(adasToken)),
      await lacks({ status: 500 }),
      await lacks({ status: 403 }),
    ];
    known = [{ name: 'graph', state: 'out', generation: 2 }];

    assert.deepEqual(answers, [true, true, false, 'unknown', false]);
    assert.equal(await lacks(holds(adasToken)), true);
    assert.deepEqual(found, ['graph none', 'graph none', 'graph in']);
    known = [];
    assert.equal(await open({ connections: {} }).lacks(ada, 'graph'), false);
    assert.equal(await open().lacks(ben, 'graph'), false);
  });

  it('takes a token that cannot be read as it is', async () => {
    server.next(holds('opaque'));

    assert.equal(await open().graph(ada), 'opaque');
  });
});
