import assert from 'node:assert/strict';
import { createHttp } from '../../../src/http/http.ts';
import { createPersonTokens, type PersonTokensDeps } from '../../../src/teams/transport/person-tokens.ts';
import type { TeamsPerson } from '../../../src/workflow/ports.ts';
import { localServer } from '../../support/http-server.ts';
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

  function open(overrides: Partial<PersonTokensDeps> = {}): ReturnType<typeof createPersonTokens> {
    return createPersonTokens({
      http: createHttp({ log: quietLog, timeoutMs: 1000, limits: { retryDelayMs: 1 } }),
      userTokenUrl: server.url,
      botToken: () => Promise.resolve('token-of-the-bot'),
      connections: { graph: 'graph-connection', partnerCenter: 'pc-connection', azure: 'azure-connection' },
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
    const token = await open({ botToken: () => Promise.reject(new Error('the login service is down')) }).graph(ada);

    assert.equal(token, undefined);
    assert.equal(server.asked.length, 0);
  });

  it('does not act with the token of another account that the person signed in with', async () => {
    server.next(holds(tokenOf({ oid: ben.objectId, tid: ada.tenantId })));

    const token = await open().graph(ada);

    assert.equal(token, undefined);
    assert.deepEqual(warnings, ['a person is signed in as somebody else']);
  });

  it('takes a token that cannot be read as it is', async () => {
    server.next(holds('opaque'));

    assert.equal(await open().graph(ada), 'opaque');
  });
});
