import assert from 'node:assert/strict';
import type { InvokeAnswer } from '../../playground/world/types.ts';
import { buttonsOf, until } from '../support/house.ts';
import { closedPort } from '../support/http-server.ts';
import { type BotProcess, startBot } from './bot-process.ts';
import { openPlace, type Place } from './place.ts';
import { adaptiveCard } from './scene.ts';

const detections = 60;
/** So many that Teams' limits of a channel do not make anybody wait. */
const partners = 10;

describe('two processes on one database', () => {
  let place: Place;
  let bots: readonly BotProcess[] = [];
  let failed = false;

  before(async () => {
    place = await openPlace({
      size: { partners, channelsPerPartner: 2, subscriptionsPerPartner: detections / partners },
    });
    bots = await Promise.all(
      [1, 2].map(async () => startBot({ ...place.env, PORT: String(await closedPort()), LOG_LEVEL: 'debug' })),
    );
    await Promise.all(bots.map((bot) => bot.ready()));
    use(0);
    await place.install();
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === 'failed';
  });
  after(async () => {
    await Promise.all(bots.map((bot) => bot.kill('SIGKILL')));
    await place.close({ keep: failed });
  });

  /** Whom Teams talks to from now on: a load balancer in one line. */
  function use(index: number): void {
    place.world.setBotEndpoint(`${bots[index]?.url}/api/messages`);
  }

  const cases = () => place.records.cases();

  /** Somebody claims each of these cases, by the processes in turn. */
  function claimAll(caseIds: readonly string[], whom: (index: number) => number): Promise<readonly InvokeAnswer[]> {
    return Promise.all(
      caseIds.map((caseId, index) => {
        const [card] = place.cardsOf(caseId);
        const button = buttonsOf(card?.card).find((each) => each.verb === 'claim');
        const partner = place.partners.find(({ teamId }) => card && channelOf(card.conversationId) === teamId);
        assert.ok(card && button && partner);
        const workers = place.workers(partner);
        use(whom(index));
        return place.world.execute({
          personId: workers[index % workers.length]?.id ?? '',
          messageId: card.id,
          verb: 'claim',
          data: button.data,
        });
      }),
    );
  }

  function channelOf(conversationId: string): string | undefined {
    return place.world.snapshot().conversations.find(({ id }) => id === conversationId)?.teamId;
  }

  function jobsDoneBy(bot: BotProcess): number {
    return bot
      .output()
      .split('\n')
      .filter((line) => line.includes('"Job done"')).length;
  }

  it('share the work: of 60 detections each has one card, posted once, and both have worked', async () => {
    for (let i = 0; i < detections; i++) place.detect();
    await place.look();

    await until(async () => (await cases()).length === detections);
    await place.settled();

    for (const { state } of await cases()) assert.equal(place.cardsOf(state.id).length, 1, `case ${state.number}`);
    const posted = place.world
      .requests()
      .filter(({ method, path }) => method === 'POST' && path.endsWith('/v3/conversations'));
    const taken = posted.filter(({ status }) => status === 201).length;
    assert.equal(taken, detections + place.partners.length, 'one for each case, and one welcome for each team');
    for (const bot of bots) assert.ok(jobsDoneBy(bot) > 10, `${jobsDoneBy(bot)} jobs`);
  });

  it('take clicks alike, and show each case as it then is', async () => {
    const some = (await cases()).slice(0, 20).map(({ state }) => state.id);

    const answers = await claimAll(some, (index) => index % 2);
    await place.settled();

    for (const answer of answers) assert.deepEqual([answer.httpStatus, answer.type], [200, adaptiveCard]);
    const { alerts } = place.world.snapshot();
    for (const { state } of (await cases()).filter((row) => some.includes(row.state.id))) {
      assert.ok(state.owner !== undefined);
      assert.equal(place.cardsOf(state.id).length, 1);
      const alert = alerts.find(({ subscriptionId }) => subscriptionId === state.subscriptionId);
      assert.equal(alert?.status, 'investigating');
    }
  });

  it('lose nothing when one is told to stop in the middle: it finishes, and the other goes on', async () => {
    const others = (await cases()).slice(20).map(({ state }) => state.id);
    const [stopped] = bots;
    assert.ok(stopped);

    const first = claimAll(others.slice(0, 20), () => 0);
    await until(async () => (await cases()).some(({ state }) => state.id === others[0] && state.owner !== undefined));
    const ending = stopped.kill('SIGTERM');
    const second = claimAll(others.slice(20), () => 1);
    const answers = [...(await first), ...(await second)];
    const ended = await ending;
    const refused = others.filter((_, index) => answers[index]?.type !== adaptiveCard);
    const again = await claimAll(refused, () => 1);
    await place.settled();

    assert.deepEqual([ended.code, ended.signal], [0, null], stopped.output().slice(-2000));
    for (const answer of again) assert.equal(answer.type, adaptiveCard);
    const { alerts } = place.world.snapshot();
    for (const { state } of await cases()) {
      assert.ok(state.owner !== undefined, `case ${state.number} has no owner`);
      assert.equal(place.cardsOf(state.id).length, 1);
      assert.equal(alerts.find((a) => a.subscriptionId === state.subscriptionId)?.status, 'investigating');
    }
    await place.records.proveJournals();
  });
});
