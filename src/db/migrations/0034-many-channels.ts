/**
 * For partners with a thousand channels: whether a case has its card in each of them is looked up by both, instead of reading all
 * cards of the case for each channel; and what came late is looked up by its ids.
 */
export const manyChannels = `
drop index posts_of_case;
create index posts_of_case on posts (case_id, channel_id) where case_id is not null;

create or replace function late_answers(answers json, at timestamptz)
returns table (tenant_id text, thread text, slot_at timestamptz, answered_at timestamptz) language sql stable as $$
  select p.tenant_id, p.thread, p.slot_at, at - make_interval(secs => coalesce(a.ago, 0) / 1000)
  from json_to_recordset(answers) as a (id text, ago double precision) join posts p using (id)
  -- Said twice, as nobody knows how many answers there are: all posts would be read for a few.
  where p.id = any(array(select e->>'id' from json_array_elements(answers) as e))
    and p.slot_at <= at - make_interval(secs => coalesce(a.ago, 0) / 1000) - interval '0.03 s'
$$;
`;
