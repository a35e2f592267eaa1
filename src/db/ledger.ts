import type { SourceName } from '../domain/detection.ts';
import type { PartnerId } from '../domain/ids.ts';
import { cardWithinMs } from '../domain/ledger.ts';
import type { LedgerStore } from '../workflow/ledger-ports.ts';
import type { Database } from './database.ts';

/** Whether the case of `d` is shown in a channel: by a card of its own, or by its row on a list that was posted. */
export const placeOfCase = `case
      when exists (select from posts p where p.case_id = d.case_id and p.kind = 'case' and p.channel_id is not null
        and p.sent_activity_id is not null) then 'carded'
      when exists (select from posts p join posts l on l.id = p.listed_in where p.case_id = d.case_id
        and p.state <> 'failed' and l.sent_activity_id is not null) then 'listed' end`;

/** Whether the unreadable alert `u` never was readable: else it is counted as a detection. */
const neverRead = `not exists (select from detections readable
  where readable.partner_id = u.partner_id and readable.source = u.source and readable.external_id = u.external_id)`;

/**
 * The ledger is counted from what is true (detections, cases, posts) whenever somebody asks, so that it cannot drift from
 * it. An alert has one place: the first that fits.
 */
const alerts = {
  name: 'ledger',
  text: `select partner_id, source, to_char(day, 'YYYY-MM-DD') as day, count(*)::integer as received,
      count(*) filter (where place = 'carded')::integer as carded,
      count(*) filter (where place = 'listed')::integer as listed,
      count(*) filter (where place = 'type-off')::integer as type_off,
      count(*) filter (where place = 'resolved-before-seen')::integer as resolved_before_seen,
      count(*) filter (where place = 'closed-before-carded')::integer as closed_before_carded,
      count(*) filter (where place = 'unreadable')::integer as unreadable,
      count(*) filter (where place = 'waiting')::integer as waiting,
      count(*) filter (where place = 'missing')::integer as missing,
      count(*) filter (where answered)::integer as answered,
      count(*) filter (where resolved)::integer as resolved
    from (
      select d.partner_id, d.source, (d.received_at at time zone 'UTC')::date as day,
        coalesce(d.uncarded, ${placeOfCase},
          case when c.stage = 'closed' then 'closed-before-carded'
            when d.received_at > $3::timestamptz - make_interval(secs => ${cardWithinMs / 1000}) then 'waiting'
            else 'missing' end) as place,
        d.status = 'resolved' or coalesce(c.verdict, 'none') <> 'none' as answered,
        d.status = 'resolved' as resolved
      from detections d left join cases c on c.id = d.case_id
      where not d.is_test and d.received_at >= $2::date::timestamp at time zone 'UTC'
      union all
      select partner_id, source, (received_at at time zone 'UTC')::date, 'unreadable', false, false
      from unreadable_alerts u where received_at >= $2::date::timestamp at time zone 'UTC' and ${neverRead}
    ) as taken
    where partner_id = coalesce($1, partner_id)
      and exists (select from partners where partners.id = partner_id and removed_at is null)
    group by partner_id, source, day order by day, partner_id, source`,
};

interface AlertRow {
  readonly partner_id: PartnerId;
  readonly source: SourceName;
  readonly day: string;
  readonly received: number;
  readonly carded: number;
  readonly listed: number;
  readonly type_off: number;
  readonly resolved_before_seen: number;
  readonly closed_before_carded: number;
  readonly unreadable: number;
  readonly waiting: number;
  readonly missing: number;
  readonly answered: number;
  readonly resolved: number;
}

const callbacks = {
  name: 'ledger-of-callbacks',
  text: `select partner_id as "partnerId", to_char(day, 'YYYY-MM-DD') as day, sum(count)::integer as received,
      coalesce(sum(count) filter (where outcome in ('stale', 'refused')), 0)::integer as refused,
      coalesce(sum(count) filter (where outcome = 'taken'), 0)::integer as led
    from webhook_counts
    where day >= $2::date and partner_id = coalesce($1, partner_id)
      and exists (select from partners where partners.id = partner_id and removed_at is null)
    group by partner_id, day order by day, partner_id`,
};

type CallbackRow = Awaited<ReturnType<LedgerStore['callbacks']>>[number];

/** What was received, and what became of it (product.md F7), by days in UTC. */
export function createLedgerStore({ pool }: Pick<Database, 'pool'>): LedgerStore {
  return {
    alerts: async ({ partnerId, since, now }) => {
      const { rows } = await pool.query<AlertRow>({ ...alerts, values: [partnerId ?? null, since, now] });
      return rows.map((row) => ({
        partnerId: row.partner_id,
        source: row.source,
        day: row.day,
        received: row.received,
        carded: row.carded,
        listed: row.listed,
        explained: {
          'type-off': row.type_off,
          'resolved-before-seen': row.resolved_before_seen,
          'closed-before-carded': row.closed_before_carded,
          unreadable: row.unreadable,
        },
        waiting: row.waiting,
        missing: row.missing,
        answered: row.answered,
        resolved: row.resolved,
      }));
    },

    callbacks: async ({ partnerId, since }) => {
      const { rows } = await pool.query<CallbackRow>({ ...callbacks, values: [partnerId ?? null, since] });
      return rows;
    },
  };
}
