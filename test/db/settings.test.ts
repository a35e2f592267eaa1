import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createPartnerAdmin } from '../../src/db/partner-admin.ts';
import type { Partner } from '../../src/domain/partner.ts';
import { type SettingChange, type Settings, settingChanges, settingsOf } from '../../src/domain/settings.ts';
import type { Channel } from '../../src/workflow/teams-ports.ts';
import { testDatabase } from '../support/database.ts';
import { ada } from '../support/people.ts';
import { sampleDetection, startedAt } from '../support/samples.ts';
import { makeChannel, makePartner, newId } from './fixtures.ts';

describe('settings', () => {
  const { store, database } = testDatabase();
  let partner: Partner;
  let channel: Channel;

  beforeEach(async () => {
    partner = await makePartner(store());
    channel = await makeChannel(store(), partner);
  });

  const now = async () => {
    const read = await store().settings.read(partner.id);
    assert.ok(read);
    return read;
  };
  const changesTo = async (wanted: Partial<Settings>): Promise<readonly SettingChange[]> => {
    const { partner: as, channels } = await now();
    const before = settingsOf(as, channels);
    return settingChanges(before, { ...before, ...wanted });
  };
  const save = async (wanted: Partial<Settings>, revision?: number) =>
    store().settings.save(partner.id, {
      revision: revision ?? (await now()).revision,
      changes: await changesTo(wanted),
      by: ada,
      at: startedAt,
      posts: [],
      jobs: [],
    });
  const everything = (): Partial<Settings> => ({
    rules: [{ atLeast: 'high', customerTenantId: randomUUID(), channelIds: [channel.id] }],
    defaultChannel: channel.id,
    reminders: { owner: [2], channel: [], escalation: [22] },
    escalationChannel: channel.id,
    digestAt: '09:15',
    workingDays: [1, 6],
    timeZone: 'Europe/Rome',
    limits: { twoPersonAbove: 3, mostResources: 7, mostPercent: 20 },
    memoryDays: 14,
    people: { viewer: [], responder: [ada.objectId], remover: [], approver: [], owner: [ada.objectId] },
    languages: { [channel.id]: 'it' },
  });

  it('are kept one and all, are read as they were set, and leave the rest of the partner alone', async () => {
    const wanted = everything();

    assert.equal(await save(wanted), 'saved');

    const { partner: then, channels, revision } = await now();
    assert.deepEqual(settingsOf(then, channels), { ...settingsOf(partner, [channel]), ...wanted });
    assert.equal(revision, 1);
    assert.deepEqual(then.removal.protectedTags, partner.removal.protectedTags);
    assert.deepEqual([then.name, then.roleGroups], [partner.name, partner.roleGroups]);
    assert.deepEqual(await changesTo(wanted), []);
    const { routing } = await store().detections.situation(partner.id, sampleDetection());
    assert.deepEqual(routing, { rules: wanted.rules, defaultChannelId: channel.id });
  });

  it('are undone to none: without rules and a default channel there is no routing', async () => {
    await save(everything());

    await save({ defaultChannel: null });
    const one = (await now()).partner.routing;
    await save({ rules: [], escalationChannel: null });

    assert.equal(one?.rules.length, 1);
    assert.equal(one?.defaultChannelId, undefined);
    const { partner: then } = await now();
    assert.deepEqual([then.routing, then.escalationChannelId], [undefined, undefined]);
  });

  it('keep each change with who, when, from what and to what, and nobody rewrites that', async () => {
    await save({ digestAt: '09:00', workingDays: [1, 2] });
    await save({ languages: { [channel.id]: 'it' } });

    const all = await store().settings.changesAfter(partner.id, 0);
    assert.deepEqual(all, [
      { change: { setting: 'digestAt', before: '08:30', after: '09:00' }, revision: 1, by: ada, at: startedAt },
      {
        change: { setting: 'workingDays', before: [1, 2, 3, 4, 5], after: [1, 2] },
        revision: 1,
        by: ada,
        at: startedAt,
      },
      {
        change: { setting: 'language', channelId: channel.id, before: 'en', after: 'it' },
        revision: 2,
        by: ada,
        at: startedAt,
      },
    ]);
    assert.deepEqual(await store().settings.changesAfter(partner.id, 1), all.slice(2));
    assert.deepEqual(await store().settings.lastChange(partner.id), all[2]);
    for (const sql of ['update setting_changes set revision = 0', 'delete from setting_changes'])
      await assert.rejects(database().pool.query(sql), /append-only/);
  });

  it('are changed by one of several at once, and by nobody on top of what they did not see', async () => {
    const times = ['07:00', '07:10', '07:20', '07:30', '07:40'];

    const outcomes = await Promise.all(times.map((digestAt) => save({ digestAt }, 0)));

    assert.deepEqual(outcomes.toSorted(), ['saved', 'stale', 'stale', 'stale', 'stale']);
    const { partner: then, revision } = await now();
    assert.equal(then.digestAt, times[outcomes.indexOf('saved')]);
    assert.equal(revision, 1);
    assert.equal((await store().settings.changesAfter(partner.id, 0)).length, 1);
  });

  it('count what an operator changed too, which leaves what is set in Teams alone', async () => {
    await save(everything());
    const { id: _, ...entry } = partner;

    await createPartnerAdmin(database()).change(partner.tenantId, (known) => ({ ...known, digestAt: '10:00' }));
    const changed = await now();
    await createPartnerAdmin(database()).fromFile([{ ...entry, name: 'From the file' }]);
    const fromFile = await now();

    assert.equal(await save({ digestAt: '11:00' }, 1), 'stale');
    assert.deepEqual([changed.revision, fromFile.revision], [2, 3]);
    assert.equal(changed.partner.digestAt, '10:00');
    assert.equal(fromFile.partner.name, 'From the file');
    for (const { partner: then } of [changed, fromFile]) {
      assert.equal(then.routing?.defaultChannelId, channel.id);
      assert.deepEqual(then.workingDays, [1, 6]);
    }
  });

  it('come with their posts in one transaction, or not at all', async () => {
    const changes = await changesTo({ digestAt: '09:00' });
    const post = (id = newId('post')) => ({
      id,
      partnerId: partner.id,
      place: { kind: 'channel' as const, channelId: channel.id },
      content: { kind: 'fixed' as const, activity: { type: 'message', text: 'Changed' } },
      language: 'en' as const,
    });
    const of = { revision: 0, changes, by: ada, at: startedAt, jobs: [] };
    const twice = newId('post');

    await assert.rejects(store().settings.save(partner.id, { ...of, posts: [post(twice), post(twice)] }));
    const before = await now();
    await store().settings.save(partner.id, { ...of, posts: [post()] });

    assert.deepEqual([before.revision, before.partner.digestAt], [0, undefined]);
    assert.equal((await store().posts.due(channel.teamsChannelId, 10)).length, 1);
  });

  it('of another partner, or of one that is served no more, are not reached', async () => {
    const other = await makePartner(store());
    const theirs = await makeChannel(store(), other);
    const foreign: SettingChange = { setting: 'language', channelId: theirs.id, before: 'en', after: 'it' };

    await store().settings.save(partner.id, {
      revision: 0,
      changes: [foreign],
      by: ada,
      at: startedAt,
      posts: [],
      jobs: [],
    });
    await createPartnerAdmin(database()).remove(other.tenantId, startedAt);

    assert.equal((await store().channels.byId(theirs.id))?.language, 'en');
    assert.equal(await store().settings.read(other.id), undefined);
    assert.deepEqual(await store().settings.changesAfter(other.id, 0), []);
  });

  it('offer customers by name, and resellers that alerts named', async () => {
    const named = async (of: Partner, name: string) => {
      const customerTenantId = randomUUID();
      await store().names.saveNames(
        of.id,
        [{ customerTenantId, subscriptionId: randomUUID(), customerName: name }],
        startedAt,
      );
      return customerTenantId;
    };
    const tailspin = await named(partner, 'Tailspin');
    await named(partner, 'Alpine');
    await named(await makePartner(store()), 'Somebody else’s');
    const reseller = randomUUID();
    const kept = (externalId: string, raw: object) =>
      store().detections.keep({
        detection: sampleDetection(0, {
          id: newId('detection'),
          externalId,
          partnerId: partner.id,
          resellerTenantId: reseller,
        }),
        uncarded: 'type-off',
        raw,
      });
    await kept('one', {});
    await kept('two', { valueAddedResellerFriendlyName: 'Proseware' });

    const customers = await store().settings.customers(partner.id, 10);

    assert.deepEqual(
      customers.map(({ name }) => name),
      ['Alpine', 'Tailspin'],
    );
    assert.equal(await store().settings.customerName(partner.id, tailspin), 'Tailspin');
    assert.equal(await store().settings.customerName(partner.id, randomUUID()), undefined);
    assert.deepEqual(await store().settings.resellers(partner.id, 10), [{ tenantId: reseller, name: 'Proseware' }]);
  });
});
