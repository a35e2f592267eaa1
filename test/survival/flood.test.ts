import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import type { Json, WorldPerson } from '../../playground/world/types.ts';
import { buttonsOf, cardText, until } from '../support/house.ts';
import { closedPort } from '../support/http-server.ts';
import { type BotProcess, startBot } from './bot-process.ts';
import { openPlace, type Place } from './place.ts';
import { adaptiveCard } from './scene.ts';

const flood = 10_000;
const connections = 64;
const presses = 6;

describe('a flood of 10,000 activities of one person', () => {
  let place: Place;
  let bot: BotProcess;
  let failed = false;

  before(async () => {
    place = await openPlace({ size: { partners: 2, channelsPerPartner: 2, subscriptionsPerPartner: 6 } });
    bot = startBot({ ...place.env, PERSON_SHARE: '100', PORT: String(await closedPort()) });
    await bot.ready();
    place.world.setBotEndpoint(`${bot.url}/api/messages`);
    await place.install();
    place.detect();
    place.detect();
    await place.look();
    await until(async () => (await place.records.cases()).length === 2);
    await place.settled();
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === 'failed';
  });
  after(async () => {
    await bot.kill('SIGKILL');
    await place.close({ keep: failed });
  });

  const channelOf = (teamId: string) => {
    const { conversations, messages } = place.world.snapshot();
    const welcomed = new Set(messages.filter(({ from }) => from === 'bot').map(({ conversationId }) => conversationId));
    const found = conversations.find((one) => one.teamId === teamId && welcomed.has(one.id));
    assert.ok(found);
    return found;
  };
  const saidIn = (conversationId: string) =>
    place.world.snapshot().messages.filter((one) => one.conversationId === conversationId && one.from === 'bot');

  /**
   * Half of them typed, half pressed, each of its own id, and more until it is enough; counts what was answered, in the
   * order of the answers.
   */
  async function pour(
    person: WorldPerson,
    conversationId: string,
    caseId: string,
    { answered, isEnough }: { readonly answered: string[]; readonly isEnough: () => boolean },
  ): Promise<void> {
    const serviceUrl = `${place.world.urls.connector}/emea/`;
    const token = await place.world.token({ claims: { serviceurl: serviceUrl } });
    const agent = new Agent({ keepAlive: true, maxSockets: connections });
    const common = {
      channelId: 'msteams',
      serviceUrl,
      from: { id: person.teamsId, name: person.name, aadObjectId: person.id },
      recipient: { id: `28:${place.world.botEnv()['BOT_APP_ID']}`, name: 'Mining Watch' },
      conversation: { id: conversationId, conversationType: 'channel', tenantId: person.tenantId },
      channelData: { tenant: { id: person.tenantId }, channel: { id: conversationId } },
      locale: 'en-US',
    };
    const wish = (i: number): Json =>
      i % 2 === 0
        ? { ...common, id: `f:${i}`, type: 'message', text: `show 1` }
        : {
            ...common,
            id: `f:${i}`,
            type: 'invoke',
            name: 'adaptiveCard/action',
            value: { action: { type: 'Action.Execute', verb: 'case.show', data: { case: caseId } }, trigger: 'manual' },
          };
    const send = (i: number): Promise<string> =>
      new Promise((resolve, reject) => {
        const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
        const asked = request(`${bot.url}/api/messages`, { method: 'POST', agent, headers }, (response) => {
          let body = '';
          response.setEncoding('utf8').on('data', (text: string) => (body += text));
          response.on('end', () => resolve(`${response.statusCode} ${body.slice(0, 300)}`));
        });
        asked.on('error', reject);
        asked.end(JSON.stringify(wish(i)));
      });
    let next = 0;
    const one = async (): Promise<void> => {
      while (next < flood || !isEnough()) answered.push(await send(next++));
    };
    await Promise.all(Array.from({ length: connections }, one));
    agent.destroy();
  }

  it('starves nobody: others press, are answered and get their cards while it comes', async () => {
    const { world, records, partners, workers } = place;
    const [flooded, other] = partners;
    assert.ok(flooded && other);
    const [flooder, colleague] = workers(flooded);
    const [stranger] = workers(other);
    const cases = (await records.cases()).map(({ state }) => state);
    const cardOf = (teamId: string) => {
      const card = saidIn(channelOf(teamId).id).find((one) => buttonsOf(one.card).some(({ verb }) => verb === 'claim'));
      const id = String(buttonsOf(card?.card).find(({ verb }) => verb === 'claim')?.data['case']);
      const known = cases.find((one) => one.id === id);
      assert.ok(card && known);
      return { card, case: known };
    };
    const [theirs, ours] = [cardOf(other.teamId), cardOf(flooded.teamId)];
    assert.ok(flooder && colleague && stranger);
    const channel = channelOf(flooded.teamId).id;
    const before = saidIn(channel).length;
    const answered: string[] = [];

    let served = false;
    const pouring = pour(flooder, channel, ours.case.id, { answered, isEnough: () => served });
    /** How much of the flood was answered while each press of the other person was. */
    const meanwhile: number[] = [];
    let known = 0;
    try {
      await until(() => answered.length > flood / 50);
      for (let i = 0; i < presses; i++) {
        const { revision: rev } = (await records.caseOf(theirs.case.id)).state;
        const since = answered.length;
        const answer = await world.execute({
          personId: stranger.id,
          messageId: theirs.card.id,
          verb: i % 2 === 0 ? 'claim' : 'release',
          data: { case: theirs.case.id, rev },
        });
        meanwhile.push(answered.length - since);
        assert.deepEqual([answer.httpStatus, answer.type], [200, adaptiveCard]);
      }
      known = (await records.cases()).length;
      const [here, there] = [place.detect(), place.detect()];
      await place.look();
      const subscriptions = [here?.subscriptionId, there?.subscriptionId];
      const newCards = async () => {
        const opened = (await records.cases()).filter(({ state }) => subscriptions.includes(state.subscriptionId));
        return opened.length === 2 && opened.every(({ state }) => place.cardsOf(state.id).length === 1);
      };
      await until(newCards);
      await world.say({ personId: colleague.id, conversationId: channel, text: 'help' });
      const helped = () =>
        saidIn(channel).some(({ card, text }) => /What Mining Watch can do/.test(`${text} ${cardText(card)}`));
      await until(helped);
    } finally {
      served = true;
      await pouring;
    }
    await place.settled();

    assert.equal(known, 2);
    // One may meet a pause of the machine; all were answered while the flood came.
    const usual = meanwhile.toSorted((a, b) => a - b)[presses / 2] ?? Number.NaN;
    assert.ok(usual < flood / 10, `presses were answered behind ${meanwhile.join(', ')} of the flood`);
    assert.ok(answered.length >= flood);
    assert.deepEqual(
      answered.filter((text) => !text.startsWith('200 ')),
      [],
    );
    const shown = answered.filter((text) => text.includes(adaptiveCard)).length;
    const asked = answered.filter((text) => text.includes('Please wait a minute')).length;
    const said = saidIn(channel).length - before;
    assert.ok(shown > 0 && shown < answered.length / 20, `${shown} presses were done`);
    assert.equal(shown + asked, Math.floor(answered.length / 2), 'every press was answered, politely');
    assert.ok(said < answered.length / 20, `${said} messages were written because of the flood`);
    assert.ok(saidIn(channel).some(({ text }) => text?.includes('Please wait a minute') === true));
    await records.proveJournals();
  });
});
