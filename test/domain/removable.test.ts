import assert from 'node:assert/strict';
import type { AzureResource } from '../../src/domain/azure-resource.ts';
import { barOf, isProtectedType, matches, protectingTag, type Surroundings } from '../../src/domain/removable.ts';
import { ban, lock } from '../support/plans.ts';
import { keyOf, resource } from '../support/readings.ts';
import { subscription } from '../support/samples.ts';

const vm = resource('vm/w-1');
const disk = resource('disk/w-1', { managedBy: vm.key });
const cluster = resource('aks/k', { managesGroup: 'mc_k' });
const nodes = resource('vmss/nodes', { group: 'mc_k' });
const all = [vm, disk, cluster, nodes];
const group = `/subscriptions/${subscription}/resourcegroups/rg1`;

function why(of: AzureResource, change: Partial<Surroundings> & { readonly goes?: readonly AzureResource[] } = {}) {
  const { goes = [of], ...around } = change;
  const bar = barOf(of, {
    byKey: new Map([...all, of].map((one) => [one.key, one])),
    locks: [],
    denyAssignments: [],
    protectedTags: ['keep-me'],
    going: new Set(goes.map(({ key }) => key)),
    ...around,
  });
  return bar?.why;
}

describe('what may be removed', () => {
  it('is what nothing speaks against', () => {
    assert.equal(why(vm), undefined);
  });

  const scopes: readonly (readonly [string, string, 'locked' | undefined])[] = [
    ['itself', vm.key, 'locked'],
    ['its group', group, 'locked'],
    ['its subscription', `/subscriptions/${subscription}`, 'locked'],
    ['a part of it', `${vm.key}/extensions/e`, 'locked'],
    ['another machine, whose name begins alike', keyOf('vm/w-10'), undefined],
    ['another group, whose name begins alike', `${group}0`, undefined],
    ['another subscription', '/subscriptions/55555555-aaaa-4bbb-8ccc-000000000004', undefined],
  ];
  for (const [what, scope, expected] of scopes)
    for (const level of ['CanNotDelete', 'ReadOnly'] as const)
      it(`with a lock ${level} on ${what}: ${expected ?? 'may go'}`, () => {
        assert.equal(why(vm, { locks: [lock(scope, { level })] }), expected);
      });

  it('is told with the lock and who made it', () => {
    const bar = barOf(vm, {
      byKey: new Map(),
      locks: [lock(vm.key, { name: 'prod', madeBy: 'dana@contoso.example' })],
      denyAssignments: [],
      protectedTags: [],
      going: new Set([vm.key]),
    });

    assert.deepEqual([bar?.detail, bar?.by], ['prod', 'dana@contoso.example']);
  });

  const bans: readonly (readonly [string, string, readonly string[], boolean])[] = [
    ['all deletions in its group', group, ['*/delete'], true],
    ['everything', group, ['*'], true],
    ['its type in other letters', group, ['MICROSOFT.Compute/*/DELETE'], true],
    ['exactly its deletion', vm.key, ['Microsoft.Compute/virtualMachines/delete'], true],
    [
      'the deletion of a part of it',
      `${vm.key}/extensions/e`,
      ['Microsoft.Compute/virtualMachines/extensions/delete'],
      true,
    ],
    ['something else of a part of it', `${vm.key}/extensions/e`, ['Microsoft.Compute/virtualMachines/delete'], false],
    ['writing', group, ['*/write'], false],
    ['deleting other types', group, ['Microsoft.Network/*/delete'], false],
    ['nothing', group, [], false],
    ['all deletions in another group', `${group}0`, ['*/delete'], false],
  ];
  for (const [what, scope, actions, isBarred] of bans)
    it(`with a ban on ${what}: ${isBarred ? 'stays' : 'may go'}`, () => {
      assert.equal(why(vm, { denyAssignments: [ban(scope, actions)] }), isBarred ? 'deny-assignment' : undefined);
    });

  it('is a disk only together with the machine that manages it', () => {
    assert.equal(why(disk), 'managed');
    assert.equal(why(disk, { goes: [disk, vm] }), undefined);
  });

  it('is not what an owner manages that nobody has read', () => {
    assert.equal(why(resource('disk/x', { managedBy: keyOf('vm/elsewhere') })), 'managed');
  });

  it('is a node only with its cluster, in whatever letters the group is written', () => {
    assert.equal(why(nodes), 'managed');
    assert.equal(why(nodes, { goes: [nodes, cluster] }), undefined);
    assert.equal(why(cluster), undefined);
  });

  it('is a cluster although the system bans what is done to its nodes', () => {
    const system = ban(`/subscriptions/${subscription}/resourcegroups/mc_k`, ['*']);

    assert.equal(why(nodes, { denyAssignments: [system] }), 'deny-assignment');
    assert.equal(why(nodes, { denyAssignments: [system], goes: [nodes, cluster] }), undefined);
    assert.equal(why(cluster, { denyAssignments: [system] }), undefined);
    const wider = ban(`/subscriptions/${subscription}`, ['*']);
    assert.equal(why(nodes, { denyAssignments: [wider], goes: [nodes, cluster] }), 'deny-assignment');
  });

  it('is no cluster with a lock in the group of its nodes, which would go with it', () => {
    const inside = lock(`/subscriptions/${subscription}/resourcegroups/mc_k/providers/microsoft.x/y/hidden`);

    assert.equal(why(cluster, { locks: [inside] }), 'locked');
  });

  const types: readonly (readonly [string, boolean])[] = [
    ['microsoft.keyvault/vaults', true],
    ['microsoft.keyvault/vaults/keys', true],
    ['microsoft.keyvault/vaultsandmore', false],
    ['microsoft.storage/storageaccounts', true],
    ['microsoft.sql/servers/databases', true],
    ['microsoft.documentdb/databaseaccounts', true],
    ['microsoft.recoveryservices/vaults', true],
    ['microsoft.operationalinsights/workspaces', true],
    ['microsoft.network/dnszones', true],
    ['microsoft.network/privatednszones/virtualnetworklinks', true],
    ['microsoft.network/virtualnetworkgateways', true],
    ['microsoft.authorization/roleassignments', true],
    ['microsoft.authorization/locks', true],
    ['microsoft.authorization/policyassignments', true],
    ['microsoft.compute/virtualmachines', false],
    ['microsoft.network/virtualnetworks', false],
    ['microsoft.machinelearningservices/workspaces', false],
    ['', false],
  ];
  for (const [type, expected] of types)
    it(`${type === '' ? 'nothing' : type} is ${expected ? '' : 'not '}of a protected type`, () => {
      assert.equal(isProtectedType(type), expected);
      assert.equal(why({ ...vm, type }), expected ? 'protected-type' : undefined);
    });

  const protecting: readonly Readonly<Record<string, string>>[] = [
    { 'keep-me': '' },
    { 'KEEP-Me': 'false' },
    { other: 'x', 'keep-me': 'y' },
  ];
  for (const tags of protecting)
    it(`with the tags ${JSON.stringify(tags)}: stays`, () => {
      assert.equal(why({ ...vm, tags }), 'protected-tag');
    });

  it('in a group with such a tag stays', () => {
    assert.equal(why({ ...vm, groupTags: { 'Keep-Me': '' } }), 'protected-tag');
  });

  it('with other tags may go', () => {
    assert.equal(protectingTag({ tags: { 'keep-me-not': 'x', value: 'keep-me' } }, ['keep-me']), undefined);
    assert.equal(protectingTag({ tags: { ToString: 'x' } }, ['keep-me']), undefined);
  });
});

describe('a pattern of actions', () => {
  const examples: readonly (readonly [string, string, boolean])[] = [
    ['*', 'a/b/delete', true],
    ['*/delete', 'a/b/delete', true],
    ['*/delete', 'a/b/deleteall', false],
    ['a/*/delete', 'a/b/c/delete', true],
    ['a/*/delete', 'a/delete', false],
    ['a/*', 'a/', true],
    ['*b*', 'a/b/c', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['*delete*delete', 'x/delete', false],
    ['a.b/delete', 'axb/delete', false],
    ['', 'a', false],
    ['', '', true],
    ['**', 'a', true],
    ['A/B', 'a/b', true],
  ];
  for (const [pattern, action, expected] of examples)
    it(`${JSON.stringify(pattern)} ${expected ? 'fits' : 'does not fit'} ${JSON.stringify(action)}`, () => {
      assert.equal(matches(pattern, action), expected);
    });

  it('of thousands of stars is answered at once', () => {
    assert.equal(matches('*a'.repeat(5000), `${'a'.repeat(4999)}b`), false);
  });
});
