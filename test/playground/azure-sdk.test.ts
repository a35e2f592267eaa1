import assert from 'node:assert/strict';
import { AuthorizationManagementClient } from '@azure/arm-authorization';
import { ComputeManagementClient } from '@azure/arm-compute';
import { ManagementLockClient } from '@azure/arm-locks';
import { MonitorClient } from '@azure/arm-monitor';
import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { ResourceManagementClient } from '@azure/arm-resources';
import { type AzurePlace, azurePlace, types } from './azure-place.ts';
import { sdkOptions } from './azure-sdk.ts';
import { asJson, asList } from './open-world.ts';

async function all<T>(pages: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const one of pages) found.push(one);
  return found;
}

describe('the official Azure SDKs as clients of the local Azure', () => {
  let at: AzurePlace;
  let machine: string;
  let group: string;
  let name: string;
  beforeEach(async () => {
    at = await azurePlace();
    machine = at.made(types.machine)[0] ?? assert.fail();
    group = machine.split('/')[4] ?? '';
    name = machine.split('/').at(-1) ?? '';
  });
  afterEach(() => at.open.close());

  const sdk = () => sdkOptions(at.open.world.urls.azure, at.owner);
  const resources = () => {
    const { credential, options } = sdk();
    return new ResourceManagementClient(credential, at.subscriptionId, options);
  };
  const compute = () => {
    const { credential, options } = sdk();
    return new ComputeManagementClient(credential, at.subscriptionId, options);
  };
  /** The SDK's template has a slash before the id (facts/azure.md 2.1). */
  const withoutSlash = (id: string): string => id.slice(1);

  it('list every page of resources, with the times that they ask for', async () => {
    const listed = await all(resources().resources.list({ expand: 'createdTime,changedTime,provisioningState' }));

    const there = at.view().resources.filter((r) => r.goneAt === undefined);
    assert.equal(listed.length, there.length);
    assert.ok(listed.length > 40, 'more than a page');
    assert.ok(listed.every((r) => r.createdTime instanceof Date && r.provisioningState === 'Succeeded'));
    assert.equal(listed.filter((r) => r.managedBy?.endsWith(name)).length, 1);
  });

  it('list groups and a group’s resources, and get one', async () => {
    const client = resources();

    const groups = await all(client.resourceGroups.list());
    const within = await all(client.resources.listByResourceGroup(group));
    const one = await client.resources.getById(withoutSlash(machine), '2026-04-01');

    assert.ok(groups.some((g) => g.name === group && g.location === one.location));
    assert.equal(within.length, 14);
    assert.equal(one.id, machine);
  });

  it('delete a resource and wait until it is gone', async () => {
    const client = resources();

    await client.resources.deleteById(withoutSlash(machine), '2026-04-01');

    await assert.rejects(
      async () => client.resources.getById(withoutSlash(machine), '2026-04-01'),
      (error) => asJson(error).statusCode === 404 && asJson(error).code === 'ResourceNotFound',
    );
  });

  it('delete by Location alone, and say why an operation failed', async () => {
    const client = resources();
    at.open.world.azure.program(machine, { kind: 'failed', code: 'InUseSubnet', message: 'busy' });
    const failed = client.resources.deleteById(withoutSlash(machine), '2026-04-01').pollUntilDone();
    await assert.rejects(failed, /InUseSubnet/);
    at.open.world.azure.program(machine, { kind: 'location' });

    await client.resources.deleteById(withoutSlash(machine), '2026-04-01');

    assert.equal((await at.get(machine)).status, 404);
  });

  it('delete a whole group', async () => {
    const client = resources();

    await client.resourceGroups.delete(group, { forceDeletionTypes: types.machine });

    assert.equal(at.made(types.machine).length, 0);
    assert.equal((await at.get(`${at.root}/resourceGroups/${group}`)).status, 404);
  });

  it('read locks, and are told of them when they delete', async () => {
    const { credential, options } = sdk();
    at.open.world.azure.lock(machine, { name: 'mine', level: 'ReadOnly', notes: 'hands off' });

    const client = new ManagementLockClient(credential, at.subscriptionId, options);
    const locks = await all(client.managementLocks.listAtSubscriptionLevel());
    const refused = resources().resources.deleteById(withoutSlash(machine), '2026-04-01').pollUntilDone();

    const mine = locks.find((lock) => lock.name === 'mine');
    assert.deepEqual([mine?.level, mine?.notes], ['ReadOnly', 'hands off']);
    await assert.rejects(refused, (error) => asJson(error).code === 'ScopeLocked' && asJson(error).statusCode === 409);
  });

  it('query Resource Graph page by page', async () => {
    const { credential, options } = sdk();
    const client = new ResourceGraphClient(credential, options);
    const query = 'resources | project id, name, type, properties | order by id asc';

    const rows = [];
    let skipToken: string | undefined;
    do {
      const page = await client.resources({
        subscriptions: [at.subscriptionId],
        query,
        options: { top: 30, resultFormat: 'objectArray', ...(skipToken === undefined ? {} : { skipToken }) },
      });
      rows.push(...asList(page.data));
      skipToken = page.skipToken;
    } while (skipToken !== undefined);

    const own = rows.find((row) => row.id === machine);
    assert.equal(new Set(rows.map((row) => row.id)).size, rows.length);
    assert.equal(own?.type, 'microsoft.compute/virtualmachines');
    assert.match(String(asJson(asJson(own?.properties).hardwareProfile).vmSize), /^Standard_N/);
  });

  it('deallocate a machine, read that it is, and start it', async () => {
    const client = compute();
    const power = async () => {
      const view = await client.virtualMachines.instanceView(group, name);
      return view.statuses?.map((status) => status.code);
    };

    await client.virtualMachines.deallocate(group, name);
    const stopped = await power();
    await client.virtualMachines.start(group, name);

    assert.ok(stopped?.includes('PowerState/deallocated'));
    assert.ok((await power())?.includes('PowerState/running'));
  });

  it('read a machine and its disk', async () => {
    const client = compute();

    const vm = await client.virtualMachines.get(group, name, { expand: 'instanceView' });
    const disk = await client.disks.get(group, `${name}-os`);

    assert.ok(vm.timeCreated instanceof Date);
    assert.equal(vm.storageProfile?.osDisk?.managedDisk?.id, disk.id);
    assert.equal(vm.storageProfile?.osDisk?.deleteOption, 'Detach');
    assert.equal(disk.managedBy, machine);
    assert.equal(disk.diskState, 'Attached');
  });

  it('read the activity log and the processor', async () => {
    const { credential, options } = sdk();
    const client = new MonitorClient(credential, at.subscriptionId, options);
    const now = at.open.world.now();
    const from = new Date(now.getTime() - 24 * 3_600_000).toISOString();
    const month = new Date(now.getTime() - 30 * 24 * 3_600_000).toISOString();
    const filter = `eventTimestamp ge '${month}' and eventTimestamp le '${now.toISOString()}' and resourceUri eq '${machine}'`;

    const events = await all(client.activityLogs.list(filter));
    const cpu = await client.metrics.list(withoutSlash(machine), {
      metricnames: 'Percentage CPU',
      timespan: `${from}/${now.toISOString()}`,
      interval: 'PT1H',
      aggregation: 'average',
    });

    const points = cpu.value[0]?.timeseries?.[0]?.data ?? [];
    assert.deepEqual(
      events.map((event) => event.status?.value),
      ['Succeeded', 'Accepted', 'Started'],
    );
    assert.ok(events.every((event) => event.eventTimestamp instanceof Date && event.correlationId !== undefined));
    assert.equal(points.length, 24);
    assert.ok(points.every((point) => (point.average ?? 0) > 95));
  });

  it('read permissions and deny assignments', async () => {
    const { credential, options } = sdk();
    const analytics = at.open.world.snapshot().azure.find((s) => s.name === 'wwi-analytics') ?? assert.fail();
    const client = new AuthorizationManagementClient(credential, analytics.id, options);

    const permissions = await all(client.permissions.listForResourceGroup('rg-wwi-analytics'));
    const denials = await all(client.denyAssignments.list());

    assert.deepEqual(permissions[0]?.actions, ['*']);
    assert.equal(denials.length, 1);
    assert.equal(denials[0]?.isSystemProtected, true);
    assert.match(denials[0]?.scope ?? '', /databricks-rg/);
  });
});
