/**
 * When and why a message was given up (docs/decisions/0018-dead-letters.md), and since when a channel can or cannot be posted
 * to. What is counted of open cases for each partner is found in an index alone, drills told apart.
 */
export const delivery = `
alter table posts add column failed_at timestamptz, add column failure text;
alter table channels add column state_at timestamptz;

-- What waited for a channel while it could not be posted to and is of use no more: texts of half a day ago, and first cards
-- of cases that are closed.
create function drop_stale_posts(place channels) returns void language sql as $$
  update posts set state = 'failed', failure = 'nothing', failed_at = now(), slot_at = null
  where thread = place.teams_channel_id and tenant_id = place.tenant_id and state in ('due', 'sending')
    and case when kind = 'fixed' then due_at < now() - interval '12 hours'
      else sent_activity_id is null and exists (select from cases where id = case_id and stage = 'closed') end
$$;

drop index cases_listed, cases_of_owner;
create index cases_listed on cases (partner_id, (verdict <> 'none'), deadline_at, number) include (is_test)
  where stage <> 'closed';
create index cases_of_owner on cases (partner_id, owner_object_id, (verdict <> 'none'), deadline_at, number)
  include (is_test) where stage <> 'closed';
create index cases_snoozed_of_partner on cases (partner_id) where snooze_until is not null and stage <> 'closed';
`;
