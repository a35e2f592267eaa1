import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createPartnerTimes } from '../../src/db/partner-times.ts';
import type { Case } from '../../src/domain/case.ts';
import type { CaseEvent } from '../../src/domain/events.ts';
import type { Partner } from '../../src/domain/partner.ts';
import { testDatabase } from '../support/database.ts';
import { changeOf, makeCase, makePartner } from './fixtures.ts';
import { planOf, statementOf } from './query-plan.ts';

const hour = 3_600_000;
const start = Date.parse('2026-03-02T08:00:00.000Z');
const at = (hours: number) => new Date(start + hours * hour).toISOString();

describe('the times of a partner', () => {
  const { database, store } = testDatabase();

  /** A case of the partner, with these events an hour apart. */
  async function played(partner: Partner, eventsOf: (c: Case) => readonly CaseEvent[]): Promise<Case> {
    let stored = await makeCase(store(), partner);
    for (const [i, event] of eventsOf(stored.case).entries()) {
      const commit = changeOf(stored, [event], at(i + 1));
      await store().cases.commit({ ...commit, jobs: [] });
      stored = commit;
    }
    return stored.case;
  }
  async function loaded({ id }: Case) {
    const stored = await store().cases.load(id);
    assert.ok(stored);
    return stored;
  }
  const resolvedAt = (when: string) => (c: Case) =>
    c.detections.map(({ id }) => ({ type: 'source-resolved', detectionId: id, reason: 'fraud', at: when }) as const);

  it('are those of alerts that Partner Center has an answer for, from a moment on', async () => {
    const partner = await makePartner(store());
    await played(partner, () => []);
    const c = await played(partner, resolvedAt(at(5)));

    assert.deepEqual(await store().times.answered(partner.id, at(0)), [
      { detectedAt: c.detections[0]?.detectedAt, answeredAt: at(5) },
    ]);
    assert.deepEqual(await store().times.answered(partner.id, at(6)), []);
    assert.deepEqual(await store().times.answered((await makePartner(store())).id, at(0)), []);
  });

  it('are read from the cases that were answered, and from none of the others', async () => {
    const partner = await makePartner(store());
    for (let open = 0; open < 40; open++) await makeCase(store(), partner);
    const c = await played(partner, resolvedAt(at(5)));
    const statement = await statementOf(database(), (sql) =>
      createPartnerTimes({ ...database(), sql }).answered(partner.id, at(0)),
    );

    for (const mode of ['custom', 'generic'] as const) {
      const ofCases = (await planOf(database(), statement, mode)).filter((node) => node['Relation Name'] === 'cases');
      const read = ofCases.map((node) => node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0));
      assert.deepEqual(read, [1]);
    }
    assert.equal((await store().times.answered(partner.id, at(0))).length, 1);
    await store().cases.commit(
      changeOf(await loaded(c), [{ type: 'report-requested', goal: { status: 'investigating' } }], at(9)),
    );
    assert.equal((await store().times.answered(partner.id, at(0))).length, 1);
  });

  it('are kept of a case that a process of before has written, which says nothing of answers', async () => {
    const partner = await makePartner(store());
    const c = await played(partner, resolvedAt(new Date().toISOString()));
    const { rows } = await database().pool.query<{ columns: Record<string, unknown> }>(
      "select to_jsonb(c) - 'answered_at' - 'state' - 'head' as columns from cases c where id = $1",
      [c.id],
    );
    const { head, case: before } = await loaded(c);
    const entry = [[c.seq + 1], [at(9)], ['{}'], ['{}'], [head], ['a hash']];
    await database().pool.query(
      `select commit_case(null, null, $1, $2, 'a hash', $3, $4, $5, $6, $7, $8, $9, '[]', '[]', '[]')`,
      [JSON.stringify({ ...rows[0]?.columns, seq: c.seq + 1 }), JSON.stringify(before), c.seq, ...entry],
    );

    assert.equal((await store().times.answered(partner.id, at(0))).length, 1);
  });

  it('count an alert whose source does not say when it was resolved as answered when Partner Center was told', async () => {
    const partner = await makePartner(store());
    const c = await played(partner, () => [
      { type: 'report-requested', goal: { status: 'resolved', reason: 'fraud' } },
      { type: 'reported', goal: { status: 'resolved', reason: 'fraud' } },
    ]);

    const [one] = await store().times.answered(partner.id, at(0));

    assert.equal(c.report.state, 'done');
    assert.equal(one?.answeredAt, at(2));
  });

  it('name the cases of a customer in which the credit was asked for', async () => {
    const partner = await makePartner(store());
    const form = {
      title: 't',
      problemType: 'p',
      impact: 'moderate',
      description: 'd',
      contactName: 'n',
      contactEmail: 'a@b.example',
    } as const;
    const composed = { type: 'support-composed', kind: 'azure', form, remindAt: at(9) } as const;
    const filed = { type: 'support-filed', kind: 'azure', number: '12345678' } as const;
    const claimed = await played(partner, () => [composed, filed]);
    await played(partner, () => []);

    assert.deepEqual(await store().times.claimsOf(partner.id, claimed.customerTenantId), [
      { number: claimed.number, at: at(2) },
    ]);
    assert.deepEqual(await store().times.claimsOf(partner.id, randomUUID()), []);
  });

  it("keep Microsoft's own figure as last read, also one that says little", async () => {
    const partner = await makePartner(store());

    assert.equal(await store().times.official(partner.id), undefined);
    await store().times.saveOfficial(partner.id, { averageHours: 7.5, compliant: false }, at(1));
    assert.deepEqual(await store().times.official(partner.id), { averageHours: 7.5, compliant: false, readAt: at(1) });
    await store().times.saveOfficial(partner.id, {}, at(2));
    assert.deepEqual(await store().times.official(partner.id), { readAt: at(2) });
  });
});
