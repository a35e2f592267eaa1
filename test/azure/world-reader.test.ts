import assert from 'node:assert/strict';
import { createAzureReader } from '../../src/azure/reader.ts';
import { all, outsideError } from '../support/outside.ts';
import { type WorldClients, worldClients } from '../support/world-clients.ts';

describe('reading Azure in the local world', () => {
  let world: WorldClients;
  beforeEach(async () => {
    world = await worldClients({ azure: { operationMs: 20, pollAfter: 0, pageSize: 7 } });
    world.detect('wwi-shop', { machines: 9 });
  });
  afterEach(() => world.open.close());

  const at = (name = 'wwi-shop') => {
    const { id, customerTenantId } = world.subscription(name);
    return { partner: world.partner('graph'), customerTenantId, subscriptionId: id };
  };
  const reader = () =>
    createAzureReader({
      http: world.http,
      baseUrl: world.open.world.urls.azure,
      tokens: world.tokens,
      scope: 'https://management.azure.com/.default',
      now: () => world.open.world.now(),
    });
  const since = '2026-01-01T00:00:00Z';

  it('sees everything, without a gap', async () => {
    const reading = await reader().read(at(), { since, focus: [] });

    assert.deepEqual(reading.gaps, []);
    assert.equal(reading.subscriptionName, 'wwi-shop');
    const machines = reading.resources.filter((one) => one.type === 'microsoft.compute/virtualmachines');
    assert.ok(machines.length >= 9);
    for (const machine of machines) {
      assert.match(machine.size ?? '', /^Standard_/);
      assert.ok(machine.createdAt !== undefined && machine.location !== '' && machine.group !== '');
      assert.notEqual(reading.power[machine.key] ?? 'unknown', 'unknown');
    }
    assert.ok(Object.values(reading.cpu).some(({ averages }) => averages.some((one) => one > 90)));
    assert.ok(reading.costs.some(({ days }) => days.length === 7 && days.some(({ cost }) => cost > 0)));
    assert.equal(reading.currency, 'EUR');
  });

  it('joins what uses what', async () => {
    const { resources } = await reader().read(at(), { since, focus: [] });
    const keys = new Set(resources.map((one) => one.key));
    const made = resources.filter((one) => one.createdAt !== undefined && one.createdAt > '2026-02-20');
    const machine = made.find((one) => one.type === 'microsoft.compute/virtualmachines') ?? assert.fail();
    const nic = made.find((one) => one.type === 'microsoft.network/networkinterfaces') ?? assert.fail();

    assert.ok(machine.refs.filter((ref) => keys.has(ref)).length >= 2);
    assert.ok(!nic.refs.includes(machine.key));
  });

  it('tells who made each machine, from where', async () => {
    const { events, resources } = await reader().read(at(), { since, focus: [] });
    const machine =
      resources.find(
        (one) => one.type === 'microsoft.compute/virtualmachines' && (one.createdAt ?? '') > '2026-02-20',
      ) ?? assert.fail();

    const creations = events.filter(
      (one) => one.resource === machine.key && one.operation === 'microsoft.compute/virtualmachines/write',
    );

    assert.equal(creations.length, 1);
    const [creation] = creations;
    assert.equal(creation?.status, 'Succeeded');
    assert.equal(creation?.subStatus, 'Created');
    assert.match(creation?.caller.address ?? '', /^\d+\./);
    assert.equal(creation?.size, machine.size);
  });

  it('reads locks and deny assignments', async () => {
    const { resources } = await reader().readNow(at());
    const [one = assert.fail()] = resources;
    world.open.world.azure.lock(one.id, { name: 'keep', level: 'ReadOnly' });
    world.open.world.azure.deny(one.id, 'aks');

    const { locks, denyAssignments } = await reader().readNow(at());

    assert.ok(locks.some((lock) => lock.name === 'keep' && lock.scope === one.key && lock.level === 'ReadOnly'));
    assert.ok(denyAssignments.some((deny) => deny.name === 'aks' && deny.scope === one.key));
  });

  it('knows when a group was made', async () => {
    const { resources } = await reader().readNow(at());
    const [one = assert.fail()] = resources;

    const group = await reader().group(at(), one.group.toUpperCase());

    assert.match(group?.createdAt ?? '', /^2\d{3}-/);
    assert.equal(await reader().group(at(), 'no-such'), undefined);
  });

  it('keeps evidence of log, deployments and resources', async () => {
    const { resources } = await reader().readNow(at());
    const made = resources.filter((one) => (one.createdAt ?? '') > '2026-02-20').slice(0, 3);

    const pieces = await all(
      reader().evidence(at(), { resources: made, groups: [...new Set(made.map((one) => one.group))], since }),
    );

    assert.deepEqual(
      pieces.flatMap(({ error }) => error ?? []),
      [],
    );
    assert.deepEqual(new Set(pieces.map(({ kind }) => kind)), new Set(['activity-log', 'deployment', 'resource']));
    assert.equal(pieces.filter(({ kind }) => kind === 'resource').length, 3);
  });

  it('waits out a throttled service, and names what stays closed', async () => {
    world.open.world.addFault({
      service: 'azure',
      path: 'locks',
      times: 20,
      act: { kind: 'status', status: 429, headers: { 'retry-after': '600' } },
    });

    const reading = await reader().read(at(), { since, focus: [] });

    assert.deepEqual(reading.gaps, [{ what: 'locks', why: 'not-ready' }]);
  });

  it('is refused a subscription of another tenant', async () => {
    const { customerTenantId } = at();

    const error = await outsideError(reader().read({ ...at('ski-prod'), customerTenantId }, { since, focus: [] }));

    assert.equal(error.why, 'unauthorized');
  });
});
