import assert from 'node:assert/strict';
import { type ConnectorLimits, connectorLimits } from '../../playground/fakes/connector-limits.ts';
import { openWorld, stubBot } from './open-world.ts';

type Allowance = ReturnType<ConnectorLimits['take']>;

const allowed: Allowance = { kind: 'allowed' };

function many(limits: ConnectorLimits, count: number, at: (i: number) => number): readonly Allowance['kind'][] {
  return Array.from({ length: count }, (_, i) => limits.take('send', 'thread', 'tenant', at(i)).kind);
}

describe('the limits of the local Teams connector', () => {
  it('lets seven sends into one thread in a second, and an eighth once the first is a second old', () => {
    const limits = connectorLimits();
    const first = many(limits, 7, () => 0);

    const eighth = limits.take('send', 'thread', 'tenant', 999);
    const later = limits.take('send', 'thread', 'tenant', 1000);

    assert.ok(first.every((kind) => kind === 'allowed'));
    assert.deepEqual(eighth, { kind: 'throttled', retryAfterSeconds: 1 });
    assert.deepEqual(later, allowed);
  });

  it('lets eight sends in two seconds', () => {
    const limits = connectorLimits();
    many(limits, 7, () => 0);
    limits.take('send', 'thread', 'tenant', 1000);

    assert.equal(limits.take('send', 'thread', 'tenant', 1001).kind, 'throttled');
  });

  it('lets 60 sends in 30 seconds and says how long to wait', () => {
    const limits = connectorLimits();
    const kinds = many(limits, 60, (i) => i * 300);

    const next = limits.take('send', 'thread', 'tenant', 18_000);

    assert.ok(kinds.every((kind) => kind === 'allowed'));
    assert.deepEqual(next, { kind: 'throttled', retryAfterSeconds: 12 });
  });

  it('lets 1800 sends in an hour', () => {
    const limits = connectorLimits();
    const kinds = many(limits, 1801, (i) => i * 600);

    assert.equal(kinds.indexOf('throttled'), 1800);
  });

  it('counts each thread by itself, and reading apart from writing', () => {
    const limits = connectorLimits();
    many(limits, 7, () => 0);

    assert.deepEqual(limits.take('send', 'another', 'tenant', 0), allowed);
    assert.deepEqual(limits.take('members', 'thread', 'tenant', 0), allowed);
    assert.deepEqual(limits.take('create', 'thread', 'tenant', 0), allowed);
  });

  it('lets 50 calls into one tenant in a second, over all threads', () => {
    const limits = connectorLimits();
    const kinds = Array.from({ length: 51 }, (_, i) => limits.take('send', `thread ${i}`, 'tenant', 0).kind);

    assert.equal(kinds.indexOf('throttled'), 50);
    assert.deepEqual(limits.take('send', 'thread', 'another tenant', 0), allowed);
  });

  it('lets the roster be read whole five times a minute', () => {
    const limits = connectorLimits();
    const kinds = Array.from({ length: 6 }, () => limits.takeUnpagedRoster('thread', 0).kind);

    assert.equal(kinds.indexOf('throttled'), 5);
    assert.deepEqual(limits.takeUnpagedRoster('thread', 60_000), allowed);
  });

  it('answers 429 with Retry-After over HTTP, and nothing when the world is made without limits', async () => {
    const bot = await stubBot();
    const strict = await openWorld();
    const lax = await openWorld({ limits: false });
    const statuses = await Promise.all(
      [strict, lax].map(async (open) => {
        open.world.setBotEndpoint(bot.url);
        const partner = open.world.snapshot().partners[0];
        await open.world.install(partner?.teamId ?? '', open.world.snapshot().people[0]?.id ?? '');
        const token = await open.appToken(open.env.BOT_APP_TENANT_ID ?? '', 'botFramework');
        const url = `${open.world.urls.connector}/emea/v3/conversations/${encodeURIComponent(partner?.teamId ?? '')}/activities`;
        const calls = Array.from({ length: 12 }, () => open.call(url, { token, body: { type: 'message', text: 'x' } }));
        return Promise.all(calls);
      }),
    );
    await Promise.all([strict.close(), lax.close(), bot.close()]);

    const [limited = [], free = []] = statuses;
    const refused = limited.filter((answer) => answer.status === 429);
    assert.ok(refused.length >= 4, `${refused.length} of 12 were refused`);
    assert.ok(refused.every((answer) => Number(answer.headers.get('retry-after')) >= 1));
    assert.ok(free.every((answer) => answer.status === 201));
  });
});
