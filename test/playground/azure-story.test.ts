import assert from 'node:assert/strict';
import { type AzurePlace, allOf, azurePlace, propertiesOf, types } from './azure-place.ts';
import { asJson, asList, codeOf } from './open-world.ts';

const hour = 3_600_000;
const day = 24 * hour;

describe('how things came to be in the local Azure', () => {
  let at: AzurePlace;
  beforeEach(async () => {
    at = await azurePlace();
  });
  afterEach(() => at.open.close());

  const log = '/providers/Microsoft.Insights/eventtypes/management/values';
  const range = (days = 89): string => {
    const now = at.open.world.now();
    return `eventTimestamp ge '${new Date(now.getTime() - days * day).toISOString()}' and eventTimestamp le '${now.toISOString()}'`;
  };
  const events = (filter: string) => allOf(at, `${at.root}${log}?$filter=${encodeURIComponent(filter)}`);
  const name = (value: unknown): unknown => asJson(value).value;

  it('tells of a machine: started, accepted, succeeded, by whom, from where and how large', async () => {
    const machine = at.made(types.machine)[0] ?? '';

    const rows = await events(`${range()} and resourceUri eq '${machine}'`);

    const claims = asJson(rows[1]?.claims);
    const response = JSON.parse(String(asJson(rows[1]?.properties).responseBody));
    assert.deepEqual(
      rows.map((r) => name(r.status)),
      ['Succeeded', 'Accepted', 'Started'],
    );
    assert.equal(new Set(rows.map((r) => r.operationId)).size, 1);
    assert.match(String(rows[1]?.caller), /@alpineskihouse\.example$/);
    assert.equal(claims['http://schemas.microsoft.com/claims/authnmethodsreferences'], 'pwd');
    assert.equal(claims.ipaddr, asJson(rows[1]?.httpRequest).clientIpAddress);
    assert.match(String(asJson(asJson(asJson(response).properties).hardwareProfile).vmSize), /^Standard_N/);
  });

  it('puts all of a deployment under one correlation id, and rights and quota some hours before', async () => {
    const machine = at.made(types.machine)[0] ?? '';
    const [row] = await events(`${range()} and resourceUri eq '${machine}'`);

    const together = await events(`${range()} and correlationId eq '${String(row?.correlationId)}'`);
    const before = await events(`${range()} and resourceProvider eq 'Microsoft.Authorization'`);
    const quota = (await events(range())).find((r) => name(r.operationName) === 'Microsoft.Quota/quotas/write');

    const kinds = new Set(together.map((r) => name(r.operationName)));
    const grant = asJson(JSON.parse(String(asJson(before[0]?.properties).requestbody)));
    assert.deepEqual(
      kinds,
      new Set([
        'Microsoft.Compute/virtualMachines/write',
        'Microsoft.Network/networkInterfaces/write',
        'Microsoft.Network/networkSecurityGroups/write',
        'Microsoft.Network/publicIPAddresses/write',
        'Microsoft.Network/virtualNetworks/write',
        'Microsoft.Resources/deployments/write',
      ]),
    );
    assert.equal(
      asJson(grant.Properties).PrincipalId,
      asJson(row?.claims)['http://schemas.microsoft.com/identity/claims/objectidentifier'],
    );
    assert.ok(String(before[0]?.eventTimestamp) < String(quota?.eventTimestamp));
    assert.ok(String(quota?.eventTimestamp) < String(row?.eventTimestamp));
  });

  it('lists the deployment of the group with what it made', async () => {
    const group = (at.made(types.machine)[0] ?? '').split('/').slice(0, 5).join('/');

    const [deployment] = await allOf(at, `${group}/providers/Microsoft.Resources/deployments`);

    assert.equal(asList(asJson(deployment?.properties).outputResources).length, 14);
  });

  it('knows the customer’s pipeline and usual people from the weeks before', async () => {
    const rows = await events(`${range()} and resourceProvider eq 'Microsoft.Web'`);

    const callers = Map.groupBy(rows, (r) => String(r.caller).includes('@'));
    assert.ok((callers.get(false)?.length ?? 0) > 20);
    assert.ok((callers.get(true)?.length ?? 0) > 1);
    assert.ok(
      callers.get(true)?.every((r) => {
        const claims = asJson(r.claims);
        return claims['http://schemas.microsoft.com/claims/authnmethodsreferences'] === 'pwd,mfa';
      }),
    );
  });

  it('takes the five filters and no other, within 90 days', async () => {
    const group = (at.made(types.machine)[0] ?? '').split('/')[4] ?? '';
    const good = [range(), `${range()} and resourceGroupName eq '${group}'`];
    const bad = [
      '',
      `caller eq 'dana'`,
      `${range()} or caller eq 'dana'`,
      `${range()} and caller eq 'dana'`,
      `${range()} and resourceGroupName eq 'a' and resourceProvider eq 'b'`,
      range(91),
      `eventTimestamp ge 'yesterday' and eventTimestamp le 'today'`,
    ];

    for (const filter of good) assert.ok((await events(filter)).length > 0, filter);
    for (const filter of bad) {
      const answer = await at.get(`${at.root}${log}?$filter=${encodeURIComponent(filter)}`);
      assert.equal(answer.status, 400, filter);
    }
  });

  it('answers the fields that are selected, in pages', async () => {
    at.open.world.azure.chains(at.subscriptionId, 120);
    const query = `$filter=${encodeURIComponent(range())}&$select=eventTimestamp,caller`;

    const first = await at.get(`${at.root}${log}?${query}`);
    const whole = await events(range());

    const times = whole.map((r) => String(r.eventTimestamp));
    assert.equal(asList(first.body.value).length, 100);
    assert.ok(asList(first.body.value).every((r) => Object.keys(r).length === 2));
    assert.ok(whole.length > 200);
    assert.deepEqual(times, times.toSorted().toReversed());
  });

  it('writes down who deletes and stops', async () => {
    const machine = at.made(types.machine)[0] ?? '';
    await at.follow(await at.send('POST', `${machine}/deallocate`));
    await at.follow(await at.remove(machine));

    const rows = await events(`${range()} and resourceUri eq '${machine}'`);

    const own = rows.filter((r) => String(r.caller).startsWith('megan.bowen@'));
    assert.deepEqual(
      new Set(own.map((r) => name(r.operationName))),
      new Set(['Microsoft.Compute/virtualMachines/deallocate/action', 'Microsoft.Compute/virtualMachines/delete']),
    );
  });

  it('has an attacker who locks a disk and comes back in another region an hour after he was beaten', async () => {
    const { world } = at.open;
    world.azure.attack(at.subscriptionId, true);
    const before = at.view().resources.filter((r) => r.mines);
    const locks = await allOf(at, `${at.root}/providers/Microsoft.Authorization/locks`);
    const creator = async () => {
      const [row] = await events(`${range()} and resourceUri eq '${at.made(types.machine)[0]}'`);
      return [row?.caller, row?.correlationId];
    };
    const first = await creator();

    for (const machine of at.made(types.machine)) await at.follow(await at.remove(machine));
    world.advance(0.5 * hour);
    const quiet = at.made(types.machine).length;
    world.advance(0.6 * hour);
    const back = at.view().resources.filter((r) => r.mines && r.goneAt === undefined);
    const second = await creator();
    world.advance(2 * hour);

    assert.ok(locks.some((lock) => /\/disks\//.test(String(lock.id))));
    assert.deepEqual([quiet, back.length, at.made(types.machine).length], [0, 2, 2]);
    assert.notEqual(back[0]?.location, before[0]?.location);
    assert.equal(second[0], first[0]);
    assert.notEqual(second[1], first[1]);
  });

  it('has none who comes back once he is switched off or the subscription is cancelled', async () => {
    const { world } = at.open;
    world.azure.attack(at.subscriptionId, true);
    world.azure.attack(at.subscriptionId, false);
    for (const machine of at.made(types.machine)) await at.follow(await at.remove(machine));

    world.advance(3 * hour);

    assert.equal(at.made(types.machine).length, 0);
  });

  it('may be mined by an application, or by somebody of the partner’s own', async () => {
    const others = await azurePlace({ machines: 0 });
    const { world } = others.open;
    const [one, two] = world.snapshot().azure.filter((s) => s.name.startsWith('wwi-'));
    world.azure.attack(one?.id ?? '', true, 'application');
    world.azure.attack(two?.id ?? '', true, 'partner');
    const created = async (id: string) => {
      const filter = `${range()} and resourceProvider eq 'Microsoft.Compute'`;
      const rows = await allOf(others, `/subscriptions/${id}${log}?$filter=${encodeURIComponent(filter)}`);
      return rows[0] ?? {};
    };

    const [app, partner] = [await created(one?.id ?? ''), await created(two?.id ?? '')];

    const tenants = world.snapshot().partners.map((p) => p.tenantId);
    await others.open.close();
    assert.match(String(app.caller), /^[0-9a-f-]{36}$/);
    assert.equal(asJson(app.claims).name, undefined);
    assert.ok(
      tenants.includes(String(asJson(partner.claims)['http://schemas.microsoft.com/identity/claims/tenantid'])),
    );
  });

  it('lets another machine of the same name take a place, and others change', async () => {
    const machine = at.made(types.machine)[0] ?? '';
    const before = propertiesOf(await at.get(machine));
    at.open.world.azure.replace(machine);
    at.open.world.azure.change(machine, { note: 'changed' });
    const made = at.open.world.azure.make({
      subscriptionId: at.subscriptionId,
      group: 'rg-new',
      type: 'Microsoft.Storage/storageAccounts',
      name: 'stnew',
    });

    const after = await at.get(machine);

    assert.notEqual(propertiesOf(after).vmId, before.vmId);
    assert.ok(String(propertiesOf(after).timeCreated) > String(before.timeCreated));
    assert.deepEqual(after.body.tags, { note: 'changed' });
    assert.equal((await at.get(made)).status, 200);
  });

  it('merges tags by their own route', async () => {
    const machine = at.made(types.machine)[0] ?? '';
    const path = `${machine}/providers/Microsoft.Resources/tags/default`;
    await at.send('PATCH', path, { operation: 'Merge', properties: { tags: { a: '1', b: '2' } } });

    const merged = await at.send('PATCH', path, { operation: 'Merge', properties: { tags: { b: '3' } } });
    const reduced = await at.send('PATCH', path, { operation: 'Delete', properties: { tags: { a: '1' } } });

    assert.deepEqual(propertiesOf(merged).tags, { a: '1', b: '3' });
    assert.deepEqual((await at.get(machine)).body.tags, { b: '3' });
    assert.equal(reduced.status, 200);
  });

  it('says which api-versions a type has, a preview first', async () => {
    const { body } = await at.get(`${at.root}/providers/microsoft.compute`);
    const unknown = await at.get(`${at.root}/providers/Microsoft.Nothing`);

    const machines = asList(body.resourceTypes).find((t) => t.resourceType === 'virtualMachines');
    assert.deepEqual(machines?.apiVersions, ['2026-09-01-preview', '2026-04-01', '2021-03-01']);
    assert.deepEqual([unknown.status, codeOf(unknown)], [404, 'InvalidResourceNamespace']);
  });
});
