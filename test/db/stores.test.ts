import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { NewPost } from '../../src/workflow/post-ports.ts';
import type { CaseQuestion, Channel, TeamsPerson } from '../../src/workflow/teams-ports.ts';
import { testDatabase } from '../support/database.ts';
import { startedAt } from '../support/samples.ts';
import { makeCase, makeChannel, makePartner, newId } from './fixtures.ts';

const welcome = (channel: Channel): { posts: readonly NewPost[]; jobs: readonly [] } => ({
  posts: [
    {
      id: newId('post'),
      partnerId: channel.partnerId,
      place: { kind: 'channel', channelId: channel.id },
      content: { kind: 'fixed', activity: { type: 'message', text: 'hello' } },
      language: channel.language,
    },
  ],
  jobs: [],
});

function person(tenantId: string, name: string): TeamsPerson {
  return { tenantId, objectId: randomUUID(), name, teamsId: `29:${randomUUID()}` };
}

describe('the store of partners', () => {
  const { store } = testDatabase();

  it('adds and changes partners by tenant, whatever its case, and keeps their ids', async () => {
    const tenantId = randomUUID();
    const first = await makePartner(store(), { tenantId });
    const { id: _, ...rest } = first;

    const all = await store().partners.upsert([
      { ...rest, tenantId: tenantId.toUpperCase(), name: 'Renamed', extraAlertTypes: ['Ransom'] },
    ]);

    const changed = { ...first, name: 'Renamed', extraAlertTypes: ['Ransom'] };
    assert.deepEqual(
      all.find((partner) => partner.id === first.id),
      changed,
    );
    assert.deepEqual(await store().partners.byTenant(tenantId.toUpperCase()), changed);
    assert.deepEqual(await store().partners.byId(first.id), changed);
    assert.deepEqual(await store().partners.all(), all);
  });

  it('knows nothing of a stranger', async () => {
    assert.equal(await store().partners.byTenant(randomUUID()), undefined);
    assert.equal(await store().partners.byId(newId('partner')), undefined);
  });

  it('remembers how the source of a partner has been doing', async () => {
    const partner = await makePartner(store());
    const well = { cursor: startedAt, polledAt: startedAt, succeededAt: startedAt, failures: 0 };

    assert.deepEqual(await store().partners.sourceState(partner.id), { failures: 0 });
    await store().partners.saveSourceState(partner.id, { ...well, error: 'away', failures: 3 });
    assert.deepEqual(await store().partners.sourceState(partner.id), { ...well, error: 'away', failures: 3 });
    await store().partners.saveSourceState(partner.id, well);
    assert.deepEqual(await store().partners.sourceState(partner.id), well);
  });
});

describe('the store of names', () => {
  const { store } = testDatabase();

  it('does not forget a name that could not be read again', async () => {
    const partner = await makePartner(store());
    const later = '2026-03-03T08:00:00.000Z';

    const key = { customerTenantId: 'customer', subscriptionId: 'subscription' };
    const names = { customerName: 'Fabrikam', subscriptionName: 'Shop' };

    assert.deepEqual(await store().names.known(partner.id, [key]), [{}]);
    await store().names.saveNames(partner.id, [{ ...key, ...names }], startedAt);
    await store().names.saveNames(partner.id, [key], later);

    assert.deepEqual(await store().names.known(partner.id, [key]), [{ ...names, readAt: later }]);
    assert.deepEqual(await store().names.names(partner.id, 'customer', 'subscription'), names);
  });

  it('keeps many at once, and answers in the order of asking', async () => {
    const partner = await makePartner(store());
    const [a, b] = ['a', 'b'].map((subscriptionId) => ({ customerTenantId: 'customer', subscriptionId }));
    if (!a || !b) throw new Error('there are two');
    const found = [
      { ...b, customerName: 'Fabrikam', subscriptionName: 'Two' },
      { ...a, customerName: 'Fabrikam', subscriptionName: 'One' },
      { ...a, customerName: 'Fabrikam', subscriptionName: 'One' },
    ];

    await store().names.saveNames(partner.id, found, startedAt);
    const known = await store().names.known(partner.id, [b, { ...a, customerTenantId: 'another' }, a]);

    assert.deepEqual(
      known.map(({ subscriptionName }) => subscriptionName),
      ['Two', undefined, 'One'],
    );
  });

  it('knows the customer of another subscription', async () => {
    const partner = await makePartner(store());
    await store().names.saveNames(
      partner.id,
      [{ customerTenantId: 'customer', subscriptionId: 'one', customerName: 'Fabrikam' }],
      startedAt,
    );

    assert.deepEqual(await store().names.names(partner.id, 'customer', 'two'), { customerName: 'Fabrikam' });
  });
});

describe('the store of facts', () => {
  const { store } = testDatabase();

  it('gives the latest facts of each check, with the time they were read', async () => {
    const { case: c } = await makeCase(store(), await makePartner(store()));
    const usage = { check: 'usage', facts: { state: 'unavailable', why: 'not-ready' } } as const;
    const customer = { check: 'customer', facts: { state: 'known', value: { culture: 'it-IT' } } } as const;

    await store().facts.save(c.id, { ...usage, facts: { ...usage.facts, why: 'forbidden' } }, startedAt, []);
    await store().facts.save(c.id, usage, startedAt, []);
    await store().facts.save(c.id, customer, startedAt, []);

    assert.deepEqual(await store().facts.read(c.id), {
      usage: { ...usage, readAt: startedAt },
      customer: { ...customer, readAt: startedAt },
    });
  });
});

describe('the store of channels', () => {
  const { store, database } = testDatabase();

  async function unknownChannel(): Promise<Omit<Channel, 'state'>> {
    const partner = await makePartner(store());
    return {
      id: newId('channel'),
      partnerId: partner.id,
      tenantId: partner.tenantId,
      teamId: 'team',
      teamsChannelId: `19:${randomUUID()}@thread.tacv2`,
      serviceUrl: 'https://smba.example/emea/',
      teamName: 'Alerts',
      language: 'en',
    };
  }

  it('welcomes a new channel once, however many installations come at once', async () => {
    const channel = await unknownChannel();

    const installed = await Promise.all(
      Array.from({ length: 5 }, () => store().channels.install({ ...channel, id: newId('channel') }, welcome)),
    );

    assert.equal(installed.filter(({ fresh }) => fresh).length, 1);
    assert.equal(new Set(installed.map((i) => i.channel.id)).size, 1);
    assert.equal((await store().posts.due(channel.teamsChannelId, 10)).length, 1);
  });

  it('welcomes a channel again that was removed, and keeps its id and language', async () => {
    const channel = await unknownChannel();
    await store().channels.install(channel, welcome);
    await database().pool.query(`update channels set language = 'it' where id = $1`, [channel.id]);
    await store().channelStates.close({ tenantId: channel.tenantId, teamId: channel.teamId }, 'removed');
    assert.equal((await store().channels.byId(channel.id))?.state, 'removed');

    const { name: _, teamName: __, ...again } = { ...channel, name: 'General', id: newId('channel') };
    const { channel: known, fresh } = await store().channels.install(again, welcome);

    assert.equal(fresh, true);
    const { stateAt, ...rest } = known;
    assert.ok(stateAt !== undefined);
    assert.deepEqual(rest, { ...channel, language: 'it', state: 'ready' });
    assert.deepEqual(await store().channels.byTeamsId(channel.tenantId.toUpperCase(), channel.teamsChannelId), known);
    assert.deepEqual(await store().channels.ofPartner(channel.partnerId), [known]);
  });
});

describe('the store of people', () => {
  const { database, store } = testDatabase();

  it('adds up what was seen of a person, and says it the same when nothing is new', async () => {
    const ada = person(randomUUID(), 'Ada Okoro');

    await store().people.see({ ...ada, personalConversationId: 'a:1', serviceUrl: 'https://smba.example/' });
    await store().people.setLanguage(ada.tenantId, ada.objectId.toUpperCase(), 'it');
    const renamed = await store().people.see({ ...ada, name: 'Ada Okoro-Lund' });
    const again = await store().people.see({ ...ada, name: 'Ada Okoro-Lund' });

    const all = {
      ...ada,
      name: 'Ada Okoro-Lund',
      personalConversationId: 'a:1',
      serviceUrl: 'https://smba.example/',
      language: 'it',
    };
    assert.deepEqual(renamed, all);
    assert.deepEqual(again, all);
    assert.deepEqual(await store().people.find(ada.tenantId.toUpperCase(), ada.objectId), all);
  });

  it('offers those who were met last where there is no room for all, by their names', async () => {
    const tenantId = randomUUID();
    const of = (name: string) => ({ ...person(randomUUID(), name), tenantId });
    const [anna, ben, zoe] = [of('Anna'), of('Ben'), of('Zoe')];
    for (const one of [anna, ben, zoe]) await store().people.see(one);
    await database().pool.query(`update people set seen_on = seen_on - 1 where tenant_id = $1`, [tenantId]);

    await store().people.see(zoe);
    await store().people.see(anna);

    const names = async (most: number) => (await store().people.ofTenant(tenantId, most)).map(({ name }) => name);
    assert.deepEqual(await names(2), ['Anna', 'Zoe']);
    assert.deepEqual(await names(3), ['Anna', 'Ben', 'Zoe']);
  });

  it('sees one person once, however many turns come at once', async () => {
    const ben = person(randomUUID(), 'Ben Ricci');

    const seen = await Promise.all(Array.from({ length: 8 }, () => store().people.see(ben)));

    assert.deepEqual(
      seen,
      Array.from({ length: 8 }, () => ben),
    );
  });

  it('forgets a chat of one tenant, says that it is closed until its person is seen in one again, and has asked them nothing', async () => {
    const ada = { ...person(randomUUID(), 'Ada Okoro'), serviceUrl: 'https://smba.example/' };
    const chat = { tenantId: ada.tenantId.toUpperCase(), conversationId: `a:${randomUUID()}` };
    const inChat = { ...ada, personalConversationId: chat.conversationId };
    await store().people.see(inChat);
    await database().pool.query(
      `insert into sign_ins (tenant_id, object_id, name, state, asked_at) values ($1, $2, 'graph', 'none', now())`,
      [ada.tenantId, ada.objectId],
    );

    const foreign = await store().people.forgetChat({ ...chat, tenantId: randomUUID() }, 'closed');
    const kept = await store().people.find(ada.tenantId, ada.objectId);
    const closed = await store().people.forgetChat(chat, 'closed');
    const elsewhere = await store().people.see({ ...ada, name: 'Ada' });
    const { rows } = await database().pool.query('select asked_at from sign_ins where object_id = $1', [ada.objectId]);
    const back = await store().people.see(inChat);
    const gone = await store().people.forgetChat(chat, 'gone');

    assert.deepEqual([foreign, kept], [[], inChat]);
    assert.deepEqual(closed, [{ ...ada, chatClosed: true }]);
    assert.deepEqual(elsewhere, { ...ada, name: 'Ada', chatClosed: true });
    assert.deepEqual(rows, [{ asked_at: null }]);
    assert.deepEqual([back, gone], [inChat, [ada]]);
  });

  it('finds people of a tenant by the whole name, else by the beginning of a part of it', async () => {
    const tenantId = randomUUID();
    const names = ['Ann Lee', 'Ann Leeds', 'Bob_1', 'Bobby'];
    for (const name of names) await store().people.see(person(tenantId, name));
    await store().people.see(person(randomUUID(), 'Ann Lee'));
    const found = async (name: string) => (await store().people.findByName(tenantId, name)).map((p) => p.name);

    assert.deepEqual(await found(' ann lee '), ['Ann Lee']);
    assert.deepEqual(await found('lee'), ['Ann Lee', 'Ann Leeds']);
    assert.deepEqual(await found('bob_'), ['Bob_1']);
    assert.deepEqual(await found('eeds'), []);
    assert.deepEqual(await found(''), []);
  });
});

describe('the store of questions', () => {
  const { store } = testDatabase();

  it('keeps one question for a person and conversation, until it is answered or over', async () => {
    const { case: c } = await makeCase(store(), await makePartner(store()));
    const place = { conversationId: `a:${randomUUID()}`, tenantId: randomUUID(), objectId: randomUUID() };
    const question: CaseQuestion = {
      ...place,
      caseId: c.id,
      ask: { kind: 'check', check: 'usage' },
      expiresAt: '2026-03-02T09:00:00.000Z',
    };
    const pending = (now: string) =>
      store().questions.pending(place.conversationId, place.tenantId, place.objectId.toUpperCase(), now);

    await store().questions.ask({ ...question, ask: { kind: 'reason', for: 'fraud' } as const });
    await store().questions.ask(question);

    assert.deepEqual(await pending(startedAt), question);
    assert.equal(await pending('2026-03-02T09:00:00.000Z'), undefined);
    assert.equal(
      await store().questions.pending(place.conversationId, place.tenantId, randomUUID(), startedAt),
      undefined,
    );
    await store().questions.answered(place.conversationId, place.tenantId, place.objectId);
    assert.equal(await pending(startedAt), undefined);
  });

  it('asks in two conversations at once', async () => {
    const { case: c } = await makeCase(store(), await makePartner(store()));
    const channel = await makeChannel(store(), await makePartner(store()));
    const base = {
      tenantId: channel.tenantId,
      objectId: randomUUID(),
      caseId: c.id,
      expiresAt: '2027-01-01T00:00:00.000Z',
    };

    await store().questions.ask({ ...base, conversationId: 'one', ask: { kind: 'reason', for: 'ignore' } as const });
    await store().questions.ask({ ...base, conversationId: 'two', ask: { kind: 'reason', for: 'close' } as const });

    const one = await store().questions.pending('one', base.tenantId, base.objectId, startedAt);
    assert.deepEqual(one?.ask, { kind: 'reason', for: 'ignore' });
  });
});
