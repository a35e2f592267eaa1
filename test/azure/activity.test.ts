import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { clampSince, readActivity } from '../../src/azure/activity-log.ts';
import { appArm } from '../../src/azure/client.ts';
import { resourceKey } from '../../src/domain/azure-resource.ts';
import { HttpError } from '../../src/http/http-error.ts';
import { localServer } from '../support/http-server.ts';
import { appTokens, quickHttp } from '../support/outside.ts';
import { customer, subscription, vm } from './scope.ts';

const now = new Date('2026-11-22T09:30:00Z');
const since = '2026-11-01T00:00:00Z';

function row(more: object = {}): object {
  return {
    eventDataId: 'e-1',
    caller: 'dana@contoso.example',
    eventTimestamp: '2026-11-19T02:14:05.1Z',
    operationName: { value: 'Microsoft.Compute/virtualMachines/write', localizedValue: 'x' },
    status: { value: 'Accepted' },
    subStatus: { value: 'Created' },
    resourceId: vm.toUpperCase(),
    resourceGroupName: 'RG-Q7',
    correlationId: 'c-1',
    operationId: 'o-1',
    httpRequest: { clientIpAddress: '203.0.113.77' },
    claims: {
      appid: 'app-1',
      ipaddr: '198.51.100.1',
      'http://schemas.microsoft.com/identity/claims/objectidentifier': 'oid-1',
      'http://schemas.microsoft.com/identity/claims/tenantid': 'tid-1',
      'http://schemas.microsoft.com/claims/authnmethodsreferences': 'pwd',
    },
    properties: { responseBody: JSON.stringify({ properties: { hardwareProfile: { vmSize: 'Standard_NC24' } } }) },
    ...more,
  };
}

describe('the activity log', () => {
  const server = localServer();
  const read = (from = since) => {
    const deps = { http: quickHttp(), baseUrl: server.url, tokens: appTokens, scope: 'arm' };
    return readActivity(appArm(deps, customer), subscription, from, now);
  };
  const only = async (...value: unknown[]) => {
    server.next({ json: { value } });
    return (await read()).events;
  };

  it('is asked for by time alone, for the fields that we read', async () => {
    server.next({ json: { value: [] } });

    await read();

    const [asked] = server.asked;
    assert.equal(
      asked?.path,
      `/subscriptions/${subscription}/providers/Microsoft.Insights/eventtypes/management/values`,
    );
    assert.equal(
      asked?.query.get('$filter'),
      "eventTimestamp ge '2026-11-01T00:00:00.000Z' and eventTimestamp le '2026-11-22T09:30:00.000Z'",
    );
    assert.ok(asked?.query.get('$select')?.includes('httpRequest'));
  });

  for (const [asked, expected] of [
    ['2020-01-01T00:00:00Z', '2026-08-24T09:31:00.000Z'],
    ['2026-11-20T00:00:00+01:00', '2026-11-19T23:00:00.000Z'],
    ['2030-01-01T00:00:00Z', '2026-11-22T09:30:00.000Z'],
    ["x' or 'a' eq 'a", '2026-08-24T09:31:00.000Z'],
  ] as const)
    it(`is asked for no more than 90 days: ${asked}`, () => {
      assert.equal(clampSince(asked, now), expected);
    });

  it('is reduced to who did what to which resource', async () => {
    assert.deepEqual(await only(row()), [
      {
        id: 'e-1',
        at: '2026-11-19T02:14:05.100Z',
        operation: 'microsoft.compute/virtualmachines/write',
        status: 'Accepted',
        subStatus: 'Created',
        resource: resourceKey(vm),
        group: 'rg-q7',
        correlationId: 'c-1',
        caller: {
          name: 'dana@contoso.example',
          objectId: 'oid-1',
          appId: 'app-1',
          tenantId: 'tid-1',
          address: '203.0.113.77',
          mfa: 'no',
        },
        size: 'Standard_NC24',
      },
    ]);
  });

  for (const [methods, mfa] of [
    ['pwd', 'no'],
    ['pwd,mfa', 'yes'],
    ['rsa, mfa', 'yes'],
    ['rsa', 'unknown'],
    [undefined, 'unknown'],
  ] as const)
    it(`says ${mfa} of a second factor by ${methods}`, async () => {
      const claims = { 'http://schemas.microsoft.com/claims/authnmethodsreferences': methods };

      const [event] = await only(row({ claims, httpRequest: undefined }));

      assert.deepEqual(event?.caller, { name: 'dana@contoso.example', mfa });
    });

  it('tells who was given which role, whatever the case of the request', async () => {
    const requestbody = JSON.stringify({
      Properties: { PrincipalId: 'p', principalType: 'User', RoleDefinitionId: 'r' },
    });
    const operationName = { value: 'Microsoft.Authorization/roleAssignments/write' };

    const [event] = await only(row({ operationName, properties: { requestbody } }));

    assert.deepEqual(event?.grant, { principalId: 'p', principalType: 'User', roleDefinitionId: 'r' });
  });

  it('leaves out what is no write, delete or action, and what policy notes by itself', async () => {
    const named = (value: string) => row({ operationName: { value } });

    const events = await only(
      named('Microsoft.Authorization/policies/auditIfNotExists/action'),
      named('Microsoft.Resourcehealth/healthevent/Activated/action'),
      named('Microsoft.Compute/virtualMachines/read'),
      row({ resourceId: undefined }),
      row({ eventTimestamp: 'no time' }),
      'odd',
      null,
      named('Microsoft.Compute/virtualMachines/deallocate/action'),
    );

    assert.deepEqual(
      events.map((event) => event.operation),
      ['microsoft.compute/virtualmachines/deallocate/action'],
    );
  });

  it('is one event for the rows of one operation: when it began, how it ended, and that it was a creation', async () => {
    const events = await only(
      row({ status: { value: 'Succeeded' }, subStatus: { value: '' }, eventTimestamp: '2026-11-19T02:16:00Z' }),
      row({ properties: {}, eventTimestamp: '2026-11-19T02:14:05Z' }),
      row({ status: { value: 'Started' }, subStatus: null, properties: {}, eventTimestamp: '2026-11-19T02:14:00Z' }),
      row({ correlationId: 'c-2', eventTimestamp: '2026-11-20T00:00:00Z' }),
    );

    assert.deepEqual(
      events.map(({ at, status, subStatus, size, correlationId }) => [at, status, subStatus, size, correlationId]),
      [
        ['2026-11-20T00:00:00.000Z', 'Accepted', 'Created', 'Standard_NC24', 'c-2'],
        ['2026-11-19T02:14:00.000Z', 'Succeeded', 'Created', 'Standard_NC24', 'c-1'],
      ],
    );
  });

  it('is the same event in whatever order its rows come', async () => {
    const rows = [
      row({ status: { value: 'Succeeded' }, subStatus: { value: 'OK' }, eventTimestamp: '2026-11-19T02:16:00Z' }),
      row({ properties: {}, eventTimestamp: '2026-11-19T02:14:05Z' }),
      row({ status: { value: 'Started' }, subStatus: null, properties: {}, eventTimestamp: '2026-11-19T02:14:00Z' }),
    ];
    const [expected] = await only(...rows);

    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(rows, { minLength: 3 }), async (shuffled) => {
        const { id: _id, ...event } = (await only(...shuffled))[0] ?? assert.fail();

        assert.deepEqual({ ...event, id: expected?.id }, expected);
      }),
    );
    assert.equal(expected?.at, '2026-11-19T02:14:00.000Z');
    assert.equal(expected?.subStatus, 'Created');
  });

  it('does not look for a size in a body of a quarter of a megabyte', async () => {
    const responseBody = JSON.stringify({ properties: { vmSize: 'x' }, pad: 'x'.repeat(256 * 1024) });

    assert.equal((await only(row({ properties: { responseBody } })))[0]?.size, undefined);
  });

  it('is cut after 100 pages, and says how far back it was read whole', async () => {
    let page = 0;
    server.always(() => {
      const eventTimestamp = new Date(now.getTime() - ++page * 3_600_000).toISOString();
      return {
        json: { value: [row({ eventTimestamp, correlationId: `c-${page}` })], nextLink: `${server.url}/${page}` },
      };
    });

    const { events, cut, since: whole } = await read();

    assert.equal(cut, true);
    assert.equal(events.length, 100);
    assert.equal(server.asked.length, 100);
    assert.equal(whole, new Date(now.getTime() - 100 * 3_600_000).toISOString());
  });

  it('keeps what it has where a later page fails', async () => {
    server.next({ json: { value: [row()], nextLink: 'https://evil.example/next' } });

    const { events, broken, since: whole } = await read();

    assert.equal(events.length, 1);
    assert.ok(broken instanceof HttpError);
    assert.equal(whole, '2026-11-19T02:14:05.100Z');
  });

  it('is read whatever the rows hold', async () => {
    const names = Object.keys(row());
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.dictionary(fc.constantFrom(...names), fc.jsonValue()), { maxLength: 20 }),
        async (rows) => {
          const events = await only(...rows.map((one) => ({ ...row(), ...one })));

          assert.ok(events.length <= rows.length);
        },
      ),
      { numRuns: 50 },
    );
  });
});
