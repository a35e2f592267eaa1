import assert from 'node:assert/strict';
import { openDatabase } from '../../src/db/database.ts';
import { createFigures } from '../../src/db/figures.ts';
import { missingMigrations, readReadiness } from '../../src/db/readiness.ts';
import { createTestDatabase, dropTestDatabase, testDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';
import { startedAt } from '../support/samples.ts';
import { makeCase, makePartner, newId } from './fixtures.ts';

describe('the figures of a database', () => {
  const { database, store } = testDatabase();

  it('are zeros and nothing of age where there is nothing', async () => {
    const read = createFigures(database(), () => new Date());

    const figures = await read();

    assert.equal(figures.oldestDuePost, undefined);
    assert.equal(figures.oldestDueJob, undefined);
    assert.deepEqual(figures.openCases, { over: 0, 'under-1h': 0, 'under-4h': 0, 'under-12h': 0, 'over-12h': 0 });
    assert.deepEqual(figures.ledger, []);
    assert.deepEqual(figures.callbacks, { received: 0, refused: 0, led: 0 });
    assert.ok(Object.values(figures.openAlarms).every((count) => count === 0));
    assert.equal(figures.pool.most, 20);
  });

  it('show the age of a job that is overdue, and of the source that was longest not read', async () => {
    const now = new Date('2026-03-02T08:00:00Z');
    const [first, second] = [await makePartner(store()), await makePartner(store())];
    await store().partners.saveSourceState(first.id, { failures: 0, succeededAt: '2026-03-02T07:59:00.000Z' });
    const read = createFigures(database(), () => now);
    const unread = await read();
    await store().partners.saveSourceState(second.id, { failures: 3, succeededAt: '2026-03-02T07:00:00.000Z' });
    const runAt = new Date(Date.now() - 120_000).toISOString();
    await store().posts.add([], [{ name: 'poll', payload: { partnerId: first.id }, key: 'old', runAt }]);

    const figures = await read();

    assert.equal(unread.sources.find(({ source }) => source === first.source)?.oldestReading, undefined);
    assert.deepEqual(
      figures.sources.find(({ source }) => source === first.source),
      {
        source: first.source,
        partners: 2,
        failing: 1,
        oldestReading: 3600,
      },
    );
    assert.ok((figures.oldestDueJob ?? 0) >= 119, String(figures.oldestDueJob));
  });

  it('show what was received today, all partners of a source together, and alarms that are open', async () => {
    const now = new Date(startedAt);
    const [first, second] = [await makePartner(store()), await makePartner(store())];
    for (const partner of [first, second]) await makeCase(store(), partner);
    await store().alarms.raise(
      {
        id: newId('alarm'),
        partnerId: first.id,
        kind: 'source-silent',
        subject: '',
        facts: { since: startedAt },
        raisedAt: startedAt,
      },
      [],
    );

    const { ledger, openAlarms } = await createFigures(database(), () => now)();

    assert.deepEqual(ledger, [
      {
        source: 'graph',
        places: { carded: 0, listed: 0, explained: 0, waiting: 2, missing: 0 },
        answered: 0,
        resolved: 0,
      },
    ]);
    assert.deepEqual([openAlarms['source-silent'], openAlarms['not-carded']], [1, 0]);
  });
});

describe('readiness', () => {
  const { database } = testDatabase();
  const never = (error: unknown): never => assert.fail(String(error));

  it('is there where the database answers and has all migrations', async () => {
    assert.deepEqual(await readReadiness(database(), never), { ok: true, database: 'there', migrations: 'done' });
  });

  it('says that migrations are behind', async () => {
    await database().pool.query(`delete from kysely_migration where name = '0016-carried-trace'`);

    assert.deepEqual(await missingMigrations(database()), ['0016-carried-trace']);
    assert.deepEqual(await readReadiness(database(), never), { ok: false, database: 'there', migrations: 'behind' });
  });

  it('says that an empty database lacks them all', async () => {
    const { name, url } = await createTestDatabase({ empty: true });
    const empty = await openDatabase({ url, log: quietLog });

    const said = await readReadiness(empty, never);

    await empty.close();
    await dropTestDatabase(name);
    assert.deepEqual(said, { ok: false, database: 'there', migrations: 'behind' });
  });

  it('says that the database is gone, and why only to the log', async () => {
    const { name, url } = await createTestDatabase();
    const gone = await openDatabase({ url, log: quietLog });
    await dropTestDatabase(name);
    const heard: unknown[] = [];

    const said = await readReadiness(gone, (error) => heard.push(error));

    await gone.close();
    assert.deepEqual(said, { ok: false, database: 'gone', migrations: 'unknown' });
    assert.equal(heard.length, 1);
  });
});
