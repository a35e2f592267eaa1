import type { CaseId, ChannelId, PartnerId, PostId } from '../domain/ids.ts';
import type { AlertList, AlertListStore } from '../workflow/sending-ports.ts';
import { type SummaryRow, summaryOf } from './case-lists.ts';
import type { Database } from './database.ts';

const readHead = {
  name: 'alert-list',
  text: `select l.partner_id, l.channel_id, count(p.id)::integer as total,
      count(p.id) filter (where c.verdict = 'none' and c.stage <> 'closed')::integer as undecided,
      min(p.alerted_at) as since,
      array(
        select people.teams_id from people where people.tenant_id = l.tenant_id order by people.name limit 60
      ) as people
    from posts l left join posts p on p.listed_in = l.id left join cases c on c.id = p.case_id
    where l.id = $1 and l.kind = 'list' group by l.id`,
};

interface HeadRow {
  readonly partner_id: PartnerId;
  readonly channel_id: ChannelId;
  readonly total: number;
  readonly undecided: number;
  readonly since: Date | null;
  readonly people: readonly string[];
}

const readRows = {
  name: 'alert-list-rows',
  text: `select c.id, c.number, c.stage, c.verdict, c.owner_name, c.customer_tenant_id, c.subscription_id, c.deadline_at,
      c.is_test, c.state, customers.name as customer_name, subscriptions.name as subscription_name,
      p.state <> 'listed' as has_card
    from posts p join cases c on c.id = p.case_id
    left join customers on customers.partner_id = c.partner_id and customers.tenant_id = c.customer_tenant_id
    left join subscriptions on subscriptions.partner_id = c.partner_id
      and subscriptions.customer_tenant_id = c.customer_tenant_id and subscriptions.subscription_id = c.subscription_id
    where p.listed_in = $1
    order by c.verdict <> 'none' or c.stage = 'closed', c.deadline_at, c.number limit $2 offset $3`,
};

/** Lists that alerts of a burst share (migrations/0017-sending.ts). */
export function createAlertListStore({ pool }: Pick<Database, 'pool'>): AlertListStore {
  return {
    read: async (listId, { offset, limit }): Promise<AlertList | undefined> => {
      const [{ rows: heads }, { rows }] = await Promise.all([
        pool.query<HeadRow>({ ...readHead, values: [listId] }),
        pool.query<SummaryRow & { readonly has_card: boolean }>({ ...readRows, values: [listId, limit, offset] }),
      ]);
      const [head] = heads;
      if (head === undefined || head.since === null) return undefined;
      return {
        partnerId: head.partner_id,
        channelId: head.channel_id,
        total: head.total,
        undecided: head.undecided,
        since: head.since.toISOString(),
        rows: rows.map((row) => ({ ...summaryOf(row), hasCard: row.has_card })),
        teamsIds: head.people,
      };
    },

    listOf: async (caseId: CaseId, channelId: ChannelId) => {
      const { rows } = await pool.query<{ list: PostId }>(
        `select listed_in as list from posts where case_id = $1 and channel_id = $2 and state = 'listed' limit 1`,
        [caseId, channelId],
      );
      return rows[0]?.list;
    },

    giveCard: async (listId, caseId) => {
      const { rows } = await pool.query<{ given: boolean }>('select give_card($1, $2) as given', [listId, caseId]);
      return rows[0]?.given ?? false;
    },
  };
}
