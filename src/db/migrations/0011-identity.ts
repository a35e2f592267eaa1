/**
 * Who is who: people whom a partner names for a role, and who installed the bot first. Of a partner from before, the
 * installer is known where one person alone installed it. Activities of tenants that are not served are counted by
 * conversation, which is answered once.
 */
export const identity = `
alter table partners
  add column role_people jsonb not null default '{}',
  add column installed_by text;

update partners p set installed_by = only_one.installed_by
from (
  select partner_id, min(installed_by) as installed_by from channels
  group by partner_id having count(distinct installed_by) = 1
) only_one
where only_one.partner_id = p.id;

create table unknown_tenants (
  tenant_id text not null,
  conversation_id text not null,
  activities integer not null default 1,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (tenant_id, conversation_id)
);
`;
