import assert from 'node:assert/strict';
import { asList, codeOf, type OpenWorld, openWorld } from './open-world.ts';

describe('the security score of the local world', () => {
  let open: OpenWorld;
  afterEach(() => open.close());

  const score = () => `${open.world.urls.graph}/beta/security/partner/securityScore`;
  const partner = () => open.world.snapshot().partners[0]?.tenantId ?? '';
  const read = async () => {
    const { body } = await open.call(`${score()}/requirements`, { token: await open.appToken(partner(), 'graph') });
    return asList(body.value).find((one) => one.requirementType === 'securityAlertsPromptlyResolved');
  };
  const detect = (more: object = {}) => {
    const customer = open.world.snapshot().customers.find((c) => c.partnerTenantId === partner());
    const subscriptionId = customer?.subscriptions[0]?.id ?? '';
    return open.world.addDetection({ partnerTenantId: partner(), subscriptionId, ...more }).id;
  };

  it('has five requirements, of which one tells the average response time in hours', async () => {
    open = await openWorld();
    const token = await open.appToken(partner(), 'graph');

    const whole = await open.call(score(), { token });
    const { body } = await open.call(`${score()}/requirements`, { token });

    assert.deepEqual([whole.body.currentScore, whole.body.maxScore], [100, 100]);
    assert.deepEqual(new Set(asList(body.value).map((one) => one.requirementType)).size, 5);
    const [last] = asList(body.value).slice(-1);
    assert.equal(last?.['@odata.type'], '#microsoft.graph.partner.security.responseTimeSecurityRequirement');
    assert.ok(Number(last?.averageResponseTimeInHours) > 0 && Number(last?.averageResponseTimeInHours) < 24);
    assert.equal(last?.complianceStatus, 'compliant');
  });

  it('grows with alerts that wait, not with tests, and is not compliant above a day, in the API’s own spelling', async () => {
    open = await openWorld();
    const before = await read();
    const [late, test] = [detect(), detect({ isTest: true })];
    open.world.advance(10 * 24 * 3_600_000);
    open.world.resolveAlert(partner(), test, 'fraud', 'megan');
    const afterTest = await read();
    open.world.resolveAlert(partner(), late, 'fraud', 'megan');
    const after = await read();

    assert.equal(afterTest?.averageResponseTimeInHours, before?.averageResponseTimeInHours);
    assert.ok(Number(after?.averageResponseTimeInHours) > 40);
    assert.equal(after?.complianceStatus, 'noncomplaint');
    assert.equal(after?.score, 0);
  });

  it('refuses the app where alerts do', async () => {
    open = await openWorld({ appTokens: 'refused' });

    const answer = await open.call(score(), { token: await open.appToken(partner(), 'graph') });
    const stranger = await open.call(score());

    assert.deepEqual([answer.status, stranger.status, codeOf(stranger)], [403, 401, 'InvalidAuthenticationToken']);
  });
});
