import { type Kysely, sql } from 'kysely';
import type { CaseStore } from '../workflow/case-ports.ts';
import type { Schema } from './schema.ts';

type Uncarded = Awaited<ReturnType<CaseStore['uncarded']>>[number];
type UncardedRow = Omit<Uncarded, 'routed'> & { readonly routed: Uncarded['routed'] | null };

/** Cards of one case that may fail in one channel before it is left alone; the failures stay on the status card. */
const mostTries = 10;

/** Open cases of partners that are served without a card in a channel which could show it; see CaseStore. */
export function uncardedCases(db: Kysely<Schema>): CaseStore['uncarded'] {
  return async (limit, partnerId) => {
    const ofPartner =
      partnerId === undefined ? sql`` : sql`and k.partner_id = ${partnerId} and c.partner_id = ${partnerId}`;
    // Channels that routing names come first, so that the limit cuts off none that a case belongs in. The cards of a case
    // are read once and looked up by channel: while statistics are old, a lookup of each may read all posts.
    const { rows } = await sql<UncardedRow>`
      select k.id as "caseId", k.partner_id as "partnerId", c.id as "channelId", c.language,
        coalesce((tried.cards->>c.id)::integer, 0) as failed,
        case when o.routing is null or tried.is_shown then null else json_build_object(
          'routing', o.routing,
          'alerts', (select coalesce(json_agg(json_build_object('customerTenantId', k.customer_tenant_id,
              'resellerTenantId', d.detection->>'resellerTenantId', 'severity', d.detection->>'severity')), '[]')
            from detections d where d.case_id = k.id),
          'ready', (select json_agg(json_build_object('id', r.id)) from channels r
            where r.partner_id = k.partner_id and r.state = 'ready'
              and coalesce((tried.cards->>r.id)::integer, 0) < ${mostTries})
        ) end as routed
      from cases k join partners o on o.id = k.partner_id and o.removed_at is null
        cross join lateral (
          select coalesce(jsonb_object_agg(channel_id, cards), '{}') as cards,
            coalesce(jsonb_object_agg(channel_id, true) filter (where is_carded), '{}') as carded,
            o.routing is not null and coalesce(bool_or(is_carded and h.state = 'ready'), false) as is_shown
          from (
            select channel_id, count(*) as cards, bool_or(state <> 'failed') as is_carded from posts
            where case_id = k.id and kind = 'case' and channel_id is not null group by channel_id
          ) as posted left join channels h on h.id = channel_id
        ) as tried
        join channels c on c.partner_id = k.partner_id and c.state = 'ready'
      where k.stage <> 'closed' ${ofPartner}
        and not tried.carded ? c.id
        and coalesce((tried.cards->>c.id)::integer, 0) < ${mostTries}
        and (not tried.is_shown or tried.cards ? c.id)
      order by k.opened_at, k.id, o.routing is not null and position(c.id in o.routing::text) = 0 limit ${limit}`.execute(
      db,
    );
    return rows.map(({ routed, ...row }) => ({ ...row, ...(routed === null ? {} : { routed }) }));
  };
}
