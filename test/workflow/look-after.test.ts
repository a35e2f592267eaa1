import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ActivityEvent } from '../../src/domain/activity.ts';
import type { AfterCareFindings } from '../../src/domain/after-care.ts';
import type { AzureResource } from '../../src/domain/azure-resource.ts';
import { hour, minute } from '../../src/domain/clocks.ts';
import { idMaker } from '../../src/domain/ids.ts';
import { type LookAfterDeps, lookAfter } from '../../src/workflow/look-after.ts';
import type { NewPost } from '../../src/workflow/post-ports.ts';
import { failing, types } from '../support/azure-of-memory.ts';
import { testDatabase } from '../support/database.ts';
import { type ResponseBench, responseBench } from '../support/response-bench.ts';
import { doneCase, everyJournalHolds } from '../support/workshop.ts';

const newId = idMaker(randomUUID);

describe('looking after a removal', () => {
  const db = testDatabase();
  let b: ResponseBench;
  let removed: AzureResource;
  let alarms: AfterCareFindings[];

  beforeEach(async () => {
    b = await responseBench(db);
    alarms = [];
    removed = made('vm-1', { size: 'Standard_NC24ads_A100_v4' });
    await b.found([removed]);
    await b.plan([removed]);
    await b.carryOut(await b.approve());
    assert.equal((await b.case()).run?.counts?.done, 1);
  });
  afterEach(() => everyJournalHolds(db));

  /** A resource that the same account made, as the activity log tells. */
  function made(name: string, change: Partial<AzureResource> = {}, type: string = types.vm): AzureResource {
    const resource = b.azure.add(name, type, change);
    const event: ActivityEvent = {
      id: randomUUID(),
      at: b.clock.iso(),
      operation: `${type}/write`,
      status: 'Succeeded',
      subStatus: 'Created',
      resource: resource.key,
      correlationId: randomUUID(),
      caller: { name: 'mallory@customer.example', objectId: 'mallory', mfa: 'no' },
    };
    b.azure.events.push(event);
    return resource;
  }

  const deps = (change: Partial<LookAfterDeps> = {}): LookAfterDeps => ({
    ...b.responding,
    alarm: async (c, findings) => {
      alarms.push(findings);
      return [alarmPost(c.afterCare?.next ?? 0)];
    },
    ...change,
  });
  function alarmPost(look: number): NewPost {
    return {
      id: newId('post'),
      partnerId: b.partner.id,
      place: { kind: 'channel', channelId: b.channel.id },
      content: { kind: 'fixed', activity: { type: 'message', text: 'It is back' } },
      language: 'en',
      dedupeKey: `alarm:${b.caseId}:${look}`,
    };
  }
  const look = (change: Partial<LookAfterDeps> = {}) => lookAfter(deps(change), b.caseId);
  const care = async () => (await b.case()).afterCare;
  const lastLook = async () => (await care())?.looks.at(-1);
  const alarmsPosted = async () => {
    const { rows } = await db
      .database()
      .pool.query('select from posts where dedupe_key like $1', [`alarm:${b.caseId}%`]);
    return rows.length;
  };
  async function closeIt() {
    doneCase(await b.ask(b.people.ada, { type: 'reopen', reason: 'Only to close it' }, { caseId: b.caseId }));
    await b.report(1, b.caseId).catch(() => undefined);
    doneCase(
      await b.ask(b.people.ada, { type: 'decide', verdict: 'fraud', reason: 'Nobody knows it' }, { caseId: b.caseId }),
    );
    await b.report(1, b.caseId);
    doneCase(await b.ask(b.people.ada, { type: 'close', reason: 'All seen to', waive: true }, { caseId: b.caseId }));
    assert.equal((await b.case()).stage, 'closed');
  }

  it('is not done before it is due', async () => {
    b.clock.move(hour - minute);

    await look();

    assert.deepEqual((await care())?.looks, []);
    assert.equal((await care())?.next, 1);
  });

  it('says after an hour, a day and three that it is still gone, and is over then', async () => {
    for (const hours of [1, 24, 72]) {
      const since = Date.parse((await care())?.since ?? '');
      b.clock.move(since + hours * hour - b.clock.now().getTime());
      await look();
      assert.equal((await lastLook())?.hours, hours);
    }

    const all = await care();
    assert.deepEqual(
      all?.looks.map(({ back, fresh, unreadable }) => [...back, ...fresh, unreadable]),
      [[false], [false], [false]],
    );
    assert.equal(all?.dueAt, undefined);
    assert.equal((await b.case()).spend, 'stopped');
    assert.deepEqual(alarms, []);
  });

  it('makes one look where several were due while nothing ran', async () => {
    b.clock.move(30 * hour);

    await look();

    assert.equal((await care())?.looks.length, 1);
    assert.equal((await care())?.next, 72);
  });

  it('sees what is there again, takes the closed case up again, and says so once', async () => {
    await closeIt();
    b.clock.move(hour);
    made('vm-1', { size: 'Standard_NC24ads_A100_v4' });

    await look();
    await look();

    const c = await b.case();
    assert.deepEqual((await lastLook())?.back, ['vm-1']);
    assert.equal(c.stage, 'responding');
    assert.equal(c.spend, 'burning');
    assert.equal(c.waiver, undefined);
    assert.equal(await alarmsPosted(), 1);
  });

  it('sees what the same account made since under another name', async () => {
    b.clock.move(hour);
    made('vm-2', { size: 'Standard_NC24ads_A100_v4' });

    await look();

    assert.deepEqual((await lastLook())?.fresh, ['vm-2']);
    assert.deepEqual((await lastLook())?.back, []);
    assert.equal(alarms.length, 1);
  });

  it('sees what that account makes even where nothing else speaks against it, and nothing of others', async () => {
    b.clock.move(hour);
    made('notes', {}, 'microsoft.storage/storageaccounts');
    b.azure.add('other', 'microsoft.storage/storageaccounts');

    await look();

    assert.deepEqual((await lastLook())?.fresh, ['notes']);
  });

  it('still tells how what was removed came to be', async () => {
    b.clock.move(hour);

    await look();

    const timeline = (await b.responding.investigations.summary(b.caseId))?.timeline;
    assert.deepEqual(
      timeline?.creators.map(({ name }) => name),
      ['mallory@customer.example'],
    );
    assert.ok(timeline.entries.some(({ kind, resources }) => kind === 'created' && resources.includes(removed.key)));
  });

  it('leaves a closed case closed while another case of the subscription is open, but says it', async () => {
    await closeIt();
    await b.receive(b.alert(7));
    b.clock.move(hour);
    made('vm-1', { size: 'Standard_NC24ads_A100_v4' });

    await look();

    assert.equal((await b.case()).stage, 'closed');
    assert.deepEqual((await lastLook())?.back, ['vm-1']);
    assert.equal(await alarmsPosted(), 1);
  });

  it('says it once where the process dies before the look is written down', async () => {
    b.clock.move(hour);
    made('vm-1', { size: 'Standard_NC24ads_A100_v4' });
    const { cases } = b.responding;
    let commits = 0;
    const dying = {
      ...cases,
      commit: (...args: Parameters<typeof cases.commit>) =>
        ++commits > 1 ? Promise.reject(new Error('killed')) : cases.commit(...args),
    };
    await assert.rejects(look({ cases: dying }), /killed/);

    await look();

    assert.equal(alarms.length, 2);
    assert.equal(await alarmsPosted(), 1);
    assert.equal((await care())?.looks.length, 1);
  });

  it('is made once by several processes at once', async () => {
    b.clock.move(hour);
    made('vm-1', { size: 'Standard_NC24ads_A100_v4' });

    await Promise.all([look(), look(), look()]);

    assert.equal((await care())?.looks.length, 1);
    assert.equal((await care())?.next, 24);
    assert.equal(await alarmsPosted(), 1);
  });

  it('is made again every half hour while nothing can be read, without losing what comes after', async () => {
    b.clock.move(hour);
    b.azure.on.read = failing('unreachable');
    await look();
    const first = await care();
    b.clock.move(minute);
    await look();
    const tooSoon = await care();
    b.clock.move(29 * minute);
    await look();
    const second = await care();
    delete b.azure.on.read;
    b.clock.move(30 * minute);

    await look();

    const [since, third] = [Date.parse(first?.since ?? ''), await care()];
    assert.deepEqual([first?.next, first?.looks.at(-1)?.unreadable], [1, true]);
    assert.equal(Date.parse(first?.dueAt ?? ''), Date.parse(first?.looks[0]?.at ?? '') + 30 * minute);
    assert.deepEqual(tooSoon, first);
    assert.equal(second?.looks.length, 1);
    assert.deepEqual([third?.next, third?.looks.length, third?.looks[0]?.unreadable], [24, 1, false]);
    assert.equal(Date.parse(third?.dueAt ?? ''), since + 24 * hour);
  });

  it('does not say stopped of what it could not read, and never alarms for it', async () => {
    b.azure.on.read = failing('forbidden');
    b.clock.move(hour);
    const before = (await b.case()).spend;

    await look();

    assert.equal((await b.case()).spend, before);
    assert.deepEqual(alarms, []);
  });

  it('is given up a day after the last look was due, and says that it saw nothing', async () => {
    b.azure.on.read = failing('forbidden');
    for (let looks = 0; looks < 300 && (await care())?.dueAt !== undefined; looks++) {
      b.clock.move(Math.max(0, Date.parse((await care())?.dueAt ?? '') - b.clock.now().getTime()));
      await look();
    }

    const all = await care();
    assert.equal(all?.dueAt, undefined);
    assert.deepEqual(
      all?.looks.map(({ hours, unreadable }) => [hours, unreadable]),
      [
        [1, true],
        [24, true],
        [72, true],
      ],
    );
    assert.ok(b.clock.now().getTime() - Date.parse(all?.since ?? '') <= 97 * hour);
  });

  it('tells what the last full day cost against the day before the removal', async () => {
    b.clock.move(24 * hour);
    const asked: string[] = [];
    const costs = {
      ...b.responding.costs,
      dailyCost: async (...[, , , from, to]: Parameters<LookAfterDeps['costs']['dailyCost']>) => {
        asked.push(from, to);
        return {
          currency: 'EUR',
          days: [
            { date: from, cost: 900 },
            { date: to, cost: 3 },
          ],
        };
      },
    };

    await look({ costs });

    assert.deepEqual(asked, ['2026-03-01', '2026-03-02']);
    assert.deepEqual((await lastLook())?.cost, { before: 900, now: 3, currency: 'EUR' });
  });

  it('is made without the cost where that cannot be read', async () => {
    b.clock.move(24 * hour);

    await look({ costs: { ...b.responding.costs, dailyCost: failing('forbidden') } });

    assert.equal((await lastLook())?.unreadable, false);
    assert.equal((await lastLook())?.cost, undefined);
    assert.equal((await lastLook())?.costGap, 'forbidden');
  });

  it('says that it is too early for the cost while no day has ended since, and asks for none', async () => {
    b.clock.move(hour);
    const costs = { ...b.responding.costs, dailyCost: () => assert.fail('not asked for') };

    await look({ costs });

    assert.equal((await lastLook())?.costGap, 'too-early');
  });

  it('says so where Azure lists no cost of the days', async () => {
    b.clock.move(24 * hour);

    await look();

    assert.equal((await lastLook())?.costGap, 'not-listed');
  });
});
