import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readEventsPage } from '../../src/partner-center/events-page.ts';
import { toAlerts } from '../../src/partner-center/to-domain.ts';
import { faultyList, faultyUpdate } from './faulty-samples.ts';

const sample = {
  eventTime: '2024-03-02T07:11:09.20',
  eventId: '11111111-aaaa-4bbb-8ccc-000000000001_22222222-aaaa-4bbb-8ccc-000000000002',
  partnerTenantId: '55555555-aaaa-4bbb-8ccc-000000000005',
  customerTenantId: '33333333-AAAA-4bbb-8ccc-000000000003',
  customerFriendlyName: 'Alpine Ski House',
  subscriptionId: '11111111-AAAA-4bbb-8ccc-000000000001',
  subscriptionName: 'ski-prod',
  eventStatus: 'Investigating',
  eventType: 'NetworkConnectionsToCryptoMiningPools',
  severity: 'High',
  confidenceLevel: 'medium',
  displayName: 'Mining',
  hitCount: '14',
  resolvedReason: 'None',
  resolvedOn: '9999-12-31T23:59:59.9970000',
  resolvedBy: '',
  firstObserved: '2024-03-02T06:00:00.0000000',
  lastObserved: '9999-12-31T23:59:59.9970000',
  lastOccurrence: '2024-03-02T07:00:00',
  affectedResources: [{ azureResourceId: '/subscriptions/1/vm9', type: 'AzureResource' }],
  additionalDetails: {
    vM_IP: '[\r\n "203.0.113.7"\r\n]',
    miningPool_IP: '[\r\n "198.51.100.20"\r\n]',
    connectionCount: '14',
    cryptoCurrencyMiningPoolDomainName: 'pool.example',
  },
  IsTest: 'false',
  activityLogs:
    '[{"statusFrom":"Active","statusTo":"Investigating","updatedBy":"a@p.example","dateTime":"2024-03-02T09:00:00+01:00"}]',
};

const one = (more: object) => toAlerts([{ ...sample, ...more }]).alerts[0]?.alert;

describe('a fraud event in the words of the house', () => {
  it('has ids in lower case, times in UTC without sentinels, and the signs out of their strings', () => {
    assert.deepEqual(one({}), {
      source: 'fraudEvents',
      externalId: sample.eventId,
      customerTenantId: '33333333-aaaa-4bbb-8ccc-000000000003',
      customerName: 'Alpine Ski House',
      subscriptionId: '11111111-aaaa-4bbb-8ccc-000000000001',
      subscriptionName: 'ski-prod',
      alertType: 'NetworkConnectionsToCryptoMiningPools',
      status: 'investigating',
      severity: 'high',
      confidence: 'medium',
      title: 'Mining',
      detectedAt: '2024-03-02T07:11:09.200Z',
      firstObservedAt: '2024-03-02T06:00:00.000Z',
      lastObservedAt: '2024-03-02T07:00:00.000Z',
      hitCount: 14,
      isTest: false,
      resources: [{ id: '/subscriptions/1/vm9', type: 'AzureResource' }],
      signs: {
        vmAddresses: ['203.0.113.7'],
        poolAddresses: ['198.51.100.20'],
        poolDomains: ['pool.example'],
        connections: 14,
      },
    });
  });

  it('is the same in PascalCase', () => {
    const pascal = Object.fromEntries(
      Object.entries(sample).map(([key, value]) => [key.charAt(0).toUpperCase() + key.slice(1), value]),
    );

    assert.deepEqual(toAlerts([pascal]).alerts[0]?.alert, one({}));
  });

  it('tells how it was resolved', () => {
    const alert = one({
      eventStatus: 'Resolved',
      resolvedReason: 'Fraud',
      resolvedOn: '2024-03-03T00:00:00',
      resolvedBy: 'ada@fabrikam.example',
    });

    assert.deepEqual(
      [alert?.status, alert?.resolvedReason, alert?.resolvedAt, alert?.resolvedBy],
      ['resolved', 'fraud', '2024-03-03T00:00:00.000Z', 'ada@fabrikam.example'],
    );
  });

  it('is a test where IsTest says so', () => {
    for (const IsTest of ['true', 'True', true]) assert.equal(one({ IsTest })?.isTest, true);
    assert.equal(one({ IsTest: undefined, isTest: 'true' })?.isTest, true);
  });

  it('is about mining where the older model names no type', () => {
    assert.equal(one({ eventType: undefined })?.alertType, 'NetworkConnectionsToCryptoMiningPools');
  });

  it('finds the machine in the details where no resource is listed', () => {
    const additionalDetails = { resourceid: '/subscriptions/1/vm7', resourcetype: 'VM' };

    assert.deepEqual(one({ affectedResources: [], additionalDetails })?.resources, [
      { id: '/subscriptions/1/vm7', type: 'VM' },
    ]);
    assert.deepEqual(one({ affectedResources: null, additionalDetails: {} })?.resources, []);
  });

  it('survives the faulty samples that Microsoft publishes', () => {
    for (const text of [faultyList, faultyUpdate]) {
      const page = readEventsPage(text);

      assert.equal(page.unreadable.length, 0);
      assert.equal(page.alerts[0]?.alert.subscriptionId, '11111111-aaaa-4bbb-8ccc-000000000001');
      assert.equal(page.alerts[0]?.alert.hitCount, 14);
    }
    assert.deepEqual(readEventsPage(faultyList).alerts[0]?.alert.signs.vmAddresses, ['203.0.113.7']);
  });

  for (const field of ['eventId', 'customerTenantId', 'subscriptionId'])
    it(`cannot be read without ${field}`, () => {
      const page = toAlerts([{ ...sample, [field]: '' }]);

      assert.equal(page.alerts.length, 0);
      assert.match(page.unreadable[0]?.error ?? '', new RegExp(field));
      assert.equal(page.unreadable[0]?.externalId, field === 'eventId' ? undefined : sample.eventId);
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
