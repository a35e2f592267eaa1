import assert from 'node:assert/strict';
import type { WorldMessage, WorldPerson } from '../../playground/world/types.ts';
import { buttonsOf, cardText, until } from '../support/house.ts';
import { answerText, sentence, useScene } from './scene.ts';

const anyMessage = { service: 'connector', method: 'POST', path: '/activities$' } as const;
const tooBig = {
  kind: 'status',
  status: 413,
  body: { error: { code: 'MessageSizeTooBig', message: 'so says the connector' } },
  headers: {},
} as const;

describe('what failed for good', () => {
  const scene = useScene({
    installed: 'all',
    world: { size: { partners: 2, channelsPerPartner: 2, subscriptionsPerPartner: 9 } },
  });
  let owner: WorldPerson;
  let responder: WorldPerson;
  let stranger: WorldPerson;

  before(async () => {
    owner = scene().house.person(/owner/i);
    responder = scene().house.person(/responder/i);
    stranger = scene().house.person(/owner/i, scene().partner(1).tenantId);
    await scene().records.idle();
  });

  const chatOf = (person: WorldPerson) => ({
    conversationId: scene().house.world.personalChat(person.id).id,
    threadId: '',
  });

  /** A case's card that a responder asked for, and that was too big for Teams however small it was drawn. */
  async function undelivered(): Promise<{ readonly caseId: string; readonly number: number }> {
    const { detected, house, records } = scene();
    const { caseId, number } = await detected();
    await records.idle();
    house.world.addFault({ ...anyMessage, times: 2, act: tooBig });
    const { conversationId } = chatOf(responder);
    await house.world.say({ personId: responder.id, conversationId, text: `show ${number}` });
    await until(async () => {
      const failed = `select from posts where case_id = $1 and state = 'failed'`;
      return (await records.pool.query(failed, [caseId])).rowCount === 1;
    });
    return { caseId, number };
  }

  function cardsOf(caseId: string): readonly WorldMessage[] {
    const said = scene().house.messages(chatOf(responder).conversationId);
    return said.filter((m) => buttonsOf(m.card).some((b) => b.data['case'] === caseId));
  }

  /** The card that answers `failed` in somebody's chat. */
  async function listFor(person: WorldPerson, typed = 'failed'): Promise<WorldMessage> {
    const { ask, house } = scene();
    await ask(person, typed, chatOf(person));
    const found = house.messages(chatOf(person).conversationId).findLast((m) => m.from === 'bot');
    return found ?? assert.fail('there is no answer');
  }

  it('is shown to an owner, who has it tried again by two presses at once and sees the card come once', async () => {
    const { house, records } = scene();
    const { caseId, number } = await undelivered();

    const list = await listFor(owner);
    const button = buttonsOf(list.card).find(({ verb, data }) => verb === 'failed.retry' && 'letter' in data);
    assert.ok(button);
    const press = () =>
      house.world.execute({ personId: owner.id, messageId: list.id, verb: 'failed.retry', data: button.data });
    const answers = await Promise.all([press(), press()]);
    await until(() => cardsOf(caseId).length > 0);
    await records.idle();

    assert.match(cardText(list.card), new RegExp(`#${number}\\s+Card of a case`));
    assert.match(cardText(list.card), /Teams found the message too big/);
    assert.match(cardText(list.card), /1:1 chat/);
    const told = answers.map((answer) => /It is being tried again|Nothing is left/.exec(answerText(answer))?.[0] ?? '');
    assert.deepEqual(
      told.toSorted((a, b) => a.localeCompare(b)),
      ['It is being tried again', 'Nothing is left'],
    );
    assert.equal(cardsOf(caseId).length, 1);
    assert.match(cardText((await listFor(owner)).card), /Nothing/);
  });

  it('is tried again by typing, in Italian too, all of it or what is of one case', async () => {
    const { ask, records } = scene();
    const [first, second] = [await undelivered(), await undelivered()];

    const one = await ask(owner, `riprova ${first.number}`, chatOf(owner));
    await until(() => cardsOf(first.caseId).length === 1);
    const rest = await ask(owner, 'retry', chatOf(owner));
    const none = await ask(owner, 'retry', chatOf(owner));
    await until(() => cardsOf(second.caseId).length === 1);
    await records.idle();

    assert.match(one, /It is being tried again/);
    assert.match(rest, /It is being tried again/);
    assert.match(none, /Nothing is left to try again/);
    assert.deepEqual([cardsOf(first.caseId).length, cardsOf(second.caseId).length], [1, 1]);
  });

  it('is nothing to people who are no owners, and nothing to an owner of another partner', async () => {
    const { ask, house, records } = scene();
    const { caseId, number } = await undelivered();
    const list = await listFor(owner);
    const button = buttonsOf(list.card).find(({ verb, data }) => verb === 'failed.retry' && 'letter' in data);
    assert.ok(button);
    const foreign = await listFor(stranger);

    for (const typed of ['failed', 'retry', `retry ${number}`])
      assert.match(await ask(responder, typed, chatOf(responder)), /That is for owners/);
    for (const verb of ['failed.open', 'failed.retry', 'status.open']) {
      const answer = await house.world.execute({ personId: responder.id, messageId: list.id, verb, data: button.data });
      assert.equal(answer.type, sentence);
      assert.match(answerText(answer), /That is for owners/);
    }
    assert.match(cardText(foreign.card), /Nulla/);
    const data = { ...button.data };
    const answer = await house.world.execute({
      personId: stranger.id,
      messageId: foreign.id,
      verb: 'failed.retry',
      data,
    });
    assert.match(answerText(answer), /Non è rimasto nulla/);
    assert.match(await ask(stranger, 'retry', chatOf(stranger)), /Non è rimasto nulla/);
    const { rows } = await records.pool.query<{ state: string }>('select state from posts where case_id = $1', [
      caseId,
    ]);
    assert.ok(rows.some(({ state }) => state === 'failed'));

    await ask(owner, 'retry', chatOf(owner));
    await until(() => cardsOf(caseId).length === 1);
  });

  it('is refused with words where the button carries what is no letter', async () => {
    const { house } = scene();
    const list = await listFor(owner);

    for (const letter of ['job_', 'job_1; drop', 7, { id: 1 }, `case_${'a'.repeat(32)}`]) {
      const data = { letter };
      const answer = await house.world.execute({ personId: owner.id, messageId: list.id, verb: 'failed.retry', data });
      assert.equal(answer.type, sentence);
    }
  });
});
