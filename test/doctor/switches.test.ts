import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { postRoutes } from '../../playground/page/api.ts';
import type { AppTokens } from '../../playground/world/sign-in-types.ts';
import type { WebhookFault } from '../../playground/world/webhook-types.ts';
import { examine } from '../../scripts/lib/doctor/examine.ts';
import type { Finding } from '../../scripts/lib/doctor/finding.ts';
import { webhookCommand } from '../../scripts/lib/webhook/command.ts';
import { openDatabase } from '../../src/db/database.ts';
import { createPartnerAdmin } from '../../src/db/partner-admin.ts';
import type { Partner } from '../../src/domain/partner.ts';
import { makeConsentLink } from '../../src/workflow/consent.ts';
import { type ConsentHouse, openConsentHouse, revoke, signIn } from '../consent/signing-in.ts';
import { until } from '../support/house.ts';
import { quietLog } from '../support/quiet-log.ts';

/** What the page can do to the world, and which tests show that the doctor sees it; or why there is nothing to see. */
const switches: Readonly<Record<string, string>> = {
  '/api/fault': 'faults.test.ts',
  '/api/app-tokens': 'below',
  '/api/revoke': 'below',
  '/api/uninstall': 'below',
  '/api/channel': 'below',
  '/api/private-channel': 'below, as a channel that is closed for another reason',
  '/api/webhook/fault': 'below',
  '/api/webhook/other': 'webhook.test.ts',
  '/api/clock': 'not visible: it is the clock of the world, and the doctor asks about that of this machine',
  '/api/restart-bot': 'not visible: another process takes over, and nothing is wrong afterwards',
  '/api/consent-by': 'not visible: whether a person is asked first shows when one signs in',
  '/api/sign-in/silent': 'no service is broken by it',
  '/api/sign-in/verify': 'no service is broken by it',
  '/api/attacker': 'no service is broken by it',
  '/api/detection': 'no service is broken by it',
  '/api/resolve': 'no service is broken by it',
  '/api/say': 'no service is broken by it',
  '/api/execute': 'no service is broken by it',
  '/api/webhook/command': 'no service is broken by it',
  '/api/install': 'no service is broken by it',
  '/api/support/file': 'no service is broken by it',
  '/api/support/answer': 'no service is broken by it',
  '/api/support/close': 'no service is broken by it',
};

const appTokens: Readonly<Record<AppTokens, RegExp | undefined>> = {
  documented: undefined,
  accepted: undefined,
  refused: /answered 403.*second factor/,
};

/** What must be said when a callback has come in this way; or why nothing can be. */
const webhookFaults: Readonly<Record<WebhookFault, RegExp | string>> = {
  none: 'nothing is wrong',
  'wrong-signature': /refused.*signature/,
  'old-certificate': /refused.*certificate/,
  duplicates: 'not visible: each is taken once, and nothing is lost',
  silence: 'not visible: silence looks like nothing happening; npm run webhook -- test tells them apart',
};

describe('the doctor, about what else the page can break', () => {
  let house: ConsentHouse;
  before(async () => {
    house = await openConsentHouse({ world: { limits: false } });
  });
  after(() => house.close());

  const env = () => ({ ...house.world.botEnv(), DATABASE_URL: house.databaseUrl, PUBLIC_URL: house.origin });
  async function look(): Promise<readonly Finding[]> {
    const examined = await examine({ env: env(), partner: house.partner.tenantId, timeoutMs: 60_000 });
    assert.ok(examined.kind === 'examined');
    return examined.findings;
  }
  const faults = async () => (await look()).filter(({ state }) => state === 'fault');
  const finding = async (id: string): Promise<Finding> =>
    (await look()).find((one) => one.id === `${id}:${house.partner.tenantId}`) ?? assert.fail(`there is no ${id}`);
  async function partner(): Promise<Partner> {
    return (await house.app.store.partners.byTenant(house.partner.tenantId)) ?? assert.fail('no such partner');
  }
  async function consent(): Promise<void> {
    const { consents } = house.app.store;
    const link = await makeConsentLink({ consents, now: () => house.world.now(), randomBytes }, await partner());
    assert.equal(await signIn(`${house.origin}/consent/${link}`, house.person(/admin agent/i)), 'given');
  }
  const webhook = async (...args: readonly string[]) => {
    const { code, out, err } = await webhookCommand(env(), [...args, '--partner', house.partner.tenantId]);
    assert.equal(code, 0, out + err);
  };

  it('is told of every switch that the page has', () => {
    assert.deepEqual(Object.keys(postRoutes).toSorted(), Object.keys(switches).toSorted());
  });

  for (const [where, said] of Object.entries(appTokens))
    it(`${said === undefined ? 'finds nothing wrong' : 'names the source'} where the application’s own token is ${where}`, async () => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key of the table
      house.world.login.setAppTokens(where as AppTokens);

      const found = await faults();

      house.world.login.setAppTokens('documented');
      if (said === undefined) assert.deepEqual(found, []);
      else {
        const [first] = found.filter(({ id }) => id.startsWith('graph.alerts'));
        assert.match(first?.said ?? '', said);
        assert.match(first?.mend ?? '', /consent/);
      }
    });

  it('names a background sign-in that was revoked, once the bot has met it', async () => {
    // So short that the product asks for another each time, and so learns of it.
    house.world.login.setTokenLife(60);
    await consent();
    await revoke(house, house.person(/admin agent/i));
    await house.look();
    const id = (await partner()).id;
    await until(async () => (await house.app.store.consents.held(id))?.consent.trouble);

    const found = await finding('consent');

    house.world.login.setTokenLife(3599);
    assert.equal(found.state, 'fault');
    assert.match(found.said, /revoked/);
    assert.match(found.mend ?? '', /npm run partners -- consent/);
  });

  it('reads with the background sign-in where somebody has consented, as the product does', async () => {
    house.world.login.setAppTokens('refused');
    await consent();

    const alerts = await finding('graph.alerts');
    const signedIn = await finding('consent');

    house.world.login.setAppTokens('documented');
    assert.deepEqual([alerts.state, signedIn.state], ['ok', 'ok'], `${alerts.said}; ${signedIn.said}`);
    assert.match(signedIn.said, /^by megan/i);
  });

  it('names a key that is missing, and what to bring back', async () => {
    const other = `other:${Buffer.alloc(32, 7).toString('base64')}`;

    const examined = await examine({ env: { ...env(), TOKEN_KEYS: other }, partner: house.partner.tenantId });

    assert.ok(examined.kind === 'examined');
    const found = examined.findings.find(({ id }) => id.startsWith('consent'));
    assert.equal(found?.state, 'fault');
    assert.match(`${found?.said} ${found?.mend}`, /no key of TOKEN_KEYS.*\(local\).*Bring that key back/);
  });

  for (const [name, said] of Object.entries(webhookFaults))
    it(`${typeof said === 'string' ? 'finds nothing wrong in' : 'names'} callbacks with “${name}”`, async () => {
      await webhook('register', '--replace');
      const customer = house.world.snapshot().customers.find((one) => one.partnerTenantId === house.partner.tenantId);
      const uri = `${house.world.urls.partnerCenter}/v1/fraudEvents?SubscriptionId=${customer?.subscriptions[0]?.id}`;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key of the table
      house.world.webhook.setFault(name as WebhookFault);
      await house.world.webhook.send(house.partner.tenantId, 'azure-fraud-event-detected', uri);

      const found = await until(async () => {
        const one = await finding('webhook.callbacks');
        return (typeof said === 'string' || one.state === 'fault') && one;
      });

      house.world.webhook.setFault('none');
      assert.equal(found.state, typeof said === 'string' ? 'ok' : 'fault', found.said);
      if (typeof said !== 'string') assert.match(found.said, said);
      await house.world.webhook.send(house.partner.tenantId, 'azure-fraud-event-detected', uri, { again: name });
      await until(async () => (await finding('webhook.callbacks')).state === 'ok');
    });

  it('names people who are named for a role and are not there', async () => {
    const nobody = randomUUID();
    const someone = house.person(/helpdesk/i).id;
    const database = await openDatabase({ url: house.databaseUrl, log: quietLog, poolSize: 1 });
    const change = (rolePeople: Partner['rolePeople']) =>
      createPartnerAdmin(database).change(house.partner.tenantId, (one) => ({ ...one, rolePeople }));

    await change({ responder: [someone] });
    const good = await finding('graph.people');
    await change({ responder: [someone], owner: [nobody] });
    const bad = await finding('graph.people');

    await change({});
    await database.close();
    assert.deepEqual([good.state, bad.state], ['ok', 'fault']);
    assert.match(`${bad.said} ${bad.mend}`, new RegExp(`owner ${nobody} .*rolePeople`));
  });

  it('names a channel whose team was archived, and what to do, until it is open again', async () => {
    const { conversations } = house.world.snapshot();
    const channels = conversations.filter(({ kind, teamId }) => kind === 'channel' && teamId === house.partner.teamId);
    const owner = house.person(/admin agent/i).id;
    const shown = async (state: Finding['state']) => {
      const one = await finding('channels');
      return one.state === state && one;
    };

    await house.world.setChannel(channels.find(({ id, teamId }) => id !== teamId)?.id ?? '', owner, 'archived');
    const found = await until(() => shown('fault'));
    await house.world.setChannel(channels.find(({ id, teamId }) => id !== teamId)?.id ?? '', owner, 'open');

    assert.match(`${found.said} ${found.mend}`, /is archived.*Restore the team/);
    await until(() => shown('ok'));
  });

  it('names a team from which the app was taken', async () => {
    await house.world.uninstall(house.partner.teamId, house.person(/admin agent/i).id);

    const found = await until(async () => {
      const one = await finding('channels');
      return one.state === 'fault' && one;
    });

    assert.match(`${found.said} ${found.mend}`, /none left.*Add the bot to a team/);
  });
});
