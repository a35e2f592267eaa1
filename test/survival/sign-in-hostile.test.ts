import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { WorldMessage, WorldPerson } from '../../playground/world/types.ts';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { mostTries } from '../../src/domain/sign-in.ts';
import type { Log } from '../../src/workflow/ports.ts';
import { quietLog } from '../support/quiet-log.ts';
import { type Asker, askerIn, mailOf, throughWindow } from '../support/signing-in.ts';
import { useScene } from './scene.ts';

const lines: string[] = [];
const note = (data: object, message: string) => void lines.push(`${message} ${JSON.stringify(data)}`);
const log: Log = { ...quietLog, debug: note, info: note, warn: note, error: note, child: () => log };

describe('signing in, attacked', () => {
  const scene = useScene({ log, world: { size: { partners: 2, subscriptionsPerPartner: 30 } }, installed: 'all' });
  let asker: Asker;
  let colleague: WorldPerson;
  let stranger: WorldPerson;
  const world = () => scene().house.world;
  const person = (which: RegExp, isHome: boolean) => {
    const home = scene().house.partner.tenantId;
    const found = world()
      .snapshot()
      .people.find((one) => which.test(one.title) && (one.tenantId === home) === isHome);
    assert.ok(found);
    return found;
  };
  const calls = (path: string) =>
    world()
      .requests()
      .filter((one) => one.service === 'botFramework' && one.path.includes(path)).length;
  const offer = (
    who: WorldPerson,
    card: WorldMessage,
    more: { id?: string; token?: string; connectionName?: string },
  ) => world().signIn.silently({ personId: who.id, messageId: card.id, ...more });
  const tokenOf = ({ id }: WorldPerson) => world().signIn.clientToken(id);

  before(async () => {
    asker = await askerIn(scene(), /responder/);
    colleague = person(/owner/, true);
    stranger = person(/owner/, false);
    for (const who of [colleague, stranger]) world().setSignedIn(who.id, false);
  });
  beforeEach(async () => {
    world().setSignedIn(asker.person.id, false);
    world().signIn.setConsent('administrator');
    await scene().records.pool.query('delete from sign_ins');
    world().forgetRequests();
  });

  it('takes no token of a colleague or of somebody of another organisation, and does not even offer it to the service', async () => {
    const found = await asker.wish();
    const card = asker.card();

    for (const who of [colleague, stranger])
      assert.equal(await offer(asker.person, card, { token: await tokenOf(who), id: randomUUID() }), 412);
    for (const token of ['x', 'eyJhbGciOiJub25lIn0.e30.', `a.${Buffer.from('{"oid":7}').toString('base64url')}.b`])
      assert.equal(await offer(asker.person, card, { token, id: randomUUID() }), 412);

    assert.equal(calls('exchange'), 0);
    assert.equal((await asker.caseNow(found)).contact, undefined);
  });

  it('takes an exchange only from whom it was asked: another person with the same card and id gets nothing', async () => {
    const found = await asker.wish();
    const card = asker.card();

    for (const who of [colleague, stranger]) assert.equal(await offer(who, card, {}), 412);
    assert.equal(await offer(asker.person, card, { connectionName: 'azure' }), 412);
    assert.equal(await offer(asker.person, card, { connectionName: 'another' }), 412);

    assert.equal(calls('exchange'), 0);
    assert.equal((await asker.caseNow(found)).contact, undefined);
    assert.equal(world().signIn.holds(stranger.id, 'graph'), false);
  });

  it('answers a replayed id what it was answered first, without another call', async () => {
    world().signIn.setConsent('people');
    await asker.wish();
    const card = asker.card();
    assert.equal(await offer(asker.person, card, {}), 412);
    world().signIn.setConsent('administrator');

    const replays = [await offer(asker.person, card, {}), await offer(asker.person, card, {})];

    assert.deepEqual(replays, [412, 412]);
    assert.equal(calls('exchange'), 1);
  });

  it('tries no more than so often for one request', async () => {
    world().signIn.setConsent('people');
    await asker.wish();
    const card = asker.card();

    for (let i = 0; i < mostTries + 5; i++)
      await world().signIn.verify({ personId: asker.person.id, messageId: card.id, state: String(100_000 + i) });

    assert.equal(calls('GetToken') <= mostTries + 2, true, `${calls('GetToken')} calls`);
    world().signIn.setConsent('administrator');
    assert.equal(await offer(asker.person, card, { id: randomUUID() }), 412);
  });

  it('takes no code of another person’s window, nor of a window that somebody else signed in to', async () => {
    world().signIn.setConsent('people');
    const found = await asker.wish();
    const { id: messageId } = asker.card();
    const code = await throughWindow(world().signIn.link(messageId), asker.person.id);

    for (const who of [colleague, stranger])
      assert.equal(await world().signIn.verify({ personId: who.id, messageId, state: code }), 404);
    world().advance(11 * 60_000);
    await asker.wishFor(found);
    const second = asker.card().id;
    const foreign = await throughWindow(world().signIn.link(second), stranger.id);
    const answer = await world().signIn.verify({ personId: asker.person.id, messageId: second, state: foreign });

    assert.equal(answer, 404);
    assert.equal(world().signIn.holds(asker.person.id, 'graph'), false, 'the foreign token is deleted');
    assert.equal((await asker.caseNow(found)).contact, undefined);
  });

  it('survives values that are malformed or huge, and calls nobody for them', async () => {
    await asker.wish();
    const card = asker.card();
    world().forgetRequests();
    const statuses: number[] = [];
    for (const more of [{ id: '' }, { id: 'x'.repeat(5000) }, { token: '' }, { token: 'x'.repeat(100_000) }])
      statuses.push(await offer(asker.person, card, more));
    for (const state of ['', 'CancelledByUser', '1'.repeat(50_000), '12 34', "'; drop table sign_ins; --", '../..'])
      statuses.push(await world().signIn.verify({ personId: asker.person.id, messageId: card.id, state }));

    assert.deepEqual(
      [...new Set(statuses)].toSorted((a, b) => a - b),
      [400, 404],
    );
    assert.equal(calls('exchange') + calls('GetToken'), 0);
  });

  for (const [what, status] of [
    ['refuses', 400],
    ['is down', 503],
  ] as const)
    it(`says 412 where the token service ${what}, so that the window is offered`, async () => {
      const found = await asker.wish();
      const card = asker.card();
      world().addFault({ service: 'botFramework', path: 'exchange', times: 4, act: { kind: 'status', status } });

      assert.equal(await offer(asker.person, card, {}), 412);

      assert.equal((await asker.caseNow(found)).contact, undefined);
    });

  it('does what was wished once where two processes are told at once', async () => {
    const found = await asker.wish();
    const card = asker.card();
    const { house } = scene();
    const env = { ...world().botEnv(), DATABASE_URL: house.databaseUrl, PORT: '0', HOST: '127.0.0.1' };
    const other = await createApp({ config: readConfig(env), log, now: () => world().now() });
    const { port } = await other.start();
    const first = offer(asker.person, card, {});
    world().setBotEndpoint(`http://127.0.0.1:${port}/api/messages`);
    const second = offer(asker.person, card, {});

    const statuses = await Promise.all([first, second]);
    await scene().records.idle();
    world().setBotEndpoint(house.endpoint);
    const sent = await mailOf(asker, found);
    await other.stop();

    assert.deepEqual(statuses, [200, 200]);
    assert.equal(sent, 'sent');
    assert.equal((await asker.caseNow(found)).contact?.mails.length, 1);
  });

  it('does nothing for who lost their role before they signed in', async () => {
    const found = await asker.wish();
    world().addFault({
      service: 'graph',
      path: 'checkMemberGroups',
      times: 100,
      act: { kind: 'status', status: 200, body: { value: [] } },
    });
    world().advance(3 * 60_000);

    await offer(asker.person, asker.card(), {});
    await scene().records.idle();
    world().clearFaults();
    world().advance(3 * 60_000);

    assert.equal((await asker.caseNow(found)).contact, undefined);
    assert.match(asker.said().at(-1) ?? '', /You have signed in, so I went on\. .*role/s);
  });

  it('signs out: tokens and wishes are gone at once, for every process, and the next wish asks anew', async () => {
    const first = await asker.wish();
    await offer(asker.person, asker.card(), {});
    assert.equal(await mailOf(asker, first), 'sent');
    const say = async (text: string) => {
      await world().say({ personId: asker.person.id, conversationId: asker.chat, text });
      await scene().records.idle();
    };

    await say('sign out');

    assert.match(asker.said().at(-1) ?? '', /You are signed out \(Microsoft 365, Partner Center, Azure\)/);
    assert.equal(world().signIn.holds(asker.person.id, 'graph'), false);
    const second = await asker.wish();
    assert.equal((await asker.caseNow(second)).contact, undefined);
    const card = asker.card();
    await say('esci');
    assert.match(asker.said().at(-1) ?? '', /What waited for your sign-in is dropped/);
    assert.equal(await offer(asker.person, card, {}), 412, 'nobody asks any more');
    assert.equal(world().signIn.holds(asker.person.id, 'graph'), false);
  });

  it('signs out also where the token service cannot be asked: its copy is not used, and that is said', async () => {
    const first = await asker.wish();
    await offer(asker.person, asker.card(), {});
    assert.equal(await mailOf(asker, first), 'sent');
    world().addFault({ service: 'botFramework', path: 'SignOut', times: 3, act: { kind: 'status', status: 500 } });

    await world().say({ personId: asker.person.id, conversationId: asker.chat, text: 'sign out' });
    await scene().records.idle();

    assert.match(asker.said().at(-1) ?? '', /could not be asked to delete its copy \(Microsoft 365,/);
    const second = await asker.wish();
    assert.equal((await asker.caseNow(second)).contact, undefined);
  });

  it('writes no token, code or link into a row or the log', async () => {
    const rows: string[] = [];
    const { rows: tables } = await scene().records.pool.query<{ name: string }>(
      `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables`,
    );
    for (const { name } of tables) {
      const read = await scene().records.pool.query(`select to_jsonb(t)::text as row from ${name} t`);
      rows.push(...read.rows.map((row: { row: string }) => row.row));
    }

    assert.ok(rows.length > 50 && lines.length > 20);
    for (const text of [...rows, ...lines]) assert.doesNotMatch(text, /eyJ[\w-]{10,}\.|[?&](?:signin|code)=/);
  });
});
