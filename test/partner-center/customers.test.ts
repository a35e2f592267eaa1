import assert from 'node:assert/strict';
import { createCustomerDirectory } from '../../src/partner-center/customers.ts';
import { type Asked, localServer, type Reply } from '../support/http-server.ts';
import { appTokens, nobodySignedIn, outsideError, partner, quickHttp } from '../support/outside.ts';

const customer = '33333333-aaaa-4bbb-8ccc-000000000003';
const azure = '11111111-aaaa-4bbb-8ccc-000000000001';
const at = `/v1/customers/${customer}`;
const items = (list: readonly object[], next?: object) => ({
  totalCount: list.length,
  items: list,
  links: next === undefined ? {} : { next },
});
const noRelation = (code: unknown): Reply => ({ status: 403, json: { code, description: 'no relationship' } });

const world: Readonly<Record<string, Reply>> = {
  [at]: {
    json: {
      id: customer,
      companyProfile: { companyName: 'Alpine Ski House', domain: 'alpine.example' },
      relationshipToPartner: 'reseller',
    },
  },
  [`${at}/profiles/billing`]: {
    json: {
      culture: 'it-IT',
      language: 'it',
      email: 'anna@alpine.example',
      firstName: 'Anna',
      lastName: 'Verdi',
      companyName: 'Alpine',
    },
  },
  [`${at}/validationStatus`]: { json: { type: 'account', status: 'Allowed' } },
  [`${at}/agreements`]: {
    json: items([
      { primaryContact: { firstName: 'Old', lastName: 'Name' }, dateAgreed: '2020-01-01T00:00:00' },
      {
        primaryContact: { firstName: 'Anna', lastName: 'Verdi' },
        dateAgreed: '2024-01-01T00:00:00Z',
        type: 'MicrosoftCustomerAgreement',
      },
    ]),
  },
  [`${at}/directSignedMicrosoftCustomerAgreementStatus`]: { json: { isSigned: true } },
  [`${at}/subscriptions`]: {
    json: items([
      { id: 'licences', offerId: 'CFQ7TTC0LH18:0001:X', status: 'active' },
      {
        id: 'plan',
        offerId: 'DZH318Z0BPS6:0001:X',
        status: 'active',
        suspensionReasons: [],
        creationDate: '2019-01-01T00:00:00Z',
      },
    ]),
  },
  [`${at}/subscriptions/plan/azureEntitlements`]: {
    json: items([
      { id: 'other', friendlyName: 'x' },
      { id: azure.toUpperCase(), friendlyName: 'ski-prod', status: 'active', subscriptionId: 'plan' },
    ]),
  },
};

describe('customers of Partner Center', () => {
  const server = localServer();
  const directory = () =>
    createCustomerDirectory({
      http: quickHttp(),
      baseUrl: server.url,
      tokens: appTokens,
      scope: 'pc',
      newId: () => 'id',
      people: nobodySignedIn,
    });
  const serve = (changes: Readonly<Record<string, Reply>> = {}) =>
    server.always((asked: Asked) => ({ ...world, ...changes })[asked.path] ?? { status: 404, json: { code: 20001 } });

  const standing = () => directory().standing(partner, customer, azure);

  describe('names', () => {
    it('of a customer and of an Azure subscription under a plan', async () => {
      serve();

      assert.equal(await directory().customerName(partner, customer), 'Alpine Ski House');
      assert.equal(await directory().subscriptionName(partner, customer, azure), 'ski-prod');
      assert.equal(
        server.asked.some((a) => a.path.includes('licences')),
        false,
      );
    });

    it('of an Azure subscription of the older kind', async () => {
      serve({
        [`${at}/subscriptions`]: {
          json: items([
            { id: 's', offerId: 'MS-AZR-0145P', entitlementId: azure.toUpperCase(), friendlyName: 'old one' },
          ]),
        },
      });

      assert.equal(await directory().subscriptionName(partner, customer, azure), 'old one');
    });

    it('are asked for once where several are wanted at the same time', async () => {
      serve();
      const names = directory();
      const lists = () => server.asked.filter(({ path }) => path === `${at}/subscriptions`).length;

      const found = await Promise.all([azure, 'not bought'].map((id) => names.subscriptionName(partner, customer, id)));
      const together = lists();
      await names.subscriptionName(partner, customer, azure);

      assert.deepEqual(found, ['ski-prod', undefined]);
      assert.deepEqual([together, lists()], [1, 2]);
    });

    it('are undefined where Partner Center does not know them', async () => {
      serve({ [at]: { status: 404 }, [`${at}/subscriptions`]: noRelation(900159) });

      assert.equal(await directory().customerName(partner, customer), undefined);
      assert.equal(await directory().subscriptionName(partner, customer, azure), undefined);
      assert.equal(await directory().subscriptionName(partner, 'nobody', azure), undefined);

      serve();

      assert.equal(await directory().subscriptionName(partner, customer, 'not bought'), undefined);
    });

    it('throw when they cannot be read', async () => {
      serve({
        [at]: { status: 500 },
        [`${at}/subscriptions/plan/azureEntitlements`]: { status: 403, json: { code: 900308 } },
      });

      assert.equal((await outsideError(directory().customerName(partner, customer))).why, 'unreachable');
      assert.equal((await outsideError(directory().subscriptionName(partner, customer, azure))).why, 'forbidden');
    });

    it('are found on a later page, whose link brings a header', async () => {
      const next = {
        uri: `/customers/${customer}/subscriptions?size=1&seekOperation=Next`,
        method: 'GET',
        headers: [
          { key: 'MS-ContinuationToken', value: 'AQ==' },
          { key: 'Authorization', value: 'Bearer evil' },
          { key: 'MS-Bad', value: 'a\r\nb' },
          null,
        ],
      };
      const plan = { id: 'plan', offerId: 'dzh318z0bps6:0001:X', status: 'active' };
      server.always((asked) => {
        if (!asked.path.endsWith('/subscriptions')) return world[asked.path] ?? { status: 404 };
        return { json: asked.query.get('seekOperation') === 'Next' ? items([plan]) : items([], next) };
      });

      assert.equal(await directory().subscriptionName(partner, customer, azure), 'ski-prod');

      const second = server.asked[1];
      assert.equal(second?.path, `${at}/subscriptions`);
      assert.equal(second?.headers['ms-continuationtoken'], 'AQ==');
      assert.equal(second?.headers.authorization, `Bearer app|${partner.tenantId}|pc`);
      assert.equal(second?.headers['ms-bad'], undefined);
    });

    for (const uri of ['https://evil.example/v1/x', 'http://user@evil.example/', 'javascript:0'])
      it(`do not follow the next link ${uri}`, async () => {
        serve({ [`${at}/subscriptions`]: { json: items([], { uri }) } });

        assert.equal((await outsideError(directory().subscriptionName(partner, customer, azure))).why, 'unreadable');
        assert.equal(server.asked.length, 1);
      });

    it('stay on the host with links that only look relative', async () => {
      for (const uri of ['//evil.example/x', '/\\evil.example/x', '@evil.example/x']) {
        server.next({ json: items([], { uri }) }, { json: items([]) });

        assert.equal(await directory().subscriptionName(partner, customer, azure), undefined);
      }
      assert.equal(server.asked.length, 6);
    });

    it('end when the pages go round in a circle', async () => {
      serve({
        [`${at}/subscriptions`]: { json: items([], { uri: '/x' }) },
        '/v1/x': { json: items([], { uri: '/x' }) },
      });

      assert.equal((await outsideError(directory().subscriptionName(partner, customer, azure))).why, 'unreadable');
    });
  });

  describe('standing', () => {
    it('has every fact where all can be read', async () => {
      serve();

      assert.deepEqual(await standing(), {
        customerName: 'Alpine Ski House',
        customerDomain: 'alpine.example',
        relationship: { state: 'known', value: 'reseller' },
        validation: { state: 'known', value: 'Allowed' },
        agreement: {
          state: 'known',
          value: { signed: true, signedAt: '2024-01-01T00:00:00.000Z', signedBy: 'Anna Verdi' },
        },
        subscription: { state: 'known', value: { status: 'active', suspensionReasons: [] } },
      });
      assert.equal(server.asked.find((a) => a.path.endsWith('/validationStatus'))?.query.get('type'), 'account');
      assert.equal(
        server.asked.find((a) => a.path.endsWith('/agreements'))?.query.get('agreementType'),
        'MicrosoftCustomerAgreement',
      );
    });

    for (const code of [20002, '900159'])
      it(`knows that there is no relationship (${code})`, async () => {
        serve({ [at]: noRelation(code) });

        assert.deepEqual((await standing()).relationship, { state: 'known', value: 'none' });
      });

    it('calls a relationship of another kind other', async () => {
      serve({ [at]: { json: { relationshipToPartner: 'syndication' } } });

      assert.deepEqual((await standing()).relationship, { state: 'known', value: 'other' });
    });

    it('knows that an account was never assessed', async () => {
      serve({ [`${at}/validationStatus`]: { status: 404, json: { code: 600074, description: 'x' } } });

      assert.deepEqual((await standing()).validation, { state: 'known', value: 'never-assessed' });
    });

    it('says which facts need a signed-in person, and has the others', async () => {
      const appOnly: Reply = { status: 403, json: { code: 900329, description: 'app only' } };
      serve({ [`${at}/validationStatus`]: appOnly, [`${at}/agreements`]: appOnly });

      const facts = await standing();

      assert.deepEqual(facts.validation, { state: 'unavailable', why: 'needs-person', detail: '900329' });
      assert.equal(facts.agreement.state, 'unavailable');
      assert.equal(facts.relationship.state, 'known');
      assert.equal(facts.subscription.state, 'known');
    });

    it('asks whether the customer signed with Microsoft where no agreement is on file', async () => {
      serve({ [`${at}/agreements`]: { json: items([]) } });

      assert.deepEqual((await standing()).agreement, { state: 'known', value: { signed: true } });

      serve({
        [`${at}/agreements`]: { json: items([]) },
        [`${at}/directSignedMicrosoftCustomerAgreementStatus`]: { status: 403, json: { code: 900308 } },
      });

      assert.equal((await standing()).agreement.state, 'unavailable');
    });

    it('says why a plan was suspended', async () => {
      serve({
        [`${at}/subscriptions`]: {
          json: items([
            { id: 'plan', offerId: 'DZH318Z0BPS6:0001:X', status: 'suspended', suspensionReasons: ['fraud'] },
          ]),
        },
      });

      assert.deepEqual((await standing()).subscription, {
        state: 'known',
        value: { status: 'suspended', suspensionReasons: ['fraud'] },
      });
    });

    it('says that a subscription was not bought here', async () => {
      serve({ [`${at}/subscriptions`]: { json: items([]) } });

      const { subscription } = await standing();

      assert.equal(subscription.state === 'unavailable' && subscription.why, 'not-found');
    });

    for (const [reply, why] of [
      [{ status: 500 }, 'unreachable'],
      ['hang', 'unreachable'],
      [{ status: 429, headers: { 'retry-after': '99' } }, 'not-ready'],
      [{ status: 401 }, 'needs-person'],
      [{ status: 401, headers: { 'www-authenticate': 'MFA required' } }, 'mfa'],
      [{ body: 'nonsense' }, 'unreadable'],
      [{ json: [] }, 'unreadable'],
    ] as [Reply, string][])
      it(`is unavailable (${why}) in every fact after ${JSON.stringify(reply)}`, async () => {
        server.always(() => reply);

        const { relationship, validation, agreement, subscription } = await standing();

        for (const fact of [relationship, validation, agreement, subscription])
          assert.equal(fact.state === 'unavailable' && fact.why, why);
      });
  });

  describe('contact', () => {
    it('has name, culture, address and person', async () => {
      serve();

      assert.deepEqual(await directory().customer(partner, customer), {
        customerName: 'Alpine Ski House',
        culture: 'it-IT',
        email: 'anna@alpine.example',
        contactName: 'Anna Verdi',
      });
    });

    it('has what can be read where one of both fails', async () => {
      serve({ [`${at}/profiles/billing`]: { status: 403 } });

      assert.deepEqual(await directory().customer(partner, customer), { customerName: 'Alpine Ski House' });

      serve({ [at]: { status: 403 } });

      assert.equal((await directory().customer(partner, customer)).customerName, 'Alpine');
    });

    it('throws where nothing can be read', async () => {
      server.always(() => ({ status: 403, json: { code: 900308 } }));

      assert.equal((await outsideError(directory().customer(partner, customer))).why, 'forbidden');
    });
  });
});
