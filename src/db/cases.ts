import { DatabaseError } from 'pg';
import { askingDueAt } from '../domain/asking-due.ts';
import type { Case } from '../domain/case.ts';
import { lastAnswered } from '../domain/clocks-of-case.ts';
import type { CaseId } from '../domain/ids.ts';
import { nextReminder } from '../domain/reminders.ts';
import type { Answer, CaseCommit, CaseStore, CommitOutcome, LoadedShown, StoredCase } from '../workflow/case-ports.ts';
import { caseLists } from './case-lists.ts';
import type { Database } from './database.ts';
import { detectionRow } from './detections.ts';
import { toJson } from './json.ts';
import { memoryRow } from './memories.ts';
import { type NamesRow, namesOf } from './names.ts';
import { jobsJson, postsJson } from './outbox.ts';
import { together } from './together.ts';
import { undeadlocked } from './transaction.ts';

/** Columns that a case is searched by; the whole case is in `state`. */
function caseColumns(c: Case) {
  return {
    id: c.id,
    partner_id: c.partnerId,
    number: c.number,
    customer_tenant_id: c.customerTenantId,
    subscription_id: c.subscriptionId,
    stage: c.stage,
    verdict: c.verdict.kind,
    owner_object_id: c.owner?.objectId.toLowerCase(),
    owner_name: c.owner?.name,
    revision: c.revision,
    seq: c.seq,
    opened_at: c.openedAt,
    closed_at: c.closure?.at,
    deadline_at: c.deadlineAt,
    snooze_until: c.snooze?.until,
    after_care_due_at: c.afterCare?.dueAt,
    plan_expires_at: c.plan?.state === 'frozen' ? c.plan.expiresAt : undefined,
    open_run_id: c.run?.endedAt === undefined ? c.run?.id : undefined,
    asking_due_at: askingDueAt(c),
    remind_at: nextReminder(c)?.at,
    reminder_policy: c.reminders?.policy,
    answered_at: lastAnswered(c) ?? null,
    is_test: c.isTest,
  };
}

const namesOfCase = `
    left join customers on customers.partner_id = c.partner_id and customers.tenant_id = c.customer_tenant_id
    left join subscriptions on subscriptions.partner_id = c.partner_id
      and subscriptions.customer_tenant_id = c.customer_tenant_id and subscriptions.subscription_id = c.subscription_id`;

const loadForCommand = {
  name: 'load-for-command',
  text: `select c.state, c.head, a.answer, customers.name as customer, subscriptions.name as subscription
    from (select $1::text as id, $2::text as key) as asked
    left join cases c on c.id = asked.id
    left join answers a on a.key = asked.key ${namesOfCase}`,
};

interface CommandRow extends NamesRow {
  readonly state: Case | null;
  readonly head: string | null;
  readonly answer: Answer | null;
}

const loadShown = {
  name: 'load-shown',
  text: `select c.id, c.state, customers.name as customer, subscriptions.name as subscription, partners.time_zone, partners.working_days, array(
      select people.teams_id from people where people.tenant_id = partners.tenant_id order by people.name limit 60
    ) as people
    from cases c join partners on partners.id = c.partner_id ${namesOfCase}
    where c.id = any($1)`,
};

interface ShownRow extends NamesRow {
  readonly id: CaseId;
  readonly time_zone: string;
  readonly working_days: readonly number[] | null;
  readonly state: Case;
  readonly people: readonly string[];
}

function shownOf(row: ShownRow): LoadedShown {
  const { state, time_zone: timeZone, working_days: workingDays, people: teamsIds } = row;
  return { case: state, names: namesOf(row), timeZone, teamsIds, ...(workingDays === null ? {} : { workingDays }) };
}

const commitCase = {
  name: 'commit-case',
  text: `select commit_case($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) as outcome`,
};

/** The same of a case with something to be remembered: its row is written in the same statement. */
const commitRemembering = {
  name: 'commit-remembering',
  text: `with done as materialized (${commitCase.text}), remembered as (
      insert into memories select row.* from done, jsonb_populate_record(null::memories, $16) as row
      where done.outcome = 'committed'
      on conflict (case_id) do update set confirmed_at = excluded.confirmed_at, until = excluded.until,
        ended_at = excluded.ended_at, revision = excluded.revision, memory = excluded.memory
    ) select outcome from done`,
};

/** Another commit was faster: two open cases of a subscription, two cases of a number, one alert under two ids. */
function isConflict(error: unknown): boolean {
  return (
    error instanceof DatabaseError &&
    (error.code === 'MW001' || (error.code === '23505' && /^(cases|answers|journal)_/.test(error.constraint ?? '')))
  );
}

function commitValues(commit: CaseCommit): unknown[] {
  const { entries } = commit;
  return [
    commit.key ?? null,
    commit.answer === undefined ? null : toJson(commit.answer),
    toJson(caseColumns(commit.case)),
    JSON.stringify(commit.case),
    commit.head,
    commit.expectedSeq,
    entries.map((entry) => entry.seq),
    entries.map((entry) => entry.at),
    entries.map((entry) => JSON.stringify(entry.actor)),
    entries.map((entry) => JSON.stringify(entry.event)),
    entries.map((entry) => entry.previousHash),
    entries.map((entry) => entry.hash),
    toJson(commit.detections.map(detectionRow)),
    postsJson(commit.posts),
    jobsJson(commit.jobs),
  ];
}

export function createCaseStore(database: Database): CaseStore {
  const { pool } = database;

  return {
    ...caseLists(database),

    loadForCommand: async (caseId: CaseId, key: string) => {
      const { rows } = await pool.query<CommandRow>({ ...loadForCommand, values: [caseId, key] });
      const [row] = rows;
      const stored: StoredCase | undefined = row?.state && row.head ? { case: row.state, head: row.head } : undefined;
      return { stored, answered: row?.answer ?? undefined, names: namesOf(row) };
    },

    // In a burst many channels show the same case at once.
    loadShown: together<CaseId, LoadedShown | undefined>(async (ids) => {
      const { rows } = await pool.query<ShownRow>({ ...loadShown, values: [[...new Set(ids)]] });
      const shown = new Map(rows.map((row) => [row.id, shownOf(row)]));
      return ids.map((id) => shown.get(id));
    }),

    commit: async (commit: CaseCommit): Promise<CommitOutcome> => {
      try {
        const values = commitValues(commit);
        const { memory } = commit.case;
        const statement =
          memory === undefined
            ? { ...commitCase, values }
            : { ...commitRemembering, values: [...values, toJson(memoryRow(commit.case, memory))] };
        const { rows } = await undeadlocked(() => pool.query<{ outcome: CommitOutcome }>(statement));
        return rows[0]?.outcome ?? 'conflict';
      } catch (error) {
        if (isConflict(error)) return 'conflict';
        throw error;
      }
    },

    putOffAsking: async (caseId, seq, dueAt) => {
      await pool.query('update cases set asking_due_at = $3 where id = $1 and seq = $2', [caseId, seq, dueAt ?? null]);
    },
  };
}
