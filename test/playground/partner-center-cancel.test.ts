import assert from 'node:assert/strict';
import { asList, type Called, type OpenWorld, openWorld } from './open-world.ts';

const minute = 60_000;

describe('cancelling a subscription in the local Partner Center', () => {
  let open: OpenWorld;
  beforeEach(async () => {
    open = await openWorld({ now: new Date('2026-03-02T09:00:00Z') });
  });
  afterEach(() => open.close());

  const partner = () => open.world.snapshot().partners[0]?.tenantId ?? '';
  const customer = () => {
    const found = open.world.snapshot().customers.find((c) => c.name === 'Alpine Ski House');
    assert.ok(found);
    return found;
  };
  const subscription = (): string => customer().subscriptions[0]?.id ?? '';
  const personToken = (name: string): Promise<string> => {
    const id = open.world.snapshot().people.find((p) => p.name === name)?.id ?? '';
    open.world.setSignedIn(id, true);
    return open.personToken(id, 'partner-center');
  };
  const base = (): string => `${open.world.urls.partnerCenter}/v1/customers/${customer().tenantId}/subscriptions`;

  async function planId(token: string): Promise<string> {
    const { body } = await open.call(base(), { token });
    return String(asList(body.items).find((s) => s.offerName === 'Azure plan')?.id);
  }

  async function entitlements(token: string): Promise<ReadonlyMap<unknown, unknown>> {
    const { body } = await open.call(`${base()}/${await planId(token)}/azureEntitlements`, { token });
    return new Map(asList(body.items).map((item) => [item.id, item.status]));
  }

  async function cancel(token: string, change: { body?: unknown; id?: string; plan?: string } = {}): Promise<Called> {
    const { body = { cancellationReason: 'compromise' }, id = subscription() } = change;
    const plan = change.plan ?? (await planId(token));
    return open.call(`${base()}/${plan}/azureEntitlements/${id}/cancel`, { token, body });
  }
  const owner = 'Megan Bowen';

  it('stops what costs at once, and shows it as inactive ten minutes later', async () => {
    const token = await personToken(owner);
    const before = await entitlements(token);

    const answer = await cancel(token, { id: subscription().toUpperCase() });
    const at = await entitlements(token);
    open.world.advance(10 * minute);
    const after = await entitlements(token);

    assert.equal(answer.status, 202);
    assert.equal(answer.body.status, 'active');
    assert.equal(answer.body.id, subscription());
    assert.equal(at.get(subscription()), 'active');
    assert.equal(after.get(subscription()), 'inactive');
    assert.deepEqual([before.size, after.size], [2, 2]);
    const others = [...after].filter(([id]) => id !== subscription());
    assert.deepEqual(
      others.map(([, status]) => status),
      ['active'],
    );
    assert.equal(open.world.snapshot().azure.find((s) => s.id === subscription())?.state, 'inactive');
  });

  it('may be asked for again, and changes nothing then', async () => {
    const token = await personToken(owner);
    await cancel(token);
    open.world.advance(9 * minute);

    const again = await cancel(token);
    open.world.advance(minute);

    assert.equal(again.status, 202);
    assert.equal((await entitlements(token)).get(subscription()), 'inactive');
  });

  it('is for admin agents: not for an app, nor for others', async () => {
    const app = await open.appToken(partner(), 'partnerCenter');
    const stranger = await personToken('Nestor Wilke');

    const answers = [await cancel(app), await cancel(stranger)];

    assert.deepEqual(
      answers.map(({ status, body }) => [status, body.code]),
      [
        [403, 900335],
        [403, 900335],
      ],
    );
    assert.equal((await entitlements(app)).get(subscription()), 'active');
  });

  it('takes one reason, and only what is under the plan', async () => {
    const token = await personToken(owner);
    const others = open.world.snapshot().customers.find((c) => c.name === 'Litware')?.subscriptions[0]?.id ?? '';

    const answers = [
      await cancel(token, { body: { cancellationReason: 'other' } }),
      await cancel(token, { body: {} }),
      await cancel(token, { body: 'compromise' }),
      await cancel(token, { id: others }),
      await cancel(token, { plan: others }),
    ];

    assert.deepEqual(
      answers.map(({ status, body }) => [status, body.code]),
      [
        [400, 900307],
        [400, 900307],
        [400, 800002],
        [404, 800111],
        [404, 800111],
      ],
    );
    open.world.advance(10 * minute);
    assert.ok([...(await entitlements(token)).values()].every((status) => status === 'active'));
  });

  it('knows no customer of another partner', async () => {
    const token = await open.appToken(open.world.snapshot().partners[1]?.tenantId ?? '', 'partnerCenter');

    const answer = await cancel(token, { plan: 'any' });

    assert.deepEqual([answer.status, answer.body.code], [403, 900159]);
  });
});
