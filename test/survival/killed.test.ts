import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { CaseEvent } from '../../src/domain/events.ts';
import { buttonsOf, until } from '../support/house.ts';
import { closedPort } from '../support/http-server.ts';
import { type BotProcess, startBot } from './bot-process.ts';
import { type Crowd, crowdIn, seededRandom } from './crowd.ts';
import { openPlace, type Place } from './place.ts';

const kills = 20;
/** Milliseconds from the start of a process to its end: some are killed before they are ready. */
const lives = [100, 1600] as const;
/** Each of so many processes lives long enough, once it is ready, to take over what the killed ones left. */
const longEach = 5;
const longLife = 2600;
/** Deeds that the bot accepts in all lives together. */
const leastAccepted = 30;

describe(`a process that is killed at ${kills} random moments`, function () {
  this.timeout(20 * 60_000);
  const seed = Number(process.env['SURVIVAL_SEED'] ?? Date.now() % 1_000_000);
  const random = seededRandom(seed);
  let place: Place;
  let crowd: Crowd;
  let bot: BotProcess | undefined;
  let failed = false;

  before(async () => {
    console.log(`    seed ${seed} (SURVIVAL_SEED repeats it)`);
    place = await openPlace({ size: { partners: 8, channelsPerPartner: 2, subscriptionsPerPartner: 6 } });
    const PORT = String(await closedPort());
    const start = (): BotProcess => (bot = startBot({ ...place.env, PORT }));
    const first = start();
    place.world.setBotEndpoint(`${first.url}/api/messages`);
    await first.ready();
    await place.install();

    crowd = crowdIn(place, random);
    for (let i = 1; i <= kills; i++) {
      const isLong = i % longEach === 0;
      if (isLong) await bot?.ready();
      await pause(isLong ? longLife : lives[0] + random() * (lives[1] - lives[0]));
      // On a busy machine a life is longer, or too little would be done to be lost.
      if (isLong) await until(() => acceptedDeeds().length >= (leastAccepted * i) / kills);
      await bot?.kill('SIGKILL');
      start();
    }
    await bot?.ready();
    await crowd.goHome();
    await place.look();
    await place.settled();
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === 'failed';
  });
  after(async () => {
    await crowd.goHome();
    await bot?.kill('SIGKILL');
    await place.close({ keep: failed });
  });

  const acceptedDeeds = () => crowd.deeds.filter((deed) => deed.accepted);
  const casesById = async () => new Map((await place.records.cases()).map((row) => [row.state.id as string, row]));

  it('has been clicked at, written to and sent detections all the while', () => {
    const done = acceptedDeeds();

    assert.ok(crowd.detections.length >= 30, `${crowd.detections.length} detections`);
    assert.ok(done.length >= leastAccepted, `${done.length} deeds of ${crowd.deeds.length} were accepted`);
    assert.ok(done.length < crowd.deeds.length, 'the killing was never noticed');
    assert.ok(done.some(({ kind }) => kind === 'decide') && done.some(({ kind }) => kind === 'typed'));
  });

  it('has exactly one case for every detection', async () => {
    const cases = await place.records.cases();

    for (const { subscriptionId } of crowd.detections)
      assert.equal(cases.filter(({ state }) => state.subscriptionId === subscriptionId).length, 1);
    assert.equal(cases.length, crowd.detections.length);
  });

  it('has a card for every case; a double goes when a client shows it', async () => {
    const { records, world } = place;
    let doubles = 0;
    for (const { state } of await records.cases()) {
      const { rows } = await records.pool.query<{ id: string }>(
        `select sent_activity_id as id from posts where case_id = $1 and kind = 'case' and state = 'sent'`,
        [state.id],
      );
      const [kept, ...more] = rows;
      assert.ok(kept !== undefined && more.length === 0, `case ${state.number} has ${rows.length} cards on record`);
      const extra = place.cardsOf(state.id).filter(({ id }) => id !== kept.id);
      doubles += extra.length;
      for (const { id, card, conversationId } of extra) {
        const data = { ...buttonsOf(card)[0]?.data, case: state.id };
        const person = world.snapshot().conversations.find((c) => c.id === conversationId)?.memberIds[0] ?? '';
        await world.execute({ personId: person, messageId: id, verb: 'case.refresh', data, trigger: 'automatic' });
      }
      assert.deepEqual(
        place.cardsOf(state.id).map(({ id }) => id),
        [kept.id],
      );
    }
    // A kill leaves at most one message in doubt in each channel.
    assert.ok(doubles <= kills * place.partners.length, `${doubles} doubles`);
  });

  it('has lost nothing that was accepted, and done nothing twice', async () => {
    const cases = await casesById();
    for (const { accepted, caseId, kind, mark, personId } of crowd.deeds) {
      const entries = cases.get(caseId)?.entries ?? [];
      const found = entries.filter(({ event, actor }) => {
        const by = actor.kind === 'person' ? actor.person.objectId : '';
        return by === personId && textOf(event) === mark;
      });
      assert.ok(found.length <= 1, `${kind} ${mark} was done ${found.length} times`);
      if (accepted) assert.equal(found.length, 1, `${kind} ${mark} by ${personId} was accepted and is lost`);
    }
  });

  it('has answered everything that was written to it', async () => {
    const { messages } = place.world.snapshot();
    for (const { accepted, kind, activityId } of crowd.deeds) {
      if (!accepted || kind !== 'typed') continue;
      const { rows } = await place.records.pool.query<{ id: string }>(
        `select sent_activity_id as id from posts where dedupe_key like $1 and state = 'sent'`,
        [`re % ${activityId} 0`],
      );
      assert.ok(
        messages.some(({ id }) => id === rows[0]?.id),
        `message ${activityId} was not answered`,
      );
    }
  });

  it('has told Partner Center what was decided, and who works on the rest', async () => {
    const { alerts } = place.world.snapshot();
    let told = 0;
    for (const { state } of await place.records.cases()) {
      const alert = alerts.find(({ subscriptionId }) => subscriptionId === state.subscriptionId);
      assert.ok(alert);
      if (state.verdict.kind !== 'none') {
        assert.deepEqual(
          [alert.status, alert.resolvedReason],
          ['resolved', state.verdict.kind],
          `case ${state.number}`,
        );
        told++;
      } else if (state.owner !== undefined) assert.equal(alert.status, 'investigating', `case ${state.number}`);
    }
    assert.ok(told > 0);
  });

  it('has journals that verify, and cases that are their replay', () => place.records.proveJournals());

  it('has left no job behind but those that newer ones replaced', async () => {
    await until(async () => {
      const { rowCount } = await place.records.pool.query(
        'select from graphile_worker.jobs where locked_at is not null',
      );
      return rowCount === 0;
    });
    const dead = await place.records.pool.query(
      'select from graphile_worker.jobs where key is not null and attempts >= max_attempts',
    );
    assert.equal(dead.rowCount, 0);
  });
});

/** The words by which a deed is known again. */
function textOf(event: CaseEvent): string | undefined {
  switch (event.type) {
    case 'noted':
      return event.text;
    case 'decided':
      return event.reason;
    case 'check-answered':
      return event.note;
    default:
      return undefined;
  }
}
