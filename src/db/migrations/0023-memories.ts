/**
 * What people confirmed as legitimate and is remembered (docs/decisions/0022-memory-of-answers.md): one row for each case
 * that was answered so, written with the case, of which it repeats what it is searched by. How many days each partner
 * allows; none where it is the standard.
 */
export const memories = `
alter table partners add column memory_days integer check (memory_days between 0 and 90);

create table memories (
  case_id text primary key references cases,
  partner_id text not null references partners,
  number integer not null,
  customer_tenant_id text not null,
  subscription_id text not null,
  confirmed_at timestamptz not null,
  until timestamptz not null,
  ended_at timestamptz,
  revision integer not null,
  memory jsonb not null
);
create index memories_of_subscription on memories (partner_id, subscription_id, confirmed_at desc, number desc);
create index cases_of_fraud on cases (partner_id, subscription_id) where verdict = 'fraud';

/*
 * What was confirmed last on a subscription. An older confirmation does not come back when a newer one is taken back,
 * and none counts when a later case there is fraud, by decision here or by what was said in Partner Center itself.
 */
create function memory_of(asked_partner text, asked_subscription text) returns setof memories language sql stable as $$
  select last.* from (
    select * from memories where partner_id = asked_partner and subscription_id = asked_subscription
    order by confirmed_at desc, number desc limit 1
  ) as last
  where last.ended_at is null
    and not exists (
      select from cases c where c.partner_id = asked_partner and c.subscription_id = asked_subscription
        and c.verdict = 'fraud' and not c.is_test and (c.state->'verdict'->>'at')::timestamptz > last.confirmed_at
    )
    and not exists (
      select from cases c where c.partner_id = asked_partner and c.subscription_id = asked_subscription
        and c.stage = 'closed' and not c.is_test and c.closed_at > last.confirmed_at
        and c.state->'closure'->>'kind' = 'resolved-elsewhere' and c.state->'closure'->>'reason' = 'fraud'
    )
$$;
`;
