import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import type { Fault, WorldPerson } from '../../playground/world/types.ts';
import type { Partner } from '../../src/domain/partner.ts';
import { makeConsentLink } from '../../src/workflow/consent.ts';
import { Browser, type ConsentHouse, leave, openConsentHouse, outcomeOf, pick, signIn } from './signing-in.ts';

describe('attacks on the consent pages', () => {
  let house: ConsentHouse;
  let owner: WorldPerson;
  let partner: Partner;

  before(async () => {
    house = await openConsentHouse();
    owner = house.person(/admin agent/i);
    partner = await partnerOf(house.partner.tenantId);
  });
  beforeEach(async () => {
    await house.app.store.consents.forget(partner.id);
  });
  afterEach(() => house.world.clearFaults());
  after(() => house.close());

  async function partnerOf(tenantId: string): Promise<Partner> {
    const found = await house.app.store.partners.byTenant(tenantId);
    assert.ok(found);
    return found;
  }
  async function newLink(of = partner): Promise<string> {
    const deps = { consents: house.app.store.consents, now: () => house.world.now(), randomBytes };
    return `${house.origin}/consent/${await makeConsentLink(deps, of)}`;
  }
  const held = () => house.app.store.consents.held(partner.id);
  const nothingKept = async () => assert.equal(await held(), undefined);

  it('find a way that works, so that they are attacks on something', async () => {
    assert.equal(await signIn(await newLink(), owner), 'given');
    assert.equal((await held())?.consent.name, owner.upn);
  });

  it('cannot use a state twice', async () => {
    const browser = new Browser();
    const back = await pick(await leave(browser, await newLink()), owner, false);
    const { cookie } = browser;
    assert.equal(outcomeOf((await browser.open(back)).location), 'mfa');

    browser.cookie = cookie;
    assert.equal(outcomeOf((await browser.open(back)).location), 'over');
    await nothingKept();
  });

  it('cannot end a sign-in that another browser began, and do not keep that one from ending it', async () => {
    const [theirs, mine] = [new Browser(), new Browser()];
    const link = await newLink();
    const back = await pick(await leave(theirs, link), owner);
    await leave(mine, link);

    for (const other of [mine, new Browser()]) assert.equal(outcomeOf((await other.open(back)).location), 'over');
    await nothingKept();
    assert.equal(outcomeOf((await theirs.open(back)).location), 'given');
  });

  it('cannot put a code of theirs into a sign-in of somebody else', async () => {
    const [victim, attacker] = [new Browser(), new Browser()];
    const link = await newLink();
    const theirs = new URL(await pick(await leave(attacker, link), owner));
    const ours = new URL(await pick(await leave(victim, link), owner));
    ours.searchParams.set('code', theirs.searchParams.get('code') ?? '');

    assert.equal(outcomeOf((await victim.open(ours.href)).location), 'refused');
    await nothingKept();
  });

  it('cannot use a code of another tenant', async () => {
    const [, other] = house.world.snapshot().partners;
    assert.ok(other);
    const stranger = house.person(/admin agent/i, other.tenantId);
    const [browser, elsewhere] = [new Browser(), new Browser()];
    const theirs = new URL(
      await pick(await leave(elsewhere, await newLink(await partnerOf(other.tenantId))), stranger),
    );
    const back = new URL(await pick(await leave(browser, await newLink()), owner));
    back.searchParams.set('code', theirs.searchParams.get('code') ?? '');

    assert.equal(outcomeOf((await browser.open(back.href)).location), 'refused');
    await nothingKept();
  });

  it('cannot take PKCE away, nor make it plain', async () => {
    const verifierLike = 'a'.repeat(43);
    for (const change of [
      (url: URL) => url.searchParams.delete('code_challenge'),
      (url: URL) => url.searchParams.set('code_challenge_method', 'plain'),
      (url: URL) =>
        url.searchParams.set('code_challenge', createHash('sha256').update(verifierLike).digest('base64url')),
    ]) {
      const browser = new Browser();
      const url = new URL(await leave(browser, await newLink()));
      assert.equal(url.searchParams.get('code_challenge_method'), 'S256');
      change(url);

      assert.equal(outcomeOf((await browser.open(await pick(url.href, owner))).location), 'refused');
    }
    await nothingKept();
  });

  it('cannot bring an identity of another sign-in (nonce)', async () => {
    const browser = new Browser();
    const url = new URL(await leave(browser, await newLink()));
    url.searchParams.set('nonce', 'of-another');

    assert.equal(outcomeOf((await browser.open(await pick(url.href, owner))).location), 'refused');
    await nothingKept();
  });

  it('cannot leave the second factor out', async () => {
    assert.equal(await signIn(await newLink(), owner, false), 'mfa');
    await nothingKept();
  });

  it('cannot use a link twice, late, or after a newer one', async () => {
    const used = await newLink();
    assert.equal(await signIn(used, owner), 'given');
    assert.equal((await new Browser().open(used)).status, 410);

    const old = await newLink();
    const newest = await newLink();
    assert.equal((await new Browser().open(old)).status, 410);
    const browser = new Browser();
    const back = await pick(await leave(browser, newest), owner);
    house.world.advance(16 * 60_000);
    assert.equal(outcomeOf((await browser.open(back)).location), 'over');
    house.world.advance(24 * 3_600_000);
    assert.equal((await new Browser().submit(newest)).status, 410);
  });

  it('cannot end a link that was used meanwhile, though both began in time', async () => {
    const [first, second] = [new Browser(), new Browser()];
    const link = await newLink();
    const [one, two] = [await pick(await leave(first, link), owner), await pick(await leave(second, link), owner)];

    const outcomes = await Promise.all([first.open(one), second.open(two)]);

    assert.deepEqual(outcomes.map(({ location }) => outcomeOf(location)).toSorted(), ['given', 'over']);
  });

  it('cannot begin sign-ins without end', async () => {
    const link = await newLink();
    const statuses = await Promise.all(Array.from({ length: 30 }, () => new Browser().submit(link)));

    assert.equal(statuses.filter(({ status }) => status === 200).length, 20);
  });

  it('change nothing by following a link, as previews do', async () => {
    const link = await newLink();
    for (const method of ['GET', 'HEAD', 'GET']) {
      const shown = await new Browser().open(link, { method });
      assert.equal(shown.status, 200);
      assert.equal(shown.headers.getSetCookie().length, 0);
    }

    assert.equal(await signIn(link, owner), 'given');
  });

  it('are sent nowhere but to our own pages, whatever the address says', async () => {
    for (const path of [
      '/consent/callback?state=//evil.example&code=https://evil.example',
      '/consent/callback?redirect_uri=https://evil.example&next=//evil.example',
      '/consent/callback?error=%0d%0aLocation:%20https://evil.example',
      '/consent/callback',
    ]) {
      const { status, location } = await new Browser().open(`${house.origin}${path}`);
      assert.deepEqual([status, location], [303, '/consent/ended/over'], path);
    }
    const odd = await new Browser().open(`${house.origin}/consent/ended/%3Cscript%3E`);
    assert.equal(odd.text.includes('<script'), false);
    assert.match(
      odd.headers.get('content-security-policy') ?? '',
      /default-src 'none'.*form-action 'self'.*frame-ancestors 'none'/,
    );
  });

  it('are not understood in another content type, or when they are huge', async () => {
    const link = await newLink();
    const json = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    const huge = { method: 'POST', body: new URLSearchParams({ x: 'y'.repeat(100_000) }) };

    for (const attempt of [json, huge]) {
      const { status, headers } = await new Browser().open(link, attempt);
      assert.equal(status, 410);
      assert.equal(headers.getSetCookie().length, 0);
    }
    const browser = new Browser();
    const back = new URL(await pick(await leave(browser, link), owner));
    back.searchParams.set('code', 'x'.repeat(9000));
    assert.equal(outcomeOf((await browser.open(back.href)).location), 'denied');
    await nothingKept();
  });

  const answers: readonly (readonly [string, Fault['act'], string])[] = [
    ['a huge answer', { kind: 'status', status: 200, body: 'x'.repeat(1_000_000) }, 'refused'],
    ['a page', { kind: 'status', status: 200, body: '<html>', headers: { 'content-type': 'text/html' } }, 'refused'],
    [
      'an answer without a refresh token',
      { kind: 'status', status: 200, body: { access_token: 'a.b.c', expires_in: 1 } },
      'refused',
    ],
    ['a redirect', { kind: 'status', status: 302, headers: { location: 'https://evil.example/' } }, 'refused'],
    ['half an answer', { kind: 'half' }, 'refused'],
    ['a broken connection', { kind: 'reset' }, 'away'],
    ['a failure', { kind: 'status', status: 503, body: {} }, 'away'],
  ];
  for (const [what, act, expected] of answers)
    it(`keep nothing when the login service gives ${what}`, async () => {
      const browser = new Browser();
      const back = await pick(await leave(browser, await newLink()), owner);
      house.world.addFault({
        service: 'login',
        method: 'POST',
        path: '/token$',
        times: 50,
        act,
      });

      const outcome = outcomeOf((await browser.open(back)).location);

      assert.ok(outcome === expected || (what === 'half an answer' && outcome === 'away'), outcome);
      await nothingKept();
    });
});

describe('a login service that never answers', () => {
  let house: ConsentHouse;
  before(async () => {
    house = await openConsentHouse({ timeoutMs: 500 });
  });
  after(() => house.close());

  it('has nothing kept of a consent', async () => {
    const { consents, partners } = house.app.store;
    const partner = await partners.byTenant(house.partner.tenantId);
    assert.ok(partner);
    const link = await makeConsentLink({ consents, now: () => house.world.now(), randomBytes }, partner);
    const browser = new Browser();
    const back = await pick(await leave(browser, `${house.origin}/consent/${link}`), house.person(/admin agent/i));
    const act = { kind: 'delay', ms: 3_600_000 } as const;
    house.world.addFault({ service: 'login', method: 'POST', path: '/token$', times: 50, act });

    assert.equal(outcomeOf((await browser.open(back)).location), 'away');
    assert.equal(await consents.held(partner.id), undefined);
  });
});
