import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createPartnerCache } from '../../src/teams/partner-cache.ts';
import { partnerOfLink } from '../../src/workflow/consent.ts';
import { testDatabase } from '../support/database.ts';

const script = fileURLToPath(new URL('../../scripts/partners.ts', import.meta.url));

describe('npm run partners', () => {
  const { store, url } = testDatabase();

  async function partners(args: readonly string[], input = '', more: Record<string, string> = {}) {
    const env = { ...process.env, DATABASE_URL: url(), ...more };
    const child = spawn(process.execPath, [script, ...args], { env });
    child.stdin.end(input);
    const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { code: Number(code), out, err };
  }
  const adding = (tenant: string) => ['add', '--tenant', tenant, '--name', 'Northwind', '--source', 'graph'];

  it('adds a partner whom a running process knows at once, with the standard settings', async () => {
    const tenant = randomUUID();
    const group = randomUUID();
    let now = new Date('2026-03-02T08:00:00Z');
    const partnerOf = createPartnerCache({ partners: store().partners, now: () => now }).of;
    assert.equal(await partnerOf(tenant), undefined);

    const { code, out } = await partners([
      ...adding(tenant),
      '--kind',
      'distributor',
      '--owner-group',
      group,
      '--json',
    ]);

    assert.equal(code, 0, out);
    assert.equal(JSON.parse(out).partner.kind, 'distributor');
    now = new Date(now.getTime() + 5000);
    const partner = await partnerOf(tenant);
    assert.deepEqual(partner?.roleGroups.owner, [group]);
    assert.equal(partner?.removal.twoPersonAbove, 10);
  });

  it('says everything that is wrong at once, as the partners file does, and adds nothing', async () => {
    const { code, err } = await partners([
      'add',
      '--tenant',
      'northwind',
      '--name',
      '',
      '--source',
      'pigeon',
      '--time-zone',
      'Mars',
      '--poll-minutes',
      'often',
      '--kind',
      'indirect-reseller',
    ]);

    assert.equal(code, 1);
    for (const field of ['tenantId', 'name', 'source', 'timeZone', 'pollMinutes', 'kind'])
      assert.match(err, new RegExp(`- ${field}: `), field);
    assert.match(err, /add their distributor/);
  });

  it('takes an entry of the partners file from standard input', async () => {
    const tenantId = randomUUID();
    const entry = { tenantId, name: 'Contoso', source: 'fraudEvents', language: 'it', roleGroups: {} };

    const { code } = await partners(['add', '--file', '-'], JSON.stringify(entry));

    assert.equal(code, 0);
    assert.equal((await store().partners.byTenant(tenantId))?.source, 'fraudEvents');
  });

  it('changes what is given and nothing else', async () => {
    const tenant = randomUUID();
    await partners([...adding(tenant), '--owner-group', tenant]);

    const changed = await partners([
      'change',
      tenant,
      '--responder-group',
      tenant,
      '--most-percent',
      '50',
      '--memory-days',
      '14',
    ]);
    const nothing = await partners(['change', tenant]);
    const bad = await partners(['change', tenant, '--most-percent', '500']);
    const tooLong = await partners(['change', tenant, '--memory-days', '91']);

    const partner = await store().partners.byTenant(tenant);
    assert.deepEqual([changed.code, nothing.code, bad.code, tooLong.code], [0, 2, 1, 1]);
    assert.equal(partner?.memoryDays, 14);
    assert.deepEqual(partner?.roleGroups, { viewer: [], responder: [tenant], remover: [], owner: [tenant] });
    assert.deepEqual([partner?.removal.mostPercent, partner?.removal.mostResources], [50, 25]);
  });

  it('removes only with --yes, lists whom it removed, and refuses what is not there', async () => {
    const tenant = randomUUID();
    await partners(adding(tenant));

    const asked = await partners(['remove', tenant]);
    const twice = await partners(adding(tenant));
    const removed = await partners(['remove', tenant, '--yes']);
    const listed = await partners(['list']);
    const unknown = await partners(['show', randomUUID(), '--json']);

    assert.deepEqual([asked.code, twice.code, removed.code, unknown.code], [2, 1, 0, 1]);
    assert.match(twice.err, /served already/);
    assert.match(listed.out, new RegExp(`${tenant}.*removed`));
    assert.match(JSON.parse(unknown.out).error, /No partner has the tenant/);
  });

  it('prints a link to the consent page, of which the newest alone works, and says what is missing for it', async () => {
    const tenant = randomUUID();
    await partners(adding(tenant));
    const { out: key } = await partners(['new-key']);
    const env = { TOKEN_KEYS: key.trim(), PUBLIC_URL: 'https://bot.example' };

    const first = await partners(['consent', tenant], '', env);
    const second = await partners(['consent', tenant, '--json'], '', env);
    const withoutKey = await partners(['consent', tenant], '', { PUBLIC_URL: 'https://bot.example' });
    const withoutUrl = await partners(['consent', tenant], '', { TOKEN_KEYS: key.trim() });
    const badKey = await partners(['consent', tenant], '', { ...env, TOKEN_KEYS: 'a:Zm9v' });

    const links = [first.out.split('\n')[0] ?? '', String(JSON.parse(second.out).link)];
    const deps = { consents: store().consents, now: () => new Date() };
    const [old, newest] = await Promise.all(links.map((link) => partnerOfLink(deps, link.split('/').at(-1) ?? '')));
    assert.match(links[0] ?? '', /^https:\/\/bot\.example\/consent\/[\w-]{43}$/);
    assert.equal(old, undefined);
    assert.equal(newest?.tenantId, tenant);
    assert.match(withoutKey.err, /TOKEN_KEYS/);
    assert.match(withoutUrl.err, /PUBLIC_URL/);
    assert.match(badKey.err, /key 1: must be/);
    assert.ok(!badKey.err.includes('Zm9v'));
    assert.deepEqual([withoutKey.code, withoutUrl.code, badKey.code], [1, 1, 1]);
  });

  it('forgets a consent only where there is one and it is said twice, and seals none anew', async () => {
    const tenant = randomUUID();
    await partners(adding(tenant));
    const { out: key } = await partners(['new-key']);

    assert.equal((await partners(['forget', tenant])).code, 2);
    assert.match((await partners(['forget', tenant, '--yes'])).err, /Nobody has consented/);
    assert.deepEqual(
      JSON.parse((await partners(['rekey', '--json'], '', { TOKEN_KEYS: key.trim() })).out).unreadable,
      [],
    );
  });

  it('says how it is used', async () => {
    assert.match((await partners([])).out, /npm run partners -- <command>/);
    assert.equal((await partners(['dance'])).code, 2);
    assert.equal((await partners(['list', '--loud'])).code, 2);
  });
});
