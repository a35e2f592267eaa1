import assert from 'node:assert/strict';
import type { Fault, WorldMessage, WorldPartner, WorldPerson } from '../../playground/world/types.ts';
import { buttonsOf, cardText, until } from '../support/house.ts';
import { adaptiveCard, answerText, type Detected, sentence, useScene } from './scene.ts';

const newThread = { service: 'connector', method: 'POST', path: '/v3/conversations$' } as const;
const update = { service: 'connector', method: 'PUT' } as const;

const answered = (status: number, code: string, headers: Readonly<Record<string, string>> = {}): Fault['act'] => ({
  kind: 'status',
  status,
  body: { error: { code, message: 'so says the connector' } },
  headers,
});

describe('when Teams delivers twice, or people press at once', () => {
  const scene = useScene();
  let admin: WorldPerson;
  let helper: WorldPerson;

  before(() => {
    admin = scene().house.person(/admin/i);
    helper = scene().house.person(/helpdesk/i);
  });
  afterEach(async () => {
    await scene().records.idle();
    await scene().records.proveJournals();
  });

  const eventsOf = async ({ caseId }: Detected) =>
    (await scene().records.caseOf(caseId)).entries.map((entry) => entry.event.type);

  it('a message is done once and answered once, delivered at once or one after the other', async () => {
    const { house, detected, records } = scene();
    const one = await detected();
    const said = {
      personId: admin.id,
      conversationId: house.channel.id,
      threadId: one.card.threadId,
      text: 'note Once is enough.',
      activityId: '1799999999999',
    };

    const statuses = await Promise.all([house.world.say(said), house.world.say(said)]);
    await until(() => house.messages(house.channel.id).some((m) => m.text?.includes('Your note is on case')));
    statuses.push(await house.world.say(said));
    await records.idle();

    assert.deepEqual(statuses, [200, 200, 200]);
    assert.equal((await eventsOf(one)).filter((type) => type === 'noted').length, 1);
    assert.equal(house.messages(house.channel.id).filter((m) => m.text?.includes('Your note is on case')).length, 1);
  });

  it('a click is done once, pressed twice at once or delivered again, and each press is answered with the card', async () => {
    const { house, detected, now } = scene();
    const one = await detected();
    const claim = buttonsOf(now(one.card)?.card).find((button) => button.verb === 'claim');
    const press = () =>
      house.world.execute({
        personId: admin.id,
        messageId: one.card.id,
        verb: 'claim',
        data: claim?.data ?? {},
        activityId: 'f:click',
      });

    const answers = [...(await Promise.all([press(), press(), press()])), await press()];

    assert.deepEqual(
      answers.map(({ httpStatus, statusCode, type }) => [httpStatus, statusCode, type]),
      answers.map(() => [200, 200, adaptiveCard]),
    );
    for (const answer of answers) assert.match(answerText(answer), new RegExp(admin.name));
    assert.equal((await eventsOf(one)).filter((type) => type === 'claimed').length, 1);
    await until(() => scene().alert(one.alertId).status === 'investigating');
  });

  it('of two people who decide on the same card at once one decides, and the other sees what happened', async () => {
    const { house, alert, detected, records } = scene();
    const one = await detected();
    const { revision } = (await records.caseOf(one.caseId)).state;
    const decide = (person: WorldPerson, verdict: string) =>
      house.world.execute({
        personId: person.id,
        messageId: one.card.id,
        verb: 'decide',
        data: { case: one.caseId, rev: revision, verdict, reason: `${person.name} says so` },
      });

    const answers = await Promise.all([decide(admin, 'fraud'), decide(helper, 'ignore')]);

    const { verdict } = (await records.caseOf(one.caseId)).state;
    assert.ok(verdict.kind === 'fraud' || verdict.kind === 'ignore');
    const loser = answers[verdict.kind === 'fraud' ? 1 : 0];
    assert.ok(loser);
    assert.match(answerText(loser), /The case has moved on/);
    assert.match(answerText(loser), new RegExp(`${verdict.by.name} says so`));
    assert.equal((await eventsOf(one)).filter((type) => type === 'decided').length, 1);
    await until(() => alert(one.alertId).resolvedReason === verdict.kind);
  });

  it('an installation that is told twice welcomes once', async () => {
    const { house } = scene();
    const welcomes = () => house.messages(house.channel.id).filter((m) => cardText(m.card).includes('is ready'));

    await house.world.install(house.partner.teamId, admin.id);
    await scene().records.idle();

    assert.equal(welcomes().length, 1);
  });
});

describe('when Teams does not take a message', () => {
  const scene = useScene({
    installed: 'all',
    world: { size: { partners: 8, channelsPerPartner: 2, subscriptionsPerPartner: 9 } },
  });
  let admin: WorldPerson;

  before(async () => {
    admin = scene().house.person(/owner/i);
    // Faults are for what comes now, not for a welcome that is still to be sent.
    await scene().records.idle();
  });
  afterEach(() => scene().records.proveJournals());

  /** A new case, of which the card may or may not come. */
  async function opened(partner: WorldPartner = scene().house.partner): Promise<string> {
    const { freshSubscription, house, records } = scene();
    const { id } = freshSubscription(partner);
    house.world.addDetection({ partnerTenantId: partner.tenantId, subscriptionId: id });
    await house.look();
    const found = await until(async () => (await records.cases()).find((row) => row.state.subscriptionId === id));
    return found.state.id;
  }

  function cardsOf(caseId: string, partner?: WorldPartner): readonly WorldMessage[] {
    const { channel, house } = scene();
    return house.messages(channel(partner).id).filter((m) => buttonsOf(m.card).some((b) => b.data['case'] === caseId));
  }

  async function recorded(caseId: string): Promise<string | undefined> {
    const { rows } = await scene().records.pool.query<{ id: string }>(
      `select sent_activity_id as id from posts where case_id = $1 and kind = 'case' and state = 'sent'`,
      [caseId],
    );
    return rows[0]?.id;
  }

  /** A person's client shows the card, and asks for the newest one. */
  const show = ({ id, card }: WorldMessage, caseId: string) =>
    scene().house.world.execute({
      personId: admin.id,
      messageId: id,
      verb: 'case.refresh',
      data: { ...buttonsOf(card)[0]?.data, case: caseId },
      trigger: 'automatic',
    });

  const passing: Readonly<Record<string, Fault['act']>> = {
    '429 with Retry-After': answered(429, 'Throttled', { 'retry-after': '1' }),
    '429 without Retry-After': answered(429, 'Throttled'),
    '412 because something else is being done there': answered(412, 'PreconditionFailed'),
    '401 because its own token is not taken': answered(401, 'Unauthorized'),
    '502 before anything was done': answered(502, 'ServiceError'),
    '503 with a page in place of JSON': { kind: 'status', status: 503, body: '<html>Service Unavailable</html>' },
    'nothing, because the connection breaks': { kind: 'reset' },
  };
  describe('for a moment', () => {
    const troubled = new Map<string, Promise<{ readonly caseId: string; readonly partner: WorldPartner }>>();

    // Each in a channel of its own, one after the other, as each takes the first request that comes.
    before(async () => {
      const { house, partner, records } = scene();
      for (const [i, [which, act]] of Object.entries(passing).entries()) {
        house.world.addFault({ ...newThread, times: 1, act });
        const of = partner(i + 1);
        const caseId = await opened(of);
        await until(() => house.world.snapshot().faults.length === 0);
        troubled.set(
          which,
          until(async () => (await recorded(caseId)) !== undefined)
            .then(() => records.idle())
            .then(() => ({ caseId, partner: of })),
        );
      }
    });

    for (const which of Object.keys(passing)) {
      it(`the card comes later, once, after it answered ${which}`, async () => {
        const { caseId, partner } = (await troubled.get(which)) ?? {};

        assert.ok(caseId !== undefined);
        assert.equal(cardsOf(caseId, partner).length, 1);
      });
    }
  });

  it('a card that was posted though the answer was 502 is there, and its double goes when a client shows it', async () => {
    const { house } = scene();
    house.world.addFault({ ...newThread, times: 1, act: { kind: 'done-but', status: 502 } });

    const caseId = await opened();
    const kept = await until(() => recorded(caseId));
    const double = cardsOf(caseId).find((message) => message.id !== kept);
    assert.ok(double && cardsOf(caseId).length === 2);
    const shown = await show(double, caseId);

    assert.equal(shown.type, sentence);
    assert.deepEqual(
      cardsOf(caseId).map((message) => message.id),
      [kept],
    );
  });

  it('a card that was posted though the answer was 502 is not posted again once a client has shown it', async () => {
    const { house, records } = scene();
    // Failures after the lost answer keep the next try away until the client has shown the card.
    house.world.addFault({ ...newThread, times: 1, act: { kind: 'done-but', status: 502 } });
    house.world.addFault({ ...newThread, times: 2, act: answered(503, 'ServiceUnavailable') });

    const caseId = await opened();
    const [card] = await until(() => cardsOf(caseId).length > 0 && cardsOf(caseId));
    assert.ok(card);
    assert.equal((await show(card, caseId)).type, adaptiveCard);
    await until(async () => (await recorded(caseId)) !== undefined);
    await records.idle();

    assert.deepEqual(
      cardsOf(caseId).map((message) => message.id),
      [card.id],
    );
    assert.equal(await recorded(caseId), card.id);
  });

  it('an update that was made though the answer was 502 is made again, and posts nothing', async () => {
    const { detected, house, press, records, text } = scene();
    const one = await detected();
    await records.idle();
    house.world.addFault({ ...update, times: 1, act: { kind: 'done-but', status: 502 } });

    await press(admin, one.card, 'claim');
    await until(() => text(one.card).includes('Partner Center shows the alert as being investigated'));

    assert.deepEqual(
      cardsOf(one.caseId).map((message) => message.id),
      [one.card.id],
    );
  });

  it('a card that is too big is drawn smaller', async () => {
    const { house, records } = scene();
    house.world.addFault({ ...newThread, times: 1, act: answered(413, 'MessageSizeTooBig') });

    const caseId = await opened();
    await until(async () => (await recorded(caseId)) !== undefined);
    await records.idle();

    assert.equal(cardsOf(caseId).length, 1);
  });

  it('a card that is too big however small it is drawn is tried again, and an owner is told', async () => {
    const { ask, house, records } = scene();
    house.world.addFault({ ...newThread, times: 2, act: answered(413, 'MessageSizeTooBig') });
    const chat = { conversationId: house.world.personalChat(admin.id).id, threadId: '' };

    const caseId = await opened();
    await until(async () => (await records.pool.query(`select from posts where state = 'failed'`)).rowCount === 1);
    const status = await ask(admin, 'status', chat);
    await house.look();
    await until(async () => (await recorded(caseId)) !== undefined);

    assert.match(status, /Failed for good\n1/);
    assert.equal(cardsOf(caseId).length, 1);
  });
});
