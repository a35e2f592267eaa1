import assert from 'node:assert/strict';
import { asJson, asList, type Called, type OpenWorld, openWorld } from './open-world.ts';
import { publishedContract } from './published-contract.ts';

describe('the activity log of the local Partner Center', () => {
  const definition = publishedContract('partner-center-AuditService.json');
  let open: OpenWorld;
  let token: string;
  before(async () => {
    open = await openWorld({ now: new Date('2026-03-02T09:00:00Z') });
    token = await open.appToken(open.world.snapshot().partners[0]?.tenantId ?? '', 'partnerCenter');
  });
  after(() => open.close());

  const ask = (query: string, headers: Record<string, string> = {}): Promise<Called> =>
    open.call(`${open.world.urls.partnerCenter}/v1/auditrecords?${query}`, { token, headers });
  const operations = async (query: string) => asList((await ask(query)).body.items).map((r) => r.operationType);
  const filter = (Field: string, Value: string, Operator: string): string =>
    `filter=${encodeURIComponent(JSON.stringify({ Field, Value, Operator }))}`;
  const whenWon = 'startDate=2026-01-10&endDate=2026-02-08';

  it('has what the published contract says, and tells who won a customer and ordered its plan', async () => {
    const { body } = await ask(whenWon);

    const records = asList(body.items);
    const validate = definition('PagedResourceCollection[AuditRecord]');
    assert.ok(validate(body), JSON.stringify(validate.errors?.slice(0, 5)));
    assert.deepEqual(
      records.map((r) => [r.operationType, r.customerName]),
      [
        ['create_order', 'Litware'],
        ['add_customer', 'Litware'],
      ],
    );
    assert.match(String(records[0]?.userPrincipalName), /@/);
    assert.match(String(records[0]?.operationDate), /^2026-01-20T09:04/);
  });

  it('filters by one field with its own operator', async () => {
    const [customer] = open.world.snapshot().customers.filter((c) => c.name === 'Litware');

    assert.equal(
      (await operations(`${whenWon}&${filter('CustomerId', customer?.tenantId ?? '', 'equals')}`)).length,
      2,
    );
    assert.equal((await operations(`${whenWon}&${filter('CompanyName', 'itwa', 'substring')}`)).length, 2);
    assert.deepEqual(await operations(`${whenWon}&${filter('ResourceType', 'Order', 'equals')}`), ['create_order']);
    assert.deepEqual(await operations(`${whenWon}&${filter('CustomerId', 'nobody', 'equals')}`), []);
    for (const bad of [filter('OperationType', 'x', 'equals'), filter('CustomerId', 'x', 'substring'), 'filter=x'])
      assert.equal((await ask(`${whenWon}&${bad}`)).status, 400, bad);
  });

  it('refuses more than 30 days at once, more than 90 days ago, and dates that are none', async () => {
    for (const bad of ['startDate=2025-12-01', 'startDate=2026-01-01&endDate=2026-02-15', 'startDate=yesterday'])
      assert.equal((await ask(bad)).status, 400, bad);

    assert.equal((await ask('startDate=2025-12-02&endDate=2026-01-01')).status, 200);
    assert.deepEqual(await operations(''), [], 'the last 30 days');
  });

  it('pages by the next link and the header that it demands, and keeps to what was asked', async () => {
    const first = await ask(`${whenWon}&size=1&${filter('CompanyName', 'litware', 'substring')}`);
    const next = asJson(asJson(first.body.links).next);
    const [header] = asList(next.headers);
    const uri = String(next.uri).split('?')[1] ?? '';

    const second = await ask(uri, { [String(header?.key)]: String(header?.value) });
    const without = await ask(uri);
    const nonsense = await ask(uri, { [String(header?.key)]: 'bm9uc2Vuc2U=' });

    assert.equal(asList(first.body.items)[0]?.operationType, 'create_order');
    assert.equal(asList(second.body.items)[0]?.operationType, 'add_customer');
    assert.equal(asJson(second.body.links).next, undefined);
    assert.deepEqual([without.status, nonsense.status], [400, 400]);
  });

  it('shows a partner only its own', async () => {
    const other = await open.appToken(open.world.snapshot().partners[1]?.tenantId ?? '', 'partnerCenter');

    const { body } = await open.call(
      `${open.world.urls.partnerCenter}/v1/auditrecords?startDate=2025-12-03&endDate=2026-01-01`,
      { token: other },
    );

    assert.deepEqual(new Set(asList(body.items).map((r) => r.customerName)), new Set(['Lucerne Publishing']));
  });
});
