import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createPartnerAdmin } from '../../src/db/partner-admin.ts';
import { beginAfterCare } from '../../src/domain/after-care.ts';
import { resourceKey } from '../../src/domain/azure-resource.ts';
import type { Case, CasePlan } from '../../src/domain/case.ts';
import { day } from '../../src/domain/clocks.ts';
import type { CaseEvent } from '../../src/domain/events.ts';
import { standardReminders } from '../../src/domain/reminders.ts';
import type { CaseCommit, StoredCase } from '../../src/workflow/case-ports.ts';
import { testDatabase } from '../support/database.ts';
import { ada } from '../support/people.ts';
import { startedAt } from '../support/samples.ts';
import { changeOf, makeCase, makeChannel, makePartner, newId } from './fixtures.ts';

const { dueAt = '', ...restOfCare } = beginAfterCare(startedAt);
const note: CaseEvent = { type: 'noted', text: 'half a pair \ud83d, a NUL \0' };
const close: CaseEvent = { type: 'closed', how: 'by-person', reason: 'legitimate' };

function before(at: string): string {
  return new Date(Date.parse(at) - 1).toISOString();
}

function planIn(state: CasePlan['state'], expiresAt: string): CasePlan {
  return { id: newId('plan'), kind: 'resources', state, by: ada, at: startedAt, expiresAt };
}

/** The next commit of a case, with what it would have become by events of its own. */
function becoming(stored: StoredCase, change: Partial<Case>, event: CaseEvent = note): CaseCommit {
  const commit = changeOf(stored, [event]);
  return { ...commit, case: { ...commit.case, ...change } };
}

describe('cases that are due', () => {
  const { store } = testDatabase();
  const aCase = async () => makeCase(store(), await makePartner(store()));

  it('to be looked after are found from then on, closed ones too, until the look is made', async () => {
    const open = becoming(await aCase(), { afterCare: { ...restOfCare, dueAt } });
    const closed = becoming(await aCase(), { afterCare: { ...restOfCare, dueAt } }, close);
    await store().cases.commit(open);
    await store().cases.commit(closed);

    const early = await store().cases.afterCareDue(before(dueAt));
    const due = await store().cases.afterCareDue(dueAt);
    await store().cases.commit(becoming(open, { afterCare: restOfCare }));
    const left = await store().cases.afterCareDue(dueAt);

    assert.deepEqual(early, []);
    assert.deepEqual(new Set(due), new Set([open.case.id, closed.case.id]));
    assert.deepEqual(left, [closed.case.id]);
  });

  it('for want of an end of their run are found, begun or not, until it ends', async () => {
    const run = { id: newId('run'), act: 'stop', by: ada, at: startedAt, items: 1 } as const;
    const stored = becoming(await aCase(), { run });
    await store().cases.commit(stored);
    const mine = async () => (await store().runs.open()).filter(({ caseId }) => caseId === stored.case.id);

    const open = await mine();
    await store().cases.commit(becoming(stored, { run: { ...run, endedAt: startedAt } }));
    const left = await mine();

    assert.deepEqual(open, [{ caseId: stored.case.id, runId: run.id }]);
    assert.deepEqual(left, []);
  });

  it('for want of an approval are found when their plan expires, while it is frozen', async () => {
    const expiresAt = '2026-03-02T08:15:00.000Z';
    const frozen = becoming(await aCase(), { plan: planIn('frozen', expiresAt) });
    await store().cases.commit(frozen);
    await store().cases.commit(becoming(await aCase(), { plan: planIn('approved', expiresAt) }));
    await store().cases.commit(becoming(await aCase(), { plan: planIn('void', expiresAt) }));

    const early = await store().cases.plansExpired(before(expiresAt));
    const expired = await store().cases.plansExpired(expiresAt);
    await store().cases.commit(becoming(frozen, { plan: planIn('void', expiresAt) }));

    assert.deepEqual(early, []);
    assert.deepEqual(expired, [frozen.case.id]);
    assert.deepEqual(await store().cases.plansExpired(expiresAt), []);
  });
});

describe('cases of a partner that was removed', () => {
  const { database, store } = testDatabase();
  const at = '2026-03-02T08:15:00.000Z';
  const run = { id: newId('run'), act: 'stop', by: ada, at: startedAt, items: 1 } as const;
  const waiting: Partial<Case> = {
    afterCare: { ...restOfCare, dueAt: at },
    plan: planIn('frozen', at),
    run,
    contact: { mails: [], tries: [], askAgain: { at, by: ada } },
    snooze: { until: at, reason: 'Waiting', by: ada },
    reminders: { policy: standardReminders, heardAt: startedAt },
  };

  it('rest until it comes back, whatever was due of them', async () => {
    const partner = await makePartner(store());
    const stored = await makeCase(store(), partner);
    await store().cases.commit(becoming(stored, waiting));
    await makeChannel(store(), partner);
    const found = async () => {
      const { cases, runs } = store();
      const lists = await Promise.all([
        cases.afterCareDue(at),
        cases.askingDue(at),
        cases.plansExpired(at),
        cases.remindersDue('2026-03-09T08:15:00.000Z'),
        cases.snoozesEnded(at),
        cases.uncarded(10),
        runs.open(),
      ]);
      return lists.map((list) => list.length);
    };
    const served = await found();

    await createPartnerAdmin(database()).remove(partner.tenantId, startedAt);
    const removed = await found();
    const { id: _, ...entry } = partner;
    await createPartnerAdmin(database()).add(entry);

    assert.deepEqual(served, [1, 1, 1, 1, 1, 1, 1]);
    assert.deepEqual(removed, [0, 0, 0, 0, 0, 0, 0]);
    assert.deepEqual(await found(), served);
  });
});

describe('what was confirmed legitimate in Partner Center itself', () => {
  const { store } = testDatabase();
  const inDays = (days: number): string => new Date(Date.parse(startedAt) + days * day).toISOString();
  const elsewhere = { type: 'closed', how: 'resolved-elsewhere', resolvedReason: 'legitimate', by: 'olga@x' } as const;

  it('is told with its resources, by whom and when, for 90 days', async () => {
    const [partner, subscriptionId] = [await makePartner(store()), randomUUID()];
    const ended = changeOf(await makeCase(store(), partner, subscriptionId), [elsewhere]);
    await store().cases.commit(ended);

    const now = await store().cases.confirmedElsewhere(partner.id, subscriptionId, startedAt);
    const lastDay = await store().cases.confirmedElsewhere(partner.id, subscriptionId, inDays(90));
    const after = await store().cases.confirmedElsewhere(partner.id, subscriptionId, inDays(90.01));

    const resources = ended.case.detections.flatMap((detection) => detection.resources);
    const keys = resources.map((resource) => resourceKey(resource.id));
    assert.equal(keys.length, 1);
    assert.deepEqual(now, [{ caseId: ended.case.id, keys, by: 'olga@x', at: startedAt, until: inDays(90) }]);
    assert.deepEqual(lastDay, now);
    assert.deepEqual(after, []);
  });

  it('is nothing where nobody is named, of other ends, other subscriptions, other partners, drills, and open cases', async () => {
    const [partner, other, subscriptionId] = [await makePartner(store()), await makePartner(store()), randomUUID()];
    const { by: _, ...unnamed } = elsewhere;
    const fraud = { ...elsewhere, resolvedReason: 'fraud' } as const;
    await store().cases.commit(changeOf(await makeCase(store(), partner), [elsewhere]));
    await store().cases.commit(changeOf(await makeCase(store(), other, subscriptionId), [elsewhere]));
    for (const end of [unnamed, fraud, close])
      await store().cases.commit(changeOf(await makeCase(store(), partner, subscriptionId), [end]));
    const drill = changeOf(await makeCase(store(), partner, subscriptionId), [elsewhere]);
    await store().cases.commit({ ...drill, case: { ...drill.case, isTest: true } });
    await store().cases.commit(changeOf(await makeCase(store(), partner, subscriptionId), [note]));

    assert.deepEqual(await store().cases.confirmedElsewhere(partner.id, subscriptionId, startedAt), []);
  });
});
