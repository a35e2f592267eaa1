import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { webhookCommand } from '../../scripts/lib/webhook/command.ts';
import { until } from '../support/house.ts';
import { closedPort } from '../support/http-server.ts';
import { useScene } from '../survival/scene.ts';

const script = join(import.meta.dirname, '..', '..', 'scripts', 'webhook.ts');
const foreign = 'https://other-tool.example/api/hook?code=0123456789abcdef0123456789abcdef';

type Env = Readonly<Record<string, string>>;
const run = (env: Env, ...args: readonly string[]) => webhookCommand(env, args);

/** As a process of its own. */
function spawned(env: Env, ...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const { PATH = '' } = process.env;
  return new Promise((done) => {
    execFile(process.execPath, [script, ...args], { env: { PATH, ...env } }, (error, out, err) =>
      done({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, out, err }),
    );
  });
}

describe('npm run webhook', () => {
  const scene = useScene({ installed: 'all' });
  const world = () => scene().house.world;
  const tenant = () => scene().partner(0).tenantId;
  const publicUrl = () => scene().house.endpoint.replace('/api/messages', '');
  const env = (more: Record<string, string> = {}): Record<string, string> => ({
    ...world().botEnv(),
    DATABASE_URL: scene().house.databaseUrl,
    PUBLIC_URL: publicUrl(),
    ...more,
  });
  const webhook = (...args: readonly string[]) => run(env(), ...args, '--partner', tenant());
  const json = async (...args: readonly string[]) => {
    const { code, out } = await webhook(...args, '--json');
    return { code, ...JSON.parse(out) };
  };
  const registration = () =>
    world()
      .snapshot()
      .webhook.registrations.find((one) => one.partnerTenantId === tenant());
  const writes = () =>
    world()
      .requests()
      .filter(({ path, method }) => method !== 'GET' && path.endsWith('/webhooks/v1/registration'));

  beforeEach(() => world().webhook.unregister(tenant()));
  afterEach(() => world().webhook.setFault('none'));

  it('registers our address for the events that are used, which brings a test event, and says so', async () => {
    const before = await json('status');
    const registered = await webhook('register');
    const after = await json('status');
    const tested = await webhook('test');
    const last = await json('status');

    assert.deepEqual([before.code, before.partners[0].registration.whose], [1, 'nobody']);
    assert.match(before.partners[0].problems[0].mend, /npm run webhook -- register --partner/);
    assert.equal(registered.code, 0, registered.out);
    const { url = '', events, inMsSignature } = registration() ?? {};
    assert.ok(url.startsWith(`${publicUrl()}/webhooks/partner-center/`), url);
    assert.deepEqual([events, inMsSignature], [['azure-fraud-event-detected', 'test-created'], true]);
    assert.deepEqual([after.code, after.partners[0].registration.whose], [0, 'ours']);
    assert.equal(tested.code, 0, tested.out + tested.err);
    assert.match(tested.out, /The test event came after \d+\.\d s/);
    assert.ok(last.partners[0].callbacks.lastTestAt);
    const key = url.slice(url.lastIndexOf('/') + 1);
    for (const said of [registered.out, JSON.stringify([after, last]), tested.out]) assert.ok(!said.includes(key));
  });

  it('changes nothing where it is registered already, and adds what is missing without losing other events', async () => {
    await webhook('register');
    world().forgetRequests();
    const again = await json('register');
    assert.deepEqual([again.code, again.outcome, writes().length], [0, 'as-before', 0]);
    const url = registration()?.url ?? '';
    world().webhook.register(tenant(), url, ['invoice-ready', 'azure-fraud-event-detected']);

    const lacking = await json('status');
    const mended = await json('register');

    assert.match(lacking.partners[0].problems[0].said, /not asked for: test-created/);
    assert.equal(mended.outcome, 'registered');
    assert.equal(registration()?.url, url);
    assert.deepEqual(registration()?.events.toSorted(), [
      'azure-fraud-event-detected',
      'invoice-ready',
      'test-created',
    ]);
  });

  it('leaves another tool’s registration, says which it is, and replaces it only with --replace', async () => {
    world().webhook.register(tenant(), foreign, ['invoice-ready']);
    world().forgetRequests();

    const shown = await webhook('status');
    const refused = await webhook('register');
    const tested = await json('test');

    assert.deepEqual([shown.code, refused.code, tested.code], [1, 1, 1]);
    assert.match(
      refused.out,
      /another tool’s address is registered, and was left: https:\/\/other-tool\.example\/api\/hook\?code=… for invoice-ready/,
    );
    assert.match(refused.out, /--replace/);
    assert.equal(tested.problem.step, 'registration');
    assert.ok(!(shown.out + refused.out + JSON.stringify(tested)).includes('0123456789abcdef'));
    assert.equal(registration()?.url, foreign);
    assert.equal(writes().length, 0);

    const replaced = await webhook('register', '--replace');
    assert.equal(replaced.code, 0, replaced.out);
    assert.match(replaced.out, /In the place of https:\/\/other-tool\.example/);
    assert.deepEqual(registration()?.events, ['azure-fraud-event-detected', 'test-created']);
    assert.equal((await webhook('test')).code, 0);
  });

  it('leaves its own registration at another address, as a copy of the database would see it', async () => {
    await webhook('register');
    const url = registration()?.url ?? '';
    const port = await closedPort();
    const copy = env({ PUBLIC_URL: `http://127.0.0.1:${port}` });

    const status = await run(copy, 'status', '--partner', tenant());
    const refused = await run(copy, 'register', '--partner', tenant());

    assert.match(status.out, /this installation’s key is registered at .+, and PUBLIC_URL is/);
    assert.equal(refused.code, 1);
    assert.equal(registration()?.url, url);
    const moved = await run(copy, 'register', '--replace', '--partner', tenant());
    assert.equal(moved.code, 0, moved.out);
    assert.match(moved.out, /nothing answers at .+ECONNREFUSED.*the test says/);
  });

  it('exchanges the key: callbacks pass with the old one until the new one is registered, and not after', async () => {
    await webhook('register');
    const old = registration()?.url ?? '';

    const exchanged = await webhook('register', '--new-key');

    assert.equal(exchanged.code, 0, exchanged.out);
    assert.notEqual(registration()?.url, old);
    assert.equal((await webhook('test')).code, 0);
    world().webhook.register(tenant(), old, ['azure-fraud-event-detected', 'test-created']);
    const stale = await json('status');
    assert.deepEqual([stale.code, stale.partners[0].registration.whose], [1, 'stale']);
    assert.match(stale.partners[0].problems[0].said, /stale/);
    assert.equal((await json('test')).problem.step, 'registration');
    assert.equal((await webhook('register')).code, 0);
    assert.equal((await json('status')).partners[0].registration.whose, 'ours');
  });

  it('says that callbacks are refused and why, where the signature is wrong', async () => {
    await webhook('register');
    world().webhook.setFault('wrong-signature');

    const tested = await json('test');
    const status = await until(async () => {
      const now = await json('status');
      return now.partners[0].callbacks.refused.length > 0 && now;
    });

    assert.equal(tested.code, 1);
    assert.equal(tested.problem.step, 'receiving');
    assert.match(tested.problem.said, /Unauthorized \(10 times\): refused, signature/);
    assert.match(tested.problem.mend, /proxy/);
    assert.match(JSON.stringify(status.partners[0].problems), /callbacks are refused, last at .+: signature/);
    world().webhook.setFault('none');
    assert.equal((await webhook('test')).code, 0);
    assert.deepEqual((await json('status')).partners[0].problems, []);
  });

  it('says that nothing was sent, or that nothing at the address works, or that something else is there', async () => {
    await webhook('register');
    const key = (registration()?.url ?? '').replace(publicUrl(), '');
    world().webhook.setFault('silence');
    const silent = await json('test', '--wait', '2');
    world().webhook.setFault('none');

    const elsewhere = createServer((request, response) => {
      request.resume();
      response.statusCode = request.method === 'GET' ? 200 : 202;
      response.end('{}');
    });
    await new Promise<void>((done) => elsewhere.listen(0, '127.0.0.1', done));
    const address = elsewhere.address();
    const other = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const dead = `http://127.0.0.1:${await closedPort()}`;
    const at = async (url: string, ...args: readonly string[]) => {
      world().webhook.register(tenant(), `${url}${key}`, ['azure-fraud-event-detected', 'test-created']);
      return JSON.parse((await run(env({ PUBLIC_URL: url }), ...args, '--json', '--partner', tenant())).out);
    };
    const unreached = await at(dead, 'test');
    world().webhook.unregister(tenant());
    const taken = await at(other, 'test');
    const registering = await at(other, 'register', '--new-key');
    elsewhere.close();

    assert.deepEqual(
      [silent.problem.step, unreached.problem.step, taken.problem.step],
      ['delivery', 'delivery', 'receiving'],
    );
    assert.match(silent.problem.said, /has not posted anything for 2 s/);
    assert.match(unreached.problem.said, /nothing that works answered/);
    assert.match(taken.problem.said, /Accepted, and nothing came into this database/);
    assert.match(registering.problem.said, /answered 200, which is not Mining Watch/);
  });

  for (const [name, status, body, said] of [
    ['403', 403, { code: 900308, description: 'SECRET-words' }, /answered 403 \(900308\)/],
    ['401', 401, { code: 900420, description: 'SECRET-words' }, /answered 401 \(900420\)/],
    ['500', 500, { code: 500, description: 'SECRET-words' }, /answered 500/],
  ] as const)
    it(`says what a ${name} of the registration means, and changes nothing`, async () => {
      world().addFault({
        service: 'partnerCenter',
        path: 'webhooks/v1/registration',
        times: 50,
        act: { kind: 'status', status, body },
      });

      const all = [await json('status'), await json('register'), await json('test')];

      for (const one of all) {
        assert.equal(one.code, 1);
        const problem = one.problem ?? one.partners[0].problems[0];
        assert.match(problem.said, said);
        assert.ok(problem.mend.length > 20, problem.mend);
        assert.ok(!JSON.stringify(one).includes('SECRET-words'));
      }
      assert.equal(registration(), undefined);
    });

  it('takes what Partner Center shows for the truth where its answer to the registration is lost', async () => {
    world().addFault({
      service: 'partnerCenter',
      method: 'POST',
      path: 'webhooks/v1/registration$',
      times: 1,
      act: { kind: 'done-but', status: 503 },
    });

    assert.equal((await json('register')).outcome, 'registered');
    assert.equal((await webhook('test')).code, 0);
  });

  it('keeps the old key good where the exchange is refused', async () => {
    await webhook('register');
    const url = registration()?.url;
    const act = { kind: 'status', status: 403, body: { code: 900308, description: 'no' } } as const;
    world().addFault({ service: 'partnerCenter', method: 'PUT', times: 9, act });

    assert.equal((await json('register', '--new-key')).code, 1);
    world().clearFaults();

    assert.equal(registration()?.url, url);
    assert.equal((await webhook('test')).code, 0);
    assert.equal((await json('status')).partners[0].registration.whose, 'ours');
  });

  it('leaves what another tool registers between its look and its own registration', async () => {
    world().webhook.register(tenant(), foreign, ['invoice-ready']);
    const act = { kind: 'status', status: 404, body: { code: 404, description: 'none' } } as const;
    world().addFault({ service: 'partnerCenter', method: 'GET', path: 'v1/registration$', times: 1, act });

    const refused = await json('register');

    assert.deepEqual([refused.code, refused.outcome], [1, 'taken']);
    assert.equal(registration()?.url, foreign);
  });

  it('does not call registered what Partner Center took and does not show', async () => {
    const act = { kind: 'status', status: 200, body: {} } as const;
    world().addFault({ service: 'partnerCenter', method: 'POST', path: 'v1/registration$', times: 1, act });

    const unseen = await json('register');

    assert.equal(unseen.code, 1);
    assert.match(unseen.problem.said, /took it, and shows none/);
    assert.equal((await json('register')).outcome, 'registered');
    assert.equal((await webhook('test')).code, 0);
  });

  it('says which events the tenant is not offered, and registers nothing', async () => {
    const act = { kind: 'status', status: 200, body: ['invoice-ready', 'test-created'] } as const;
    world().addFault({ service: 'partnerCenter', path: 'registration/events', times: 1, act });

    const refused = await json('register');

    assert.deepEqual([refused.code, refused.problem.step], [1, 'events']);
    assert.match(refused.problem.said, /does not offer azure-fraud-event-detected/);
    assert.equal(registration(), undefined);
  });

  it('asks for no test where none are registered for, and does nothing while the same is done elsewhere', async () => {
    await webhook('register');
    world().webhook.register(tenant(), registration()?.url ?? '', ['azure-fraud-event-detected']);
    world().forgetRequests();
    const untested = await json('test');
    const { partners, webhooks } = scene().house.app.store;
    const stored = await partners.byTenant(tenant());
    assert.ok(stored);
    const busy = await webhooks.alone(stored.id, () => json('register'));

    assert.match(untested.problem.said, /test events are not asked for/);
    assert.match(busy?.problem.said, /being done for this partner elsewhere/);
    assert.deepEqual(
      world()
        .requests()
        .filter(({ path, method }) => method !== 'GET' && path.includes('webhooks')),
      [],
    );
    assert.equal((await json('register')).outcome, 'registered');
  });

  it('says that there is no token, and that a test may be asked for twice a minute', async () => {
    const wrong = await run(env({ BOT_APP_SECRET: 'wr0ng-secret' }), 'status', '--json', '--partner', tenant());
    await webhook('register');
    const act = { kind: 'status', status: 429, headers: { 'Retry-After': '60' }, body: { statusCode: 429 } } as const;
    world().addFault({ service: 'partnerCenter', path: 'validationEvents', times: 1, act });
    const throttled = await json('test');

    const [problem] = JSON.parse(wrong.out).partners[0].problems;
    assert.deepEqual([wrong.code, problem.step], [1, 'token']);
    assert.match(problem.mend, /secret is wrong/);
    assert.ok(!wrong.out.includes('wr0ng-secret'));
    assert.equal(throttled.problem.step, 'asking');
    assert.match(throttled.problem.mend, /Wait 60 seconds/);
  });

  it('refuses an address that Partner Center could not post to', async () => {
    const real = { PARTNER_CENTER_URL: 'https://api.partnercenter.example' };
    for (const [url, said] of [
      ['http://bot.example', /is not https/],
      ['https://10.1.2.3', /own network only/],
    ] as const) {
      const { code, out } = await run(env({ ...real, PUBLIC_URL: url }), 'register', '--partner', tenant());
      assert.equal(code, 1);
      assert.match(out, said);
      assert.match(out, /set PUBLIC_URL/);
    }
  });

  it('shows all partners, and wants to know which one where it matters', async () => {
    const all = await spawned(env(), 'status');
    const which = await run(env(), 'register');
    const nobody = await run(env(), 'status', '--partner', 'nobody at all');
    const unknown = await run(env(), 'sing');
    const unconfigured = await run({ BOT_APP_ID: 'x' }, 'status');
    const help = await run(env(), '--help');

    for (const { name } of world().snapshot().partners) assert.ok(all.out.includes(name), name);
    assert.deepEqual(
      [which, nobody, unknown, unconfigured, help].map(({ code }) => code),
      [2, 1, 2, 2, 0],
    );
    assert.match(which.err, /Which partner\?/);
    assert.match(unconfigured.err, /BOT_APP_TENANT_ID/);
  });

  it('registers once where two do it at the same time', async () => {
    const both = await Promise.all([json('register', '--new-key'), json('register', '--new-key')]);

    assert.ok(both.some(({ ok }) => ok));
    assert.equal((await webhook('test')).code, 0);
    assert.equal((await json('status')).partners[0].registration.whose, 'ours');
  });
});
