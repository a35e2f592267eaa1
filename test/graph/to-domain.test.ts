import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { toAlerts } from '../../src/graph/to-domain.ts';

const sample = {
  id: '44444444-aaaa-4bbb-8ccc-000000000004',
  displayName: 'Action Required: crypto currency mining detected',
  description: 'long prose',
  alertType: 'CryptoMining',
  status: 'resolved',
  severity: 'High',
  confidenceLevel: 'medium',
  customerTenantId: '33333333-AAAA-4bbb-8ccc-000000000003',
  subscriptionId: '11111111-AAAA-4bbb-8ccc-000000000001',
  valueAddedResellerTenantId: '55555555-AAAA-4bbb-8ccc-000000000005',
  catalogOfferId: null,
  detectedDateTime: '2026-02-03T10:20:30Z',
  firstObservedDateTime: '2026-02-03T08:00:00.1234567Z',
  lastObservedDateTime: '9999-12-31T23:59:59.997Z',
  resolvedOnDateTime: '2026-02-04T00:00:00Z',
  resolvedBy: 'ada@fabrikam.example',
  resolvedReason: 'fraud',
  isTest: false,
  affectedResources: [{ resourceId: '/subscriptions/1/VM9', resourceType: 'AzureResource' }, { resourceId: '' }],
  activityLogs: [],
  additionalDetails: {
    VM_IP: '[  "203.0.113.7"]',
    MiningPool_IP: '[\r\n "198.51.100.20"\r\n]',
    ConnectionCount: '14',
    CryptoCurrencyMiningPoolDomainName: 'pool.example',
  },
};

const one = (more: object) => toAlerts([{ ...sample, ...more }]).alerts[0]?.alert;

describe('an alert of Graph in the words of the house', () => {
  it('has ids in lower case, times in UTC, and the signs out of their strings', () => {
    assert.deepEqual(one({}), {
      source: 'graph',
      externalId: '44444444-aaaa-4bbb-8ccc-000000000004',
      customerTenantId: '33333333-aaaa-4bbb-8ccc-000000000003',
      subscriptionId: '11111111-aaaa-4bbb-8ccc-000000000001',
      resellerTenantId: '55555555-aaaa-4bbb-8ccc-000000000005',
      alertType: 'CryptoMining',
      status: 'resolved',
      severity: 'high',
      confidence: 'medium',
      title: 'Action Required: crypto currency mining detected',
      description: 'long prose',
      detectedAt: '2026-02-03T10:20:30.000Z',
      firstObservedAt: '2026-02-03T08:00:00.123Z',
      hitCount: 14,
      resolvedReason: 'fraud',
      resolvedBy: 'ada@fabrikam.example',
      resolvedAt: '2026-02-04T00:00:00.000Z',
      isTest: false,
      resources: [{ id: '/subscriptions/1/VM9', type: 'AzureResource' }],
      signs: {
        vmAddresses: ['203.0.113.7'],
        poolAddresses: ['198.51.100.20'],
        poolDomains: ['pool.example'],
        connections: 14,
      },
    });
  });

  it('takes a test alert for one, whether it says so by a boolean or a string', () => {
    for (const isTest of [true, 'true', 'True']) assert.equal(one({ isTest })?.isTest, true);
    for (const isTest of [false, 'false', undefined, null]) assert.equal(one({ isTest })?.isTest, false);
  });

  it('knows the keys of the details in any case', () => {
    const alert = one({ additionalDetails: { vM_IP: '["203.0.113.9"]', connectioncount: 3 } });

    assert.deepEqual(alert?.signs, {
      vmAddresses: ['203.0.113.9'],
      poolAddresses: [],
      poolDomains: [],
      connections: 3,
    });
  });

  it('takes values of a later generation as unknown and missing ones as absent', () => {
    const alert = one({
      status: 'unknownFutureValue',
      severity: 'catastrophic',
      confidenceLevel: null,
      resolvedReason: 'unknownFutureValue',
      affectedResources: null,
      additionalDetails: null,
    });

    assert.deepEqual(
      [alert?.status, alert?.severity, alert?.confidence, alert?.resolvedReason, alert?.resources, alert?.hitCount],
      ['unknown', 'unknown', 'unknown', 'unknown', [], undefined],
    );
    for (const resolvedReason of [null, '', 'None']) assert.equal(one({ resolvedReason })?.resolvedReason, undefined);
  });

  it('reads the resources of the older model too', () => {
    assert.deepEqual(one({ affectedResources: [{ azureResourceId: '/x', type: 'T' }] })?.resources, [
      { id: '/x', type: 'T' },
    ]);
  });

  for (const field of ['id', 'customerTenantId', 'subscriptionId', 'alertType'])
    it(`cannot be read without ${field}`, () => {
      const page = toAlerts([{ ...sample, [field]: null }]);

      assert.equal(page.alerts.length, 0);
      assert.match(page.unreadable[0]?.error ?? '', new RegExp(field));
    });

  it('never throws, and loses nothing, whatever JSON it is given', () => {
    const mangled = fc.record(
      Object.fromEntries(
        Object.entries(sample).map(([key, value]) => [key, fc.oneof(fc.jsonValue(), fc.constant(value))]),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.jsonValue(), mangled)), (items) => {
        const page = toAlerts(items);

        assert.equal(page.alerts.length + page.unreadable.length, items.length);
      }),
    );
  });
});
