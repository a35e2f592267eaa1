import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { asList, openWorld } from './open-world.ts';

describe('the local world', () => {
  it('is alike for one seed and different for another', async () => {
    const worlds = [await openWorld({ seed: 7 }), await openWorld({ seed: 7 }), await openWorld({ seed: 8 })];

    const [first, same, other] = worlds.map(({ world }) => {
      const { people, partners, customers, conversations } = world.snapshot();
      return JSON.stringify({ people, partners, customers, conversations });
    });
    await Promise.all(worlds.map((w) => w.close()));

    assert.equal(first, same);
    assert.notEqual(first, other);
  });

  it('shows two partners with people, groups, channels and customers, and no alert', async () => {
    const open = await openWorld();
    const { partners, people, customers, conversations, alerts } = open.world.snapshot();
    await open.close();

    assert.deepEqual(
      partners.map((p) => [p.name, p.source, p.language]),
      [
        ['Northwind Cloud Services', 'graph', 'en'],
        ['Fabrikam Distribuzione', 'fraudEvents', 'it'],
      ],
    );
    assert.equal(people.length, 8);
    assert.equal(conversations.length, 6);
    assert.ok(customers.length >= 9);
    assert.ok(customers.every((c) => c.subscriptions.length > 0));
    assert.deepEqual(alerts, []);
  });

  it('writes the environment’s files and nothing that is secret', async () => {
    const open = await openWorld();
    const partners: unknown = JSON.parse(await readFile(open.env.PARTNERS_FILE ?? '', 'utf8'));
    const pem = await readFile(open.env.NODE_EXTRA_CA_CERTS ?? '', 'utf8');
    const size = (await stat(open.world.caFile)).size;
    await open.close();

    assert.deepEqual(Object.keys(asList(partners)[0] ?? {}), [
      'tenantId',
      'name',
      'source',
      'language',
      'roleGroups',
      'extraAlertTypes',
      'pollMinutes',
      'timeZone',
    ]);
    assert.match(pem, /^-----BEGIN CERTIFICATE-----/);
    assert.ok(!pem.includes('PRIVATE'));
    assert.ok(size < 2000);
  });

  it('runs its clock from where it is told and tells listeners when it is moved', async () => {
    const open = await openWorld({ now: new Date('2030-01-01T00:00:00Z') });
    const told: Date[] = [];
    open.world.onClock((now) => told.push(now));

    open.world.advance(3_600_000);

    const now = open.world.now();
    await open.close();
    assert.equal(now.toISOString().slice(0, 14), '2030-01-01T01:');
    assert.equal(told.length, 1);
    assert.throws(() => open.world.advance(-1));
  });

  it('tells of each change until one stops listening', async () => {
    const open = await openWorld();
    const versions: number[] = [];
    const stop = open.world.onChange((version) => versions.push(version));

    open.world.personalChat(open.world.snapshot().people[0]?.id ?? '');
    stop();
    open.world.clearFaults();

    const { version } = open.world.snapshot();
    await open.close();
    assert.equal(versions.length, 1);
    assert.equal(version, (versions[0] ?? 0) + 1);
  });

  it('grows to the size that a benchmark asks for', async () => {
    const open = await openWorld({ size: { partners: 10, channelsPerPartner: 10, subscriptionsPerPartner: 100 } });
    const { partners, conversations, customers } = open.world.snapshot();
    await open.close();

    assert.equal(partners.length, 10);
    assert.equal(conversations.length, 100);
    assert.equal(customers.flatMap((c) => c.subscriptions).length, 1000);
  });

  it('has a customer of hostile names only when asked', async () => {
    const [usual, hostile] = [await openWorld(), await openWorld({ hostile: true })];
    const names = [usual, hostile].map(({ world }) => world.snapshot().customers.some((c) => c.name.includes('<at>')));
    await Promise.all([usual.close(), hostile.close()]);

    assert.deepEqual(names, [false, true]);
  });
});
