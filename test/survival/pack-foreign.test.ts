import assert from 'node:assert/strict';
import type { InvokeAnswer, Json, WorldMessage, WorldPerson } from '../../playground/world/types.ts';
import { isId } from '../../src/domain/ids.ts';
import { keepDays, type PackProfile } from '../../src/domain/pack.ts';
import { until } from '../support/house.ts';
import { pressed } from './activities.ts';
import { answerText, type Detected, sentence, useScene } from './scene.ts';

const minute = 60_000;
/** How long a role is remembered for what changes a case; what gives a pack away never relies on that. */
const rememberedMs = 2 * minute;

describe('an evidence pack in the hands of somebody whom it is not for', () => {
  const scene = useScene({ world: { limits: false }, installed: 'all' });
  let owner: WorldPerson;
  let helper: WorldPerson;
  let viewer: WorldPerson;
  let guest: WorldPerson;
  let stranger: WorldPerson;
  let found: Detected;
  let theirs: Detected;
  let pack = '';

  before(async () => {
    const { house, partner, detected, records } = scene();
    owner = house.person(/Megan/);
    helper = house.person(/helpdesk/i);
    viewer = house.person(/billing/i);
    guest = house.person(/guest/i);
    stranger = house.person(/admin/i, partner(1).tenantId);
    for (const person of [owner, helper, viewer, stranger]) await house.world.installPersonal(person.id);
    theirs = await detected({ partner: partner(1) });
    found = await detected();
    pack = await madePack(owner, 'full');
    await records.idle();
  });
  afterEach(async () => {
    // Roles that were read while something was wrong are forgotten.
    world().advance(rememberedMs + 1000);
    await scene().records.proveJournals();
  });

  const world = () => scene().house.world;

  async function press(person: WorldPerson, verb: string, data: Json, of: Detected = found): Promise<InvokeAnswer> {
    const { revision: rev } = (await scene().records.caseOf(of.caseId)).state;
    return world().execute({
      personId: person.id,
      messageId: of.card.id,
      verb,
      data: { case: of.caseId, rev, ...data },
    });
  }
  const packsOf = async ({ caseId }: Detected) => {
    assert.ok(isId('case', caseId));
    return scene().house.app.store.packs.ofCase(caseId);
  };
  /** Asks for a pack, and answers its id as soon as it is ready. */
  async function madePack(person: WorldPerson, profile: PackProfile): Promise<string> {
    const known = new Set((await packsOf(found)).map(({ id }) => id));
    await press(person, 'evidence.make', { profile, language: 'en' });
    return until(async () => {
      const made = (await packsOf(found)).find(({ id }) => !known.has(id));
      return made?.state === 'ready' && made.id;
    });
  }
  /** All that was said to a person alone. */
  const saidTo = (person: WorldPerson): readonly WorldMessage[] =>
    scene()
      .house.messages(world().personalChat(person.id).id)
      .filter(({ from }) => from === 'bot');
  const codesIn = (messages: readonly WorldMessage[]) =>
    messages.flatMap(({ text }) => /\b(?:[0-9A-Z]{5}-){4}[0-9A-Z]{6}\b/.exec(text ?? '') ?? []);
  /** A code that the person is given in their own chat. */
  async function codeFor(person: WorldPerson, packId = pack): Promise<string> {
    const known = codesIn(saidTo(person)).length;
    const answer = await press(person, 'evidence.fetch', { pack: packId });
    assert.deepEqual(codesIn([{ ...found.card, text: answerText(answer) }]), [], 'no code where others read');
    return until(() => codesIn(saidTo(person))[known]);
  }
  const address = (packId = pack) => new URL(`/packs/${packId}`, scene().house.endpoint);
  async function fetched(code: string, packId = pack) {
    const answer = await fetch(address(packId), { method: 'POST', body: new URLSearchParams({ code }) });
    const body = Buffer.from(await answer.arrayBuffer());
    return { status: answer.status, isPack: body.subarray(0, 2).toString() === 'PK', body };
  }
  async function isRefused(code: string, packId = pack): Promise<void> {
    const { status, isPack } = await fetched(code, packId);

    assert.deepEqual([status, isPack], [403, false]);
  }
  const nobody = { kind: 'status', status: 200, body: { value: [] } } as const;

  it('is given once for a code, however many come with it at once', async () => {
    const code = await codeFor(owner);

    const answers = await Promise.all(Array.from({ length: 6 }, () => fetched(code)));

    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 403, 403, 403, 403, 403],
    );
    assert.equal(answers.filter(({ isPack }) => isPack).length, 1);
    await isRefused(code);
  });

  it('is not given for its link, whoever looks at that, and the code is good after it', async () => {
    const code = await codeFor(owner);

    for (const method of ['GET', 'HEAD', 'GET']) {
      const looked = await fetch(address(), { method });
      const body = Buffer.from(await looked.arrayBuffer()).toString('latin1');
      assert.ok(!body.includes('PK\u0003\u0004') && !body.includes(found.customerName));
    }

    assert.equal((await fetched(code)).status, 200);
  });

  it('is not given once 15 minutes are over', async () => {
    const code = await codeFor(owner);

    world().advance(15 * minute + 1);

    await isRefused(code);
  });

  it('is not given for the code of another pack', async () => {
    const other = await madePack(owner, 'customer');
    const code = await codeFor(owner, other);

    await isRefused(code, pack);
    assert.equal((await fetched(code, other)).status, 200);
  });

  it('is not given to whoever lost the role since the code was given, at that moment', async () => {
    const code = await codeFor(owner);
    world().addFault({ service: 'graph', path: 'checkMemberGroups', times: 1000, act: nobody });

    await isRefused(code);
    world().clearFaults();

    await isRefused(code);
  });

  it('is not given while the groups cannot be read', async () => {
    const code = await codeFor(owner);
    const refused = { kind: 'status', status: 403 } as const;
    world().addFault({ service: 'graph', path: 'checkMemberGroups', times: 1000, act: refused });

    await isRefused(code);
  });

  it('is told to no one without the role that its profile needs, and says which that is', async () => {
    const before = saidTo(helper).length + saidTo(viewer).length;

    for (const person of [helper, viewer]) {
      const answer = await press(person, 'evidence.fetch', { pack });

      assert.equal(answer.type, sentence);
      assert.match(answerText(answer), /need the role owner/);
    }
    await scene().records.idle();
    assert.equal(saidTo(helper).length + saidTo(viewer).length, before);
  });

  it('is given to a viewer where it is made for others, who may have none made', async () => {
    const forCustomer = await madePack(owner, 'customer');
    const made = (await packsOf(found)).length;

    const answer = await press(viewer, 'evidence.make', { profile: 'customer', language: 'en' });
    const code = await codeFor(viewer, forCustomer);

    assert.match(answerText(answer), /need the role responder/);
    assert.equal((await packsOf(found)).length, made);
    assert.equal((await fetched(code, forCustomer)).status, 200);
  });

  it('is neither shown to somebody in no group, nor made or told for them, also by typing', async () => {
    const { ask, records } = scene();
    const made = (await packsOf(found)).length;

    const answers = [
      await press(guest, 'evidence.open', {}),
      await press(guest, 'evidence.make', { profile: 'customer', language: 'en' }),
      await press(guest, 'evidence.fetch', { pack }),
    ].map(answerText);
    const typed = [
      await ask(guest, `evidence ${found.number} customer`, found.card),
      await ask(guest, `evidence ${found.number}`, found.card),
    ];
    await records.idle();

    for (const answer of [...answers, ...typed]) {
      assert.match(answer, /need the role/);
      assert.ok(!answer.includes(pack) && !answer.includes(found.customerName));
    }
    assert.equal((await packsOf(found)).length, made);
  });

  it('does not exist for people of another partner, whatever they send, in whose place they may sit', async () => {
    const { house, records, partner } = scene();
    const made = (await packsOf(found)).length;
    const before = await records.everything();
    const conversation = { ...house.channel, tenantId: partner(1).tenantId };
    const ours = { case: found.caseId, rev: 1, pack, profile: 'customer', language: 'en' };
    const answers: string[] = [];
    for (const verb of ['evidence.open', 'evidence.make', 'evidence.fetch']) {
      answers.push(answerText(await press(stranger, verb, ours)));
      const action = { type: 'Action.Execute', verb, data: ours };
      const said = { person: stranger, conversation, replyToId: found.card.id };
      answers.push((await world().post(pressed(house, said, action))).body);
    }
    // A pack of ours as if it were of a case of theirs.
    answers.push(answerText(await press(stranger, 'evidence.fetch', { pack }, theirs)));
    await records.idle();

    for (const answer of answers) {
      assert.match(answer, /Non conosco questo caso|non è più conservat|il ruolo|need the role/);
      assert.ok(!answer.includes(found.customerName) && !answer.includes('/packs/'));
    }
    assert.equal((await packsOf(found)).length, made);
    assert.equal((await packsOf(theirs)).length, 0);
    assert.deepEqual(codesIn(saidTo(stranger)), []);
    assert.deepEqual(await records.everything(), before);
  });

  it('keeps no code that anybody could read in the database', async () => {
    const { records } = scene();
    const code = await codeFor(owner);
    await records.idle();

    const { rows } = await records.pool.query<{ found: string }>(
      `select 'codes' as found from pack_codes where code_hash like '%' || $1 || '%'
       union all select 'journal' from journal where event::text like '%' || $1 || '%'
       union all select 'answers' from answers where answer::text like '%' || $1 || '%'
       union all select 'posts' from posts where activity::text like '%' || $1 || '%'
       union all select 'jobs' from graphile_worker._private_jobs where payload::text like '%' || $1 || '%'`,
      [code],
    );

    assert.deepEqual(rows, []);
    assert.equal((await fetched(code)).status, 200);
  });

  it('is kept for a week; then its code opens nothing, and who asks is told to have a new one made', async () => {
    const code = await codeFor(owner);
    world().advance(keepDays * 24 * 60 * minute + minute);
    await scene().house.look();
    await until(async () => (await packsOf(found)).length === 0);

    const answer = await press(owner, 'evidence.fetch', { pack });

    assert.match(answerText(answer), /no longer kept/);
    await isRefused(code);
    const { rows } = await scene().records.pool.query('select 1 from pack_parts union all select 1 from pack_codes');
    assert.deepEqual(rows, []);
  });
});
