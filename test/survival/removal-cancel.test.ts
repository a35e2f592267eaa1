import assert from 'node:assert/strict';
import { until } from '../support/house.ts';
import { endOf, type PlanCard, type Removals, removalsIn } from './removal.ts';
import { answerText, type Detected, sentence, useScene } from './scene.ts';

const minute = 60_000;
const refusedOnce = { kind: 'status', status: 503, body: { description: 'Try again.' } } as const;

describe('cancelling a whole subscription', () => {
  const scene = useScene({ world: { limits: false } });
  let removals: Removals;

  before(() => {
    removals = removalsIn(scene());
  });

  const world = () => scene().house.world;
  const view = ({ subscriptionId }: Detected) =>
    world()
      .snapshot()
      .azure.find(({ id }) => id === subscriptionId);
  const cancels = ({ subscriptionId }: Detected) =>
    world()
      .requests()
      .filter(({ method, path }) => method === 'POST' && path.includes(subscriptionId) && path.endsWith('/cancel'));
  /** Nothing in Azure is deleted, whatever becomes of the subscription. */
  const deletes = ({ subscriptionId }: Detected) =>
    world()
      .requests()
      .filter(({ method, path }) => method === 'DELETE' && path.includes(subscriptionId));

  async function waiting(): Promise<{ readonly found: Detected; readonly plan: PlanCard }> {
    const found = await removals.fraud({ machines: 2 });
    return { found, plan: await removals.planned(found, { kind: 'subscription' }) };
  }

  // First: a token that somebody's earlier act had asked for is good until it ends, signed out or not.
  it('is not done without the person’s own sign-in: the app’s rights are never lent', async () => {
    const { found, plan } = await waiting();
    world().setSignedIn(removals.remover.id, false);
    const asked = await removals.approves(removals.remover, plan);
    // Where nobody can tell, the run itself finds out.
    world().addFault({ service: 'botFramework', path: 'GetToken', times: 100, act: refusedOnce });

    await removals.approves(removals.remover, plan);
    const { items } = await removals.ended(found.caseId);
    world().clearFaults();
    world().setSignedIn(removals.remover.id, true);

    assert.match(answerText(asked), /needs your own sign-in to Partner Center/);

    assert.deepEqual(items.map(endOf), ['failed needs-sign-in']);
    assert.deepEqual([cancels(found).length, view(found)?.state], [0, 'enabled']);
  });

  /** Until every fault has struck; it looks again each half minute. */
  async function usedUp(): Promise<void> {
    const left = () => world().snapshot().faults.length;
    while (left() > 0) {
      const before = left();
      world().advance(minute / 2);
      await until(() => left() < before);
    }
  }

  it('takes two people and the typed name, says what it means, and is inactive only when Partner Center shows it', async () => {
    const { found, plan } = await waiting();

    assert.match(scene().text(plan.message), /the whole subscription.*billing ends.*Locks do not prevent it/);
    assert.match(answerText(await removals.approves(removals.owner, plan)), /second person/);
    assert.match(answerText(await removals.approves(removals.remover, plan, 'another')), /not the subscription’s name/);
    const helpdesk = await removals.approves(scene().house.person(/helpdesk/i), plan);
    assert.deepEqual([helpdesk.type, cancels(found).length, view(found)?.state], [sentence, 0, 'enabled']);
    await removals.approves(removals.remover, plan);
    await until(() => view(found)?.state === 'cancelled');
    await removals.planSays(found, /Cancelling the subscription/);
    // It has looked, and found it still active.
    await until(async () => {
      const run = await scene().house.app.store.runs.load((await removals.case(found.caseId)).run?.id ?? 'run_');
      return run?.items[0]?.state === 'verifying' && run.items[0].tries > 0;
    });
    assert.equal((await removals.case(found.caseId)).run?.endedAt, undefined);
    assert.doesNotMatch(scene().text(plan.message), /inactive; verified/i);

    world().advance(11 * minute);
    const { items } = await removals.ended(found.caseId);

    assert.deepEqual(items.map(endOf), ['done']);
    await removals.planSays(found, /The subscription is inactive; verified/);
    assert.deepEqual([cancels(found).length, deletes(found).length, view(found)?.state], [1, 0, 'inactive']);
    assert.equal(view(found)?.burnPerHour, 0);
  });

  it('goes on when Partner Center fails: while it is asked, when its answer is lost, and while it is looked at', async () => {
    const { found, plan } = await waiting();
    const fault = { service: 'partnerCenter', path: found.subscriptionId } as const;
    world().addFault({ ...fault, method: 'POST', times: 1, act: refusedOnce });
    world().addFault({ ...fault, method: 'POST', times: 1, act: { kind: 'done-but', status: 500 } });

    await removals.approves(removals.remover, plan);
    await until(() => view(found)?.state === 'cancelled');
    world().addFault({ service: 'partnerCenter', method: 'GET', times: 1, act: refusedOnce });
    world().addFault({ service: 'partnerCenter', method: 'GET', times: 1, act: { kind: 'reset' } });
    world().addFault({ service: 'partnerCenter', method: 'GET', times: 1, act: { kind: 'half' } });
    await usedUp();
    world().advance(11 * minute);
    const { items } = await removals.ended(found.caseId);

    assert.deepEqual(items.map(endOf), ['done']);
    assert.deepEqual([deletes(found).length, view(found)?.state], [0, 'inactive']);
    await removals.planSays(found, /The subscription is inactive; verified/);
    await scene().records.proveJournals();
  });

  it('is refused with its reason where Partner Center refuses it, and everything stays', async () => {
    const { found, plan } = await waiting();
    const act = { kind: 'status', status: 403, body: { code: 'Forbidden', description: 'No.' } } as const;
    world().addFault({ service: 'partnerCenter', method: 'POST', path: found.subscriptionId, times: 9, act });

    await removals.approves(removals.remover, plan);
    const { items } = await removals.ended(found.caseId);

    assert.deepEqual(items.map(endOf), ['failed no-right']);
    await removals.planSays(found, /Not inactive.*no right to do this/);
    assert.equal(view(found)?.state, 'enabled');
    assert.equal(removals.miners(found.subscriptionId).length, 2);
  });
});
