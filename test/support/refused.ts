import assert from 'node:assert/strict';
import type { Handled } from '../../src/workflow/handle.ts';
import type { TestDatabase } from './database.ts';
import type { Workshop } from './workshop.ts';

/** All that is stored of the partner's cases. */
async function everything(db: TestDatabase, w: Workshop): Promise<unknown> {
  const ofPartner = 'in (select id from cases where partner_id = $1)';
  const parts = [
    'select * from cases where partner_id = $1 order by id',
    `select * from journal where case_id ${ofPartner} order by case_id, seq`,
    `select * from answers where case_id ${ofPartner} order by key`,
    'select * from posts where partner_id = $1 order by id',
    `select key, revision from graphile_worker.jobs
      where key in (select 'report:' || id from cases where partner_id = $1) order by key`,
  ];
  return Promise.all(parts.map(async (sql) => (await db.database().pool.query(sql, [w.partner.id])).rows));
}

/** Asks, and answers the refusal that must come, having made sure that nothing stored has changed by it. */
export async function refusedWithoutTrace(
  db: TestDatabase,
  w: Workshop,
  ask: () => Promise<Handled>,
): Promise<Handled & { kind: 'refused' }> {
  const before = await everything(db, w);
  const answer = await ask();
  assert.ok(answer.kind === 'refused', JSON.stringify(answer));
  assert.deepEqual(await everything(db, w), before);
  return answer;
}
