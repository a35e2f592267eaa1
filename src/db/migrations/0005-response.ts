/**
 * The second end of the journey: what an investigation found, frozen plans, runs with their items, and the evidence that
 * is kept before the first deletion. Living posts of two more kinds show them.
 */
export const response = `
alter table partners add column removal jsonb not null default '{}';
update partners set role_groups = '{"remover": []}' || role_groups;

create table investigations (
  case_id text primary key references cases,
  summary jsonb not null,
  read_at timestamptz not null
);

create table investigated_resources (
  case_id text not null references cases,
  rank integer not null,
  key text not null,
  resource jsonb not null,
  primary key (case_id, key)
);
create index investigated_by_rank on investigated_resources (case_id, rank);

create table plans (
  id text primary key,
  case_id text not null references cases,
  hash text not null,
  plan json not null,
  made_at timestamptz not null
);
create index plans_of_case on plans (case_id);
create trigger plans_are_frozen before update or delete or truncate on plans
  for each statement execute function refuse_change();

create table kept_evidence (
  id bigint generated always as identity primary key,
  plan_id text not null references plans,
  kind text not null,
  name text not null,
  content json not null,
  error text,
  kept_at timestamptz not null default now(),
  unique (plan_id, kind, name)
);
create trigger evidence_is_append_only before update or delete or truncate on kept_evidence
  for each statement execute function refuse_change();

create table runs (
  id text primary key,
  case_id text not null references cases,
  run json not null,
  cancelled_at timestamptz,
  ended_at timestamptz,
  started_at timestamptz not null,
  drawn_at timestamptz
);
create index runs_of_case on runs (case_id, started_at);

create table run_items (
  run_id text not null references runs,
  position integer not null,
  key text not null,
  state text not null,
  item jsonb not null,
  primary key (run_id, position)
);

create index cases_after_care on cases ((state->'afterCare'->>'dueAt')) where state->'afterCare'->>'dueAt' is not null;
create index cases_with_frozen_plan on cases (id) where state->'plan'->>'state' = 'frozen';
`;
