import assert from 'node:assert/strict';
import { showCard, showCase } from '../../src/workflow/show-case.ts';
import { testDatabase } from '../support/database.ts';
import { doneCase, type Workshop, workshop } from '../support/workshop.ts';

describe('what cards about a case are drawn from', () => {
  const db = testDatabase();
  let w: Workshop;

  beforeEach(async () => {
    w = await workshop(db);
    w.source.put(w.alert(), w.clock.iso());
    await w.poll();
  });

  it('is the case with its partner and the names that are known', async () => {
    const c = await w.openCase();

    const shown = await showCase(w.deps, c.id, { facts: false });

    assert.deepEqual(shown?.case, c);
    assert.deepEqual(shown.partner, w.partner);
    assert.equal(shown.names.customerName, 'Alpine Ski House');
    assert.deepEqual(shown.facts, {});
    assert.ok(!('previousNumber' in shown));
  });

  it('reads nothing of what is known already', async () => {
    const c = await w.openCase();
    const names = { customerName: 'As it was just read' };
    const unread = () => assert.fail('it was read again');
    const deps = {
      ...w.deps,
      partners: { ...w.deps.partners, byId: unread },
      names: { ...w.deps.names, names: unread },
    };

    const shown = await showCase(deps, c, { facts: false, partner: w.partner, names });

    assert.deepEqual(shown, { case: c, partner: w.partner, names, facts: {} });
  });

  it('holds the facts that were read, where they are asked for', async () => {
    const c = await w.openCase();
    await db
      .store()
      .facts.save(c.id, { check: 'customer', facts: { state: 'unavailable', why: 'mfa' } }, w.clock.iso(), []);

    const shown = await showCase(w.deps, c, { facts: true });

    assert.deepEqual(shown?.facts, {
      customer: { check: 'customer', facts: { state: 'unavailable', why: 'mfa' }, readAt: w.clock.iso() },
    });
  });

  it('names the case before it by its number', async () => {
    doneCase(await w.ask(w.people.ada, { type: 'decide', verdict: 'ignore', reason: 'Because' }));
    await w.report();
    await w.receive(w.alert(1));

    const { id } = await w.openCase();
    const [shown, card] = [await showCase(w.deps, id, { facts: false }), await showCard(w.deps, id)];

    assert.equal(shown?.previousNumber, 1);
    assert.equal(card?.previousNumber, 1);
  });

  it('is nothing for a case that does not exist', async () => {
    assert.equal(await showCase(w.deps, `case_${'0'.repeat(32)}`, { facts: true }), undefined);
  });
});
