/**
 * Partners that an operator adds by command, what the partners file last said of each, and the background sign-in of a
 * partner: one-time links, the sign-ins begun with them, and the tokens, each sealed.
 */
export const consent = `
alter table partners
  add column kind text check (kind in ('direct-bill', 'distributor')),
  add column from_file jsonb,
  add column removed_at timestamptz;

create table consent_links (
  hash text primary key,
  partner_id text not null references partners,
  asked_by json,
  expires_at timestamptz not null
);
create unique index consent_links_of on consent_links (partner_id);

create table consent_attempts (
  state_hash text primary key,
  link_hash text not null references consent_links on delete cascade,
  browser_hash text not null,
  expires_at timestamptz not null
);
create index consent_attempts_of on consent_attempts (link_hash);

create table partner_consents (
  partner_id text primary key references partners,
  object_id text not null,
  name text not null,
  given_at timestamptz not null,
  renewed_at timestamptz not null,
  generation integer not null,
  trouble text,
  trouble_at timestamptz,
  check ((trouble is null) = (trouble_at is null))
);

create table sealed_tokens (
  partner_id text not null references partner_consents on delete cascade,
  audience text not null,
  key_id text not null,
  generation integer not null,
  sealed bytea not null,
  expires_at timestamptz not null,
  primary key (partner_id, audience)
);
`;
