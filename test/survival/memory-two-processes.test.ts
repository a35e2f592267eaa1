import assert from 'node:assert/strict';
import type { Json, WorldMessage, WorldPerson } from '../../playground/world/types.ts';
import { until } from '../support/house.ts';
import { closedPort } from '../support/http-server.ts';
import { type BotProcess, startBot } from './bot-process.ts';
import { openPlace, type Place } from './place.ts';
import { adaptiveCard, buttonOf } from './scene.ts';

/** What Microsoft says was seen, the same each time. */
const raw: Json = {
  additionalDetails: {
    ConnectionCount: '40',
    VM_IP: '203.0.113.7',
    MiningPool_IP: '198.51.100.20',
    CryptoCurrencyMiningPoolDomainName: 'pool.example',
  },
};

describe('two processes and an earlier confirmation', () => {
  let place: Place;
  let bots: readonly BotProcess[] = [];
  let people: readonly WorldPerson[];
  let failed = true;

  before(async () => {
    place = await openPlace({
      limits: false,
      size: { partners: 1, channelsPerPartner: 2, subscriptionsPerPartner: 1 },
    });
    bots = await Promise.all([1, 2].map(async () => startBot({ ...place.env, PORT: String(await closedPort()) })));
    await Promise.all(bots.map((bot) => bot.ready()));
    use(0);
    await place.install();
    const [partner] = place.partners;
    assert.ok(partner);
    people = place.workers(partner);
    failed = false;
  });
  afterEach(async function () {
    failed ||= this.currentTest?.state === 'failed';
    await place.records.proveJournals();
  });
  after(async () => {
    await Promise.all(bots.map((bot) => bot.kill('SIGKILL')));
    await place.close({ keep: failed });
  });

  function use(index: number): void {
    place.world.setBotEndpoint(`${bots[index % bots.length]?.url}/api/messages`);
  }

  async function alert(): Promise<{ readonly alertId: string; readonly caseId: string }> {
    const { customers, partners } = place.world.snapshot();
    const subscriptionId = customers[0]?.subscriptions[0]?.id ?? '';
    const { id: alertId } = place.world.addDetection({
      partnerTenantId: partners[0]?.tenantId ?? '',
      subscriptionId,
      raw,
    });
    await place.look();
    const open = await until(async () =>
      (await place.records.cases()).find(({ state }) => state.detections.some((d) => d.externalId === alertId)),
    );
    await until(() => place.cardsOf(open.state.id)[0]);
    await place.settled();
    return { alertId, caseId: open.state.id };
  }

  function cardOf(caseId: string): WorldMessage {
    const [card] = place.cardsOf(caseId);
    assert.ok(card);
    return card;
  }

  async function press(
    person: WorldPerson | undefined,
    caseId: string,
    verb: string,
    input: Record<string, string> = {},
  ) {
    const card = cardOf(caseId);
    const { revision: rev } = (await place.records.caseOf(caseId)).state;
    const fixed = verb === 'decide' ? { case: caseId } : buttonOf(card.card, verb).data;
    return place.world.execute({
      personId: person?.id ?? '',
      messageId: card.id,
      verb,
      data: { ...fixed, rev, ...input },
    });
  }

  it('answer it as before once, of several people who press at once, and tell Partner Center once', async () => {
    assert.ok(people.length > 1, `${people.length} people`);
    const first = await alert();
    await press(people[0], first.caseId, 'claim');
    await place.settled();
    await press(people[0], first.caseId, 'decide', { verdict: 'legitimate', reason: 'Theirs' });
    await place.settled();
    const second = await alert();
    const told = () =>
      place.world.requests().filter(({ method, path }) => method === 'PATCH' && path.includes(second.alertId)).length;
    assert.equal(told(), 0);

    const answers = await Promise.all(
      people.map((person, index) => {
        use(index);
        return press(person, second.caseId, 'memory.same');
      }),
    );
    await place.settled();

    assert.ok(answers.every(({ httpStatus }) => httpStatus === 200));
    assert.ok(answers.some(({ type }) => type === adaptiveCard));
    const { state, entries } = await place.records.caseOf(second.caseId);
    assert.equal(entries.filter(({ event }) => event.type === 'decided').length, 1);
    assert.equal(state.stage, 'closed');
    assert.ok(state.verdict.kind === 'legitimate' && state.verdict.sameAs?.caseId === first.caseId);
    assert.equal(state.memory, undefined);
    assert.equal(told(), 1);
  });
});
