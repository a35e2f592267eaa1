import assert from 'node:assert/strict';
import { createScoreReader } from '../../src/graph/score.ts';
import { localServer, type Reply } from '../support/http-server.ts';
import { appTokens, outsideError, partner, quickHttp } from '../support/outside.ts';

const path = '/beta/security/partner/securityScore/requirements';
const other = {
  '@odata.type': '#microsoft.graph.partner.security.securityRequirement',
  requirementType: 'mfaEnforcedForAdmins',
  complianceStatus: 'noncomplaint',
};
/** The published sample of a responseTimeSecurityRequirement, with other values. */
const requirement = {
  '@odata.type': '#microsoft.graph.partner.security.responseTimeSecurityRequirement',
  id: 'securityAlertsPromptlyResolved',
  requirementType: 'securityAlertsPromptlyResolved',
  complianceStatus: 'compliant',
  actionUrl: 'https://action.example',
  helpUrl: 'https://help.example',
  score: 10,
  maxScore: 10,
  state: 'active',
  updatedDateTime: '2026-02-20T12:00:09.1398813Z',
  averageResponseTimeInHours: '2.5',
};

describe('the partner security score', () => {
  const server = localServer();

  const read = () =>
    createScoreReader({ http: quickHttp(), baseUrl: server.url, tokens: appTokens, scope: 'graph' }).responseTime(
      partner,
    );
  const of = (...value: readonly unknown[]) => {
    server.next({ json: { value } });
    return read();
  };

  it('tells the average response time and whether it complies, read by the app', async () => {
    assert.deepEqual(await of(other, requirement), { averageHours: 2.5, compliant: true });

    const [asked] = server.asked;
    assert.deepEqual([asked?.method, asked?.path], ['GET', path]);
    assert.equal(asked?.headers.authorization, `Bearer app|${partner.tenantId}|graph`);
  });

  it('reads numbers and their texts, and the status as the API spells it or as it should', async () => {
    const figures = [
      await of({ ...requirement, averageResponseTimeInHours: 30.25, complianceStatus: 'noncomplaint' }),
      await of({ ...requirement, averageResponseTimeInHours: 0, complianceStatus: 'NonCompliant' }),
      await of({ ...requirement, averageResponseTimeInHours: 1e-7, complianceStatus: 'unknownFutureValue' }),
    ];

    assert.deepEqual(figures, [
      { averageHours: 30.25, compliant: false },
      { averageHours: 0, compliant: false },
      { averageHours: 1e-7 },
    ]);
  });

  it('is absent where there is no such requirement, it says nothing, or there is no score', async () => {
    const absent = [
      await of(),
      await of(other, null, 'x', []),
      await of({ requirementType: 'securityAlertsPromptlyResolved' }),
      await of({ ...requirement, averageResponseTimeInHours: '-3', complianceStatus: null }),
      await of({ ...requirement, averageResponseTimeInHours: 'NaN', complianceStatus: {} }),
      await of({ ...requirement, averageResponseTimeInHours: '1e999', complianceStatus: '' }),
    ];
    server.next({ status: 404, json: { error: { code: 'ResourceNotFound', message: '' } } });

    assert.deepEqual([...absent, await read()], Array(7).fill(undefined));
  });

  it('is looked for on every page, but not without end and not elsewhere', async () => {
    const link = (to: string): Reply => ({ json: { value: [other], '@odata.nextLink': to } });
    server.next(link(`${server.url}${path}?$skiptoken=1`), { json: { value: [requirement] } });
    const second = await read();
    const pages = server.asked.length;
    server.always(() => link(`${server.url}${path}?$skiptoken=1`));
    const endless = await read();
    server.always(() => link('https://evil.example/beta/security'));

    assert.deepEqual([second?.averageHours, pages, endless], [2.5, 2, undefined]);
    assert.equal((await outsideError(read())).why, 'unreadable');
  });

  for (const [reply, why] of [
    [{ status: 403, json: { Error: { Code: 'Unauthorized_MissingMFA', Message: 'MFA' } } }, 'mfa'],
    [{ status: 403, json: { error: { code: 'Authorization_RequestDenied', message: '' } } }, 'forbidden'],
    [{ status: 401 }, 'unauthorized'],
    [{ body: '<html>' }, 'unreadable'],
    [{ json: { value: 'none' } }, 'unreadable'],
    ['reset', 'unreachable'],
  ] as [Reply, string][])
    it(`says why after ${JSON.stringify(reply)}: ${why}`, async () => {
      server.always(() => reply);

      assert.equal((await outsideError(read())).why, why);
    });
});
