import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import type { PackId } from '../../src/domain/ids.ts';
import type { Person } from '../../src/domain/people.ts';
import { codePage, codePagePolicy } from '../../src/pack/code-page.ts';
import { wordsFor } from '../../src/teams/words.ts';
import { createPackRoutes, languageOf } from '../../src/web/packs.ts';
import { createServer, type WebServer } from '../../src/web/server.ts';
import { codeFor, openPack } from '../../src/workflow/pack-code.ts';
import { makeCase, makePartner, newId } from '../db/fixtures.ts';
import { testDatabase } from '../support/database.ts';
import { ada, ben } from '../support/people.ts';
import { quietLog } from '../support/quiet-log.ts';
import { startedAt } from '../support/samples.ts';

const minute = 60_000;

describe('the address of an evidence pack', () => {
  const { store } = testDatabase();
  let server: WebServer;
  let port = 0;
  let now = Date.parse(startedAt);
  let mayFetch: (packId: PackId, person: Person) => boolean = () => true;

  before(async () => {
    const deps = {
      packs: store().packs,
      cases: store().cases,
      now: () => new Date(now),
      mayFetch: async (packId: PackId, person: Person) => mayFetch(packId, person),
    };
    const packs = createPackRoutes({
      page: (language, problem) => codePage(wordsFor(language), problem),
      policy: codePagePolicy,
      open: (packId, typed) => openPack(deps, packId, typed),
      log: quietLog,
    });
    server = createServer({
      messages: () => Promise.resolve(),
      ready: () => Promise.resolve({ ok: true }),
      packs,
      log: quietLog,
      port: 0,
      host: '127.0.0.1',
    });
    ({ port } = await server.start());
  });
  after(() => server.stop());
  beforeEach(() => {
    mayFetch = () => true;
    now += 60 * minute;
  });

  const content = randomBytes(600_000);

  async function aPack({ ready = true } = {}): Promise<PackId> {
    const { case: c } = await makeCase(store(), await makePartner(store()));
    const id = newId('pack');
    await store().packs.ask({ id, caseId: c.id, profile: 'customer', language: 'en', by: ada, askedAt: startedAt }, []);
    const attempt = await store().packs.begin(id);
    assert.ok(attempt);
    for (let at = 0; at < content.length; at += 262_144)
      await store().packs.append(id, attempt, content.subarray(at, at + 262_144));
    if (!ready) return id;
    const sha256 = createHash('sha256').update(content).digest('hex');
    const made = { bytes: content.length, sha256, files: 3, builtAt: startedAt };
    await store().packs.finish(id, attempt, made, { posts: [], jobs: [] });
    return id;
  }
  async function codeOf(packId: PackId, person: Person = ada): Promise<string> {
    const code = await codeFor({ packs: store().packs, now: () => new Date(now), randomBytes }, packId, person);
    assert.ok(code);
    return code;
  }
  const url = (packId: string) => `http://127.0.0.1:${port}/packs/${packId}`;
  const post = (packId: string, code: string, headers: Record<string, string> = {}) =>
    fetch(url(packId), { method: 'POST', body: new URLSearchParams({ code }), headers });
  const contentOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

  it('gives the archive to whoever posts the code, with its name, length and digest, and lets nobody keep it', async () => {
    const packId = await aPack();

    const response = await post(packId, await codeOf(packId));

    assert.equal(response.status, 200);
    assert.equal(Buffer.compare(await contentOf(response), content), 0);
    assert.equal(response.headers.get('content-type'), 'application/zip');
    assert.equal(response.headers.get('content-length'), String(content.length));
    assert.match(
      response.headers.get('content-disposition') ?? '',
      /^attachment; filename="mining-watch-case-\d+\.zip"$/,
    );
    assert.equal(response.headers.get('cache-control'), 'no-store');
    const digest = createHash('sha256').update(content).digest('base64');
    assert.equal(response.headers.get('content-digest'), `sha-256=:${digest}:`);
  });

  it('gives it once, also to many at once', async () => {
    const packId = await aPack();
    const code = await codeOf(packId);

    const answers = await Promise.all([1, 2, 3, 4].map(() => post(packId, code)));

    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 403, 403, 403],
    );
    await Promise.all(answers.map((one) => one.arrayBuffer()));
    assert.equal((await post(packId, code)).status, 403);
  });

  it('takes a code as people type and paste it', async () => {
    const packId = await aPack();
    const written: readonly ((code: string) => string)[] = [
      (code) => code.toLowerCase(),
      (code) => ` ${code.replaceAll('-', ' ')}\n`,
      (code) => code.replaceAll('-', ''),
      (code) => code.replaceAll('0', 'o').replaceAll('1', 'l'),
      (code) => code.replaceAll('-', '–'),
    ];

    for (const write of written) assert.equal((await post(packId, write(await codeOf(packId)))).status, 200);
  });

  it('answers alike, to the letter, whatever is wrong', async () => {
    const [packId, other, unfinished] = [await aPack(), await aPack(), await aPack({ ready: false })];
    const [used, expired, foreign, lost] = [
      await codeOf(packId),
      await codeOf(packId),
      await codeOf(other),
      await codeOf(packId, ben),
    ];
    await (await post(packId, used)).arrayBuffer();
    mayFetch = (_, person) => person.objectId !== ben.objectId;
    const wrong = 'ABCDE-FGHJK-MNPQR-STVWX-YZ2345';

    const answers = [
      await post(packId, wrong),
      await post(packId, used),
      await post(packId, foreign),
      await post(packId, lost),
      await post(packId, ''),
      await post(packId, 'U'.repeat(26)),
      await post(packId, 'x'.repeat(1500)),
      await post(unfinished, wrong),
      await post(newId('pack'), wrong),
      await post('no-id', wrong),
      await post('%2e%2e%2fetc', wrong),
      await (async () => {
        now += 15 * minute;
        return post(packId, expired);
      })(),
    ];

    const told = await Promise.all(
      answers.map(async (one) => {
        const { date: _, ...headers } = Object.fromEntries(one.headers);
        return JSON.stringify([one.status, headers, await one.text()]);
      }),
    );
    assert.equal(new Set(told).size, 1, [...new Set(told)].join('\n'));
    assert.match(told[0] ?? '', /^\[403,.*does not open this pack/);
  });

  it('has no code for a pack that is not ready', async () => {
    const deps = { packs: store().packs, now: () => new Date(now), randomBytes };

    assert.equal(await codeFor(deps, await aPack({ ready: false }), ada), undefined);
    assert.equal(await codeFor(deps, newId('pack'), ada), undefined);
  });

  it('asks to wait after ten wrong codes, for a pack that there is and one that there is not', async () => {
    const [packId, unknown] = [await aPack(), newId('pack')];
    const good = await codeOf(packId);
    for (const id of [packId, unknown]) {
      for (let i = 0; i < 10; i++) assert.equal((await post(id, `wrong ${i}`)).status, 403);

      const blocked = await post(id, id === packId ? good : 'wrong');

      assert.equal(blocked.status, 429);
      assert.match(await blocked.text(), /too many wrong codes/);
    }
    now += 15 * minute;
    assert.equal((await post(packId, await codeOf(packId))).status, 200);
  });

  it('shows a page to whoever follows the link, and changes nothing by it, however often', async () => {
    const packId = await aPack();
    const code = await codeOf(packId);

    for (let i = 0; i < 20; i++) {
      const page = await fetch(url(packId), { method: i % 2 === 0 ? 'GET' : 'HEAD' });
      assert.equal(page.status, 200);
      await page.arrayBuffer();
    }
    assert.equal((await fetch(`${url(packId)}?code=${code}`)).headers.get('content-type'), 'text/html; charset=utf-8');

    assert.equal((await post(packId, code)).status, 200);
  });

  it('shows the same page for every pack, with a policy that lets it do nothing but ask', async () => {
    const [page, other] = await Promise.all([aPack(), 'nonsense'].map(async (id) => fetch(url(await id))));
    assert.ok(page && other);

    const text = await page.text();

    assert.equal(text, await other.text());
    assert.match(
      page.headers.get('content-security-policy') ?? '',
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; frame-ancestors 'none'/,
    );
    assert.equal(page.headers.get('cache-control'), 'no-store');
    assert.doesNotMatch(text, /<script|src=|href=|case_|pack_|https?:/i);
  });

  it('speaks the language that the browser likes best', async () => {
    const packId = await aPack();
    const page = async (accepted: string) =>
      (await fetch(url(packId), { headers: { 'accept-language': accepted } })).text();

    assert.match(await page('it-IT,it;q=0.9,en;q=0.8'), /<html lang="it">[\s\S]*Codice/);
    assert.match(await page('de-DE'), /<html lang="en">/);
    assert.match(await (await post(packId, 'x', { 'accept-language': 'it' })).text(), /non apre il dossier/);
    for (const [accepted, language] of [
      ['en;q=0.5, it;q=0.8', 'it'],
      ['it;q=0, en', 'en'],
      ['*', 'en'],
      [';;,,;q=q', 'en'],
      ['it-CH', 'it'],
      ['italian', 'en'],
    ] as const)
      assert.equal(languageOf(accepted), language, accepted);
  });

  it('refuses what is no form, and long ones, and takes no other method', async () => {
    const packId = await aPack();
    const code = await codeOf(packId);
    const send = (body: string, type: string) =>
      fetch(url(packId), { method: 'POST', body, headers: { 'content-type': type } }).then(
        ({ status }) => status,
        // The connection may be closed while the rest is still being sent.
        () => 403,
      );

    assert.equal(await send(JSON.stringify({ code }), 'application/json'), 403);
    assert.equal(await send(`code=${code}&x=${'y'.repeat(5000)}`, 'application/x-www-form-urlencoded'), 403);
    for (const method of ['PUT', 'DELETE', 'PATCH'])
      assert.equal((await fetch(url(packId), { method })).status, 405, method);

    assert.equal((await post(packId, code)).status, 200);
  });

  it('goes on when somebody leaves in the middle of a download', async () => {
    const packId = await aPack();
    const body = new URLSearchParams({ code: await codeOf(packId) }).toString();
    const socket = net.connect(port, '127.0.0.1');
    socket.write(
      `POST /packs/${packId} HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await once(socket, 'data');
    socket.destroy();

    assert.equal((await post(packId, await codeOf(packId))).status, 200);
  });
});

describe('a web server without packs', () => {
  it('has nothing at their address', async () => {
    const server = createServer({
      messages: () => Promise.resolve(),
      ready: () => Promise.resolve({ ok: true }),
      log: quietLog,
      port: 0,
      host: '127.0.0.1',
    });
    const { port } = await server.start();

    const response = await fetch(`http://127.0.0.1:${port}/packs/${newId('pack')}`);

    await server.stop();
    assert.equal(response.status, 404);
  });
});
