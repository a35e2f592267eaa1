import assert from 'node:assert/strict';
import type { WorldMessage, WorldPerson } from '../../playground/world/types.ts';
import { buttonsOf, type CardButton, until } from '../support/house.ts';
import { answerText, useScene } from './scene.ts';

const own = 3;

describe('when many alerts come at once', () => {
  const scene = useScene({
    world: { size: { partners: 2, channelsPerPartner: 2, subscriptionsPerPartner: 60 } },
    env: { BURST_CARDS: String(own) },
    installed: 'all',
  });
  let admin: WorldPerson;
  let helper: WorldPerson;

  before(() => {
    admin = scene().house.person(/owner/i);
    helper = scene().house.person(/responder/i);
  });
  afterEach(async () => {
    await scene().records.idle();
    await scene().records.proveJournals();
  });

  /** So many new alerts at once; answers their cases. */
  async function burst(count: number): Promise<readonly { readonly id: string; readonly number: number }[]> {
    const { freshSubscription, house, records } = scene();
    const ids = Array.from({ length: count }, () => freshSubscription().id);
    for (const subscriptionId of ids)
      house.world.addDetection({ partnerTenantId: house.partner.tenantId, subscriptionId });
    await house.look();
    const opened = async () => (await records.cases()).filter(({ state }) => ids.includes(state.subscriptionId));
    await until(async () => (await opened()).length === count);
    await records.idle();
    return (await opened()).map(({ state }) => ({ id: state.id, number: state.number }));
  }

  const messages = () => scene().house.messages(scene().house.channel.id);
  const isList = ({ card }: WorldMessage) => buttonsOf(card).some(({ verb }) => verb === 'alerts.card');
  const lists = () => messages().filter(isList);
  const onList: ReadonlySet<string> = new Set(['alerts.card', 'case.show']);
  const cardsOf = (caseId: string) =>
    messages().filter(({ card }) =>
      buttonsOf(card).some(({ verb, data }) => !onList.has(verb) && data['case'] === caseId),
    );

  /** Every case that a list names, page after page, as a person sees it. */
  async function allOn(list: WorldMessage): Promise<ReadonlySet<unknown>> {
    const { house, now } = scene();
    const found = new Set<unknown>();
    let card: unknown = now(list)?.card;
    for (;;) {
      const rows = buttonsOf(card).filter(({ verb }) => onList.has(verb));
      for (const { data } of rows) found.add(data['case']);
      const next: CardButton | undefined = buttonsOf(card).find(({ title }) => title === 'Next');
      if (next === undefined) return found;
      const answer = await house.world.execute({
        personId: admin.id,
        messageId: list.id,
        verb: next.verb,
        data: next.data,
      });
      card = answer.value;
    }
  }

  it('every case has a card or a place on the one list, which says how many there are and by which rule', async () => {
    const cases = await burst(30);

    const carded = cases.filter(({ id }) => cardsOf(id).length === 1);
    const [list, ...others] = lists();
    assert.ok(list && others.length === 0);
    await until(() => /27 alerts share this card/.test(scene().text(list)));
    const listed = await allOn(list);
    const text = scene().text(list);
    assert.equal(carded.length, own);
    assert.equal(listed.size, 30 - own);
    assert.deepEqual(new Set([...listed, ...carded.map(({ id }) => id)]), new Set(cases.map(({ id }) => id)));
    assert.match(text, /More than 3 alerts came within 10 minutes/);
    assert.match(text, /1 to 15 of 27/);
  });

  it('further ones join that list in place', async () => {
    const [before] = lists();
    assert.ok(before);

    const cases = await burst(4);
    await until(() => /31 alerts share this card/.test(scene().text(before)));

    assert.equal(lists().length, 1);
    const listed = await allOn(before);
    assert.ok(cases.every(({ id }) => listed.has(id)));
  });

  it('a press on a row gives the case a thread of its own, once, and the row says so', async () => {
    const { house, now } = scene();
    const [list] = lists();
    assert.ok(list);
    const row = buttonsOf(now(list)?.card).find(({ verb }) => verb === 'alerts.card');
    assert.ok(row);
    const press = () =>
      house.world.execute({ personId: helper.id, messageId: list.id, verb: row.verb, data: row.data });

    const answers = await Promise.all([press(), press(), press()]);

    const caseId = String(row.data['case']);
    const [card] = await until(() => cardsOf(caseId).length > 0 && cardsOf(caseId));
    await scene().records.idle();
    assert.ok(card && card.threadId === card.id);
    assert.equal(cardsOf(caseId).length, 1);
    for (const answer of answers) assert.match(answerText(answer), /Has a card of its own/);
    await until(() => /Has a card of its own/.test(scene().text(list)));
    const claimed = await scene().press(helper, card, 'claim');
    assert.match(answerText(claimed), new RegExp(helper.name));
  });

  it('typing does it too, in Italian as well, and a note gives the case a card by itself', async () => {
    const { ask, house, records } = scene();
    const [list] = lists();
    assert.ok(list);
    const cases = await records.cases();
    const listed = [...(await allOn(list))].flatMap((id) =>
      cases.filter(({ state }) => state.id === id && cardsOf(state.id).length === 0),
    );
    const [first, second, third] = listed.map(({ state }) => state);
    assert.ok(first && second && third);

    const english = await ask(admin, `show ${first.number}`, list);
    await ask(helper, 'language it', { conversationId: house.world.personalChat(helper.id).id, threadId: '' });
    const italian = await ask(helper, `mostra ${second.number}`, list);
    await ask(helper, `nota ${third.number} la guardo io`, list);

    assert.match(english, /gets a card of its own/);
    assert.match(italian, /riceve una scheda propria/);
    for (const { id } of [first, second, third]) await until(() => cardsOf(id).length === 1);
    // Their rows are written after the cards: until then the list still offers a card to who has one.
    const carded = new Set<unknown>([first.id, second.id, third.id]);
    const offered = () => buttonsOf(scene().now(list)?.card).filter(({ verb }) => verb === 'alerts.card');
    await until(() => !offered().some(({ data }) => carded.has(data['case'])));
  });

  it('who may only look sees the case, and the channel stays as it is', async () => {
    const { house, now } = scene();
    const [list] = lists();
    assert.ok(list);
    const row = buttonsOf(now(list)?.card).find(({ verb }) => verb === 'alerts.card');
    assert.ok(row);
    const viewer = house.person(/viewer/i);
    const before = messages().length;

    const answer = await house.world.execute({
      personId: viewer.id,
      messageId: list.id,
      verb: row.verb,
      data: row.data,
    });
    await scene().records.idle();

    assert.match(answerText(answer), /Signs of crypto/);

    assert.equal(cardsOf(String(row.data['case'])).length, 0);
    assert.equal(messages().length, before);
  });

  it('nobody of another partner reads or changes a list', async () => {
    const { house, now, partner, channel } = scene();
    const [list] = lists();
    assert.ok(list);
    const row = buttonsOf(now(list)?.card).find(({ verb }) => verb === 'alerts.card');
    assert.ok(row);
    const other = partner(1);
    const stranger = house.person(/owner/i, other.tenantId);
    const [theirs] = house.messages(channel(other).id);
    assert.ok(theirs);
    const press = (verb: string, data: Record<string, unknown>) =>
      house.world.execute({ personId: stranger.id, messageId: theirs.id, verb, data });

    const answers = [
      await press('alerts.open', { list: row.data['list'] }),
      await press('alerts.card', row.data),
      await press('alerts.card', { ...row.data, list: 'post_00000000000000000000000000000000' }),
    ];
    await scene().records.idle();

    assert.deepEqual(answers.map(answerText), [
      'Non conosco questo elenco. Scrivi «casi» per vedere quelli aperti.',
      'Non conosco questo caso. Scrivi «casi» per vedere quelli aperti.',
      'Non conosco questo caso. Scrivi «casi» per vedere quelli aperti.',
    ]);
    assert.equal(cardsOf(String(row.data['case'])).length, 0);
  });

  it('a later single one has its own card again', async () => {
    const { records } = scene();
    await records.pool.query("update posts set alerted_at = alerted_at - interval '10 minutes'");

    const [one] = await burst(1);

    assert.ok(one);
    assert.equal(cardsOf(one.id).length, 1);
  });
});
