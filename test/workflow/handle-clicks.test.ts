import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Handled } from '../../src/workflow/handle.ts';
import { testDatabase } from '../support/database.ts';
import { refusedWithoutTrace } from '../support/refused.ts';
import { everyJournalHolds, groups, type Workshop, workshop } from '../support/workshop.ts';

const claim = { type: 'claim' } as const;
const note = (text: string) => ({ type: 'note', text }) as const;

describe('a click', () => {
  const db = testDatabase();
  let w: Workshop;

  beforeEach(async () => {
    w = await workshop(db);
    await w.receive(w.alert());
  });
  afterEach(() => everyJournalHolds(db));

  const refused = (ask: () => Promise<Handled>) => refusedWithoutTrace(db, w, ask);

  describe('that is sent twice', () => {
    it('is done once, and answered alike, whether one after the other or both at once', async () => {
      const key = randomUUID();
      const other = randomUUID();

      const first = [await w.ask(w.people.ada, note('a'), { key }), await w.ask(w.people.ada, note('a'), { key })];
      const second = await Promise.all([1, 2, 3, 4].map(() => w.ask(w.people.ada, note('b'), { key: other })));

      assert.deepEqual(
        [...first, ...second].map((handled) => handled.kind),
        Array.from({ length: 6 }, () => 'done'),
      );
      assert.deepEqual(
        (await w.openCase()).notes.map((n) => n.text),
        ['a', 'b'],
      );
    });

    it('is answered as done also when the card it was on has become old by it', async () => {
      const click = { key: randomUUID(), seenRevision: 1 };

      const answers = [await w.ask(w.people.ada, claim, click), await w.ask(w.people.ada, claim, click)];

      assert.deepEqual(
        answers.map((handled) => handled.kind),
        ['done', 'done'],
      );
    });

    it('is judged again when it had been refused: a role may have been given meanwhile', async () => {
      const key = randomUUID();

      const before = await refused(() => w.ask(w.people.nils, claim, { key }));
      w.memberships.set(w.people.nils.objectId, [groups.responder]);
      w.clock.move(3 * 60_000);
      const after = await w.ask(w.people.nils, claim, { key });

      assert.equal(before.refusal.kind, 'role-missing');
      assert.equal(after.kind, 'done');
    });

    it('tells its answer to nobody who may not see the case', async () => {
      const key = randomUUID();
      await w.ask(w.people.ada, note('a'), { key });

      const answer = await refused(() => w.ask(w.people.nils, note('a'), { key }));

      assert.deepEqual(answer, {
        kind: 'refused',
        refusal: { kind: 'role-missing', needed: 'viewer' },
        rolesUnreadable: false,
      });
    });
  });

  describe('on a card', () => {
    it('is done for one and stale for the other, when two click on what they both saw', async () => {
      const both = await Promise.all([
        w.ask(w.people.ada, claim, { seenRevision: 1 }),
        w.ask(w.people.ben, claim, { seenRevision: 1 }),
      ]);

      const c = await w.openCase();
      const stale = both.find((handled) => handled.kind === 'stale');
      assert.deepEqual(both.map((handled) => handled.kind).toSorted(), ['done', 'stale']);
      assert.ok(stale?.kind === 'stale');
      assert.deepEqual(stale.case, c);
      assert.deepEqual(
        stale.meanwhile.map(({ event, actor }) => [event.type, actor.kind === 'person' && actor.person.name]),
        [['claimed', c.owner?.name]],
      );
    });

    it('says all that happened since, and only that, without bookkeeping', async () => {
      await w.ask(w.people.ada, claim);
      const { revision } = await w.openCase();
      await w.report();
      await w.ask(w.people.ben, note('One'));
      await w.receive(w.alert(0, { hitCount: 99 }));
      await w.receive(w.alert(1));

      const handled = await w.ask(
        w.people.ada,
        { type: 'decide', verdict: 'fraud', reason: 'Because' },
        { seenRevision: revision },
      );

      assert.ok(handled.kind === 'stale');
      assert.deepEqual(
        handled.meanwhile.map(({ event }) => event.type),
        ['noted', 'detection-joined'],
      );
      assert.equal((await w.openCase()).verdict.kind, 'none');
    });

    it('is not made stale by what nobody would call a change', async () => {
      await w.receive(w.alert(0, { hitCount: 99 }));

      const handled = await w.ask(w.people.ada, claim, { seenRevision: 1 });

      assert.equal(handled.kind, 'done');
    });

    it('is stale when it says that it saw the future', async () => {
      const handled = await w.ask(w.people.ada, claim, { seenRevision: 99 });

      assert.ok(handled.kind === 'stale');
      assert.deepEqual(handled.meanwhile, []);
    });

    it('tells those without rights of their rights, not of what happened', async () => {
      await w.ask(w.people.ada, claim);

      const answer = await refused(() => w.ask(w.people.nils, claim, { seenRevision: 1 }));

      assert.ok(!('meanwhile' in answer) && !('case' in answer));
    });
  });
});
