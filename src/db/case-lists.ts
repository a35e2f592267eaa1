import { type Kysely, sql } from 'kysely';
import { resourceKey } from '../domain/azure-resource.ts';
import type { Case } from '../domain/case.ts';
import { day } from '../domain/clocks.ts';
import type { CaseId, PartnerId } from '../domain/ids.ts';
import type { ChainedEntry } from '../domain/journal.ts';
import type { CaseStore, CaseSummary, Counted, StoredCase } from '../workflow/case-ports.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';
import { casesServed } from './partners.ts';
import type { Schema } from './schema.ts';
import { uncardedCases } from './uncarded-cases.ts';

type Reads = Omit<CaseStore, 'loadForCommand' | 'loadShown' | 'commit' | 'putOffAsking'>;

/** Open cases of a list that are counted. */
const mostCounted = 1000;
/** Most earlier cases that are shown of a customer. */
const mostEarlierCases = 20;

function stored(row: StoredRow | undefined): StoredCase | undefined {
  return row === undefined ? undefined : { case: row.state, head: row.head };
}
type StoredRow = { readonly state: StoredCase['case']; readonly head: string };

async function entries(db: Kysely<Schema>, caseId: CaseId, afterSeq: number): Promise<readonly ChainedEntry[]> {
  const rows = await db
    .selectFrom('journal')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .execute();
  return rows.map(({ case_id, previous_hash, ...rest }) => ({
    ...rest,
    caseId: case_id,
    previousHash: previous_hash,
  }));
}

/**
 * Written out and not a parameter: a plan that is kept for any value of it would not know that the indexes of open cases
 * serve.
 */
const isOpen = sql<boolean>`cases.stage <> 'closed'`;
const isClosed = sql<boolean>`cases.stage = 'closed'`;

function casesOf(db: Kysely<Schema>, partnerId: PartnerId, open: boolean, ownerObjectId: string | undefined) {
  const query = db
    .selectFrom('cases')
    .where('cases.partner_id', '=', partnerId)
    .where(open ? isOpen : isClosed);
  return ownerObjectId === undefined ? query : query.where('cases.owner_object_id', '=', ownerObjectId.toLowerCase());
}

/** Stops at the bound, so that it takes the same time however many there are. */
async function count(db: Kysely<Schema>, cases: ReturnType<typeof casesOf>): Promise<Counted> {
  const row = await db
    .selectFrom(
      cases
        .select('cases.id')
        .limit(mostCounted + 1)
        .as('some'),
    )
    .select(sql<number>`count(*)::integer`.as('count'))
    .executeTakeFirstOrThrow();
  return { total: Math.min(row.count, mostCounted), isMore: row.count > mostCounted };
}

/** Names are looked up for the rows of the page alone, whatever the plan. */
async function list(db: Kysely<Schema>, filter: Parameters<Reads['list']>[0]): Promise<readonly CaseSummary[]> {
  const page = casesOf(db, filter.partnerId, filter.open, filter.ownerObjectId)
    .selectAll('cases')
    .orderBy(sql`cases.verdict <> 'none'`)
    .orderBy(filter.open ? 'cases.deadline_at' : 'cases.closed_at', filter.open ? 'asc' : 'desc')
    .orderBy('cases.number', filter.open ? 'asc' : 'desc')
    .limit(filter.limit)
    .offset(filter.offset ?? 0);
  const rows = await db
    .selectFrom(page.as('page'))
    .selectAll('page')
    .select([
      sql<string | null>`(select name from customers c
        where c.partner_id = page.partner_id and c.tenant_id = page.customer_tenant_id)`.as('customer_name'),
      sql<string | null>`(select name from subscriptions s where s.partner_id = page.partner_id
        and s.customer_tenant_id = page.customer_tenant_id and s.subscription_id = page.subscription_id)`.as(
        'subscription_name',
      ),
    ])
    .execute();
  return rows.map(summaryOf);
}

/** What a list shows of a case, as it is read. */
export interface SummaryRow {
  readonly id: CaseId;
  readonly number: number;
  readonly stage: Case['stage'];
  readonly verdict: CaseSummary['verdict'];
  readonly owner_name: string | null;
  readonly customer_tenant_id: string;
  readonly subscription_id: string;
  readonly deadline_at: Date;
  readonly is_test: boolean;
  readonly state: Case;
  readonly customer_name: string | null;
  readonly subscription_name: string | null;
}

export function summaryOf(row: SummaryRow): CaseSummary {
  return {
    id: row.id,
    number: row.number,
    stage: row.stage,
    customerTenantId: row.customer_tenant_id,
    subscriptionId: row.subscription_id,
    deadlineAt: row.deadline_at.toISOString(),
    isTest: row.is_test,
    verdict: row.verdict,
    ...(row.customer_name === null ? {} : { customerName: row.customer_name }),
    ...(row.subscription_name === null ? {} : { subscriptionName: row.subscription_name }),
    ...(row.owner_name === null ? {} : { ownerName: row.owner_name }),
    ...(row.state.wasAnswered && row.state.reopenedAt !== undefined ? { takenUpAt: row.state.reopenedAt } : {}),
  };
}

/** How long an answer is remembered (product.md F13). */
const memoryMs = 90 * day;

/** Only what somebody named answers for. */
function confirmationOf({ id: caseId, closure, detections }: Case): readonly Confirmation[] {
  if (closure?.kind !== 'resolved-elsewhere' || closure.reason !== 'legitimate' || closure.by === undefined) return [];
  const { by, at } = closure;
  const keys = detections.flatMap((detection) => detection.resources.map((resource) => resourceKey(resource.id)));
  return [{ caseId, keys, by, at, until: new Date(Date.parse(at) + memoryMs).toISOString() }];
}
type Confirmation = Awaited<ReturnType<CaseStore['confirmedElsewhere']>>[number];

function idsOf(rows: readonly { readonly id: CaseId }[]): readonly CaseId[] {
  return rows.map(({ id }) => id);
}

/** What is read of cases besides the hot path. Test cases are listed with the others, marked, and never counted. */
export function caseLists({ sql: db }: Database): Reads {
  const one = () => db.selectFrom('cases').select(['state', 'head']);
  const served = () => casesServed(db).select('cases.id');

  return {
    load: async (caseId) => stored(await one().where('id', '=', caseId).executeTakeFirst()),

    byNumber: async (partnerId, number) =>
      stored(await one().where('partner_id', '=', partnerId).where('number', '=', number).executeTakeFirst()),

    openCaseOf: async (partnerId, subscriptionId) =>
      stored(
        await one()
          .where('partner_id', '=', partnerId)
          .where('subscription_id', '=', subscriptionId)
          .where('stage', '<>', 'closed')
          .executeTakeFirst(),
      ),

    uncarded: uncardedCases(db),

    list: (filter) => list(db, filter),

    countOpen: (partnerId, ownerObjectId) =>
      count(db, casesOf(db, partnerId, true, ownerObjectId).where('cases.is_test', '=', false)),
    countSnoozed: (partnerId) =>
      count(db, casesOf(db, partnerId, true, undefined).where('cases.snooze_until', 'is not', null)),
    countListed: (partnerId, ownerObjectId) => count(db, casesOf(db, partnerId, true, ownerObjectId)),

    ofCustomer: async (partnerId, customerTenantId, except) => {
      const rows = await db
        .selectFrom('cases')
        .select(['number', 'verdict', 'opened_at', 'closed_at'])
        .where('partner_id', '=', partnerId)
        .where('customer_tenant_id', '=', customerTenantId)
        .where('id', '<>', except)
        // Drills say nothing about the customer.
        .where('is_test', '=', false)
        .orderBy('number', 'desc')
        .limit(mostEarlierCases)
        .execute();
      return rows.map(({ number, verdict, opened_at, closed_at }) => ({
        number,
        verdict,
        openedAt: opened_at.toISOString(),
        ...(closed_at === null ? {} : { closedAt: closed_at.toISOString() }),
      }));
    },

    journal: (caseId) => entries(db, caseId, 0),
    entriesAfter: (caseId, seq) => entries(db, caseId, seq),

    afterCareDue: async (now) => {
      const due = served().where('cases.after_care_due_at', '<=', new Date(now));
      return idsOf(await due.orderBy('cases.after_care_due_at').execute());
    },

    askingDue: async (now) => {
      const due = served().where('cases.asking_due_at', '<=', new Date(now));
      return idsOf(await due.orderBy('cases.asking_due_at').execute());
    },

    remindersDue: async (now) => {
      const due = served().where('cases.remind_at', '<=', new Date(now));
      return idsOf(await due.orderBy('cases.remind_at').execute());
    },

    otherwiseReminded: async (standard, limit) => {
      const { rows } = await sql<{ id: CaseId }>`
        select c.id from cases c join partners p on p.id = c.partner_id and p.removed_at is null
        where c.stage <> 'closed' and c.reminder_policy is distinct from coalesce(p.reminders, ${toJson(standard)}::jsonb)
        order by c.deadline_at limit ${limit}`.execute(db);
      return idsOf(rows);
    },

    plansExpired: async (now) => {
      const due = served().where('cases.plan_expires_at', '<=', new Date(now));
      return idsOf(await due.orderBy('cases.plan_expires_at').execute());
    },

    confirmedElsewhere: async (partnerId, subscriptionId, now) => {
      const rows = await db
        .selectFrom('cases')
        .select('state')
        .where('partner_id', '=', partnerId)
        .where('subscription_id', '=', subscriptionId)
        .where('stage', '=', 'closed')
        .where('closed_at', '>=', new Date(Date.parse(now) - memoryMs))
        .where('is_test', '=', false)
        .orderBy('number', 'desc')
        .execute();
      return rows.flatMap((row) => confirmationOf(row.state));
    },

    snoozesEnded: async (now) => {
      const due = served().where(isOpen).where('cases.snooze_until', '<=', new Date(now));
      return idsOf(await due.orderBy('cases.snooze_until').execute());
    },
  };
}
