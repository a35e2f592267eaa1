import type { Database } from '../../src/db/database.ts';
import type { Partner } from '../../src/domain/partner.ts';
import type { Person } from '../../src/domain/people.ts';
import type { StoredCase } from '../../src/workflow/case-ports.ts';

/** Cases of one customer. */
const perCustomer = 10;

export interface ManyCases {
  readonly database: Database;
  readonly partner: Partner;
  /** Stored already; the others are like it. */
  readonly pattern: StoredCase;
  /** Open cases of the partner in the end. */
  readonly count: number;
  /** Of every second one. */
  readonly owner: Person;
}

/**
 * Makes a partner's open cases as many as that by copying one in SQL, each of a subscription of its own; deadlines lie in
 * another order than the rows. Names are known of all. Journals are left out: lists read none.
 */
export async function seedManyCases({ database, partner, pattern, count, owner }: ManyCases): Promise<void> {
  const { pool } = database;
  const made = [count, partner.id];
  await pool.query(
    `insert into cases (id, partner_id, number, customer_tenant_id, subscription_id, stage, verdict, owner_object_id,
       owner_name, revision, seq, head, opened_at, deadline_at, snooze_until, is_test, state)
     select 'case_' || md5('case' || n), partner_id, n, 'customer-' || n / ${perCustomer}, 'subscription-' || n, stage,
       case when n % 10 = 0 then 'legitimate' else 'none' end,
       case when n % 2 = 0 then $4 end, case when n % 2 = 0 then $5 end, revision, seq, head, opened_at,
       deadline_at + make_interval(secs => n::bigint * 7919 % 86400), case when n % 5 = 0 then deadline_at end, false, state
     from cases, generate_series(number + 1, $1) as n where partner_id = $2 and id = $3`,
    [...made, pattern.case.id, owner.objectId.toLowerCase(), owner.name],
  );
  await pool.query(
    `insert into customers (partner_id, tenant_id, name, read_at)
     select $2, 'customer-' || n, 'Customer ' || n, now() from generate_series(0, $1::integer / ${perCustomer}) as n`,
    made,
  );
  await pool.query(
    `insert into subscriptions (partner_id, customer_tenant_id, subscription_id, name, read_at)
     select $2, 'customer-' || n / ${perCustomer}, 'subscription-' || n, 'Subscription ' || n, now()
     from generate_series(2, $1::integer) as n`,
    made,
  );
  await pool.query('vacuum analyze cases, customers, subscriptions');
}
