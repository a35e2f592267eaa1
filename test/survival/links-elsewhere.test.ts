import assert from 'node:assert/strict';
import type { Fault, SeenRequest } from '../../playground/world/types.ts';
import { createTokens } from '../../src/http/tokens.ts';
import { localServer } from '../support/http-server.ts';
import { activity, pressed, typed } from './activities.ts';
import { type Removals, removalsIn } from './removal.ts';
import { buttonOf, type Detected, useScene } from './scene.ts';

type Service = Extract<Fault['service'], 'graph' | 'partnerCenter' | 'azure'>;

/** A page of any of the services, which goes on at a link: each reads its own spelling of it. */
const pageThatGoesOn = (link: string) => ({
  totalCount: 1,
  value: [],
  items: [],
  '@odata.nextLink': link,
  nextLink: link,
  links: { next: { uri: link, method: 'GET', headers: [] } },
});

describe('links that lead to somebody else', () => {
  // Each sees what it is asked, and must not be asked anything.
  const trap = localServer();
  const scene = useScene({ world: { limits: false }, installed: 'all' });
  let removals: Removals;
  let found: Detected;

  before(async () => {
    removals = removalsIn(scene());
    found = await removals.fraud({ machines: 2 });
    await scene().records.idle();
  });
  afterEach(async () => {
    scene().house.world.clearFaults();
    await scene().records.idle();
    await scene().records.proveJournals();
    assert.deepEqual(trap.asked, []);
  });

  const world = () => scene().house.world;
  const asked = (service: Service, fits: (request: SeenRequest) => boolean) =>
    world()
      .requests()
      .filter((request) => request.service === service && fits(request));

  /** Has everything read that is read: the sources, a role, the facts of a case, its subscription. */
  async function lookAtEverything(): Promise<void> {
    const { house } = scene();
    world().advance(3 * 60_000);
    await house.look();
    await removals.does(removals.owner, found, 'check.again', { check: 'standing' });
    await removals.does(removals.owner, found, 'investigate.again');
    await scene().records.idle();
  }

  /** Service URLs that lead to the trap, which listens by another name than the good host's. */
  const spellings: Readonly<Record<string, (port: string, good: URL) => string>> = {
    'of another host': (port) => `http://localhost:${port}/`,
    'with a path': (port) => `http://localhost:${port}/emea/`,
    'with the good host as user': (port, { host }) => `http://${host}@localhost:${port}/`,
    'with the good host and a colon as user': (port, { host }) => `http://${host}:a@localhost:${port}/`,
    'with the good host in its path': (port, { host }) => `http://localhost:${port}/${host}/emea/`,
    'with the good host in its query': (port, { host }) => `http://localhost:${port}/?${host}/emea/`,
    'with the good host after a mark': (port, { host }) => `http://localhost:${port}/#@${host}/emea/`,
    'that begins with the good host': (port, { hostname }) => `http://${hostname}.localhost:${port}/`,
    'in the sixth version': (port) => `http://[::ffff:127.0.0.1]:${port}/`,
    'of any address': (port) => `http://0.0.0.0:${port}/`,
    'with a line break': (port, { host }) => `http://${host}\n@localhost:${port}/`,
    'without slashes': (port) => `http:localhost:${port}/`,
    'in capitals': (port) => `HTTP://LOCALHOST:${port}/`,
  };
  for (const [which, make] of Object.entries(spellings)) {
    it(`are not written to, as a service URL ${which}, though the token names it`, async () => {
      const { house, records } = scene();
      const serviceUrl = make(new URL(trap.url).port, new URL(world().urls.connector));
      const said = { person: removals.owner, conversation: house.channel };
      const { data } = buttonOf(found.card.card, 'more.open');
      const before = await records.everything();

      for (const wish of [
        pressed(house, { ...said, replyToId: found.card.id }, { type: 'Action.Execute', verb: 'more.open', data }),
        typed(house, said, 'help'),
        activity(house, said, { type: 'installationUpdate', action: 'add' }),
      ]) {
        const answer = await world().post({ ...wish, serviceUrl });

        assert.ok(answer.status === 403 || answer.status === 400, `${answer.status} ${answer.body}`);
      }
      assert.deepEqual(await records.everything(), before);
    });
  }

  const ownLink: Readonly<Record<Service, (base: string) => string>> = {
    graph: (base) => `${base}/beta/security/partner/securityAlerts?followed=1`,
    partnerCenter: (base) => `${base}/v1/followed=1`,
    azure: (base) => `${base}/followed=1?api-version=2021-04-01`,
  };
  for (const service of ['graph', 'partnerCenter', 'azure'] as const) {
    it(`are not followed from page to page: ${service}`, async () => {
      // Single things stay as they are, so that there is something to list.
      const first = { service, path: '^(?!.*followed=1)', times: 10_000 } as const;
      const answer = (link: string) =>
        world().addFault({ ...first, act: { kind: 'status', status: 200, body: pageThatGoesOn(link) } });

      answer(ownLink[service](world().urls[service]));
      await lookAtEverything();
      const followed = asked(service, ({ path }) => path.includes('followed=1')).length;
      world().clearFaults();
      world().forgetRequests();
      answer(`${trap.url}/beta/security/partner/securityAlerts?followed=1`);
      await lookAtEverything();

      assert.ok(followed > 0, 'a link of the service itself is followed');
      assert.ok(asked(service, () => true).length > 0);
      assert.deepEqual(
        asked(service, ({ path }) => path.includes('followed=1')),
        [],
      );
    });
  }

  for (const status of [301, 302, 307, 308]) {
    it(`are not gone to where a service sends on: ${status}`, async () => {
      const act = { kind: 'status', status, headers: { location: `${trap.url}/elsewhere` } } as const;
      for (const service of ['graph', 'partnerCenter', 'azure', 'connector'] as const) {
        world().addFault({ service, times: 3, act });
        world().forgetRequests();

        await lookAtEverything();
        const { conversationId, threadId } = found.card;
        await world().say({ personId: removals.owner.id, conversationId, threadId, text: 'help' });
        await scene().records.idle();

        const sentOn = world()
          .requests()
          .filter((request) => request.service === service && request.status === status);
        assert.ok(sentOn.length > 0, service);
        world().clearFaults();
      }
    });

    it(`are not gone to with the secret of the app, where the login host sends on: ${status}`, async () => {
      const { urls } = world();
      const { BOT_APP_ID: appId = '' } = world().botEnv();
      const tokens = createTokens({ loginUrl: urls.login, appId, proof: { secret: 'a secret' }, timeoutMs: 60_000 });
      const act = { kind: 'status', status, headers: { location: `${trap.url}/elsewhere` } } as const;
      world().addFault({ service: 'login', times: 20, act });

      await assert.rejects(tokens.app(scene().house.partner.tenantId, 'https://graph.microsoft.com/.default'));

      assert.ok(
        world()
          .requests()
          .some((request) => request.service === 'login' && request.status === status),
      );
    });
  }
});
