import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { createTokenSafe } from '../../src/consent/seal.ts';
import { createConsentStore } from '../../src/db/consents.ts';
import { type Database, openDatabase } from '../../src/db/database.ts';
import { createStore } from '../../src/db/store.ts';
import { OutsideError } from '../../src/domain/outside.ts';
import type { Partner } from '../../src/domain/partner.ts';
import type { ConsentStore, RenewedToken, StoredToken } from '../../src/workflow/consent-ports.ts';
import { createConsentedTokens } from '../../src/workflow/consented-token.ts';
import { rekey } from '../../src/workflow/rekey.ts';
import { makePartner } from '../db/fixtures.ts';
import { testDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';

const who = randomUUID();

/** A login service that ends a refresh token with its use, which is the strictest that one can be. */
class StrictLogin {
  readonly asked: string[] = [];
  valid = 'refresh-1';
  refusal: Extract<RenewedToken, { kind: 'refused' }>['why'] | undefined;
  mfa = true;
  objectId = who;
  seconds = 3600;
  /** What happens before it answers. */
  meanwhile: () => Promise<void> = () => Promise.resolve();

  async renew(partner: Partner, refreshToken: string, audience: string): Promise<RenewedToken> {
    this.asked.push(`${audience} ${refreshToken}`);
    await this.meanwhile();
    if (this.refusal !== undefined || refreshToken !== this.valid)
      return { kind: 'refused', why: this.refusal ?? 'revoked' };
    this.valid = `refresh-${this.asked.length + 1}`;
    return {
      kind: 'renewed',
      access: {
        token: `access of ${audience} ${this.asked.length}`,
        expiresAt: new Date(Date.now() + this.seconds * 1000).toISOString(),
      },
      refreshToken: this.valid,
      claims: { tenantId: partner.tenantId, objectId: this.objectId, hasMfa: this.mfa },
    };
  }
}

describe('the token of a consent', () => {
  const { store, database, url } = testDatabase();
  const keys = [{ id: 'k1', bytes: randomBytes(32) }];
  const safe = createTokenSafe(keys);
  let partner: Partner;
  let login: StrictLogin;
  let now: Date;
  let lost: string[];

  beforeEach(async () => {
    partner = await makePartner(store());
    login = new StrictLogin();
    now = new Date('2026-03-02T08:00:00Z');
    lost = [];
    await consent('refresh-1');
  });

  async function consent(refreshToken: string): Promise<void> {
    const { consents } = store();
    const generation = await consents.nextGeneration(partner.id);
    const hash = randomUUID();
    const later = new Date(Date.now() + 1e9).toISOString();
    await consents.giveLink({ partnerId: partner.id, hash, expiresAt: later });
    const at = now.toISOString();
    const sealed = safe.seal({ partner, audience: 'login', generation }, refreshToken);
    const token: StoredToken = { ...sealed, audience: 'login', generation, expiresAt: later };
    const given = { objectId: who, name: 'service@partner.example', givenAt: at, renewedAt: at };
    const kept = { partnerId: partner.id, linkHash: hash, consent: given, generation, tokens: [token] };
    assert.ok(await consents.keep(kept, { posts: [], jobs: [] }));
  }

  /** A process: what it remembers is its own. */
  const process = (consents: Pick<ConsentStore, 'held' | 'renew'> = store().consents, held = safe) =>
    createConsentedTokens({
      partners: store().partners,
      consents,
      login,
      safe: held,
      now: () => now,
      trueNow: () => new Date(),
      log: { ...quietLog, error: (about) => lost.push(String(Reflect.get(about, 'why'))) },
    });
  const held = async () => {
    const found = await store().consents.held(partner.id);
    assert.ok(found);
    return found;
  };

  it('is renewed once by many in many processes at the same time, and none of them loses the newest', async () => {
    const others: Database[] = await Promise.all(
      [1, 2, 3].map(() => openDatabase({ url: url(), log: quietLog, poolSize: 4 })),
    );
    const processes = [store().consents, ...others.map(createConsentStore)].map((consents) => process(consents));

    const tokens = await Promise.all(
      processes.flatMap((of) => [of(partner.tenantId, 'graph'), of(partner.tenantId, 'graph')]),
    );

    assert.deepEqual(login.asked, ['graph refresh-1']);
    assert.deepEqual(new Set(tokens), new Set(['access of graph 1']));
    const both = await Promise.all(processes.map((of) => of(partner.tenantId, 'partnerCenter')));
    assert.deepEqual(login.asked, ['graph refresh-1', 'partnerCenter refresh-2']);
    assert.deepEqual(new Set(both), new Set(['access of partnerCenter 2']));
    assert.equal((await held()).generation, 3);
    assert.deepEqual(lost, []);
    await Promise.all(others.map((one) => one.close()));
  });

  it('is asked for by a crowd of many partners with few connections, and nobody waits for ever', async () => {
    const few = await openDatabase({ url: url(), log: quietLog, poolSize: 4 });
    const partners = [partner];
    for (let i = 0; i < 11; i++) {
      partner = await makePartner(store());
      partners.push(partner);
      await consent('refresh-1');
    }
    login.refusal = 'revoked';
    const of = createConsentedTokens({
      partners: createStore(few).partners,
      consents: createConsentStore(few),
      login,
      safe,
      now: () => now,
      trueNow: () => new Date(),
      log: quietLog,
    });

    const crowd = partners.flatMap(({ tenantId }) => Array.from({ length: 10 }, () => of(tenantId, 'graph')));

    assert.deepEqual(new Set(await Promise.all(crowd)), new Set([undefined]));
    assert.equal(login.asked.length, partners.length);
    await few.close();
  });

  it('is renewed by the next process when one dies between the answer and the commit', async () => {
    const dying = await openDatabase({ url: url(), log: quietLog, poolSize: 2 });
    login.meanwhile = async () => {
      // The process dies here: its connection goes, and with it the lock.
      await database().pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database() and state = 'idle in transaction'`,
      );
    };
    await assert.rejects(process(createConsentStore(dying))(partner.tenantId, 'graph'));
    assert.equal((await held()).generation, 1, 'nothing was kept');
    await dying.close().catch(() => undefined);

    // As Entra does, the old one still lives.
    login.meanwhile = () => Promise.resolve();
    login.valid = 'refresh-1';

    assert.equal(await process()(partner.tenantId, 'graph'), 'access of graph 2');
    assert.equal((await held()).generation, 2);
  });

  it('is lost where a dead process had used up the only refresh token of a strict login service', async () => {
    login.valid = 'refresh-2';

    assert.equal(await process()(partner.tenantId, 'graph'), undefined);
    assert.equal((await held()).consent.trouble, 'revoked');
    assert.deepEqual(lost, ['revoked']);
  });

  for (const why of ['revoked', 'interaction', 'expired'] as const)
    it(`is lost once when it is ${why}, asks again each hour, and is healed by itself or by a new consent`, async () => {
      login.refusal = why;
      const of = process();

      for (let i = 0; i < 5; i++) assert.equal(await of(partner.tenantId, 'graph'), undefined);
      assert.equal(login.asked.length, 1);
      now = new Date(now.getTime() + 3_600_001);
      assert.equal(await of(partner.tenantId, 'graph'), undefined);
      assert.equal(login.asked.length, 2);
      assert.deepEqual(lost, [why]);
      const { consent: found } = await held();
      assert.equal(found.trouble, why);
      assert.deepEqual([found.troubleSince, found.troubleAt], ['2026-03-02T08:00:00.000Z', now.toISOString()]);

      login.refusal = undefined;
      now = new Date(now.getTime() + 3_600_001);
      assert.match((await of(partner.tenantId, 'graph')) ?? '', /^access/);
      assert.equal((await held()).consent.trouble, undefined);

      login.refusal = why;
      assert.equal(await process()(partner.tenantId, 'partnerCenter'), undefined);
      assert.equal((await held()).consent.troubleSince, now.toISOString());
      login.refusal = undefined;
      await consent(login.valid);
      assert.match((await of(partner.tenantId, 'graph')) ?? '', /^access/);
      assert.equal((await held()).consent.trouble, undefined);
    });

  it('is not used without the second factor, nor when it is somebody else’s', async () => {
    login.mfa = false;
    assert.equal(await process()(partner.tenantId, 'graph'), undefined);
    login.mfa = true;
    login.objectId = randomUUID();
    login.valid = 'refresh-1';
    now = new Date(now.getTime() + 3_600_001);
    assert.equal(await process()(partner.tenantId, 'graph'), undefined);

    assert.deepEqual(lost, ['mfa', 'revoked']);
    assert.deepEqual(
      (await held()).tokens.map(({ audience }) => audience),
      ['login'],
    );
  });

  it('is no matter of the consent when the login service does not answer', async () => {
    login.meanwhile = () => Promise.reject(new OutsideError('away', { why: 'unreachable' }));

    await assert.rejects(process()(partner.tenantId, 'graph'), OutsideError);
    assert.equal((await held()).consent.trouble, undefined);
    assert.deepEqual(lost, []);
  });

  it('does not open in another partner’s row, and does once its key is back', async () => {
    const strange = createTokenSafe([{ id: 'k1', bytes: randomBytes(32) }]);
    for (let i = 0; i < 3; i++)
      assert.equal(await process(store().consents, strange)(partner.tenantId, 'graph'), undefined);
    assert.deepEqual(lost, ['unreadable']);
    assert.equal(await process()(partner.tenantId, 'graph'), 'access of graph 1');

    const [first, other] = [partner, await makePartner(store())];
    partner = other;
    await consent('refresh-of-other');
    await database().pool.query(
      `update sealed_tokens t set sealed = s.sealed, generation = s.generation from sealed_tokens s
       where t.partner_id = $1 and s.partner_id = $2 and t.audience = 'login' and s.audience = 'login'`,
      [other.id, first.id],
    );

    const before = login.asked.length;
    assert.equal(await process()(other.tenantId, 'graph'), undefined);
    assert.equal(login.asked.length, before, 'nothing was sent to anybody');
    assert.equal((await held()).consent.trouble, 'unreadable');
  });

  it('is well again once its key is back, though nothing has to be renewed; not while a process still lacks it', async () => {
    const strange = createTokenSafe([{ id: 'k9', bytes: randomBytes(32) }]);
    await process()(partner.tenantId, 'graph');
    await process(store().consents, strange)(partner.tenantId, 'graph');
    const asked = login.asked.length;

    assert.equal(await process()(partner.tenantId, 'graph'), 'access of graph 1');
    const still = (await held()).consent.trouble;
    now = new Date(now.getTime() + 60 * 60_000);
    assert.equal(await process()(partner.tenantId, 'graph'), 'access of graph 1');

    assert.equal(still, 'unreadable');
    assert.equal((await held()).consent.trouble, undefined);
    assert.equal(login.asked.length, asked, 'nothing was sent to anybody');
  });

  it('stays lost while a process lacks its key, also when another renews it, and is well once none has said so for a while', async () => {
    const strange = createTokenSafe([{ id: 'k9', bytes: randomBytes(32) }]);
    login.seconds = 60;
    const troubles: (string | undefined)[] = [];
    const since = now.toISOString();
    for (let looks = 0; looks < 4; looks++) {
      await process(store().consents, strange)(partner.tenantId, 'graph');
      now = new Date(now.getTime() + 55 * 60_000);
      assert.match((await process()(partner.tenantId, 'graph')) ?? '', /^access/);
      const { trouble, troubleSince } = (await held()).consent;
      troubles.push(trouble, troubleSince);
    }
    const renewals = login.asked.length;
    now = new Date(now.getTime() + 60 * 60_000);

    assert.match((await process()(partner.tenantId, 'graph')) ?? '', /^access/);

    assert.equal(renewals, 4);
    assert.deepEqual(troubles, Array.from({ length: 4 }, () => ['unreadable', since]).flat());
    assert.equal((await held()).consent.trouble, undefined);
    assert.deepEqual(lost, ['unreadable']);
  });

  it('ends with the partner’s removal or when it is forgotten, within a minute', async () => {
    const of = process();
    assert.ok(await of(partner.tenantId, 'graph'));
    assert.equal(await store().consents.forget(partner.id), true);

    assert.equal(await process()(partner.tenantId, 'graph'), undefined);
    assert.equal(await store().consents.forget(partner.id), false);
    assert.equal(await process()(randomUUID(), 'graph'), undefined);
  });

  it('is sealed anew with the newest key, after which the old one can go; a strange one is left and named', async () => {
    await process()(partner.tenantId, 'graph');
    const newest = { id: 'k2', bytes: randomBytes(32) };
    const stranger = await makePartner(store());
    const known = partner;
    partner = stranger;
    await consent('refresh-1');
    await database().pool.query(`update sealed_tokens set key_id = 'lost' where partner_id = $1`, [stranger.id]);
    const both = { consents: store().consents, safe: createTokenSafe([newest, ...keys]) };

    const done = await rekey(both, [known, stranger]);
    const again = await rekey(both, [known]);

    assert.deepEqual(
      done.map(({ kind }) => kind),
      ['sealed-anew', 'unreadable'],
    );
    assert.deepEqual(
      again.map(({ kind }) => kind),
      ['sealed-anew'],
    );
    const onlyNew = createTokenSafe([newest]);
    assert.equal(await process(store().consents, onlyNew)(known.tenantId, 'graph'), 'access of graph 1');
    assert.equal((await store().consents.held(known.id))?.consent.trouble, undefined);
  });

  it('goes on while keys change: a renewal and a new seal at the same time lose nothing', async () => {
    const newest = createTokenSafe([{ id: 'k2', bytes: randomBytes(32) }, ...keys]);
    login.seconds = 1;

    await Promise.all([
      ...Array.from({ length: 6 }, () => process(store().consents, newest)(partner.tenantId, 'graph')),
      rekey({ consents: store().consents, safe: newest }, [partner]),
      rekey({ consents: store().consents, safe: newest }, [partner]),
    ]);

    login.seconds = 3600;
    assert.match((await process(store().consents, newest)(partner.tenantId, 'partnerCenter')) ?? '', /^access/);
    assert.deepEqual(lost, []);
    assert.ok((await held()).tokens.every(({ keyId }) => keyId === 'k2'));
  });
});
