import assert from 'node:assert/strict';
import { type AzurePlace, azurePlace, propertiesOf, types } from './azure-place.ts';
import { asJson, asList, type Called, codeOf } from './open-world.ts';

describe('a delete in the local Azure', () => {
  let at: AzurePlace;
  beforeEach(async () => {
    // Long enough to be looked at meanwhile, however busy the machine.
    at = await azurePlace({ azure: { operationMs: 3000 } });
  });
  afterEach(() => at.open.close());

  it('takes a resource away only once its operation is over', async () => {
    const machine = at.made(types.machine)[0] ?? assert.fail();

    const begun = await at.remove(machine);
    const meanwhile = await at.get(machine);
    const again = await at.remove(machine);
    const ended = await at.follow(begun);
    const gone = await at.get(machine);
    const later = await at.remove(machine);

    assert.equal(begun.status, 202);
    assert.equal(propertiesOf(meanwhile).provisioningState, 'Deleting');
    assert.equal(again.headers.get('azure-asyncoperation'), begun.headers.get('azure-asyncoperation'));
    assert.equal(ended.body.status, 'Succeeded');
    assert.deepEqual([gone.status, codeOf(gone)], [404, 'ResourceNotFound']);
    assert.equal(later.status, 204);
    assert.equal(at.made(types.machine).length, 2);
  });
});

describe('deleting in the local Azure', () => {
  let at: AzurePlace;
  beforeEach(async () => {
    at = await azurePlace();
  });
  afterEach(() => at.open.close());

  const first = (type: keyof typeof types): string => at.made(types[type])[0] ?? assert.fail(type);
  const groupOf = (path: string): string => path.split('/').slice(0, 5).join('/');
  const answer = (called: Called): readonly unknown[] => [called.status, codeOf(called)];

  it('leaves disk, interface and address of a machine behind, and they go on costing', async () => {
    await at.follow(await at.remove(first('machine')));

    const left = at.view().resources.filter((r) => r.goneAt === undefined && r.location !== 'westeurope');

    assert.equal(left.filter((r) => r.type === types.disk && r.costPerHour > 0).length, 3);
    assert.equal(left.filter((r) => r.type === types.nic).length, 3);
    assert.equal(left.filter((r) => r.type === types.address && r.costPerHour > 0).length, 3);
  });

  it('takes along what a machine was told to', async () => {
    const machine = first('machine');
    const { storageProfile } = propertiesOf(await at.get(machine));
    const osDisk = { ...asJson(asJson(storageProfile).osDisk), deleteOption: 'Delete' };
    await at.send('PATCH', machine, { properties: { storageProfile: { osDisk } } });

    await at.follow(await at.remove(machine));

    assert.equal(at.made(types.disk).length, 2);
    assert.equal(at.made(types.nic).length, 3);
  });

  it('refuses each that is used until its users are gone', async () => {
    const parts = ['disk', 'nic', 'address', 'guard', 'network'] as const;
    const refused = [];
    for (const part of parts) refused.push(answer(await at.remove(first(part))));
    for (const type of ['machine', 'nic', 'disk', 'address', 'guard', 'network'] as const) {
      for (const path of at.made(types[type])) await at.follow(await at.remove(path));
    }

    assert.deepEqual(refused, [
      [409, 'OperationNotAllowed'],
      [400, 'NicInUse'],
      [400, 'PublicIPAddressCannotBeDeleted'],
      [400, 'InUseNetworkSecurityGroupCannotBeDeleted'],
      [400, 'InUseSubnetCannotBeDeleted'],
    ]);
    assert.ok(at.view().resources.every((r) => r.goneAt !== undefined || r.location === 'westeurope'));
  });

  it('names the user of what is used, both ways', async () => {
    const [machine, disk, address] = [first('machine'), first('disk'), first('address')];

    const attached = await at.get(disk);
    const used = propertiesOf(await at.get(address)).ipConfiguration;
    await at.follow(await at.remove(machine));
    const free = await at.get(disk);

    assert.equal(attached.body.managedBy, machine);
    assert.match(String(asJson(used).id), /networkInterfaces\/.+\/ipConfigurations\/main$/);
    assert.equal(free.body.managedBy, undefined);
    assert.equal(propertiesOf(free).diskState, 'Unattached');
  });

  it('deletes a whole group, and first of all asks for its locks', async () => {
    const group = groupOf(first('machine'));
    const lock = at.open.world.azure.lock(first('disk'), { name: 'mine' });

    const locked = await at.remove(group);
    at.open.world.azure.unlock(lock);
    const ended = await at.follow(await at.remove(group));
    const gone = await at.get(group);
    const again = await at.remove(group);

    assert.deepEqual(answer(locked), [409, 'ScopeLocked']);
    assert.match(String(asJson(locked.body.error).message), /disks\//);
    assert.equal(ended.body.status, 'Succeeded');
    assert.deepEqual(
      [answer(gone), answer(again)],
      [
        [404, 'ResourceGroupNotFound'],
        [404, 'ResourceGroupNotFound'],
      ],
    );
    assert.equal(at.made(types.machine).length, 0);
  });

  it('leaves a group half empty that another group still uses', async () => {
    const group = groupOf(first('machine'));
    const [network, guard] = [first('network'), first('guard')];
    at.open.world.azure.make({
      subscriptionId: at.subscriptionId,
      group: 'rg-elsewhere',
      type: types.nic,
      name: 'nic-elsewhere',
      uses: [network],
    });

    const ended = await at.follow(await at.remove(group));
    const left = await at.get(network);
    const gone = await at.get(guard);

    assert.deepEqual([ended.body.status, codeOf(ended)], ['Failed', 'ResourceGroupDeletionBlocked']);
    assert.ok(String(asJson(ended.body.error).message).includes(network));
    assert.deepEqual([left.status, gone.status], [200, 404]);
    assert.equal((await at.get(group)).status, 200);
  });

  it('knows a lock above a resource and ignores one beside it', async () => {
    const [one, other] = at.made(types.machine);
    const group = groupOf(one ?? '');
    at.open.world.azure.lock(other ?? '', { name: 'beside' });

    const free = await at.remove(one ?? '');
    at.open.world.azure.lock(group, { level: 'ReadOnly' });
    const above = await at.remove(at.made(types.machine)[2] ?? '');

    assert.equal(free.status, 202);
    assert.deepEqual(answer(above), [409, 'ScopeLocked']);
  });

  it('lets Lighthouse pass locks where the world is told so', async () => {
    const free = await azurePlace({ azure: { locksBind: false } });
    const machine = free.made(types.machine)[0] ?? '';
    free.open.world.azure.lock(machine);

    const begun = await free.remove(machine);

    await free.open.close();
    assert.equal(begun.status, 202);
  });

  it('takes a cluster’s own group away with the cluster, and lets nobody into a managed one', async () => {
    const resources = at.open.world.snapshot().azure.find((s) => s.name === 'wwi-analytics') ?? assert.fail();
    const path = (type: string): string => {
      const r = resources.resources.find((one) => one.type === type) ?? assert.fail(type);
      return `/subscriptions/${resources.id}/resourceGroups/${r.group}/providers/${r.type}/${r.name}`;
    };
    const bricks = resources.resources.find((r) => r.group.startsWith('databricks-rg-')) ?? assert.fail();
    const denied = await at.remove(
      `/subscriptions/${resources.id}/resourceGroups/${bricks.group}/providers/${bricks.type}/${bricks.name}`,
    );
    const set = path('Microsoft.Compute/virtualMachineScaleSets');

    await at.follow(await at.remove(path('Microsoft.ContainerService/managedClusters')));
    const gone = await at.get(set);

    assert.deepEqual(answer(denied), [403, 'DenyAssignmentAuthorizationFailed']);
    assert.deepEqual(answer(gone), [404, 'ResourceGroupNotFound']);
  });

  it('lets people remove who may, and nobody else: not the app, not a helpdesk agent, not whom it was taken from', async () => {
    const machine = first('machine');
    const helpdesk = await at.personToken('Alex Wilber');
    const remover = await at.personToken('Isaiah Langer');

    const refused = [
      answer(await at.remove(machine, at.app)),
      answer(await at.remove(machine, helpdesk)),
      answer(await at.send('POST', `${machine}/deallocate`, undefined, at.app)),
      answer(await at.send('PATCH', machine, { tags: {} }, helpdesk)),
    ];
    at.open.world.azure.allow(at.ownerId, at.subscriptionId, false);
    refused.push(answer(await at.remove(machine)));
    const lock = at.open.world.azure.lock(first('disk'));
    refused.push(answer(await at.remove(lock, remover)));
    const begun = await at.remove(machine, remover);

    assert.ok(
      refused.every(([status, code]) => status === 403 && code === 'AuthorizationFailed'),
      JSON.stringify(refused),
    );
    assert.equal(begun.status, 202);
  });

  it('tells each caller their own permissions', async () => {
    const helpdesk = await at.personToken('Alex Wilber');
    const asked = async (scope: string, token?: string): Promise<unknown> => {
      const { body } = await at.get(`${scope}/providers/Microsoft.Authorization/permissions`, token);
      return asList(body.value)[0]?.actions;
    };

    assert.deepEqual(await asked(at.root), ['*']);
    assert.deepEqual(await asked(groupOf(first('machine'))), ['*']);
    assert.deepEqual(await asked(at.root, helpdesk), ['*/read']);
    assert.deepEqual(await asked(at.root, at.app), ['*/read']);
  });

  it('counts deletes by caller and subscription, and fills the bucket again', async () => {
    const limited = await azurePlace({ azure: { deleteBucket: 2, deleteRefill: 0.01 } });
    const absent = `${limited.root}/resourceGroups/${limited.made(types.machine)[0]?.split('/')[4]}/providers/Microsoft.Compute/disks/none`;

    const three = [await limited.remove(absent), await limited.remove(absent), await limited.remove(absent)];
    const other = await limited.remove(absent, await limited.personToken('Isaiah Langer'));
    limited.open.world.advance(100_000);
    const after = await limited.remove(absent);

    await limited.open.close();
    assert.deepEqual(
      three.map((called) => [called.status, called.headers.get('x-ms-ratelimit-remaining-subscription-deletes')]),
      [
        [204, '1'],
        [204, '0'],
        [429, '0'],
      ],
    );
    assert.ok(Number(three[2]?.headers.get('retry-after')) > 0);
    assert.deepEqual([other.status, after.status], [204, 204]);
  });
});
