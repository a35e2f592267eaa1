import assert from 'node:assert/strict';
import type { Json, WorldConversation, WorldMessage } from '../playground/world/types.ts';
import { buttonsOf, cardText, until, withDigests } from './support/house.ts';
import { answerText, useScene } from './survival/scene.ts';

const hour = 3_600_000;

describe('an owner sets Mining Watch up, in Italian, by typing and by buttons', () => {
  const scene = useScene({ world: withDigests });

  it('until alerts, their language, their escalation and the digest are where the owner wants them', async () => {
    const { house, records } = scene();
    const owner = house.person(/admin/i);
    const { channel } = house;
    const urgent = house.world
      .snapshot()
      .conversations.find(
        ({ kind, teamId, id }) => kind === 'channel' && teamId === channel.teamId && id !== channel.id && id !== teamId,
      );
    assert.ok(urgent);
    const messagesIn = ({ id }: WorldConversation) => house.messages(id).filter(({ from }) => from === 'bot');
    const saidIn = (where: WorldConversation, what: RegExp) =>
      until(() => messagesIn(where).find(({ text = '', card }) => what.test(`${text}\n${cardText(card)}`)));
    async function say(text: string, where: WorldConversation): Promise<WorldMessage> {
      await records.idle();
      const known = new Set(messagesIn(where).map(({ id }) => id));
      assert.equal(await house.world.say({ personId: owner.id, conversationId: where.id, text }), 200);
      return until(() => messagesIn(where).find(({ id }) => !known.has(id)));
    }
    const press = async (on: WorldMessage, card: unknown, title: string, entered: Json = {}) => {
      const button = buttonsOf(card).find((one) => one.title === title);
      assert.ok(button, `there is no button “${title}”`);
      const data = { ...button.data, ...entered };
      const answer = await house.world.execute({ personId: owner.id, messageId: on.id, verb: button.verb, data });
      return answer.value;
    };
    const idOf = async ({ id }: WorldConversation) => {
      const { rows } = await records.pool.query<{ id: string }>('select id from channels where teams_channel_id = $1', [
        id,
      ]);
      return rows[0]?.id ?? '';
    };

    const alone = house.world.personalChat(owner.id);
    await say('lingua italiano', alone);
    const welcome = messagesIn(channel)[0];
    assert.ok(welcome);
    assert.match(cardText(await press(welcome, welcome.card, 'Settings')), /Impostazioni[\s\S]*Questo canale/);

    const unused = await say('impostazioni', urgent);
    assert.match(cardText(unused.card), /Questo canale non riceve ancora avvisi/);
    const join = await house.world.execute({
      personId: owner.id,
      messageId: unused.id,
      verb: 'settings.join',
      data: {},
    });
    assert.match(answerText(join), /Tutti gli avvisi/);

    const asked = await say('impostazioni', alone);
    const alerts = await press(asked, asked.card, 'Avvisi e canali');
    const routed = await press(asked, alerts, 'Salva canale predefinito', { defaultChannel: await idOf(channel) });
    const back = await press(asked, routed, 'Indietro');
    const reminders = await press(asked, back, 'Promemoria');
    const wrong = await press(asked, reminders, 'Salva', {
      owner: '1',
      channel: '12',
      escalation: '25',
      escalationChannel: await idOf(urgent),
    });
    assert.match(cardText(wrong), /Promemoria inoltrati: «25»/);
    const saved = await press(asked, wrong, 'Salva', {
      owner: '1',
      channel: '12',
      escalation: '20',
      escalationChannel: await idOf(urgent),
    });
    assert.match(cardText(saved), /Salvato/);
    const language = await press(asked, saved, 'Lingua');
    await press(asked, language, 'Salva', { channel: await idOf(channel), language: 'it' });
    const digest = await press(asked, await press(asked, saved, 'Riepilogo'), 'Salva', {
      digestOn: 'true',
      digestAt: '09:15',
      days: '1,2,3,4,5,6,7',
      timeZone: 'Europe/Rome',
    });
    assert.match(cardText(digest), /09:15 · ogni giorno/);
    await saidIn(channel, /Lingua \(.*\): English → Italiano|Language \(.*\): English → Italiano/);
    await saidIn(channel, /Riepilogo: 08:30 → 09:15/);

    const { id: subscriptionId } = scene().freshSubscription();
    house.world.addDetection({ partnerTenantId: house.partner.tenantId, subscriptionId });
    await house.look();
    const { state } = await until(async () =>
      (await records.cases()).find((row) => row.state.subscriptionId === subscriptionId),
    );
    const isCard = (where: WorldConversation) =>
      messagesIn(where).find(({ card }) =>
        buttonsOf(card).some(({ verb, data }) => verb === 'claim' && data['case'] === state.id),
      );
    const alert = await until(() => isCard(channel));
    await records.idle();
    assert.match(cardText(alert.card), /Prendi in carico/);
    assert.equal(isCard(urgent), undefined);

    for (let hours = 0; hours < 24; hours++) {
      house.world.advance(hour);
      await house.look();
      await records.idle();
    }

    await saidIn(urgent, new RegExp(`^Escalation[^]*\\b${state.number}\\b`));
    assert.ok(isCard(urgent), 'the case comes along to where it escalates');
    const digestsIn = (where: WorldConversation) =>
      messagesIn(where).filter(
        ({ card }) => /Digest|Riepilogo/.test(cardText(card)) && !/→|Impostazioni/.test(cardText(card)),
      ).length;
    assert.deepEqual([digestsIn(channel), digestsIn(urgent)], [1, 0]);
    await records.proveJournals();
  });
});
