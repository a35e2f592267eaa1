import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestVariables } from '../scripts/lib/fill-manifest.ts';
import { ConfigError, environment, readConfig } from '../src/config.ts';
import { standardReminders } from '../src/domain/reminders.ts';

const id = '00000000-aaaa-4bbb-8ccc-000000000001';

describe('config', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mining-watch-config-'));
  const partnersFile = join(folder, 'partners.json');
  const good = { BOT_APP_ID: id, BOT_APP_TENANT_ID: id, BOT_APP_SECRET: 's', PARTNERS_FILE: partnersFile };
  const partner = { tenantId: id, name: 'Northwind', source: 'graph', roleGroups: { owner: [id] } };

  before(() => writeFileSync(partnersFile, JSON.stringify([partner])));
  after(() => rmSync(folder, { recursive: true }));

  function problemsOf(env: Record<string, string | undefined>): readonly string[] {
    try {
      readConfig(env);
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
    return [];
  }

  it('reads a good environment, with defaults for what is left out', () => {
    const config = readConfig(good);

    assert.equal(config.web.port, 3978);
    assert.equal(config.partners[0]?.pollMinutes, 5);
    assert.equal(config.urls.graph, 'https://graph.microsoft.com');
  });

  it('knows the connection by which people sign in to each service, where there is one', () => {
    const named = readConfig({
      ...good,
      SIGN_IN_CONNECTION_GRAPH: 'g',
      SIGN_IN_CONNECTION_PARTNER_CENTER: 'p',
      SIGN_IN_CONNECTION_AZURE: 'a',
    });

    assert.deepEqual(named.bot.connections, { graph: 'g', partnerCenter: 'p', azure: 'a' });
    assert.equal(readConfig(good).bot.connections.azure, undefined);
  });

  it('files support requests by an API only where that is switched on', () => {
    assert.equal(readConfig(good).support.filingApi, false);
    assert.equal(readConfig({ ...good, SUPPORT_FILING_API: 'on' }).support.filingApi, true);
    assert.match(problemsOf({ ...good, SUPPORT_FILING_API: 'yes' }).join(), /^SUPPORT_FILING_API must be off or on/);
  });

  it('names every missing and every bad variable at once', () => {
    const problems = problemsOf({ PORT: 'many', DATABASE_URL: 'mysql://x', GRAPH_URL: 'ftp://x' }).join('\n');

    for (const name of ['BOT_APP_ID', 'BOT_APP_TENANT_ID', 'BOT_APP_SECRET', 'PORT', 'DATABASE_URL', 'GRAPH_URL'])
      assert.match(problems, new RegExp(`^${name}`, 'm'));
  });

  it('refuses an empty bot app id, with which authentication would be off', () => {
    assert.match(problemsOf({ ...good, BOT_APP_ID: '' }).join(), /BOT_APP_ID is missing/);
    assert.match(problemsOf({ ...good, BOT_APP_ID: '  ' }).join(), /BOT_APP_ID is missing/);
  });

  it('takes keys for tokens, newest first, and says what is wrong with one without saying the key', () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const file = join(folder, 'keys');
    writeFileSync(file, `# the newest\nb:${key}\na:${key}\n`);
    const problems = problemsOf({ ...good, TOKEN_KEYS: `a:${key},a:${key},c:${key.slice(4)}` }).join('\n');

    assert.deepEqual(
      readConfig({ ...good, TOKEN_KEYS_FILE: file }).tokenKeys.map((each) => each.id),
      ['b', 'a'],
    );
    assert.deepEqual(readConfig(good).tokenKeys, []);
    assert.match(problems, /key 3: must be/);
    assert.match(problems, /id for two keys/);
    assert.ok(!problems.includes(key.slice(4)));
    assert.match(problemsOf({ ...good, TOKEN_KEYS: `a:${key}`, TOKEN_KEYS_FILE: file }).join(), /both set/);
    assert.match(problemsOf({ ...good, TOKEN_KEYS_FILE: join(folder, 'no-keys') }).join(), /cannot be read/);
  });

  it('needs no partners file, because partners may stand in the table', () => {
    assert.deepEqual(readConfig({ ...good, PARTNERS_FILE: '' }).partners, []);
  });

  it('says where a partners file is wrong', () => {
    const file = join(folder, 'bad.json');
    writeFileSync(file, JSON.stringify([{ ...partner, source: 'carrier pigeon', roleGroups: { owner: ['x'] } }]));

    const problems = problemsOf({ ...good, PARTNERS_FILE: file }).join('\n');

    assert.match(problems, /at 0\.source/);
    assert.match(problems, /at 0\.roleGroups\.owner\.0/);
  });

  it('takes the hours of reminders, a level that is left out as usual, and says where they are wrong', () => {
    const file = join(folder, 'reminders.json');
    const read = (reminders: object) => {
      writeFileSync(file, JSON.stringify([{ ...partner, reminders }]));
      return { ...good, PARTNERS_FILE: file };
    };

    assert.deepEqual(readConfig(read({ owner: [2], channel: [] })).partners[0]?.reminders, {
      ...standardReminders,
      owner: [2],
      channel: [],
    });
    for (const owner of [[0], [24], [6, 1], [1.5], ['1'], [1, 2, 3, 4, 5, 6, 7]])
      assert.match(problemsOf(read({ owner })).join(), /at 0\.reminders\.owner/);
  });

  it('takes how long confirmations are remembered, from never to 90 days', () => {
    const file = join(folder, 'memory.json');
    const read = (memoryDays: number) => {
      writeFileSync(file, JSON.stringify([{ ...partner, memoryDays }]));
      return { ...good, PARTNERS_FILE: file };
    };

    assert.equal(readConfig(read(0)).partners[0]?.memoryDays, 0);
    assert.equal(readConfig(read(90)).partners[0]?.memoryDays, 90);
    for (const days of [-1, 91, 1.5]) assert.match(problemsOf(read(days)).join(), /at 0\.memoryDays/);
  });

  it('refuses a partners file that names a tenant twice, is empty, or is not there', () => {
    const file = join(folder, 'twice.json');
    writeFileSync(file, JSON.stringify([partner, { ...partner, tenantId: id.toUpperCase() }]));

    assert.match(problemsOf({ ...good, PARTNERS_FILE: file }).join(), /twice/);
    writeFileSync(file, '[]');
    assert.match(problemsOf({ ...good, PARTNERS_FILE: file }).join(), /at least one/);
    assert.match(problemsOf({ ...good, PARTNERS_FILE: join(folder, 'none.json') }).join(), /cannot be read/);
  });

  it('has an .env.example that names just the variables that are read, with their defaults', () => {
    const [own = '', forManifest = ''] = readFileSync(new URL('../.env.example', import.meta.url), 'utf8').split(
      '# Only for `npm run manifest`.',
    );
    const shownIn = (text: string) =>
      new Map([...text.matchAll(/^(?:# )?([A-Z][A-Z_]+)=(.*)$/gm)].map((m) => [m[1] ?? '', m[2] ?? '']));
    const shown = shownIn(own);
    const defaults = environment.partial().parse({});
    const onlyManifest = Object.keys(manifestVariables).filter((name) => !(name in environment.shape));

    assert.deepEqual([...shown.keys()].toSorted(), Object.keys(environment.shape).toSorted());
    assert.deepEqual([...shownIn(forManifest).keys()].toSorted(), onlyManifest.toSorted());
    for (const [name, value] of shown) {
      const standard = Reflect.get(defaults, name);
      assert.equal(value, standard === undefined ? '' : String(standard), name);
    }
  });
});
