import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { AzureOutcome } from '../../playground/world/azure/types.ts';
import { createAzureActs } from '../../src/azure/acts.ts';
import { createAzureReader } from '../../src/azure/reader.ts';
import type { AzureResource } from '../../src/domain/azure-resource.ts';
import type { Person } from '../../src/domain/people.ts';
import { type WorldClients, worldClients } from '../support/world-clients.ts';

describe('acts on Azure in the local world', () => {
  let world: WorldClients;
  let resources: readonly AzureResource[];
  let machine: AzureResource;
  let person: Person;
  beforeEach(async () => {
    world = await worldClients({ azure: { operationMs: 20, pollAfter: 0 } });
    world.detect('wwi-shop', { machines: 3 });
    person = world.person('Megan');
    await reread();
    machine = made('virtualmachines')[0] ?? assert.fail();
  });
  afterEach(() => world.open.close());

  const at = () => {
    const { id, customerTenantId } = world.subscription('wwi-shop');
    return { partner: world.partner('graph'), customerTenantId, subscriptionId: id };
  };
  const deps = () => ({
    http: world.http,
    baseUrl: world.open.world.urls.azure,
    tokens: world.tokens,
    scope: 'https://management.azure.com/.default',
  });
  const acts = () => createAzureActs({ ...deps(), people: world.people });
  const remove = (one: Pick<AzureResource, 'id' | 'type'> = machine) => acts().remove(at(), person, one);
  const look = (one: AzureResource = machine) => acts().look(at(), person, one);
  const program = (outcome: AzureOutcome) => world.open.world.azure.program(machine.id, outcome);
  async function reread(): Promise<void> {
    ({ resources } = await createAzureReader({ ...deps(), now: () => world.open.world.now() }).readNow(at()));
  }
  const made = (type: string) =>
    resources.filter(
      (one) => one.type.endsWith(`/${type}`) && one.createdAt !== undefined && one.createdAt > '2026-02-20',
    );

  type Answer = Awaited<ReturnType<typeof remove>>;

  /** Follows an accepted act to its end. */
  async function followed(answer: Answer) {
    assert.ok(answer.kind === 'accepted', JSON.stringify(answer));
    assert.match(answer.correlationId ?? '', /^[\w-]+$/);
    for (;;) {
      const next = await acts().follow(at(), person, answer.follow);
      if (next.kind !== 'running') return next;
      await pause(5);
    }
  }

  it('deletes a machine, and sees it go', async () => {
    const before = await look();
    assert.ok(before.kind === 'there');
    assert.deepEqual([before.power, before.beingDeleted], ['running', false]);
    assert.ok(before.fingerprint.mark !== undefined && before.fingerprint.createdAt !== undefined);

    assert.deepEqual(await followed(await remove()), { kind: 'over' });
    assert.deepEqual(await look(), { kind: 'gone' });
    // The provider says 204 to what is not there.
    assert.equal((await remove()).kind, 'over');
  });

  it('tells a machine from another one of its name', async () => {
    const before = await look();
    world.open.world.azure.replace(machine.id);

    const after = await look();

    assert.ok(before.kind === 'there' && after.kind === 'there');
    assert.notEqual(after.fingerprint.mark, before.fingerprint.mark);
  });

  it('has the time of creation that the reading has', async () => {
    const seen = await look();

    assert.ok(seen.kind === 'there');
    assert.equal(seen.fingerprint.createdAt, machine.createdAt);
  });

  it('deallocates a machine, and starts it again', async () => {
    assert.deepEqual(await followed(await acts().stop(at(), person, machine)), { kind: 'over' });
    const stopped = await look();

    assert.deepEqual(await followed(await acts().start(at(), person, machine)), { kind: 'over' });
    const started = await look();

    assert.deepEqual(
      [stopped, started].map((seen) => seen.kind === 'there' && seen.power),
      ['deallocated', 'running'],
    );
  });

  for (const [outcome, ends, gone] of [
    [{ kind: 'ok' }, 'over', true],
    [{ kind: 'no-content' }, 'over', true],
    [{ kind: 'location' }, 'over', true],
    [{ kind: 'poll-404' }, 'lost', undefined],
    [{ kind: 'failed' }, 'failed', false],
    [{ kind: 'canceled' }, 'failed', false],
    [{ kind: 'stays' }, 'over', false],
  ] as const)
    it(`follows a deletion that is ${outcome.kind} to its end`, async () => {
      program(outcome);

      const answer = await remove();
      const end = answer.kind === 'over' ? answer : await followed(answer);

      assert.equal(end.kind, ends);
      if (gone !== undefined) assert.equal((await look()).kind, gone ? 'gone' : 'there');
    });

  it('has nothing to follow after a bare 202, and sees that it is not gone yet', async () => {
    program({ kind: 'bare' });

    assert.equal((await remove()).kind, 'over');
    for (;;) {
      const seen = await look();
      if (seen.kind === 'gone') break;
      assert.ok(seen.kind === 'there' && seen.beingDeleted);
      await pause(5);
    }
  });

  it('has nothing to follow where the link leads elsewhere', async () => {
    program({ kind: 'foreign-host', host: 'https://evil.example' });

    assert.equal((await remove()).kind, 'over');
  });

  it('sees an operation that does not end go on', async () => {
    program({ kind: 'never-ending' });

    const answer = await remove();

    assert.ok(answer.kind === 'accepted');
    assert.equal((await acts().follow(at(), person, answer.follow)).kind, 'running');
  });

  for (const [outcome, why, again] of [
    [{ kind: 'locked' }, 'locked', false],
    [{ kind: 'capitalised' }, undefined, undefined],
    [{ kind: 'forbidden' }, 'no-right', false],
    [{ kind: 'denied' }, 'deny-assignment', false],
    [{ kind: 'policy' }, 'policy', false],
    [{ kind: 'throttled', retryAfter: 3600 }, 'throttled', true],
    [{ kind: 'server-error' }, 'unreachable', true],
  ] as const)
    it(`is refused with why after ${outcome.kind}`, async () => {
      program(outcome);

      const answer = await remove();

      assert.ok(answer.kind === 'refused', JSON.stringify(answer));
      if (why === undefined) assert.notEqual(answer.detail, undefined);
      else assert.deepEqual([answer.why, answer.again], [why, again]);
    });

  it('is refused what is locked above, denied, or in use', async () => {
    const [nic = assert.fail()] = made('networkinterfaces');
    const inUse = await remove(nic);
    const lock = world.open.world.azure.lock(machine.id.split('/providers/')[0] ?? '');
    const locked = await remove();
    world.open.world.azure.unlock(lock);
    world.open.world.azure.deny(machine.id);

    const denied = await remove();

    assert.deepEqual(
      [inUse, locked, denied].map((answer) => answer.kind === 'refused' && answer.why),
      ['in-use', 'locked', 'deny-assignment'],
    );
  });

  it('deletes a whole group', async () => {
    const id = machine.id.split('/providers/')[0] ?? '';
    const group = { id, type: 'microsoft.resources/resourcegroups' };

    assert.deepEqual(await followed(await remove(group)), { kind: 'over' });
    assert.deepEqual(await acts().look(at(), person, group), { kind: 'gone' });
    assert.deepEqual(await look(), { kind: 'gone' });
  });

  it('tags beside what is there', async () => {
    world.open.world.azure.change(machine.id, { owner: 'x' });

    assert.equal((await acts().tag(at(), person, machine, { case: '7' })).kind, 'over');

    await reread();
    assert.deepEqual(resources.find((one) => one.key === machine.key)?.tags, { owner: 'x', case: '7' });
  });

  it('may do what the person may, as Azure tells', async () => {
    const targets = [machine, { id: machine.id.replace(/[^/]+$/, 'other'), type: machine.type }];

    assert.deepEqual(Object.values(await acts().may(at(), person, 'delete', targets)), ['yes', 'yes']);
    assert.deepEqual(await acts().may(at(), person, 'stop', [machine]), { [machine.key]: 'yes' });
    world.open.world.azure.allow(person.objectId, at().subscriptionId, false);
    assert.deepEqual(await acts().may(at(), person, 'delete', [machine]), { [machine.key]: 'no' });
    const refused = await remove();
    assert.equal(refused.kind === 'refused' && refused.why, 'no-right');
  });

  it('does nothing where the partner has no access', async () => {
    const { tenantId } = at().partner;
    const foreign = world.open.world.snapshot().customers.find((one) => one.partnerTenantId !== tenantId);
    const id = foreign?.subscriptions[0]?.id ?? assert.fail();
    const target = { id: machine.id.replace(at().subscriptionId, id), type: machine.type };

    const answers = [
      await acts().look({ ...at(), subscriptionId: id }, person, target),
      await acts().remove({ ...at(), subscriptionId: id }, person, target),
      await acts().stop({ ...at(), subscriptionId: id }, person, target),
    ];

    assert.deepEqual(
      answers.map((answer) => answer.kind === 'refused' && answer.why),
      ['wrong-tenant', 'wrong-tenant', 'wrong-tenant'],
    );
  });
});
