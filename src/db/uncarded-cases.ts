import { type Kysely, sql } from 'kysely';
import type { CaseStore } from '../workflow/case-ports.ts';
import type { Schema } from './schema.ts';

type Uncarded = Awaited<ReturnType<CaseStore['uncarded']>>[number];
type UncardedRow = Omit<Uncarded, 'routed'> & { readonly routed: Uncarded['routed'] | null };

/** Cards of one case that may fail in one channel before it is left alone; the failures stay on the status card. */
const mostTries = 10;

/** Open cases without a card in a channel which could show it; see CaseStore. */
export function uncardedCases(db: Kysely<Schema>): CaseStore['uncarded'] {
  return async (limit, partnerId) => {
    const ofPartner =
      partnerId === undefined ? sql`` : sql`and k.partner_id = ${partnerId} and c.partner_id = ${partnerId}`;
    const cards = (channel: string) =>
      sql`from posts p where p.case_id = k.id and p.channel_id = ${sql.ref(channel)} and p.kind = 'case'`;
    // Channels that routing names come first, so that the limit cuts off none that a case belongs in. The offset has each
    // channel looked up by itself: else all cards of a case are compared with all channels.
    const { rows } = await sql<UncardedRow>`
      select k.id as "caseId", k.partner_id as "partnerId", c.id as "channelId", c.language,
        (select count(*)::integer ${cards('c.id')}) as failed,
        case when o.routing is null or shown.is_shown then null else json_build_object(
          'routing', o.routing,
          'alerts', (select coalesce(json_agg(json_build_object('customerTenantId', k.customer_tenant_id,
              'resellerTenantId', d.detection->>'resellerTenantId', 'severity', d.detection->>'severity')), '[]')
            from detections d where d.case_id = k.id),
          'ready', (select json_agg(json_build_object('id', r.id)) from channels r
            where r.partner_id = k.partner_id and r.state = 'ready' and (select count(*) ${cards('r.id')}) < ${mostTries})
        ) end as routed
      from cases k join partners o on o.id = k.partner_id
        join channels c on c.partner_id = k.partner_id and c.state = 'ready'
        cross join lateral (select o.routing is not null and exists (
          select from posts p join channels h on h.id = p.channel_id and h.state = 'ready'
          where p.case_id = k.id and p.kind = 'case' and p.state <> 'failed') as is_shown) shown
      where k.stage <> 'closed' ${ofPartner}
        and not exists (select ${cards('c.id')} and p.state <> 'failed' offset 0)
        and (select count(*) ${cards('c.id')}) < ${mostTries}
        and (not shown.is_shown or exists (select ${cards('c.id')}))
      order by k.opened_at, k.id, o.routing is not null and position(c.id in o.routing::text) = 0 limit ${limit}`.execute(
      db,
    );
    return rows.map(({ routed, ...row }) => ({ ...row, ...(routed === null ? {} : { routed }) }));
  };
}
