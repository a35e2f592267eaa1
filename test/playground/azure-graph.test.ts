import assert from 'node:assert/strict';
import { type AzurePlace, azurePlace, nextOf } from './azure-place.ts';
import { asList, codeOf } from './open-world.ts';

describe('the local Resource Graph', () => {
  let at: AzurePlace;
  beforeEach(async () => {
    at = await azurePlace();
  });
  afterEach(() => at.open.close());

  const ask = (query: string, options: object = {}, subscriptions = [at.subscriptionId]) =>
    at.send('POST', '/providers/Microsoft.ResourceGraph/resources', { subscriptions, query, options });

  it('gives a mark to go on from only where the id is projected', async () => {
    const marked = await ask('resources | project id, name | order by id asc', { $top: 5 });
    const unmarked = await ask('resources | project name', { $top: 5 });

    assert.deepEqual([typeof marked.body.$skipToken, marked.body.resultTruncated], ['string', 'false']);
    assert.deepEqual([unmarked.body.$skipToken, unmarked.body.resultTruncated], [undefined, 'true']);
    assert.equal(asList(marked.body.data).length, 5);
  });

  it('knows types, and columns under their new names', async () => {
    const { body } = await ask(
      `resources | where type in~ ('Microsoft.Compute/virtualMachines', 'microsoft.web/sites')
       | extend size=coalesce(tostring(properties.hardwareProfile.vmSize), tostring(sku.name))
       | project id, type, size, resourceGroup | order by id asc`,
      { $top: 1000 },
    );

    const types = new Set(asList(body.data).map((row) => row.type));
    assert.deepEqual(types, new Set(['microsoft.compute/virtualmachines', 'microsoft.web/sites']));
    assert.ok(asList(body.data).some((row) => String(row.size).startsWith('Standard_N')));
    assert.deepEqual(Object.keys(asList(body.data)[0] ?? {}), ['id', 'type', 'size', 'resourceGroup']);
  });

  it('refuses tables and subscriptions that it does not know', async () => {
    const other = at.open.world.snapshot().azure.find((s) => s.name === 'trey-calcolo') ?? assert.fail();

    const answers = [
      await ask('resourcechanges | project id'),
      await ask('resources', {}, [at.subscriptionId, other.id]),
      await at.send('POST', '/providers/Microsoft.ResourceGraph/resources', {}),
    ];

    assert.deepEqual(
      answers.map((a) => a.status),
      [400, 403, 400],
    );
  });

  it('counts what is left of a caller’s quota, and refuses past it', async () => {
    const answers = [];
    for (let i = 0; i < 16; i += 1) answers.push(await ask('resources | project id', { $top: 1 }));

    const last = answers.at(-1);
    assert.equal(answers[0]?.headers.get('x-ms-user-quota-remaining'), '14');
    assert.match(answers[0]?.headers.get('x-ms-user-quota-resets-after') ?? '', /^00:00:0\d$/);
    assert.deepEqual(
      [last?.status, last && codeOf(last), last?.headers.get('x-ms-user-quota-remaining')],
      [429, 'RateLimiting', '0'],
    );
  });
});

describe('a large subscription of the local Azure', () => {
  it('lists five thousand resources in a few pages', async () => {
    const at = await azurePlace({ machines: 0, azure: { pageSize: 1000 } });
    at.open.world.azure.fill(at.subscriptionId, 5000);

    const pages = [];
    for (let next: string | undefined = `${at.root}/resources?$expand=createdTime`; next !== undefined; ) {
      const page = await at.get(next);
      pages.push(asList(page.body.value).length);
      next = nextOf(page);
    }
    await at.open.close();

    assert.equal(pages.length, 6);
    assert.ok(pages.reduce((sum, count) => sum + count, 0) > 5000);
  });

  it('holds five hundred resources that use each other', async () => {
    const at = await azurePlace({ machines: 0 });

    const made = at.open.world.azure.chains(at.subscriptionId, 500);
    await at.open.close();

    assert.ok(made.length >= 500 && made.length < 510, String(made.length));
  });
});
