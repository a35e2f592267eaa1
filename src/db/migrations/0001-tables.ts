/**
 * Tables. What the journal hashes, and the case that is folded from it, are `json`, not `jsonb`: kept to the letter as
 * they were hashed, and cheaper to write, because nothing is searched inside them.
 */
export const tables = `
create table partners (
  id text primary key default 'ptr_' || replace(gen_random_uuid()::text, '-', ''),
  tenant_id text not null unique,
  name text not null,
  source text not null,
  language text not null,
  role_groups jsonb not null,
  extra_alert_types text[] not null,
  poll_minutes integer not null check (poll_minutes > 0)
);

create table source_states (
  partner_id text primary key references partners,
  cursor text,
  polled_at text,
  succeeded_at text,
  error text,
  failures integer not null
);

create table customers (
  partner_id text not null references partners,
  tenant_id text not null,
  name text not null,
  read_at timestamptz not null,
  primary key (partner_id, tenant_id)
);

create table subscriptions (
  partner_id text not null references partners,
  customer_tenant_id text not null,
  subscription_id text not null,
  name text,
  read_at timestamptz not null,
  primary key (partner_id, customer_tenant_id, subscription_id)
);

create table cases (
  id text primary key,
  partner_id text not null references partners,
  number integer not null check (number > 0),
  customer_tenant_id text not null,
  subscription_id text not null,
  stage text not null,
  verdict text not null,
  owner_object_id text,
  owner_name text,
  revision integer not null,
  seq integer not null,
  head text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  deadline_at timestamptz not null,
  snooze_until timestamptz,
  is_test boolean not null,
  state json not null,
  check ((stage = 'closed') = (closed_at is not null))
);
create unique index cases_number on cases (partner_id, number);
create unique index cases_one_open on cases (partner_id, subscription_id) where stage <> 'closed';
create index cases_open on cases (partner_id, deadline_at) where stage <> 'closed';
create index cases_of_customer on cases (partner_id, customer_tenant_id, number);
create index cases_closed_of_subscription on cases (partner_id, subscription_id, number) where stage = 'closed';
create index cases_snoozed on cases (snooze_until) where snooze_until is not null and stage <> 'closed';

create table journal (
  case_id text not null references cases,
  seq integer not null check (seq > 0),
  at text not null,
  actor json not null,
  event json not null,
  previous_hash text not null,
  hash text not null,
  primary key (case_id, seq)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
end $$;
create trigger journal_is_append_only before update or delete or truncate on journal
  for each statement execute function refuse_change();

create table answers (
  key text primary key,
  case_id text not null,
  answer json not null,
  at timestamptz not null default now()
);

create table detections (
  id text primary key,
  partner_id text not null references partners,
  source text not null,
  external_id text not null,
  customer_tenant_id text not null,
  subscription_id text not null,
  alert_type text not null,
  status text not null,
  is_test boolean not null,
  received_at timestamptz not null,
  case_id text references cases,
  uncarded text,
  detection jsonb not null,
  raw jsonb,
  unique (partner_id, source, external_id),
  check (case_id is null or uncarded is null)
);
create index detections_of_case on detections (case_id);

create table unreadable_alerts (
  id bigint generated always as identity primary key,
  partner_id text not null references partners,
  source text not null,
  raw_hash text not null,
  external_id text,
  raw jsonb,
  error text not null,
  received_at timestamptz not null,
  unique (partner_id, source, raw_hash)
);

create table facts (
  case_id text not null references cases,
  check_name text not null,
  facts jsonb not null,
  read_at timestamptz not null,
  primary key (case_id, check_name)
);

create table channels (
  id text primary key,
  partner_id text not null references partners,
  tenant_id text not null,
  team_id text not null,
  teams_channel_id text not null,
  service_url text not null,
  team_name text,
  name text,
  language text not null,
  state text not null,
  installed_by text,
  unique (tenant_id, teams_channel_id)
);
create index channels_of_partner on channels (partner_id);

create table people (
  tenant_id text not null,
  object_id text not null,
  name text not null,
  teams_id text not null,
  service_url text,
  personal_conversation_id text,
  language text,
  primary key (tenant_id, object_id)
);
create index people_by_conversation on people (personal_conversation_id);

create table questions (
  conversation_id text not null,
  tenant_id text not null,
  object_id text not null,
  case_id text not null references cases,
  ask jsonb not null,
  expires_at timestamptz not null,
  primary key (conversation_id, tenant_id, object_id)
);

create table posts (
  id text primary key,
  ordinal bigint generated always as identity,
  partner_id text not null references partners,
  channel_id text references channels,
  conversation_id text,
  service_url text,
  tenant_id text not null,
  thread text not null,
  kind text not null check (kind in ('case', 'check', 'fixed')),
  case_id text references cases,
  check_name text,
  activity json,
  language text not null,
  dedupe_key text unique,
  state text not null default 'due' check (state in ('due', 'sending', 'sent', 'failed')),
  attempt integer not null default 0,
  due_at timestamptz not null default now(),
  slot_at timestamptz,
  wanted_seq integer not null default 0,
  shown_seq integer,
  facts_version integer not null default 0,
  facts_drawn integer not null default 0,
  sent_conversation_id text,
  sent_activity_id text,
  error text,
  check ((channel_id is null) = (conversation_id is not null)),
  check ((kind = 'fixed') = (activity is not null) and (kind = 'fixed') = (case_id is null)),
  check ((kind = 'check') = (check_name is not null))
);
create index posts_due on posts (thread, due_at, ordinal) where state in ('due', 'sending');
create index posts_of_case on posts (case_id) where case_id is not null;
create index posts_by_activity on posts (thread, sent_activity_id) where sent_activity_id is not null;
create index posts_shown_in on posts (conversation_id, ordinal) where case_id is not null;
create index posts_sent_to on posts (sent_conversation_id, ordinal) where case_id is not null;
create index posts_failed on posts (partner_id) where state = 'failed';

create table send_windows (
  key text primary key,
  sent timestamptz[] not null default '{}'
);
`;
