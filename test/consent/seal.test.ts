import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createTokenSafe } from '../../src/consent/seal.ts';
import type { SealedFor } from '../../src/workflow/consent-ports.ts';

const token = 'a refresh token';
const about: SealedFor = { partner: { id: 'ptr_one', tenantId: 'tenant' }, audience: 'login', generation: 3 };
const keyOf = (id: string) => ({ id, bytes: randomBytes(32) });

describe('the seal of a token', () => {
  const [old, newest] = [keyOf('old'), keyOf('new')];

  it('is opened by the key that closed it, whichever is the newest', () => {
    const sealed = createTokenSafe([old]).seal(about, token);

    assert.equal(sealed.keyId, 'old');
    assert.equal(createTokenSafe([newest, old]).open(about, sealed), token);
    assert.equal(createTokenSafe([newest, old]).seal(about, token).keyId, 'new');
  });

  it('is never the same twice, and shows nothing of the token', () => {
    const safe = createTokenSafe([old]);
    const [one, two] = [safe.seal(about, token).sealed, safe.seal(about, token).sealed];

    assert.notDeepEqual(one, two);
    assert.equal(Buffer.from(one).includes(token), false);
  });

  it('does not open in another row: of another partner, tenant, audience or generation', () => {
    const safe = createTokenSafe([old]);
    const sealed = safe.seal(about, token);

    for (const other of [
      { ...about, partner: { ...about.partner, id: 'ptr_two' as const } },
      { ...about, partner: { ...about.partner, tenantId: 'other' } },
      { ...about, audience: 'graph' as const },
      { ...about, generation: 2 },
    ])
      assert.equal(safe.open(other, sealed), undefined);
  });

  it('does not open when it was cut or changed anywhere', () => {
    const safe = createTokenSafe([old]);
    const { keyId, sealed } = safe.seal(about, token);

    for (let i = 0; i < sealed.length; i++) {
      assert.equal(safe.open(about, { keyId, sealed: sealed.subarray(0, i) }), undefined, `cut at ${i}`);
      const changed = Buffer.from(sealed);
      changed[i] = (changed[i] ?? 0) ^ 1;
      assert.equal(safe.open(about, { keyId, sealed: changed }), undefined, `changed at ${i}`);
    }
  });

  it('does not open with an unknown key, another key of that name, or under another key’s name', () => {
    const sealed = createTokenSafe([old]).seal(about, token);

    assert.equal(createTokenSafe([newest]).open(about, sealed), undefined);
    assert.equal(createTokenSafe([keyOf('old')]).open(about, sealed), undefined);
    assert.equal(createTokenSafe([{ ...old, id: 'alias' }]).open(about, { ...sealed, keyId: 'alias' }), undefined);
    assert.equal(createTokenSafe([]).newestKey, undefined);
    assert.throws(() => createTokenSafe([]).seal(about, token), /no key/);
  });
});
