/**
 * Sign-ins of people (docs/decisions/0012-sign-in.md): what is known of each person's, what each client's exchange was
 * answered, and what people wished to do when they were asked to sign in. No token and no code is in here.
 */
export const signIn = `
create table sign_ins (
  tenant_id text not null,
  object_id text not null,
  name text not null check (name in ('graph', 'partnerCenter', 'azure')),
  state text not null check (state in ('in', 'none', 'out')),
  -- One more with each change: what a process remembers of an older one is worth nothing.
  generation integer not null default 1,
  -- Since when an answer is waited for.
  asked_at timestamptz,
  tries integer not null default 0,
  primary key (tenant_id, object_id, name)
);

create table sign_in_exchanges (
  tenant_id text not null,
  object_id text not null,
  id_hash text not null,
  outcome text not null check (outcome in ('in', 'refused')),
  at timestamptz not null,
  primary key (tenant_id, object_id, id_hash)
);
create index sign_in_exchanges_old on sign_in_exchanges (at);

create table sign_in_wishes (
  tenant_id text not null,
  object_id text not null,
  case_id text not null references cases,
  partner_id text not null references partners,
  person_name text not null,
  needs text not null,
  key text not null,
  seen_revision integer not null,
  command json not null,
  language text not null,
  wished_at timestamptz not null,
  -- One wish of a person about a case: the newer takes the place of the older.
  primary key (tenant_id, object_id, case_id)
);
create index sign_in_wishes_old on sign_in_wishes (wished_at);
`;
