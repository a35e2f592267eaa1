import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Fault } from '../../playground/world/types.ts';
import { examine } from '../../scripts/lib/doctor/examine.ts';
import type { Finding, Place } from '../../scripts/lib/doctor/finding.ts';
import { webhookCommand } from '../../scripts/lib/webhook/command.ts';
import { useScene } from '../survival/scene.ts';

/** What the page can break, as the page itself has it: a new service or happening there is tried here by itself. */
const table: unknown = await import(new URL('../../playground/page/client/panel/fault-table.js', import.meta.url).href);
const { services, happenings } = z
  .object({
    services: z.record(z.string(), z.string()),
    happenings: z.record(z.string(), z.object({ name: z.string(), act: z.custom<Fault['act']>() })),
  })
  .parse(table);

/** Where the doctor has to look for the fault of a service; of one that is not named here there is no check yet. */
const placeOf: Readonly<Partial<Record<string, Place>>> = {
  partnerCenter: 'partnerCenter',
  graph: 'graph',
  azure: 'azure',
  connector: 'connector',
  login: 'login',
} satisfies Partial<Record<Fault['service'], Place>>;

/** What has to be said of what happened. */
function saidOf(act: Fault['act'], service: string): RegExp {
  switch (act.kind) {
    case 'status':
      // Of a token that is not given, nobody can say what would have been missing in it.
      return JSON.stringify(act.body).includes('MissingMFA') && service !== 'login'
        ? new RegExp(`answered ${act.status}.*second factor`)
        : new RegExp(`answered ${act.status}`);
    case 'done-but':
      return new RegExp(`answered ${act.status}`);
    case 'delay':
      return /took too long|longer than/;
    case 'reset':
      return /no answer/;
    case 'half':
      return /half of one|cannot be read/;
  }
}

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

  const look = async (timeoutMs = 60_000): Promise<readonly Finding[]> => {
    const examined = await examine({ env: env(), partner: scene().house.partner.tenantId, timeoutMs });
    assert.ok(examined.kind === 'examined');
    return examined.findings;
  };
  const faults = (findings: readonly Finding[]) => findings.filter(({ state }) => state === 'fault');
  /** Has more patience where a busy machine makes what is well look slow too, and at most as much as the doctor has. */
  const lookHastily = async (place: Place | undefined, timeoutMs = 300): Promise<readonly Finding[]> => {
    const findings = await look(timeoutMs);
    const isClear = faults(findings).every((one) => one.place === place);
    return isClear || timeoutMs >= 10_000 ? findings : lookHastily(place, timeoutMs * 3);
  };

  it('is content with a world in which nothing is wrong, having tried every service', async () => {
    const findings = await look();

    assert.deepEqual(faults(findings), []);
    for (const place of Object.values(placeOf))
      assert.ok(
        findings.some((one) => one.place === place && one.state === 'ok'),
        `nothing of ${place} was tried`,
      );
    assert.deepEqual(
      findings.filter(({ state }) => state !== 'ok').map(({ id, said }) => `${id} ${said}`),
      [],
    );
  });

  for (const [service, name] of Object.entries(services))
    for (const { name: what, act } of Object.values(happenings))
      it(`names ${name} for “${what}”`, async () => {
        const place = placeOf[service];
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key of the page's table
        scene().house.world.addFault({ service: service as Fault['service'], times: 1_000_000, act });

        const findings = await (act.kind === 'delay' ? lookHastily(place) : look());

        assert.ok(place, 'no check looks at this service');
        const found = faults(findings);
        assert.ok(found.length > 0, 'nothing was found');
        for (const one of found) {
          assert.equal(one.place, place, `${one.id}: ${one.said}`);
          assert.match(one.said, saidOf(act, service), one.id);
          assert.ok(one.why.length > 10 && (one.mend ?? '').length > 10, one.id);
        }
        const others = findings.filter((one) => one.place !== place);
        assert.ok(others.some(({ state }) => state === 'ok'));
      });
});
