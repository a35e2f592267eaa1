import assert from 'node:assert/strict';
import { createCostReader } from '../../src/azure/costs.ts';
import { outsideError } from '../support/outside.ts';
import { type WorldClients, worldClients } from '../support/world-clients.ts';

describe('Azure in the local world', () => {
  let at: WorldClients;
  beforeEach(async () => {
    at = await worldClients();
  });
  afterEach(() => at.open.close());

  const reader = () =>
    createCostReader({
      http: at.http,
      baseUrl: at.open.world.urls.azure,
      tokens: at.tokens,
      scope: 'https://management.azure.com/.default',
    });
  const daily = async () => {
    const { id, customerTenantId } = at.subscription('wwi-shop');
    return reader().dailyCost(at.partner('graph'), customerTenantId, id, '2026-01-31', '2026-03-01');
  };

  it('has a cost for each day', async () => {
    const { currency, days } = await daily();

    assert.equal(currency, 'EUR');
    assert.equal(days.length, 30);
    assert.equal(days[0]?.date, '2026-01-31');
    assert.equal(days.at(-1)?.date, '2026-03-01');
    assert.ok(days.every((day) => day.cost > 0));
  });

  it('shows the machines that an attacker made', async () => {
    const { id, customerTenantId } = at.subscription('wwi-shop');
    const created = async () =>
      (await reader().newResources(at.partner('graph'), customerTenantId, id, '2026-02-16T09:00:00Z')).value;
    const before = await created();
    at.detect('wwi-shop', { machines: 9 });

    const after = await created();

    assert.ok(after.length >= before.length + 9);
    assert.ok(after.every((one) => one.createdAt >= '2026-02-16'));
    assert.deepEqual(
      after.map((one) => one.createdAt),
      after
        .map((one) => one.createdAt)
        .toSorted()
        .toReversed(),
    );
  });

  it('obeys the longer of two waits', async () => {
    at.open.world.addFault({
      service: 'azure',
      times: 1,
      act: {
        kind: 'status',
        status: 429,
        headers: { 'retry-after': '1', 'x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after': '60' },
      },
    });

    const error = await outsideError(daily());

    assert.deepEqual([error.why, error.retryAfter], ['throttled', 60]);
  });

  it('says what it may not see', async () => {
    const { customerTenantId } = at.subscription('wwi-shop');

    const error = await outsideError(
      reader().newResources(at.partner('graph'), customerTenantId, at.subscription('ski-prod').id, '2026-02-16'),
    );

    assert.equal(error.why, 'unauthorized');
  });
});
