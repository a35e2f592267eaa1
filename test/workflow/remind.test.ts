import assert from 'node:assert/strict';
import { hour, minute } from '../../src/domain/clocks.ts';
import type { NewPost } from '../../src/workflow/post-ports.ts';
import { remindOfClocks } from '../../src/workflow/remind.ts';
import { testDatabase } from '../support/database.ts';
import { doneCase, everyJournalHolds, type Workshop, workshop } from '../support/workshop.ts';

describe('reminding of the 24 hours', () => {
  const db = testDatabase();
  let w: Workshop;

  beforeEach(async () => {
    w = await workshop(db, { reminders: { owner: [2], channel: [12], escalation: [20] } });
    await w.receive(w.alert(0, { detectedAt: w.clock.iso() }));
  });
  afterEach(() => everyJournalHolds(db));

  const said = async (): Promise<readonly string[]> => {
    const { rows } = await db
      .database()
      .pool.query<{ text: string }>(
        `select activity->>'text' as text from posts where partner_id = $1 and kind = 'fixed' order by ordinal`,
        [w.partner.id],
      );
    return rows.map(({ text }) => text);
  };
  const deps = (more: Partial<Parameters<typeof remindOfClocks>[0]> = {}): Parameters<typeof remindOfClocks>[0] => ({
    ...w.deps,
    clockReminders: (partner, c, { level, at }): Promise<readonly NewPost[]> =>
      Promise.resolve(
        partner.id === w.partner.id
          ? [
              {
                id: w.deps.newId('post'),
                partnerId: partner.id,
                place: { kind: 'channel', channelId: w.channel.id },
                content: { kind: 'fixed', activity: { type: 'message', text: `${level} ${c.number}` } },
                language: 'en',
                dedupeKey: `clock:${c.id}:${at}`,
              },
            ]
          : [],
      ),
    ...more,
  });

  it('begins with the policy of the partner, in the entry that opens the case', async () => {
    const c = await w.openCase();

    assert.deepEqual(c.reminders, { policy: w.partner.reminders, heardAt: c.openedAt });
    assert.equal(c.seq, 1);
  });

  it('says each once, at its time, with an entry in the journal', async () => {
    await remindOfClocks(deps());
    w.clock.move(2 * hour);
    await remindOfClocks(deps());
    await remindOfClocks(deps());
    w.clock.move(10 * hour);
    await remindOfClocks(deps());

    assert.deepEqual(await said(), ['owner 1', 'channel 1']);
    const { journal } = { journal: await w.deps.cases.journal((await w.openCase()).id) };
    assert.deepEqual(
      journal.flatMap(({ event }) => (event.type === 'reminded' ? [event.level] : [])),
      ['owner', 'channel'],
    );
  });

  it('says one, though five processes come to it at once', async () => {
    w.clock.move(2 * hour);

    await Promise.all([1, 2, 3, 4, 5].map(() => remindOfClocks(deps())));

    assert.deepEqual(await said(), ['owner 1']);
  });

  it('says the last of those that the clock went over, and none of the others later', async () => {
    w.clock.move(21 * hour);

    await remindOfClocks(deps());
    await remindOfClocks(deps());

    assert.deepEqual(await said(), ['escalation 1']);
  });

  it('does not make a card stale under somebody’s hand', async () => {
    const { revision } = await w.openCase();
    w.clock.move(2 * hour);

    await remindOfClocks(deps());

    assert.equal((await w.openCase()).revision, revision);
  });

  it('says nothing of a case that was answered while the message was being written', async () => {
    w.clock.move(2 * hour);
    const { id } = await w.openCase();
    const [detection] = (await w.openCase()).detections;
    assert.ok(detection);

    await remindOfClocks(
      deps({
        clockReminders: async (...reminder) => {
          await w.receive(w.alert(0, { detectedAt: w.clock.iso(), status: 'resolved', resolvedReason: 'legitimate' }));
          return deps().clockReminders(...reminder);
        },
      }),
    );

    assert.equal((await w.load(id)).case.stage, 'closed');
    assert.deepEqual(await said(), []);
  });

  it('keeps what cannot be said anywhere until there is a place', async () => {
    w.clock.move(2 * hour);

    await remindOfClocks(deps({ clockReminders: () => Promise.resolve([]) }));
    assert.deepEqual(await said(), []);
    w.clock.move(minute);
    await remindOfClocks(deps());

    assert.deepEqual(await said(), ['owner 1']);
  });

  it('is quiet while somebody snoozes', async () => {
    const until = new Date(w.clock.now().getTime() + 13 * hour).toISOString();
    doneCase(await w.ask(w.people.ada, { type: 'snooze', until, reason: 'waiting' }));
    w.clock.move(12 * hour + minute);

    await remindOfClocks(deps());

    assert.deepEqual(await said(), []);
  });

  it('takes over what the partner wants now, for cases that are open, and lets pass what was before', async () => {
    w.clock.move(5 * hour);
    await remindOfClocks(deps());
    const { id: _, ...partner } = w.partner;
    await w.deps.partners.upsert([{ ...partner, reminders: { owner: [1, 6], channel: [], escalation: [] } }]);

    await remindOfClocks(deps());
    assert.deepEqual(await said(), ['owner 1']);
    w.clock.move(hour);
    await remindOfClocks(deps());

    assert.deepEqual((await w.openCase()).reminders?.policy, { owner: [1, 6], channel: [], escalation: [] });
    assert.deepEqual(await said(), ['owner 1', 'owner 1']);
  });

  it('swallows nothing where the policy changed and nothing ran for hours after it', async () => {
    const { id: _, ...partner } = w.partner;
    await w.deps.partners.upsert([{ ...partner, reminders: { owner: [1], channel: [12], escalation: [20] } }]);
    w.clock.move(21 * hour);

    await remindOfClocks(deps());

    assert.deepEqual(await said(), ['escalation 1']);
  });

  it('says nothing for a partner that is served no more', async () => {
    w.clock.move(2 * hour);
    await db.database().pool.query('update partners set removed_at = now() where id = $1', [w.partner.id]);

    await remindOfClocks(deps());

    assert.deepEqual(await said(), []);
  });
});
