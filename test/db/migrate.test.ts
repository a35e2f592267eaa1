import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Logger, runMigrations } from 'graphile-worker';
import { Migrator } from 'kysely/migration';
import type { Pool } from 'pg';
import { type Database, openDatabase } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { migrations } from '../../src/db/migrations/all.ts';
import { createStore } from '../../src/db/store.ts';
import type { PartnerId } from '../../src/domain/ids.ts';
import { standardRemoval } from '../../src/domain/partner.ts';
import type { CaseCommit } from '../../src/workflow/case-ports.ts';
import { createTestDatabase, dropTestDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';
import { changeOf, makeCase, makePartner, openingOf } from './fixtures.ts';

const script = fileURLToPath(new URL('../../scripts/migrate.ts', import.meta.url));

async function runScript(url: string): Promise<{ code: number; out: string }> {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: Number(code), out: out + err };
}

/** A partner, a case and its posts, by what the migrations up to 0004 have. */
async function storeAsBefore(pool: Pool): Promise<{ commit: CaseCommit; partnerId: PartnerId }> {
  const { rows } = await pool.query<{ id: PartnerId }>(
    `insert into partners (tenant_id, name, source, language, role_groups, extra_alert_types, poll_minutes)
     values ('tenant', 'Contoso', 'graph', 'en', '{"viewer": [], "responder": ["group-1"], "owner": ["group-2"]}', '{}', 5)
     returning id`,
  );
  const partnerId = rows[0]?.id ?? 'ptr_none';
  const commit = openingOf({
    id: partnerId,
    tenantId: 'tenant',
    name: 'Contoso',
    source: 'graph',
    language: 'en',
    roleGroups: { viewer: [], responder: [], remover: [], owner: [] },
    extraAlertTypes: [],
    pollMinutes: 5,
    timeZone: 'UTC',
    removal: standardRemoval,
  });
  const { case: c, head } = commit;
  await pool.query(
    `insert into cases (id, partner_id, number, customer_tenant_id, subscription_id, stage, verdict, revision, seq, head,
       opened_at, deadline_at, is_test, state)
     values ($1, $2, 1, $3, $4, $5, 'none', $6, $7, $8, $9, $10, false, $11)`,
    [
      c.id,
      partnerId,
      c.customerTenantId,
      c.subscriptionId,
      c.stage,
      c.revision,
      c.seq,
      head,
      c.openedAt,
      c.deadlineAt,
      JSON.stringify(c),
    ],
  );
  const post = {
    partner_id: partnerId,
    conversation_id: 'a:chat',
    thread: 'a:chat',
    tenant_id: 'tenant',
    case_id: c.id,
  };
  const posts = [
    { ...post, id: 'post_1', kind: 'case', language: 'en' },
    { ...post, id: 'post_2', kind: 'check', check_name: 'usage', language: 'en' },
  ];
  await pool.query('select add_posts($1)', [JSON.stringify(posts)]);
  return { commit, partnerId };
}

/** Runs the migrations that are older than one. */
async function migrateBefore(database: Database, name: string): Promise<void> {
  const before = Object.fromEntries(Object.entries(migrations).filter(([each]) => each < name));
  const provider = { getMigrations: async () => before };
  await new Migrator({ db: database.sql, provider }).migrateToLatest();
  await runMigrations({ pgPool: database.pool, logger: new Logger(() => () => undefined) });
}

describe('migrations', () => {
  let name = '';
  let url = '';

  beforeEach(async () => {
    ({ name, url } = await createTestDatabase({ empty: true }));
  });

  afterEach(() => dropTestDatabase(name));

  it('make an empty database ready for cases and jobs, and a second run changes nothing', async () => {
    const database = await openDatabase({ url, log: quietLog });

    const first = await migrate(database);
    const second = await migrate(database);

    assert.deepEqual(first, Object.keys(migrations));
    assert.deepEqual(second, []);
    const store = createStore(database);
    const stored = await makeCase(store, await makePartner(store));
    assert.deepEqual(await store.cases.load(stored.case.id), stored);
    await database.close();
  });

  it('may be run by several processes at once', async () => {
    const results = await Promise.all([runScript(url), runScript(url), runScript(url)]);

    assert.deepEqual(
      results.map((result) => result.code),
      [0, 0, 0],
      results.map((result) => result.out).join('\n'),
    );
    const done = results.filter((result) => result.out.startsWith('Done:'));
    assert.equal(done.length, 1, 'one of them did it all');
    assert.equal((await runScript(url)).out.trim(), 'The database is up to date.');
  });

  it('keep what was stored before the second end, and let it go on', async () => {
    const database = await openDatabase({ url, log: quietLog });
    await migrateBefore(database, '0005');
    const { commit, partnerId } = await storeAsBefore(database.pool);

    const done = await migrate(database);

    const store = createStore(database);
    const partner = await store.partners.byId(partnerId);
    assert.deepEqual(
      done,
      Object.keys(migrations).filter((each) => each >= '0005'),
    );
    assert.deepEqual(partner?.roleGroups, { remover: [], viewer: [], responder: ['group-1'], owner: ['group-2'] });
    assert.deepEqual(partner?.removal, standardRemoval);
    assert.deepEqual(await store.cases.load(commit.case.id), { case: commit.case, head: commit.head });
    const [card, check, ...others] = await store.posts.due('a:chat', 10);
    assert.deepEqual(card?.content, { kind: 'case', caseId: commit.case.id });
    assert.deepEqual(check?.content, { kind: 'check', caseId: commit.case.id, check: 'usage' });
    assert.deepEqual(others, []);
    assert.ok(card);
    await store.posts.sent(card.id, { conversationId: 'a:chat', activityId: '1' }, 1);
    await store.cases.commit(changeOf(commit, [{ type: 'noted', text: 'half a pair \ud83d, a NUL \0' }]));
    assert.equal((await store.posts.due('a:chat', 10)).length, 2);
    await database.close();
  });

  it('know which cases were answered before they kept that beside the case', async () => {
    const database = await openDatabase({ url, log: quietLog });
    await migrateBefore(database, '0036');
    const store = createStore(database);
    const partner = await makePartner(store);
    const answeredAt = new Date(Date.now() - 60_000).toISOString();
    for (const isAnswered of [true, false]) {
      const made = await makeCase(store, partner);
      const resolved = made.case.detections.map(
        ({ id }) => ({ type: 'source-resolved', detectionId: id, reason: 'fraud', at: answeredAt }) as const,
      );
      if (isAnswered) await store.cases.commit({ ...changeOf(made, resolved), jobs: [] });
    }

    await migrate(database);

    const since = new Date(Date.now() - 3_600_000).toISOString();
    const answered = (await store.times.answered(partner.id, since)).map((one) => one.answeredAt);
    const { rows } = await database.pool.query('select from cases where answered_at is not null');
    assert.deepEqual(answered, [answeredAt]);
    assert.equal(rows.length, 1);
    await database.close();
  });

  it('know unreadable alerts that were kept before by their ids, each once', async () => {
    const database = await openDatabase({ url, log: quietLog });
    await migrateBefore(database, '0040');
    const store = createStore(database);
    const partner = await makePartner(store);
    const kept = async (externalId: string | null, hash: string) =>
      database.pool.query(
        `insert into unreadable_alerts (partner_id, source, raw_hash, external_id, raw, error, received_at)
         values ($1, 'graph', $2, $3, '{}', 'no', now())`,
        [partner.id, hash, externalId],
      );
    await kept('é-1', 'one');
    await kept('é-1', 'the same, with another count');
    await kept(null, 'without an id');

    await migrate(database);

    const again = { externalId: 'é-1', raw: { count: 3 }, error: 'no' };
    const nothing = { posts: [], jobs: [] };
    const isNew = await store.detections.keepUnreadable(partner.id, 'graph', again, new Date().toISOString(), nothing);
    const { rows } = await database.pool.query('select raw_hash from unreadable_alerts order by id');
    assert.equal(isNew, false);
    assert.equal(rows.length, 2);
    assert.deepEqual(rows[1], { raw_hash: 'without an id' });
    await database.close();
  });

  it('are numbered in the order in which they run', () => {
    const names = Object.keys(migrations);

    assert.deepEqual(
      names,
      names.toSorted((a, b) => a.localeCompare(b)),
    );
    assert.equal(new Set(names.map((each) => each.slice(0, 4))).size, names.length);
  });
});

describe('opening a database', () => {
  it('says which host does not answer, and not the password', async () => {
    const url = 'postgres://somebody:secret@127.0.0.1:1/none';

    const attempt = openDatabase({ url, log: quietLog });

    await assert.rejects(attempt, (error: unknown) => {
      assert.ok(error instanceof Error);
      assert.match(error.message, /127\.0\.0\.1:1 does not answer/);
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
  });
});
