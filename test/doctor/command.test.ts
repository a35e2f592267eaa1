import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { openDatabase } from '../../src/db/database.ts';
import { childEnv } from '../support/child-env.ts';
import { createTestDatabase, dropTestDatabase } from '../support/database.ts';
import { useHouse } from '../support/house.ts';
import { closedPort } from '../support/http-server.ts';
import { quietLog } from '../support/quiet-log.ts';
import { useScene } from '../survival/scene.ts';

const script = join(import.meta.dirname, '..', '..', 'scripts', 'doctor.ts');

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function run(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ran> {
  return new Promise((done) => {
    execFile(process.execPath, [script, ...args], { env: { ...childEnv(), ...env } }, (error, out, err) =>
      done({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, out, err }),
    );
  });
}

describe('npm run doctor', () => {
  const scene = useScene({ installed: 'all' });
  const env = (): Record<string, string> => ({
    ...scene().house.world.botEnv(),
    DATABASE_URL: scene().house.databaseUrl,
  });
  const secret = () => env()['BOT_APP_SECRET'] ?? '?';

  it('ends with 0 where nothing is wrong, in plain text for a pipe', async () => {
    const { code, out } = await run(env());

    assert.equal(code, 0, out);
    assert.match(out, /no faults/);
    assert.ok(!out.includes('\u001b'));
  });

  it('ends with 1 where something is, and says what, why and how to mend it', async () => {
    scene().house.world.addFault({
      service: 'graph',
      path: 'securityAlerts',
      times: 9,
      act: {
        kind: 'status',
        status: 403,
        body: { error: { code: 'Forbidden', message: 'SECRET-words of the service' } },
      },
    });

    const { code, out } = await run(env());

    assert.equal(code, 1);
    assert.match(
      out,
      /FAULT +Security alerts: \S+ answered 403 \(Forbidden\)\n +Why: +\S.*\n +Mend: .*PartnerSecurity\.Read\.All/,
    );
    assert.ok(!out.includes('SECRET-words'));
  });

  it('gives the same to scripts as JSON', async () => {
    const { code, out } = await run(env(), '--json');

    const report = JSON.parse(out);
    assert.equal(code, 0);
    assert.equal(report.healthy, true);
    assert.equal(report.counts.fault, 0);
    for (const finding of report.findings) assert.deepEqual(typeof finding.id + typeof finding.why, 'stringstring');
  });

  it('gives faults and what cannot be used to scripts as JSON too, with 1 and 2', async () => {
    const [faulty, unusable] = await Promise.all([
      run({ ...env(), BOT_APP_SECRET: 'wr0ng-secret' }, '--json'),
      run({ BOT_APP_ID: 'nobody' }, '--json'),
    ]);

    const report = JSON.parse(faulty.out);
    assert.deepEqual([faulty.code, report.healthy, unusable.code], [1, false, 2]);
    const faults = report.findings.filter(({ state }: { state: string }) => state === 'fault');
    assert.equal(faults.length, report.counts.fault);
    assert.ok(
      faults.every(({ place, mend }: { place: string; mend?: string }) => place === 'login' && mend),
      faulty.out,
    );
    const { healthy, problems } = JSON.parse(unusable.out);
    assert.equal(healthy, false);
    assert.ok(problems.some((problem: string) => problem.startsWith('BOT_APP_TENANT_ID')));
    assert.equal(unusable.err, '');
  });

  it('looks at one partner only when it is asked to', async () => {
    const [first, second] = scene().house.world.snapshot().partners;
    assert.ok(first && second);

    const { out } = await run(env(), '--partner', second.name.slice(0, 6).toLowerCase());

    assert.ok(out.includes(second.name) && !out.includes(first.name), out);
  });

  it('ends with 2 and all problems where the configuration cannot be used', async () => {
    const { code, out, err } = await run({ BOT_APP_ID: 'nobody', PORT: 'x' });

    assert.deepEqual([code, out], [2, '']);
    for (const name of ['BOT_APP_ID', 'BOT_APP_TENANT_ID', 'BOT_APP_SECRET', 'PORT'])
      assert.match(err, new RegExp(name));
  });

  for (const args of [['--partner', 'nobody at all'], ['--no-such-flag']])
    it(`ends with 2 for ${args.join(' ')}`, async () => {
      assert.equal((await run(env(), ...args)).code, 2);
    });

  it('says how it is used where it is asked to, and looks at nothing', async () => {
    const help = await run({}, '--help');
    const wrong = await run({}, '--no-such-flag');

    assert.deepEqual([help.code, help.err], [0, '']);
    for (const flag of ['--json', '--partner <tenant>']) assert.ok(help.out.includes(flag), help.out);
    assert.match(wrong.err, /npm run doctor -- --help/);
  });

  it('goes on without a database, names it, and never says its password', async () => {
    const host = `127.0.0.1:${await closedPort()}`;

    const { code, out } = await run({ ...env(), DATABASE_URL: `postgres://me:pass-word-1@${host}/x` });

    assert.equal(code, 1);
    assert.match(out, new RegExp(`FAULT +Database: ${host} does not answer \\(ECONNREFUSED\\)`));
    assert.match(out, /ok +The bot proves who it is/);
    assert.match(out, /ok +Security alerts/);
    assert.ok(!out.includes('pass-word-1'));
  });

  it('names migrations that are missing', async () => {
    const { name, url } = await createTestDatabase({ empty: true });

    const { code, out } = await run({ ...env(), DATABASE_URL: url });

    await dropTestDatabase(name);
    assert.equal(code, 1);
    assert.match(out, /FAULT +Tables of this version: missing: 0001-tables/);
  });

  it('names a wrong secret by what Entra says of it, and does not repeat it', async () => {
    const { code, out } = await run({ ...env(), BOT_APP_SECRET: 'wr0ng-secret' });

    assert.equal(code, 1);
    assert.match(out, /FAULT +The bot proves who it is: \S+ answered 40\d \(AADSTS7000215\)/);
    assert.match(out, /Mend: The secret is wrong/);
    assert.ok(!out.includes('wr0ng-secret'));
  });

  it('never prints a secret or a token', async () => {
    const outputs = await Promise.all([run(env()), run(env(), '--json')]);

    for (const { out, err } of outputs) {
      assert.ok(!(out + err).includes(secret()));
      assert.doesNotMatch(out + err, /eyJ[\w-]{10}/);
    }
  });
});

describe('npm run doctor, of what is written down', () => {
  const house = useHouse({ installed: 'all' });
  const env = (): Record<string, string> => ({ ...house().world.botEnv(), DATABASE_URL: house().databaseUrl });
  // What these tests write down would be judged and mended by a process at work.
  before(() => house().app.stop());

  it('names a job that failed for good, a channel that is gone, and a silent source', async () => {
    const { databaseUrl, partner } = house();
    const database = await openDatabase({ url: databaseUrl, log: quietLog, poolSize: 1 });
    await database.pool.query(`select graphile_worker.add_job('report', '{}', job_key => 'dead', max_attempts => 1)`);
    await database.pool.query(`update graphile_worker._private_jobs set attempts = 1 where key = 'dead'`);
    const ofPartner = 'partner_id in (select id from partners where tenant_id = $1)';
    await database.pool.query(`update channels set state = 'gone' where ${ofPartner}`, [partner.tenantId]);
    await database.pool.query(
      `update source_states set failures = 7, succeeded_at = '2020-01-01T00:00:00.000Z' where ${ofPartner}`,
      [partner.tenantId],
    );
    await database.close();

    const { code, out } = await run(env());

    assert.equal(code, 1);
    assert.match(out, /FAULT +Jobs that failed for good: 1 × report/);
    assert.match(out, /FAULT +Channels: none left: .+ is gone/);
    assert.match(out, /FAULT +The source is read: it failed 7 times since 2020-01-01/);
  });

  it('says what came in, what of it has no card, and which alarms are open', async () => {
    const { databaseUrl, partner } = house();
    const well = await run(env());
    const database = await openDatabase({ url: databaseUrl, log: quietLog, poolSize: 1 });
    await database.pool.query(
      `insert into detections (id, partner_id, source, external_id, customer_tenant_id, subscription_id, alert_type, status,
         is_test, received_at, detection)
       select 'det_lost', id, source, 'lost', 'customer', 'subscription', 'CryptoMining', 'active', false,
         now() - interval '1 hour', '{}' from partners where tenant_id = $1`,
      [partner.tenantId],
    );
    await database.pool.query(
      `insert into alarms (id, partner_id, kind, subject, facts, raised_at)
       select 'alm_lost', id, 'not-carded', 'det_lost', '{"since": "2026-11-22T12:00:00.000Z", "count": 1}', now()
       from partners where tenant_id = $1`,
      [partner.tenantId],
    );
    await database.close();

    const { code, out } = await run(env());

    assert.match(well.out, /The ledger of seven days: \d+ received: \d+ with a card/);
    assert.equal(code, 1);
    assert.match(out, /FAULT +The ledger of seven days: without a card and without a reason: 1/);
    assert.match(out, /FAULT +Alarms: not-carded \(1\) since 2026-11-22T12:00:00.000Z\n +Why: .+\n +Mend: /);
  });
});
