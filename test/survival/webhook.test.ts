import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import type { WorldPartner } from '../../playground/world/types.ts';
import type { WebhookFault } from '../../playground/world/webhook-types.ts';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { cardText, until } from '../support/house.ts';
import { quietLog } from '../support/quiet-log.ts';
import { useScene } from './scene.ts';

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

describe('callbacks of Partner Center', () => {
  const scene = useScene({
    installed: 'all',
    world: { size: { partners: 2, channelsPerPartner: 1, subscriptionsPerPartner: 20 } },
  });
  const key = randomBytes(32).toString('base64url');
  const webhooks = () => scene().house.app.store.webhooks;
  const addressOf = (endpoint: string) => endpoint.replace('/api/messages', `/webhooks/partner-center/${key}`);

  /** The partner as stored, whose address in the world has the key. */
  async function registered(partner: WorldPartner = scene().partner(0)) {
    const { house } = scene();
    const stored = await house.app.store.partners.byTenant(partner.tenantId);
    assert.ok(stored);
    await webhooks().prepareKey(stored.id, hashOf(key));
    await webhooks().keepKey(stored.id, hashOf(key), house.world.now().toISOString());
    house.world.webhook.register(partner.tenantId, addressOf(house.endpoint));
    return stored;
  }
  const sendings = () => scene().house.world.snapshot().webhook.sendings;
  const polls = () =>
    scene()
      .house.world.requests()
      .filter(({ path, method }) => method === 'GET' && /securityAlerts|fraudEvents/.test(path));
  const countOf = async (partnerId: Parameters<ReturnType<typeof webhooks>['counts']>[0]) =>
    webhooks().counts(partnerId, '2020-01-01');

  function fault(which: WebhookFault): void {
    scene().house.world.webhook.setFault(which);
  }
  afterEach(() => fault('none'));

  async function detect(partner: WorldPartner = scene().partner(0)) {
    const { house, freshSubscription } = scene();
    const { id } = freshSubscription(partner);
    const known = new Set(sendings().map((one) => one.id));
    const expected = house.world.snapshot().webhook.fault === 'duplicates' ? 2 : 1;
    house.world.addDetection({ partnerTenantId: partner.tenantId, subscriptionId: id });
    const sending = await until(() => {
      const fresh = sendings().filter((one) => !known.has(one.id) && one.ended);
      return fresh.length === expected && fresh.at(-1);
    });
    return { subscriptionId: id, sending };
  }
  const caseOf = async (subscriptionId: string) =>
    (await scene().records.cases()).filter(({ state }) => state.subscriptionId === subscriptionId);

  it('bring a card without a poll, by a look at that subscription alone', async () => {
    const { house, channel, records } = scene();
    const { id } = await registered();
    await records.idle();
    house.world.forgetRequests();

    const { subscriptionId, sending } = await detect();

    assert.deepEqual(
      sending.attempts.map(({ status }) => status),
      [202],
    );
    const [opened] = await until(async () => {
      const found = await caseOf(subscriptionId);
      return found.length > 0 && found;
    });
    await until(() => house.messages(channel().id).some((m) => cardText(m.card).includes(`${opened?.state.number}`)));
    assert.ok(polls().every(({ path }) => decodeURIComponent(path).includes(subscriptionId)));
    assert.ok((await webhooks().state(id)).lastEventAt);
    assert.equal((await countOf(id)).taken, 1);
  });

  it('that come twice, or are sent again later, cause one look', async () => {
    const { house, records } = scene();
    const { id } = await registered();
    fault('duplicates');
    const before = await countOf(id);

    const { subscriptionId } = await detect();
    await house.world.webhook.again(scene().partner(0).tenantId);
    await records.idle();

    const after = await countOf(id);
    assert.equal(after.taken, (before.taken ?? 0) + 1);
    assert.equal(after.repeated, (before.repeated ?? 0) + 3);
    assert.equal((await caseOf(subscriptionId)).length, 1);
  });

  it('that come twice to two processes cause one look', async () => {
    const { house, records } = scene();
    const { id } = await registered();
    const other = await createApp({
      config: readConfig({ ...house.world.botEnv(), DATABASE_URL: house.databaseUrl, PORT: '0', HOST: '127.0.0.1' }),
      log: quietLog,
      now: () => house.world.now(),
    });
    try {
      const { port } = await other.start();
      await detect();
      const before = await countOf(id);
      house.world.webhook.register(scene().partner(0).tenantId, addressOf(`http://127.0.0.1:${port}/api/messages`));

      const sent = await house.world.webhook.again(
        scene().partner(0).tenantId,
        addressOf(`http://127.0.0.1:${port}/api/messages`),
      );
      await records.idle();

      assert.equal(sent?.attempts.at(-1)?.status, 202);
      const after = await countOf(id);
      assert.equal(after.taken, before.taken);
      assert.equal(after.repeated, (before.repeated ?? 0) + 1);
    } finally {
      await other.stop();
    }
  });

  it('are refused ten times where the signature or the certificate is bad, and the polls still find the alert', async () => {
    await registered();
    for (const which of ['wrong-signature', 'old-certificate'] as const) {
      fault(which);

      const { subscriptionId, sending } = await detect();

      assert.deepEqual(new Set(sending.attempts.map(({ status }) => status)), new Set([401]));
      assert.equal(sending.attempts.length, 10);
      assert.equal((await caseOf(subscriptionId)).length, 0);
      await scene().house.look();
      await until(async () => (await caseOf(subscriptionId)).length === 1);
    }
  });

  it('that are old, or ahead of the clock, cause nothing', async () => {
    const { house, records } = scene();
    const { id } = await registered();
    const before = await countOf(id);
    const at = (hours: number) => new Date(house.world.now().getTime() + hours * 3_600_000).toISOString();
    const uri =
      'https://api.partnercenter.microsoft.com/v1/fraudEvents?SubscriptionId=11111111-aaaa-4bbb-8ccc-000000000001';
    await records.idle();
    house.world.forgetRequests();

    await Promise.all(
      [at(-25), at(1), null, 'yesterday'].map((ResourceChangeUtcDate) =>
        house.world.webhook.send(scene().partner(0).tenantId, 'azure-fraud-event-detected', uri, {
          ResourceChangeUtcDate,
        }),
      ),
    );

    await records.idle();
    assert.deepEqual(polls(), []);
    const after = await countOf(id);
    assert.equal(after.taken, before.taken);
    assert.ok((after.stale ?? 0) >= 4);
  });

  it('of another kind, or for nobody, are counted and answered', async () => {
    const { house, records } = scene();
    const { id } = await registered();
    const { tenantId } = scene().partner(0);
    house.world.webhook.register(tenantId, addressOf(house.endpoint), ['invoice-ready', 'azure-fraud-event-detected']);
    await records.idle();
    house.world.forgetRequests();

    const invoice = await house.world.webhook.send(tenantId, 'invoice-ready', 'https://x.example/v1/invoices/1');
    house.world.webhook.register(tenantId, addressOf(house.endpoint).replace(key, 'A'.repeat(43)));
    const stranger = await house.world.webhook.send(tenantId, 'azure-fraud-event-detected', 'https://x.example/');
    await records.idle();

    assert.deepEqual(
      [invoice, stranger].map((one) => one?.attempts.map(({ status }) => status)),
      [[202], [202]],
    );
    assert.equal((await countOf(id))['other-event'], 1);
    const { rows } = await records.pool.query(`select count from webhook_counts where outcome = 'unknown-partner'`);
    assert.deepEqual(rows, [{ count: '1' }]);
    assert.deepEqual(polls(), []);
  });

  it('that name a subscription of somebody else show nobody anything', async () => {
    const { house, records, freshSubscription } = scene();
    await registered();
    const other = scene().partner(1);
    const { id } = freshSubscription(other);
    const uri = `https://api.partnercenter.microsoft.com/v1/fraudEvents?SubscriptionId=${id}`;

    await house.world.webhook.send(scene().partner(0).tenantId, 'azure-fraud-event-detected', uri);
    await records.idle();

    assert.deepEqual(await caseOf(id), []);
  });

  it('are forgotten once they could not come again', async () => {
    const { house, records } = scene();
    await registered();
    await detect();

    house.world.advance(26 * 3_600_000);
    await house.look();
    await records.idle();

    const { rows } = await records.pool.query('select count(*) from webhook_deliveries');
    assert.deepEqual(rows, [{ count: '0' }]);
  });
});
