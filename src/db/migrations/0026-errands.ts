/**
 * What is done by itself once a person has signed in (docs/decisions/0012-sign-in.md). A wish has one place for each case
 * and is the person's command; an errand is only that the case waits, and stands beside a wish.
 */
export const errands = `
create table sign_in_errands (
  tenant_id text not null,
  object_id text not null,
  case_id text not null references cases,
  name text not null check (name in ('report', 'track-support')),
  partner_id text not null references partners,
  person_name text not null,
  since timestamptz not null,
  primary key (tenant_id, object_id, case_id, name)
);
create index sign_in_errands_old on sign_in_errands (since);
`;
