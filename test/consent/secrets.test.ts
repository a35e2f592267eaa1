import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import type { WorldPerson } from '../../playground/world/types.ts';
import { createTokenSafe } from '../../src/consent/seal.ts';
import type { Partner } from '../../src/domain/partner.ts';
import { createLog } from '../../src/log.ts';
import { cardText, until } from '../support/house.ts';
import { Browser, type ConsentHouse, leave, openConsentHouse, outcomeOf, pick, revoke } from './signing-in.ts';

const script = fileURLToPath(new URL('../../scripts/partners.ts', import.meta.url));

describe('the secrets of a consent', () => {
  let house: ConsentHouse;
  let owner: WorldPerson;
  let logged = '';
  let link = '';
  const pages: string[] = [];
  /** Secrets by what they are; the link itself is told to the owner, in their 1:1 chat. */
  const secrets = new Map<string, string>();
  const keep = (name: string, value: unknown) => {
    if (typeof value === 'string' && value.length >= 8) secrets.set(`${name} ${secrets.size}`, value);
  };

  before(async () => {
    const log = createLog({ level: 'trace', destination: { write: (line) => void (logged += line) } });
    house = await openConsentHouse({ log, world: { appTokens: 'refused' } });
    owner = house.person(/admin agent/i);
    house.world.login.setTokenLife(60);
    const env = house.world.botEnv();
    keep('key', env['TOKEN_KEYS']?.split(':')[1]);
    keep('client_secret', env['BOT_APP_SECRET']);
    await everything();
  });
  after(() => house.close());

  /** Sends them through all that works and all that fails. */
  async function everything(): Promise<void> {
    const chat = house.world.personalChat(owner.id);
    await house.world.say({ personId: owner.id, conversationId: chat.id, text: 'consent' });
    const answer = await until(() => house.messages(chat.id).find((m) => m.from === 'bot'));
    link = /https?:\/\/\S+\/consent\/[\w-]{43}/.exec(answer.text ?? '')?.[0] ?? '';
    for (const trial of ['mfa', 'away', 'refused', 'given']) {
      const browser = new Browser();
      const url = await leave(browser, link);
      const cookie = browser.cookie.split('=')[1] ?? '';
      const asked = new URL(url).searchParams;
      keep('cookie', cookie);
      for (const name of ['state', 'nonce']) keep(name, asked.get(name));
      const verifier = createHmac('sha256', cookie)
        .update(`verifier ${asked.get('state')}`)
        .digest('base64url');
      assert.equal(createHash('sha256').update(verifier).digest('base64url'), asked.get('code_challenge'));
      keep('verifier', verifier);
      const back = await pick(url, owner, trial !== 'mfa');
      keep('code', new URL(back).searchParams.get('code'));
      if (trial === 'away')
        house.world.addFault({ service: 'login', path: '/token$', times: 1, act: { kind: 'reset' } });
      if (trial === 'refused') {
        const error_description = `AADSTS70000: no: ${new URL(back).searchParams.get('code')}`;
        const body = { error: 'invalid_request', error_description };
        house.world.addFault({
          service: 'login',
          path: '/token$',
          times: 1,
          act: { kind: 'status', status: 400, body },
        });
      }
      const ended = await browser.open(back);
      assert.equal(outcomeOf(ended.location), trial);
      pages.push(ended.text, (await browser.open(`${house.origin}${ended.location}`)).text);
    }
    const partner = await house.app.store.partners.byTenant(house.partner.tenantId);
    assert.ok(partner);
    await keepTokens(partner);
    const customer = house.world.snapshot().customers[0]?.subscriptions[0]?.id ?? '';
    house.world.addDetection({ partnerTenantId: partner.tenantId, subscriptionId: customer });
    await house.look();
    await until(() => house.messages(house.channel.id).find((m) => /Claim|Prendi/.test(cardText(m.card))));
    await keepTokens(partner);
    await revoke(house, owner);
    await house.look();
    await until(async () => (await house.app.store.consents.held(partner.id))?.consent.trouble !== undefined);
    await house.world.say({ personId: owner.id, conversationId: chat.id, text: 'status' });
  }

  /** What is sealed, opened as only who has the key can. */
  async function keepTokens(partner: Partner): Promise<void> {
    const [id = '', key = ''] = (house.world.botEnv()['TOKEN_KEYS'] ?? '').split(':');
    const safe = createTokenSafe([{ id, bytes: Buffer.from(key, 'base64') }]);
    for (const stored of (await house.app.store.consents.held(partner.id))?.tokens ?? []) {
      const { audience, generation } = stored;
      keep(audience === 'login' ? 'refresh' : 'access', safe.open({ partner, audience, generation }, stored));
    }
  }

  /** Names of the secrets that stand in a text. */
  const foundIn = (where: string): readonly string[] =>
    [...secrets].filter(([, value]) => where.includes(value)).map(([name]) => name);

  it('are many, so that the search means something', () => {
    const kinds = new Set([...secrets.keys()].map((name) => name.split(' ')[0]));

    for (const kind of ['key', 'client_secret', 'cookie', 'state', 'nonce', 'verifier', 'code', 'refresh', 'access'])
      assert.ok(kinds.has(kind), kind);
    assert.ok(
      ![...secrets.values()].some((value) => value.startsWith('(')),
      'they are what they are, and not left out',
    );
    assert.ok(logged.length > 10_000, 'the log tells much');
  });

  it('are nowhere in the log, nor is the link', () => {
    assert.deepEqual(foundIn(logged), []);
    assert.ok(!logged.includes(link.split('/').at(-1) ?? ''));
  });

  it('are nowhere in the database, nor is the link once the owner has it', async () => {
    const client = new Client({ connectionString: house.databaseUrl });
    await client.connect();
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'graphile_worker')`,
    );
    const secret = link.split('/').at(-1) ?? '';
    const withLink: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
      const all = rows.map(({ row }) => row).join('\n');
      assert.deepEqual(foundIn(all), [], name);
      const hex = [...secrets].filter(([, value]) => all.includes(Buffer.from(value).toString('hex')));
      assert.deepEqual(hex, [], `${name}, as bytes`);
      if (all.includes(secret)) withLink.push(name);
    }
    await client.end();
    assert.ok(tables.length > 20);
    assert.deepEqual(withLink, []);
  });

  it('are nowhere in what people see', () => {
    const { messages } = house.world.snapshot();

    assert.deepEqual(foundIn(JSON.stringify(messages)), []);
    assert.deepEqual(foundIn(pages.join('\n')), []);
    const others = messages.filter((m) => JSON.stringify(m).includes(link));
    assert.deepEqual(new Set(others.map((m) => m.conversationId)), new Set([house.world.personalChat(owner.id).id]));
  });

  it('are nowhere in what the command tells', async () => {
    for (const args of [
      ['show', house.partner.tenantId, '--json'],
      ['list', '--json'],
      ['rekey', '--json'],
      ['rekey'],
    ]) {
      const env = { ...process.env, ...house.world.botEnv(), DATABASE_URL: house.databaseUrl };
      const child = spawn(process.execPath, [script, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);

      assert.equal(Number(code), 0, err);
      assert.deepEqual(foundIn(out + err), [], args.join(' '));
    }
  });
});
