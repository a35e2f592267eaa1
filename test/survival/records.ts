import assert from 'node:assert/strict';
import { Pool } from 'pg';
import { replay } from '../../src/domain/apply.ts';
import type { Case } from '../../src/domain/case.ts';
import { type ChainedEntry, canonicalJson, verifyChain } from '../../src/domain/journal.ts';
import { until } from '../support/house.ts';

export interface CaseRow {
  readonly head: string;
  readonly seq: number;
  readonly state: Case;
  readonly entries: readonly ChainedEntry[];
}

/** What is written down, read beside the product. */
export interface Records {
  readonly pool: Pool;
  cases(): Promise<readonly CaseRow[]>;
  caseOf(caseId: string): Promise<CaseRow>;
  /** All that people and sources can change, in a form that can be compared. */
  everything(): Promise<unknown>;
  /** Until no job is waiting to be done now, and no message to be sent. */
  idle(): Promise<void>;
  /** Every journal verifies against its case, and every case is the replay of its journal. */
  proveJournals(): Promise<void>;
  close(): Promise<void>;
}

const casesWithJournals = `
  select c.head, c.seq, c.state, (
    select json_agg(json_build_object('caseId', j.case_id, 'seq', j.seq, 'at', j.at, 'actor', j.actor, 'event', j.event,
      'previousHash', j.previous_hash, 'hash', j.hash) order by j.seq)
    from journal j where j.case_id = c.id) as entries
  from cases c order by c.partner_id, c.number`;

/** Messages for a channel that takes none wait until it does. */
const unfinished = `
  select (select count(*) from graphile_worker.jobs where (run_at <= now() or locked_at is not null) and attempts < max_attempts)
    + (select count(*) from posts p left join channels c on c.tenant_id = p.tenant_id and c.teams_channel_id = p.thread
       where p.state in ('due', 'sending') and p.due_at <= now() and (c.id is null or c.state = 'ready')) as count`;

const changeable = [
  'cases',
  'journal',
  'answers',
  'questions',
  'detections',
  'unreadable_alerts',
  'channels',
  'partners',
  'setting_changes',
  'packs',
  'pack_codes',
];

/** In one query: tests ask this before and after everything that must change nothing. */
const allRows = changeable
  .map((table) => `select '${table}' as "table", to_jsonb(t)::text as row from ${table} t`)
  .join(' union all ');

export function openRecords(url: string): Records {
  const pool = new Pool({ connectionString: url, max: 2 });
  // The database may be dropped, or its server restarted, while a connection is idle.
  pool.on('error', () => undefined);
  const cases = async () => (await pool.query<CaseRow>(casesWithJournals)).rows;
  return {
    pool,
    cases,
    caseOf: async (caseId) => {
      const found = (await cases()).find((row) => row.state.id === caseId);
      if (found === undefined) throw new Error(`there is no case ${caseId}`);
      return found;
    },
    everything: async () => (await pool.query(`${allRows} order by 1, 2`)).rows,
    idle: async () => {
      await until(async () => Number((await pool.query<{ count: string }>(unfinished)).rows[0]?.count) === 0);
    },
    proveJournals: async () => {
      for (const { head, seq, state, entries } of await cases()) {
        assert.equal(verifyChain(entries, head, seq), undefined, `the journal of case ${state.number} does not verify`);
        assert.equal(canonicalJson(replay(entries)), canonicalJson(state), `case ${state.number} is not its journal`);
      }
    },
    close: () => pool.end(),
  };
}
