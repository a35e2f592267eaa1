import assert from 'node:assert/strict';
import { hour, minute } from '../../src/domain/clocks.ts';
import type { PartnerId } from '../../src/domain/ids.ts';
import { sweep } from '../../src/workflow/sweep.ts';
import { testDatabase } from '../support/database.ts';
import { doneCase, everyJournalHolds, type Workshop, workshop } from '../support/workshop.ts';

describe('the sweep', () => {
  const db = testDatabase();
  let w: Workshop;

  beforeEach(async () => {
    w = await workshop(db);
    await w.receive(w.alert());
  });
  afterEach(() => everyJournalHolds(db));

  async function pollJobs(partnerId: PartnerId): Promise<readonly object[]> {
    const { rows } = await db
      .database()
      .pool.query<object>('select task_identifier, queue_name from graphile_worker.jobs where key = $1', [
        `poll:${partnerId}`,
      ]);
    return rows;
  }

  const snooze = async (until: number) =>
    doneCase(
      await w.ask(w.people.ada, {
        type: 'snooze',
        until: new Date(w.clock.now().getTime() + until).toISOString(),
        reason: 'Waiting',
      }),
    );

  it('has every source looked at that is due, each partner in a queue of its own', async () => {
    await sweep(w.deps);

    assert.deepEqual(await pollJobs(w.partner.id), [{ task_identifier: 'poll', queue_name: `poll:${w.partner.id}` }]);
  });

  it('leaves a source alone that is not due', async () => {
    await w.poll();
    w.clock.move(4 * minute);

    await sweep(w.deps);

    assert.deepEqual(await pollJobs(w.partner.id), []);
  });

  it('asks once, however often it runs before the look', async () => {
    await sweep(w.deps);
    await sweep(w.deps);

    assert.equal((await pollJobs(w.partner.id)).length, 1);
  });

  it('ends a snooze whose time has come, and no other', async () => {
    const { id } = await snooze(2 * hour);
    w.clock.move(2 * hour - minute);
    await sweep(w.deps);
    const before = (await w.load(id)).case;

    w.clock.move(minute);
    await sweep(w.deps);

    assert.ok(before.snooze);
    assert.equal((await w.load(id)).case.snooze, undefined);
    assert.deepEqual((await db.store().cases.journal(id)).at(-1)?.actor, { kind: 'clock', name: 'snooze' });
  });

  it('leaves a snooze that was made longer while it looked', async () => {
    const { id } = await snooze(hour);
    w.clock.move(hour);
    const { cases } = w.deps;
    const slow = {
      ...w.deps,
      cases: {
        ...cases,
        snoozesEnded: async (now: string) => {
          const ended = await cases.snoozesEnded(now);
          await snooze(5 * hour);
          return ended;
        },
      },
    };

    await sweep(slow);

    assert.ok((await w.load(id)).case.snooze);
  });

  it('ends it once, however often it runs', async () => {
    const { id } = await snooze(hour);
    w.clock.move(hour);

    await Promise.all([sweep(w.deps), sweep(w.deps), sweep(w.deps)]);

    const ended = (await db.store().cases.journal(id)).filter(({ event }) => event.type === 'snooze-ended');
    assert.equal(ended.length, 1);
  });
});
