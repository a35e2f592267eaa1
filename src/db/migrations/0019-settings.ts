/**
 * Settings that owners change in Teams: where alerts go, and the days of the digest. Each change raises the revision, and
 * is kept with what was before.
 */
export const settings = `
alter table partners
  add column routing jsonb,
  add column working_days integer[],
  add column settings_revision integer not null default 0;

create table setting_changes (
  id bigint generated always as identity primary key,
  partner_id text not null references partners,
  revision integer not null,
  at timestamptz not null,
  by jsonb not null,
  setting text not null,
  channel_id text references channels,
  before jsonb not null,
  after jsonb not null
);
create index setting_changes_of_partner on setting_changes (partner_id, id);
create trigger setting_changes_are_append_only before update or delete or truncate on setting_changes
  for each statement execute function refuse_change();
`;
