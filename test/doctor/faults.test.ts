import assert from 'node:assert/strict';
import type { Fault } from '../../playground/world/types.ts';
import { examine } from '../../scripts/lib/doctor/examine.ts';
import type { Finding, Place } from '../../scripts/lib/doctor/finding.ts';
import { webhookCommand } from '../../scripts/lib/webhook/command.ts';
import { useScene } from '../survival/scene.ts';

/** What the page can break, and what must be said of it: playground/page/client/panel/faults.js. */
const happenings: Readonly<
  Record<string, { readonly act: Fault['act']; readonly said: RegExp; readonly login?: RegExp }>
> = {
  'the token is refused': {
    act: { kind: 'status', status: 401, body: { error: { code: 'InvalidAuthenticationToken', message: 'no' } } },
    said: /answered 401/,
  },
  'there is no second factor in the token': {
    act: {
      kind: 'status',
      status: 403,
      body: { Error: { Code: 'Unauthorized_MissingMFA', Message: 'MFA is required.' } },
    },
    said: /answered 403.*second factor/,
    login: /answered 403/,
  },
  'too many requests': {
    act: {
      kind: 'status',
      status: 429,
      headers: { 'Retry-After': '5' },
      body: { statusCode: 429, message: 'Rate limit' },
    },
    said: /answered 429/,
  },
  'an internal error': {
    act: { kind: 'status', status: 500, body: { error: { code: 'InternalServerError', message: 'no' } } },
    said: /answered 500/,
  },
  'no answer for two minutes': { act: { kind: 'delay', ms: 120_000 }, said: /took too long|longer than/ },
  'a connection that is cut': { act: { kind: 'reset' }, said: /no answer/ },
  'work done and a 503 answered': { act: { kind: 'done-but', status: 503 }, said: /answered 503/ },
  'half an answer': { act: { kind: 'half' }, said: /half of one|cannot be read/ },
};

const services: Readonly<Record<'partnerCenter' | 'graph' | 'azure' | 'connector' | 'login', Place>> = {
  partnerCenter: 'partnerCenter',
  graph: 'graph',
  azure: 'azure',
  connector: 'connector',
  login: 'login',
};

describe('the doctor', () => {
  // The doctor asks for members once; that many doctors in a minute would be throttled.
  const scene = useScene({ world: { limits: false } });

  const env = () => {
    const { world, databaseUrl, endpoint } = scene().house;
    return { ...world.botEnv(), DATABASE_URL: databaseUrl, PUBLIC_URL: endpoint.replace('/api/messages', '') };
  };

  before(async () => {
    const args = ['register', '--partner', scene().house.partner.tenantId];
    assert.equal((await webhookCommand(env(), args)).code, 0);
    const { card } = await scene().detected();
    await scene().ask(scene().house.person(/responder|admin/i), 'cases', card);
  });

  const look = async (timeoutMs = 3000): Promise<readonly Finding[]> => {
    const examined = await examine({ env: env(), partner: scene().house.partner.tenantId, timeoutMs });
    assert.ok(examined.kind === 'examined');
    return examined.findings;
  };
  const faults = (findings: readonly Finding[]) => findings.filter(({ state }) => state === 'fault');

  it('is content with a world in which nothing is wrong, having tried every service', async () => {
    const findings = await look();

    assert.deepEqual(faults(findings), []);
    for (const place of Object.values(services))
      assert.ok(
        findings.some((one) => one.place === place && one.state === 'ok'),
        `nothing of ${place} was tried`,
      );
    assert.deepEqual(
      findings.filter(({ state }) => state !== 'ok').map(({ id, said }) => `${id} ${said}`),
      [],
    );
  });

  for (const [service, place] of Object.entries(services))
    for (const [name, { act, said, login }] of Object.entries(happenings))
      it(`names ${service} for ${name}`, async () => {
        const { world } = scene().house;
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key of the table
        world.addFault({ service: service as Fault['service'], times: 1_000_000, act });

        const findings = await look(act.kind === 'delay' ? 300 : 3000);

        const found = faults(findings);
        assert.ok(found.length > 0, 'nothing was found');
        for (const one of found) {
          assert.equal(one.place, place, `${one.id}: ${one.said}`);
          assert.match(one.said, service === 'login' ? (login ?? said) : said, one.id);
          assert.ok(one.why.length > 10 && (one.mend ?? '').length > 10, one.id);
        }
        const others = findings.filter((one) => one.place !== place);
        assert.ok(others.some(({ state }) => state === 'ok'));
      });
});
