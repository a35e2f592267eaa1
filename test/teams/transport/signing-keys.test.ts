import assert from 'node:assert/strict';
import { createHttp } from '../../../src/http/http.ts';
import { createSigningKeys } from '../../../src/teams/transport/signing-keys.ts';
import { botIssuer } from '../../support/bot-issuer.ts';
import { quietLog } from '../../support/quiet-log.ts';

describe('Signing keys of the Bot Framework', () => {
  const issuer = botIssuer();
  let now = Date.parse('2026-11-22T10:00:00Z');
  const http = createHttp({ log: quietLog, timeoutMs: 60_000, limits: { retries: 0 } });
  const open = () =>
    createSigningKeys({ http, metadataUrl: issuer.metadataUrl, log: quietLog, now: () => new Date(now) });

  it('reads the keys once for many tokens', async () => {
    const keys = open();

    const found = await Promise.all(Array.from({ length: 20 }, () => keys('first')));

    assert.ok(found.every((key) => key !== undefined));
    assert.equal(issuer.reads, 1);
  });

  it('finds a key that was taken into use half a minute after it read the keys', async () => {
    const keys = open();
    await keys('first');
    issuer.keys.push(issuer.newKey('second'));

    const atOnce = await keys('second');
    now += 31_000;
    const later = await keys('second');

    assert.equal(atOnce, undefined);
    assert.deepEqual(later?.endorsements, ['msteams']);
  });

  it('asks the issuer no more often for a flood of unknown keys', async () => {
    const keys = open();

    for (let i = 0; i < 200; i++) await keys(`made-up-${i}`);
    await Promise.all(Array.from({ length: 200 }, (_, i) => keys(`also-made-up-${i}`)));

    assert.equal(issuer.reads, 1);
  });

  it('forgets a key that the issuer no longer shows', async () => {
    const keys = open();
    await keys('first');
    issuer.keys.splice(0, 1, issuer.newKey('second'));
    now += 31_000;
    await keys('second');

    const withdrawn = await keys('first');

    assert.equal(withdrawn, undefined);
  });

  it('goes on with the keys that it has for a day when the issuer is down, and no longer', async () => {
    const keys = open();
    await keys('first');
    issuer.setDown(true);

    now += 23 * 60 * 60_000;
    const within = await keys('first');
    now += 2 * 60 * 60_000;
    const after = await keys('first');

    assert.notEqual(within, undefined);
    assert.equal(after, undefined);
  });

  it('asks again soon after the issuer could not be read', async () => {
    const keys = open();
    issuer.setDown(true);
    const down = await keys('first');
    issuer.setDown(false);

    now += 6_000;
    const up = await keys('first');

    assert.equal(down, undefined);
    assert.notEqual(up, undefined);
  });
});
