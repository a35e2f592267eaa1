import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { Fault, WorldMessage, WorldPartner } from '../../playground/world/types.ts';
import { buttonsOf, cardText, until } from '../support/house.ts';
import { useScene } from './scene.ts';

const alerts = {
  graph: { service: 'graph', method: 'GET', path: 'securityAlerts' },
  fraudEvents: { service: 'partnerCenter', method: 'GET', path: '/v1/fraudEvents' },
} as const;

interface Trouble {
  readonly act: Fault['act'];
  /** What an owner reads in the status, in English and in Italian. */
  readonly says: readonly [graph: RegExp, fraudEvents: RegExp];
}

const refusal = (status: number, code: string, headers: Readonly<Record<string, string>> = {}): Fault['act'] => ({
  kind: 'status',
  status,
  body: { error: { code, message: code }, code, description: code },
  headers,
});
const silent = [/could not be reached, or did not answer in time/, /Non era raggiungibile/] as const;

const troubles: Readonly<Record<string, Trouble>> = {
  '401': {
    act: refusal(401, 'InvalidAuthenticationToken'),
    says: [/sign-in of Mining Watch was refused/, /è stato rifiutato/],
  },
  '403 with MissingMFA': {
    act: refusal(403, 'Unauthorized_MissingMFA'),
    says: [/multifactor authentication/, /autenticazione a più fattori/],
  },
  '403': { act: refusal(403, 'Forbidden'), says: [/no permission to read alerts/, /non ha il permesso/] },
  '404': { act: refusal(404, 'NotFound'), says: [/nothing at its address/, /non c’è nulla/] },
  '429 for long': {
    act: refusal(429, 'TooManyRequests', { 'retry-after': '300' }),
    says: [/asked too often/, /troppo spesso/],
  },
  '500': { act: refusal(500, 'InternalServerError', { 'retry-after': '60' }), says: silent },
  'a connection that breaks': { act: { kind: 'reset' }, says: silent },
  'half a page': { act: { kind: 'half' }, says: silent },
  'the page of a proxy': {
    act: { kind: 'status', status: 200, body: '<html><title>Sign in to the network</title></html>' },
    says: [/could not be read/, /non era leggibile/],
  },
};

describe('a source of alerts in trouble', () => {
  const scene = useScene({
    installed: 'all',
    world: { size: { partners: 2, channelsPerPartner: 2, subscriptionsPerPartner: 30 } },
  });

  const partners = (): readonly WorldPartner[] => [scene().partner(0), scene().partner(1)];

  function add(partner: WorldPartner, more: object = {}): string {
    const { freshSubscription, house } = scene();
    const { id } = freshSubscription(partner);
    house.world.addDetection({ partnerTenantId: partner.tenantId, subscriptionId: id, ...more });
    return id;
  }

  function breakBoth(act: Fault['act']): void {
    for (const { source } of partners()) scene().house.world.addFault({ ...alerts[source], times: 1000, act });
  }

  async function look(): Promise<void> {
    await scene().house.look();
    await scene().records.idle();
  }

  function status(partner: WorldPartner): Promise<string> {
    const { ask, house } = scene();
    const owner = house.person(/owner/, partner.tenantId);
    return ask(owner, 'status', { conversationId: house.world.personalChat(owner.id).id, threadId: '' });
  }

  async function casesOf(subscriptionId: string) {
    return (await scene().records.cases()).filter((row) => row.state.subscriptionId === subscriptionId);
  }

  function cardsOf(partner: WorldPartner, caseId: string): readonly WorldMessage[] {
    const { channel, house } = scene();
    const messages = house.messages(channel(partner).id);
    return messages.filter((m) => buttonsOf(m.card).some((b) => b.data['case'] === caseId));
  }

  async function carded(partner: WorldPartner, subscriptionId: string): Promise<WorldMessage> {
    const found = await casesOf(subscriptionId);
    const [one] = found;
    assert.ok(one !== undefined && found.length === 1, `there are ${found.length} cases`);
    const cards = await until(() => cardsOf(partner, one.state.id).length > 0 && cardsOf(partner, one.state.id));
    const [card] = cards;
    assert.ok(card !== undefined && cards.length === 1, `there are ${cards.length} cards`);
    return card;
  }

  for (const [which, { act, says }] of Object.entries(troubles)) {
    it(`that answers ${which}: an owner is told, and once it is over each alert has its one card`, async () => {
      const { house } = scene();
      const waiting = partners().map((partner) => ({ partner, subscription: add(partner) }));
      breakBoth(act);

      await look();
      const told = await Promise.all(partners().map(status));
      house.world.clearFaults();
      await look();
      await look();

      for (const [i, text] of told.entries()) assert.match(text, says[i] ?? /nobody/);
      for (const { partner, subscription } of waiting) await carded(partner, subscription);
      for (const text of await Promise.all(partners().map(status))) assert.match(text, /\nAnswers\n|\nRisponde\n/);
    });
  }

  it('that answers its first page and then breaks: what it gave is taken in, and the rest comes with the next look', async () => {
    const [graph, legacy] = partners();
    assert.ok(graph && legacy);
    const { house, freshSubscription, records } = scene();
    const subscription = freshSubscription(legacy).id;
    for (let i = 0; i < 101; i++)
      house.world.addDetection({ partnerTenantId: legacy.tenantId, subscriptionId: subscription });
    const waiting = Array.from({ length: 12 }, () => add(graph));
    house.world.addFault({ ...alerts.graph, path: 'skiptoken', times: 1000, act: { kind: 'reset' } });
    house.world.addFault({ ...alerts.fraudEvents, path: 'PageNumber=2', times: 1000, act: { kind: 'half' } });

    await look();
    const some = await Promise.all(waiting.map(casesOf));
    house.world.clearFaults();
    await look();

    const had = some.filter((found) => found.length === 1).length;
    assert.ok(had > 0 && had < waiting.length, `${had} came with the first page`);
    for (const each of waiting) assert.equal((await casesOf(each)).length, 1);
    const [joined] = await casesOf(subscription);
    assert.equal(joined?.state.detections.length, 101);
    await records.proveJournals();
  });

  describe('that sends a next link to another host', () => {
    let server: Server;
    let asked = 0;
    before((done) => {
      server = createServer((_, response) => {
        asked++;
        response.end('{"value":[]}');
      }).listen(0, '127.0.0.1', done);
    });
    after((done) => {
      server.close(done);
    });

    it('gets no token there, and is told to the owner', async () => {
      const { house } = scene();
      const [graph] = partners();
      assert.ok(graph);
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : '';
      const body = {
        value: [],
        '@odata.nextLink': `http://127.0.0.1:${port}/beta/security/partner/securityAlerts?$skiptoken=1`,
      };
      const subscription = add(graph);
      house.world.addFault({ ...alerts.graph, times: 1000, act: { kind: 'status', status: 200, body } });

      await look();
      const told = await status(graph);
      house.world.clearFaults();
      await look();

      assert.equal(asked, 0);
      assert.match(told, /could not be read/);
      await carded(graph, subscription);
    });
  });

  it('that sends an alert that cannot be read among good ones: the good ones come, and the channel is told once', async () => {
    const { channel, house } = scene();
    const odd = { customerTenantId: null, subscriptionId: { odd: true } };
    const good = partners().map((partner) => {
      const before = add(partner);
      add(partner, { raw: odd });
      return { partner, subscriptions: [before, add(partner)] };
    });

    await look();
    await look();

    for (const { partner, subscriptions } of good) {
      for (const each of subscriptions) await carded(partner, each);
      const notices = house
        .messages(channel(partner).id)
        .filter((m) => /An alert could not be read|Un avviso non era leggibile/.test(cardText(m.card)));
      assert.equal(notices.length, 1, `${notices.length} notices`);
      assert.match(await status(partner), /(?:Unreadable|Illeggibili)\n1/);
    }
  });

  it('where somebody else resolves an alert: the case is closed, and says so with the name', async () => {
    const { house, now, records } = scene();
    const waiting = partners().map((partner) => ({ partner, subscription: add(partner) }));
    await look();
    for (const { partner, subscription } of waiting) {
      const alert = house.world.snapshot().alerts.find((a) => a.subscriptionId === subscription);
      house.world.resolveAlert(partner.tenantId, alert?.id ?? '', 'legitimate', 'rosa@partner.example');
    }

    await look();

    for (const { partner, subscription } of waiting) {
      const [row] = await casesOf(subscription);
      assert.equal(row?.state.stage, 'closed');
      assert.deepEqual(row?.state.closure?.kind, 'resolved-elsewhere');
      const card = house
        .messages(scene().channel(partner).id)
        .find((m) => cardText(m.card).includes('rosa@partner.example'));
      assert.ok(card, 'no card names who resolved it');
      assert.match(cardText(now(card)?.card), /Resolved in Partner Center by|in Partner Center da/);
    }
    await records.proveJournals();
  });

  it('where an alert is a test: its card says so, wherever it is shown', async () => {
    const { ask, house } = scene();
    const tests = partners().map((partner) => ({ partner, subscription: add(partner, { isTest: true }) }));

    await look();

    for (const { partner, subscription } of tests) {
      const card = await carded(partner, subscription);
      const [row] = await casesOf(subscription);
      assert.equal(row?.state.isTest, true);
      assert.match(cardText(card.card), /This is a test|È una prova/);
      const owner = house.person(/owner/, partner.tenantId);
      const chat = { conversationId: house.world.personalChat(owner.id).id, threadId: '' };
      assert.match(await ask(owner, `show ${row?.state.number}`, chat), /This is a test|È una prova/);
    }
  });
});

describe('a source of alerts that never answers', () => {
  // On a busy machine what answers may come too late as well: so each look is repeated until it met what it is about.
  const scene = useScene({
    timeoutMs: 500,
    world: { size: { partners: 1, channelsPerPartner: 1, subscriptionsPerPartner: 3 } },
  });

  it('is told to an owner, and once it is over each alert has its one card', async () => {
    const { ask, channel, freshSubscription, house, records } = scene();
    const { source, tenantId } = house.partner;
    const owner = house.person(/owner/, tenantId);
    const chat = { conversationId: house.world.personalChat(owner.id).id, threadId: '' };
    const lookUntil = async (found: () => Promise<boolean>) => {
      do await house.look();
      while (!(await found()));
    };
    const status = async (wanted: RegExp) => wanted.test(await ask(owner, 'status', chat));
    const subscriptionId = freshSubscription().id;
    house.world.addDetection({ partnerTenantId: tenantId, subscriptionId });
    house.world.addFault({ ...alerts[source], times: 1000, act: { kind: 'delay', ms: 3_600_000 } });

    await lookUntil(() => status(silent[0]));
    assert.deepEqual(await records.cases(), []);
    house.world.clearFaults();
    await lookUntil(async () => (await records.cases()).length > 0);
    await records.idle();

    const cases = await records.cases();
    assert.deepEqual(
      cases.map(({ state }) => state.subscriptionId),
      [subscriptionId],
    );
    const isOf = ({ card }: WorldMessage) => buttonsOf(card).some((one) => one.data['case'] === cases[0]?.state.id);
    assert.equal((await until(() => house.messages(channel().id).filter(isOf).length)) || 0, 1);
    await lookUntil(() => status(/\nAnswers\n/));
  });
});
