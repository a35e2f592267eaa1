/**
 * Evidence packs with their parts and the codes that open them, and Microsoft's own figure of a partner's response time.
 * Tries are counted for whatever id was asked for, so that an answer does not tell which packs there are.
 */
export const packs = `
create table packs (
  id text primary key,
  case_id text not null references cases,
  profile text not null,
  language text not null,
  asked_by json not null,
  asked_at timestamptz not null,
  state text not null default 'building' check (state in ('building', 'ready', 'failed')),
  attempt integer not null default 0,
  parts integer not null default 0,
  bytes bigint,
  sha256 text,
  files integer,
  ended_at timestamptz,
  check ((state = 'building') = (ended_at is null)),
  check ((state = 'ready') = (sha256 is not null and bytes is not null and files is not null))
);
create index packs_of_case on packs (case_id, asked_at);

create table pack_parts (
  pack_id text not null references packs,
  position integer not null,
  part bytea not null,
  primary key (pack_id, position)
);
-- A ZIP archive is compressed already.
alter table pack_parts alter column part set storage external;

create table pack_codes (
  code_hash text primary key,
  pack_id text not null references packs,
  given_to json not null,
  expires_at timestamptz not null
);
create index pack_codes_over on pack_codes (expires_at);

create table pack_tries (
  id bigint generated always as identity primary key,
  pack_id text not null,
  tried_at timestamptz not null
);
create index pack_tries_of on pack_tries (pack_id, tried_at);
create index pack_tries_over on pack_tries (tried_at);

create function ask_pack(new_pack json, asked_by json, new_jobs json) returns void language plpgsql as $$
begin
  insert into packs (id, case_id, profile, language, asked_by, asked_at)
  select id, case_id, profile, language, ask_pack.asked_by, asked_at from json_populate_record(null::packs, new_pack)
  on conflict do nothing;
  if found then perform add_outbox_jobs(new_jobs, '{}'); end if;
end $$;

create function begin_pack(asked_pack text) returns integer language plpgsql as $$
declare
  number integer;
begin
  update packs set state = 'building', ended_at = null, attempt = attempt + 1, parts = 0
  where id = asked_pack and state <> 'ready' returning attempt into number;
  if found then delete from pack_parts where pack_id = asked_pack; end if;
  return number;
end $$;

-- Only the attempt that began last may write: one that another process has taken over ends here.
create function append_pack(asked_pack text, of_attempt integer, new_part bytea) returns void language plpgsql as $$
declare
  place integer;
begin
  update packs set parts = parts + 1 where id = asked_pack and attempt = of_attempt and state = 'building'
  returning parts into place;
  if not found then raise exception 'the pack is built by another attempt'; end if;
  insert into pack_parts (pack_id, position, part) values (asked_pack, place, new_part);
end $$;

create function finish_pack(asked_pack text, of_attempt integer, made json) returns void language plpgsql as $$
begin
  update packs set state = 'ready', bytes = n.bytes, sha256 = n.sha256, files = n.files, ended_at = n.ended_at
  from json_populate_record(null::packs, made) as n
  where packs.id = asked_pack and packs.attempt = of_attempt and packs.state = 'building'
    and n.bytes = (select sum(length(part)) from pack_parts where pack_id = asked_pack);
  if not found then raise exception 'the pack is built by another attempt'; end if;
end $$;

-- Tries of one id take turns, so that many at once are counted as many.
create function take_pack_code(asked_pack text, hash text, at timestamptz, most integer, minutes integer)
returns json language plpgsql as $$
declare
  person json;
begin
  perform pg_advisory_xact_lock(hashtextextended('pack-code:' || asked_pack, 0));
  delete from pack_tries where tried_at <= at - make_interval(mins => minutes);
  delete from pack_codes where expires_at <= at;
  if (select count(*) from pack_tries where pack_id = asked_pack) >= most then
    return json_build_object('kind', 'too-many');
  end if;
  delete from pack_codes where code_hash = hash and pack_id = asked_pack returning given_to into person;
  if found then return json_build_object('kind', 'taken', 'by', person); end if;
  insert into pack_tries (pack_id, tried_at) values (asked_pack, at);
  return json_build_object('kind', 'no');
end $$;

create index kept_evidence_in_order on kept_evidence (plan_id, id);

create table partner_scores (
  partner_id text primary key references partners,
  average_hours double precision,
  compliant boolean,
  read_at timestamptz not null
);
create index cases_closed_at on cases (partner_id, closed_at) where stage = 'closed';
`;
