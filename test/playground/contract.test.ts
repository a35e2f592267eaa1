import assert from 'node:assert/strict';
import type { ValidateFunction } from 'ajv';
import { asList, type OpenWorld, openWorld, type StubBot, stubBot } from './open-world.ts';
import { publishedContract } from './published-contract.ts';

function assertFits(validate: ValidateFunction, value: unknown): void {
  assert.ok(validate(value), JSON.stringify(validate.errors?.slice(0, 5)));
}

describe('what the local connector sends and answers', () => {
  const definition = publishedContract('botframework-channel.json');
  let open: OpenWorld;
  let bot: StubBot;
  let token: string;
  let base: string;
  before(async () => {
    open = await openWorld();
    bot = await stubBot();
    open.world.setBotEndpoint(bot.url);
    token = await open.appToken(open.env.BOT_APP_TENANT_ID ?? '', 'botFramework');
    base = `${open.world.urls.connector}/emea/v3`;
    await open.world.install(team(), open.world.snapshot().people[0]?.id ?? '');
  });
  after(async () => {
    await open.close();
    await bot.close();
  });
  const team = (): string => open.world.snapshot().partners[0]?.teamId ?? '';

  it('fits the published answers to creating, sending and updating', async () => {
    const activity = { type: 'message', text: 'x' };
    const made = await open.call(`${base}/conversations`, {
      token,
      body: { isGroup: true, channelData: { channel: { id: team() } }, activity },
    });
    const url = `${base}/conversations/${encodeURIComponent(String(made.body.id))}/activities`;
    const sent = await open.call(url, { token, body: activity });
    const updated = await open.call(`${url}/${String(sent.body.id)}`, { method: 'PUT', token, body: activity });

    assertFits(definition('ConversationResourceResponse'), made.body);
    assertFits(definition('ResourceResponse'), sent.body);
    assertFits(definition('ResourceResponse'), updated.body);
    assert.deepEqual(
      [typeof made.body.id, typeof sent.body.id, typeof updated.body.id],
      ['string', 'string', 'string'],
    );
  });

  it('fits the published members and errors', async () => {
    const members = await open.call(`${base}/conversations/${encodeURIComponent(team())}/members`, { token });
    const paged = await open.call(`${base}/conversations/${encodeURIComponent(team())}/pagedmembers`, { token });
    const refused = await open.call(`${base}/conversations/nope/members`, { token });

    assert.equal(members.list.length, 5);
    for (const member of members.list) assertFits(definition('ChannelAccount'), member);
    assertFits(definition('PagedMembersResult'), paged.body);
    assertFits(definition('ErrorResponse'), refused.body);
  });

  it('fits the published activity with each kind that Teams sends', async () => {
    const [person] = open.world.snapshot().people;
    const chat = await open.world.installPersonal(person?.id ?? '');
    await open.world.say({ personId: person?.id ?? '', conversationId: team(), text: 'hello' });
    await open.world.say({ personId: person?.id ?? '', conversationId: chat.id, text: 'hello' });
    const messageId = open.world.snapshot().messages.at(-1)?.id ?? '';
    await open.world.execute({ personId: person?.id ?? '', messageId, verb: 'v', data: {} });

    assert.deepEqual(
      [...new Set(bot.activities.map((a) => String(a.type)))].toSorted((a, b) => a.localeCompare(b)),
      ['conversationUpdate', 'installationUpdate', 'invoke', 'message'],
    );
    const validate = definition('Activity');
    for (const activity of bot.activities) assertFits(validate, activity);
  });
});

describe('what the local Partner Center answers', () => {
  const definition = publishedContract('partner-center-CustomerService.json');
  const contracts = 'Microsoft.Partner.Service.Customers.Contracts.V1.';
  let open: OpenWorld;
  let base: string;
  let token: string;
  before(async () => {
    open = await openWorld({ appTokens: 'accepted' });
    base = `${open.world.urls.partnerCenter}/v1/customers`;
    token = await open.appToken(open.world.snapshot().partners[1]?.tenantId ?? '', 'partnerCenter');
  });
  after(() => open.close());

  it('fits the published customers, one by one and in pages', async () => {
    const page = await open.call(`${base}?size=2`, { token });
    const one = await open.call(`${base}/${String(asList(page.body.items)[0]?.id)}`, { token });

    assertFits(definition(`Microsoft.Partner.Core.Collections.ResourceCollection[${contracts}Customer]`), page.body);
    assertFits(definition(`${contracts}Customer`), one.body);
    assert.equal(asList(page.body.items).length, 2);
  });

  it('fits the published billing profile, agreement, signature and relationships', async () => {
    const [customer] = open.world.snapshot().customers.filter((c) => c.name === 'Adventure Works Cicli');
    const ask = async (what: string) => (await open.call(`${base}/${customer?.tenantId}/${what}`, { token })).body;

    assertFits(definition(`${contracts}CustomerBillingProfile`), await ask('profiles/billing'));
    const { items } = await ask('agreements?agreementType=MicrosoftCustomerAgreement');
    assert.equal(asList(items).length, 1);
    for (const item of asList(items)) assertFits(definition(`${contracts}Agreement`), item);
    const signed = await ask('directSignedMicrosoftCustomerAgreementStatus');
    assertFits(definition(`${contracts}DirectSignedCustomerAgreementStatus`), signed);
    assertFits(
      definition(`Microsoft.Partner.Core.Collections.ResourceCollection[${contracts}PartnerRelationship]`),
      await ask('relationships'),
    );
  });
});

describe('the published contracts as the tests read them', () => {
  it('refuse what does not fit, so that the tests above can fail', () => {
    const customer = publishedContract('partner-center-CustomerService.json')(
      'Microsoft.Partner.Service.Customers.Contracts.V1.Customer',
    );
    const account = publishedContract('botframework-channel.json')('ChannelAccount');

    assert.equal(customer({ id: 1 }), false);
    assert.equal(customer({ relationshipToPartner: 'friend' }), false);
    assert.equal(customer({ links: { self: { headers: [{ key: 1 }] } } }), false);
    assert.equal(account({ id: 1 }), false);
  });
});
