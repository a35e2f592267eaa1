import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { day } from '../../src/domain/clocks.ts';
import type { CaseEvent } from '../../src/domain/events.ts';
import type { Seen } from '../../src/domain/memory.ts';
import type { StoredCase } from '../../src/workflow/case-ports.ts';
import { testDatabase } from '../support/database.ts';
import { ada } from '../support/people.ts';
import { startedAt } from '../support/samples.ts';
import { changeOf, makeCase, makePartner, situationOf } from './fixtures.ts';

const at = (days: number): string => new Date(Date.parse(startedAt) + days * day).toISOString();
const seen: Seen = {
  poolDomains: ['pool.example'],
  poolAddresses: [],
  vmAddresses: [],
  named: [],
  resources: [],
  regions: [],
  creators: [],
  unread: ['cost'],
};
const close: CaseEvent = { type: 'closed', how: 'decided' };

function confirmed(until: string, reason = 'Theirs'): CaseEvent {
  return { type: 'decided', verdict: 'legitimate', reason, skipped: [], remember: { until, seen } };
}

describe('what is remembered', () => {
  const { store, database } = testDatabase();

  /** Events upon a case, committed. */
  async function add(stored: StoredCase, events: readonly CaseEvent[], when = startedAt): Promise<StoredCase> {
    const commit = changeOf(stored, events, when);
    assert.equal(await store().cases.commit(commit), 'committed');
    return { case: commit.case, head: commit.head };
  }

  it('is a row from the moment of the decision, whole, and what a new alert of the subscription meets', async () => {
    const [partner, subscriptionId] = [await makePartner(store()), randomUUID()];
    const ended = await add(await makeCase(store(), partner, subscriptionId), [confirmed(at(30)), close]);

    const kept = await store().memories.of(partner.id, subscriptionId);
    const { memory } = await situationOf(store(), partner, subscriptionId);

    const { id: caseId, number } = ended.case;
    assert.deepEqual(kept, { by: ada, at: startedAt, reason: 'Theirs', until: at(30), seen, caseId, number });
    assert.deepEqual(memory, kept);
  });

  it('is not there where the decision was not committed', async () => {
    const [partner, subscriptionId] = [await makePartner(store()), randomUUID()];
    const stored = await makeCase(store(), partner, subscriptionId);
    await add(stored, [{ type: 'noted', text: 'Somebody was faster' }]);

    assert.equal(await store().cases.commit(changeOf(stored, [confirmed(at(30))])), 'conflict');

    assert.equal(await store().memories.of(partner.id, subscriptionId), undefined);
    const { rows } = await database().pool.query('select from memories where case_id = $1', [stored.case.id]);
    assert.equal(rows.length, 0);
  });

  it('is the last confirmation alone: an older one does not come back when the newer is forgotten', async () => {
    const [partner, subscriptionId] = [await makePartner(store()), randomUUID()];
    await add(await makeCase(store(), partner, subscriptionId), [confirmed(at(90), 'Old'), close]);
    const newer = await add(await makeCase(store(), partner, subscriptionId), [confirmed(at(40), 'New'), close], at(1));

    const last = await store().memories.of(partner.id, subscriptionId);
    await add(newer, [{ type: 'forgotten' }], at(2));

    assert.equal(last?.reason, 'New');
    assert.equal(await store().memories.of(partner.id, subscriptionId), undefined);
  });

  it('is nothing of other subscriptions and partners, and nothing once a later case there is fraud', async () => {
    const [partner, other, subscriptionId] = [await makePartner(store()), await makePartner(store()), randomUUID()];
    await add(await makeCase(store(), partner, subscriptionId), [confirmed(at(90)), close]);
    const of = async () => (await store().memories.of(partner.id, subscriptionId))?.reason;

    const fraud = { type: 'decided', verdict: 'fraud', reason: 'Stolen', skipped: [] } as const;
    const drill = changeOf(await makeCase(store(), partner, subscriptionId), [fraud, close], at(1));
    await store().cases.commit({ ...drill, case: { ...drill.case, isTest: true } });
    const before = await of();
    const later = await add(await makeCase(store(), partner, subscriptionId), [fraud], at(2));
    const disproved = await of();
    await add(later, [{ type: 'reopened', reason: 'It was theirs' }], at(3));

    assert.equal(await store().memories.of(partner.id, randomUUID()), undefined);
    assert.equal(await store().memories.of(other.id, subscriptionId), undefined);
    assert.deepEqual([before, disproved, await of()], ['Theirs', undefined, 'Theirs']);
  });

  it('is nothing once Partner Center itself says that a later case was fraud', async () => {
    const [partner, subscriptionId] = [await makePartner(store()), randomUUID()];
    await add(await makeCase(store(), partner, subscriptionId), [confirmed(at(90)), close]);
    const elsewhere = { type: 'closed', how: 'resolved-elsewhere', resolvedReason: 'fraud' } as const;
    await add(await makeCase(store(), partner, subscriptionId), [elsewhere], at(1));

    assert.equal(await store().memories.of(partner.id, subscriptionId), undefined);
  });

  it('is listed by when it ends, page by page, within what the policy allows', async () => {
    const [partner, other] = [await makePartner(store()), await makePartner(store())];
    const names: number[] = [];
    for (const days of [30, 10, 60]) {
      const { case: c } = await add(await makeCase(store(), partner), [confirmed(at(days)), close]);
      names.push(c.number);
    }
    await add(await makeCase(store(), other), [confirmed(at(90)), close]);
    const { number: forgotten } = (
      await add(await makeCase(store(), partner), [confirmed(at(90)), close, { type: 'forgotten' }])
    ).case;
    const list = async (now: string, days = 90, offset = 0) => {
      const { rows, total } = await store().memories.list(partner.id, { now, days, limit: 2, offset });
      return [rows.map(({ number }) => number), total];
    };

    assert.equal(forgotten, 4);
    assert.deepEqual(await list(at(1)), [[names[1], names[0]], 3]);
    assert.deepEqual(await list(at(1), 90, 2), [[names[2]], 3]);
    assert.deepEqual(await list(at(10)), [[names[0], names[2]], 2]);
    assert.deepEqual(await list(at(6), 5), [[], 0]);
  });

  it('follows its case: the revision that a button on the list must carry is that of now', async () => {
    const partner = await makePartner(store());
    const ended = await add(await makeCase(store(), partner), [confirmed(at(30)), close]);
    const noted = await add(ended, [{ type: 'noted', text: 'By phone' }], at(1));

    const { rows } = await store().memories.list(partner.id, { now: at(2), days: 90, limit: 2, offset: 0 });

    assert.deepEqual(
      rows.map(({ caseId, revision, subscriptionId }) => [caseId, revision, subscriptionId]),
      [[noted.case.id, noted.case.revision, noted.case.subscriptionId]],
    );
  });
});
