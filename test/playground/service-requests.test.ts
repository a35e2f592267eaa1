import assert from 'node:assert/strict';
import { asJson, asList, type OpenWorld, openWorld } from './open-world.ts';

describe('support requests in the local Partner Center', () => {
  let open: OpenWorld;
  beforeEach(async () => {
    open = await openWorld({ now: new Date('2026-03-02T09:00:00Z') });
  });
  afterEach(() => open.close());

  const url = (rest = '') => `${open.world.urls.partnerCenter}/v1/servicerequests${rest}`;
  const person = (name: string) => open.world.snapshot().people.find((p) => p.name === name) ?? assert.fail(name);
  const tokenOf = (name: string) => {
    open.world.setSignedIn(person(name).id, true);
    return open.personToken(person(name).id, 'partner-center');
  };
  const file = (more: object = {}) =>
    open.world.portal.file({
      personId: person('Megan Bowen').id,
      title: 'Cryptomining notification',
      description: 'ski-prod\n<b>Who?</b>',
      ...more,
    }).number;
  const note = (text: string) => ({ NewNote: { Text: text }, Attributes: { ObjectType: 'ServiceRequest' } });

  it('are made in the portal and get a number of sixteen digits, each its own', async () => {
    const numbers = [file(), file({ severity: 'critical' })];

    assert.deepEqual(numbers, ['2603020040000001', '2603020040000002']);
    const made = await open.call(url('/en-US'), { token: await tokenOf('Megan Bowen'), body: { Title: 'x' } });
    assert.equal(made.status, 404);
    assert.equal(open.world.snapshot().serviceRequests.length, 2);
  });

  it('write status and severity as words where one is read, and as numbers in the list', async () => {
    const number = file();
    const token = await tokenOf('Megan Bowen');

    const one = await open.call(url(`/${number}`), { token });
    const list = await open.call(url(), { token });

    assert.deepEqual(
      [one.body.id, one.body.status, one.body.severity, one.body.lastClosedDate, one.body.notes],
      [number, 'open', 'moderate', '0001-01-01T00:00:00', []],
    );
    assert.equal(one.body.description, 'ski-prod\n<b>Who?</b>');
    assert.deepEqual(
      asList(list.body.items).map(({ id, status, severity }) => [id, status, severity]),
      [[number, 1, 2]],
    );
    assert.equal(list.body.totalCount, 1);
  });

  it('have the fields of the published samples', async () => {
    const number = file();
    open.world.portal.answer(number, 'Which resources?');
    const token = await tokenOf('Megan Bowen');
    const words = 'title description severity supportTopicId supportTopicName id status organization productId';
    const more = 'createdDate lastModifiedDate lastClosedDate notes attributes primaryContact';
    const sample = `${words} ${more}`.split(' ');

    const one = await open.call(url(`/${number}`), { token });
    const list = await open.call(url(), { token });

    assert.deepEqual(new Set(Object.keys(one.body)), new Set(sample));
    assert.deepEqual(Object.keys(asList(one.body.notes)[0] ?? {}), ['createdByName', 'createdDate', 'text']);
    for (const name of Object.keys(asList(list.body.items)[0] ?? {})) assert.ok(sample.includes(name), name);
    assert.deepEqual(asJson(one.body.attributes), { objectType: 'ServiceRequest' });
  });

  it('are seen by who made them, and by nobody else: no colleague, no other partner, no app', async () => {
    const number = file();
    const strangers = [await tokenOf('Isaiah Langer'), await tokenOf('Chiara Russo')];
    const app = await open.appToken(person('Megan Bowen').tenantId, 'partnerCenter');

    for (const token of strangers) {
      const list = await open.call(url(), { token });
      const get = await open.call(url(`/${number}`), { token });
      const patch = await open.call(url(`/${number}`), { method: 'PATCH', token, body: note('x') });
      assert.deepEqual([asList(list.body.items).length, get.status, patch.status], [0, 404, 404]);
    }
    const asApp = await open.call(url(`/${number}`), { token: app });
    assert.deepEqual([asApp.status, asApp.body.code], [403, 900329]);
    assert.deepEqual(open.world.snapshot().serviceRequests[0]?.notes, []);
  });

  it('go back and forth: Microsoft answers and waits, the person writes a note, Microsoft closes', async () => {
    const number = file();
    const token = await tokenOf('Megan Bowen');
    const read = async () => (await open.call(url(`/${number}`), { token })).body;

    open.world.portal.answer(number, 'Which resources?');
    const answered = await read();
    open.world.advance(60_000);
    const noted = await open.call(url(`/${number}`), { method: 'PATCH', token, body: note('vm9') });
    open.world.portal.close(number);
    const closed = await read();

    assert.equal(answered.status, 'attention_needed');
    assert.deepEqual([noted.status, noted.body.status], [200, 'open']);
    const notes = asList(closed.notes).map(({ createdByName, text }) => [createdByName, text]);
    assert.deepEqual(notes, [
      ['Microsoft Support', 'Which resources?'],
      ['Megan Bowen', 'vm9'],
    ]);
    assert.match(String(asJson(asList(closed.notes)[0]).createdDate), /^2026-03-02T09:00:\d\d\.\d{3}$/);
    assert.deepEqual([closed.status, closed.lastClosedDate], ['closed', closed.lastModifiedDate]);
  });

  it('refuse what is no note', async () => {
    const number = file();
    const token = await tokenOf('Megan Bowen');

    for (const body of [{}, { NewNote: null }, { NewNote: { Text: ' ' } }, { NewNote: { Text: 7 } }, []]) {
      const { status } = await open.call(url(`/${number}`), { method: 'PATCH', token, body });
      assert.equal(status, 400, JSON.stringify(body));
    }
  });

  it('are listed for the customer that they are filed for', async () => {
    const [ski, wide] = open.world.snapshot().customers;
    const number = file({ customerTenantId: ski?.tenantId });
    const token = await tokenOf('Megan Bowen');
    const of = (id = '') => open.call(`${open.world.urls.partnerCenter}/v1/customers/${id}/servicerequests`, { token });

    assert.deepEqual(
      asList((await of(ski?.tenantId)).body.items).map(({ id }) => id),
      [number],
    );
    assert.deepEqual((await of(wide?.tenantId)).body.items, []);
    assert.equal((await of('none')).status, 403);
  });

  it('do not exist under numbers that nobody got', () => {
    assert.throws(() => open.world.portal.answer('1', 'x'), /no support request 1/);
    assert.throws(() => open.world.portal.close('1'), /no support request 1/);
    assert.throws(() => file({ personId: 'nobody' }), /no person nobody/);
  });
});
