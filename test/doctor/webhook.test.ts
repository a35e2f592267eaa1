import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { examine } from '../../scripts/lib/doctor/examine.ts';
import type { Finding } from '../../scripts/lib/doctor/finding.ts';
import { webhookCommand } from '../../scripts/lib/webhook/command.ts';
import { until } from '../support/house.ts';
import { useScene } from '../survival/scene.ts';

describe('the doctor on callbacks', () => {
  const scene = useScene({ world: { limits: false } });
  const world = () => scene().house.world;
  const tenant = () => scene().house.partner.tenantId;
  const env = (more: Record<string, string> = {}) => ({
    ...world().botEnv(),
    DATABASE_URL: scene().house.databaseUrl,
    PUBLIC_URL: scene().house.endpoint.replace('/api/messages', ''),
    ...more,
  });
  const webhook = (...args: readonly string[]) => webhookCommand(env(), [...args, '--partner', tenant()]);

  /** The three lines, by the middle of their ids. */
  async function look(more: Record<string, string> = {}) {
    const examined = await examine({ env: env(more), partner: tenant() });
    assert.ok(examined.kind === 'examined');
    const line = (id: string): Finding => {
      const found = examined.findings.find((one) => one.id.startsWith(`webhook.${id}:`));
      assert.ok(found, id);
      return found;
    };
    return { registration: line('registration'), address: line('address'), callbacks: line('callbacks') };
  }
  const states = (lines: Awaited<ReturnType<typeof look>>) => Object.values(lines).map(({ state }) => state);

  afterEach(() => world().webhook.setFault('none'));

  it('notes that none are registered, and is content once ours are and a test has come', async () => {
    const before = await look();
    assert.deepEqual(states(before), ['note', 'not-run', 'ok']);
    assert.match(before.registration.mend ?? '', /npm run webhook -- register/);

    assert.equal((await webhook('register')).code, 0);
    assert.equal((await webhook('test')).code, 0);

    const after = await look();
    assert.deepEqual(states(after), ['ok', 'ok', 'ok'], JSON.stringify(after));
    assert.match(after.callbacks.said, /^last at 20/);
  });

  it('finds those that are refused, and why', async () => {
    await webhook('register');
    world().webhook.setFault('old-certificate');
    world().addDetection({ partnerTenantId: tenant(), subscriptionId: scene().freshSubscription().id });

    const { callbacks } = await until(async () => {
      const lines = await look();
      return lines.callbacks.state === 'fault' && lines;
    });

    assert.match(callbacks.said, /refused, last at .+: certificate-dates/);
    assert.match(callbacks.mend ?? '', /clock/);
  });

  it('finds another tool’s registration, and a key that is not known here', async () => {
    await webhook('register');
    const [own] = world().snapshot().webhook.registrations;
    assert.ok(own);
    world().webhook.register(tenant(), 'https://other-tool.example/hook?code=0123456789abcdef0');
    const other = await look();
    world().webhook.register(tenant(), own.url.replace(/[^/]+$/, 'A'.repeat(43)));
    const stale = await look();
    world().webhook.unregister(tenant());

    assert.deepEqual([other.registration.state, other.address.state], ['note', 'not-run']);
    assert.match(other.registration.said, /another tool’s, https:\/\/other-tool\.example\/hook\?code=…/);
    assert.deepEqual([stale.registration.state, stale.address.state], ['fault', 'ok']);
    assert.match(stale.registration.said, /stale/);
  });

  it('finds an address that leads elsewhere, and one that does not answer', async () => {
    const elsewhere = createServer((_, response) => response.end('hello'));
    await new Promise<void>((done) => elsewhere.listen(0, '127.0.0.1', done));
    const address = elsewhere.address();
    const PUBLIC_URL = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    world().webhook.register(tenant(), `${PUBLIC_URL}/webhooks/partner-center/${'A'.repeat(43)}`);

    const answered = await look({ PUBLIC_URL });
    await new Promise((done) => elsewhere.close(done));
    const silent = await look({ PUBLIC_URL });
    world().webhook.unregister(tenant());

    assert.equal(answered.address.state, 'fault');
    assert.match(answered.address.said, /something else answers there \(200\)/);
    assert.equal(silent.address.state, 'note');
    assert.match(silent.address.said, /nothing answers from here \(ECONNREFUSED\)/);
  });

  it('says what Partner Center answers where it does not tell, and runs nothing on it', async () => {
    world().addFault({
      service: 'partnerCenter',
      path: 'webhooks/v1/registration',
      times: 9,
      act: { kind: 'status', status: 403, body: { code: 900308, description: 'SECRET-words' } },
    });

    const lines = await look();

    assert.deepEqual([lines.registration.state, lines.address.state], ['fault', 'not-run']);
    assert.match(lines.registration.said, /answered 403 \(900308\)/);
    assert.match(lines.registration.mend ?? '', /access to Partner Center’s API/);
    assert.ok(!JSON.stringify(lines).includes('SECRET-words'));
  });
});
