/**
 * A window may hold thousands of moments, as when one tenant has a card for each of its thousand channels: they are in
 * order, so each is looked up, put in and taken out by halving, and a tenant's row is written once for all sends of a
 * statement. Before, each send read and sorted all of them, several times. What moment is given stays the same.
 */
export const longWindows = `
alter table send_windows alter column sent set storage external;

/*
 * Of a tenant: moments that were given and that nobody has come for. Whoever comes is held against what went out, and not
 * against those who are late themselves: else, once all are late by more than a second, nobody could go at all.
 */
alter table send_windows add promised timestamptz[] not null default '{}';
alter table send_windows alter column promised set storage external;

create function with_moment(sent timestamptz[], moment timestamptz) returns timestamptz[] language sql immutable as $$
  select sent[:place] || moment || sent[place + 1:] from width_bucket(moment, sent) as place
$$;

create or replace function without_moment(sent timestamptz[], moment timestamptz) returns timestamptz[] language sql immutable as $$
  select case when sent[place] = moment then sent[:place - 1] || sent[place + 1:] else sent end
  from (select case when moment is not null then width_bucket(moment, sent) end) as found (place)
$$;

create function moments_until(sent timestamptz[], moment timestamptz) returns timestamptz[] language sql immutable as $$
  select sent[:width_bucket(moment, sent)]
$$;

create function moments_after(sent timestamptz[], moment timestamptz) returns timestamptz[] language sql immutable as $$
  select sent[width_bucket(moment, sent) + 1:]
$$;

-- See reserve_send; nobody overtakes in a conversation.
create or replace function earliest_in_thread(sent timestamptz[], at timestamptz) returns timestamptz language sql immutable as $$
  select greatest(at,
    sent[cardinality(sent)],
    sent[cardinality(sent) - 6] + interval '1.03 s',
    sent[cardinality(sent) - 7] + interval '2.03 s',
    sent[cardinality(sent) - 59] + interval '30.03 s',
    sent[cardinality(sent) - 1799] + interval '3600.03 s')
$$;

/*
 * A tenant's moments are not in the order of asking: one conversation may wait while another is free. So the moment goes
 * behind every full window that it would make too full, the last of them first. Those whom that keeps waiting come 10 ms apart:
 * fifty at once would be late for one another, and what is late takes the room of those after it.
 */
create or replace function earliest_in_tenant(sent timestamptz[], at timestamptz) returns timestamptz language plpgsql immutable as $$
declare
  moment timestamptz := at;
  past timestamptz;
  place integer;
begin
  loop
    past := null;
    for i in reverse width_bucket(moment + interval '1.03 s', sent) - 49 .. width_bucket(moment - interval '1.03 s', sent) + 1 loop
      if greatest(sent[i + 49], moment) - least(sent[i], moment) < interval '1.03 s' then
        past := sent[i] + interval '1.03 s';
        exit;
      end if;
    end loop;
    if past is null then
      if moment = at then return moment; end if;
      place := width_bucket(moment, sent);
      past := case
        when sent[place + 1] < moment + interval '0.01 s' then sent[place + 1] + interval '0.01 s'
        when sent[place] > moment - interval '0.01 s' then sent[place] + interval '0.01 s'
      end;
      if past is null then return moment; end if;
    end if;
    moment := past;
  end loop;
end $$;

create function moments_of_both(one timestamptz[], other timestamptz[]) returns timestamptz[] language sql immutable as $$
  select case when cardinality(other) = 0 then one else array(select s from unnest(one || other) as s order by s) end
$$;

/*
 * The moment at which somebody who comes at a moment may send, who is in no window any more: a new one for those who were
 * given none. Who comes at theirs, or after it, goes now where what went out until now leaves room. Where it leaves none, the
 * moment is one that nobody was given: else each of a long queue would be late by those before it, and come again and again.
 */
create function moment_for(
  tenant_sent timestamptz[], tenant_all timestamptz[], thread_sent timestamptz[], given timestamptz, at timestamptz, patience interval
) returns timestamptz language plpgsql immutable as $$
declare
  moment timestamptz := at;
  room timestamptz;
begin
  if given is null then return earliest_in_tenant(tenant_all, earliest_in_thread(thread_sent, at)); end if;
  moment := greatest(given, at);
  loop
    room := greatest(moment, tenant_sent[width_bucket(moment, tenant_sent) - 49] + interval '1.03 s',
      earliest_in_thread(moments_until(thread_sent, moment), moment));
    if room = moment then return moment; end if;
    moment := room;
    if moment > at + patience then return earliest_in_tenant(tenant_all, earliest_in_thread(thread_sent, moment)); end if;
  end loop;
end $$;

create or replace function take_send(thread text, tenant text, given timestamptz, at timestamptz, patience interval)
returns timestamptz language plpgsql as $$
declare
  tenant_sent timestamptz[];
  tenant_promised timestamptz[];
  thread_sent timestamptz[];
  moment timestamptz;
begin
  if given > at + patience then return given; end if;
  insert into send_windows (key) values ('tenant:' || tenant), ('thread:' || thread) on conflict do nothing;
  select moments_after(sent, at - interval '2 s'), moments_after(without_moment(promised, given), at - interval '2 s')
    into tenant_sent, tenant_promised from send_windows where key = 'tenant:' || tenant for update;
  select moments_after(without_moment(sent, given), at - interval '3601 s')
    into thread_sent from send_windows where key = 'thread:' || thread for update;
  moment := moment_for(tenant_sent, moments_of_both(tenant_sent, tenant_promised), thread_sent, given, at, patience);
  if moment <= at + patience then
    update send_windows set sent = with_moment(tenant_sent, moment), promised = tenant_promised where key = 'tenant:' || tenant;
  else
    update send_windows set sent = tenant_sent, promised = with_moment(tenant_promised, moment) where key = 'tenant:' || tenant;
  end if;
  update send_windows set sent = with_moment(thread_sent, moment) where key = 'thread:' || thread;
  return moment;
end $$;

create or replace function reserve_send(thread text, tenant text, at timestamptz) returns timestamptz language sql as $$
  select take_send(thread, tenant, null, at, interval '0')
$$;

create or replace function count_answered(thread text, tenant text, given timestamptz) returns timestamptz language plpgsql as $$
declare
  at constant timestamptz := clock_timestamp();
  changed text;
begin
  if given is null or given > at - interval '0.03 s' then return null; end if;
  foreach changed in array array['tenant:' || tenant, 'thread:' || thread] loop
    update send_windows set sent = with_moment(without_moment(sent, given), at) where key = changed;
  end loop;
  return null;
end $$;

create or replace function begin_sends(post_ids text[], patiences double precision[])
returns table (post_id text, wait double precision) language plpgsql as $$
declare
  post record;
  tenant text;
  tenant_sent timestamptz[];
  tenant_promised timestamptz[];
  tenant_all timestamptz[];
  thread_sent timestamptz[];
  at timestamptz;
  moment timestamptz;
begin
  perform from posts where id = any(post_ids) order by id for update;
  perform lock_windows(array(
    select unnest(array['tenant:' || tenant_id, 'thread:' || thread]) from posts where id = any(post_ids)
  ));
  for post in
    select posts.*, make_interval(secs => asked.patience / 1000) as patience
    from unnest(post_ids, patiences) as asked (id, patience) join posts using (id)
    order by tenant_id, slot_at, due_at, ordinal
  loop
    if tenant is distinct from post.tenant_id then
      update send_windows set sent = tenant_sent, promised = tenant_promised where key = 'tenant:' || tenant;
      tenant := post.tenant_id;
      select moments_after(sent, old), moments_after(promised, old) into tenant_sent, tenant_promised
        from send_windows, (select clock_timestamp() - interval '2 s' as old) as times where key = 'tenant:' || tenant;
      tenant_all := moments_of_both(tenant_sent, tenant_promised);
    end if;
    at := clock_timestamp();
    moment := post.slot_at;
    if moment is null or moment <= at + post.patience then
      tenant_promised := without_moment(tenant_promised, moment);
      tenant_all := without_moment(tenant_all, moment);
      select moments_after(without_moment(sent, moment), at - interval '3601 s') into thread_sent
        from send_windows where key = 'thread:' || post.thread;
      moment := moment_for(tenant_sent, tenant_all, thread_sent, moment, at, post.patience);
      tenant_all := with_moment(tenant_all, moment);
      if moment <= at + post.patience then
        tenant_sent := with_moment(tenant_sent, moment);
      else
        tenant_promised := with_moment(tenant_promised, moment);
      end if;
      update send_windows set sent = with_moment(thread_sent, moment) where key = 'thread:' || post.thread;
    end if;
    post_id := post.id;
    wait := greatest(0, extract(epoch from moment - at) * 1000);
    update posts set slot_at = moment,
      state = case when moment <= at + post.patience then 'sending' else state end,
      attempt = case when moment <= at + post.patience then attempt + 1 else attempt end
    where id = post.id;
    return next;
  end loop;
  update send_windows set sent = tenant_sent, promised = tenant_promised where key = 'tenant:' || tenant;
end $$;

-- Posts whose answer came late, by when it came: so many milliseconds 'ago'.
create function late_answers(answers json, at timestamptz)
returns table (tenant_id text, thread text, slot_at timestamptz, answered_at timestamptz) language sql stable as $$
  select p.tenant_id, p.thread, p.slot_at, at - make_interval(secs => coalesce(a.ago, 0) / 1000)
  from json_to_recordset(answers) as a (id text, ago double precision) join posts p using (id)
  where p.slot_at <= at - make_interval(secs => coalesce(a.ago, 0) / 1000) - interval '0.03 s'
$$;

-- See count_answered; the tenants' rows are written once each. What waited to be written down counts from its answer.
create function count_all_answered(answers json, at timestamptz) returns void language plpgsql as $$
declare
  changed record;
  changed_sent timestamptz[];
begin
  for changed in
    select key, array_agg(slot_at) as slots, array_agg(answered_at) as answered
    from late_answers(answers, at) cross join unnest(array['tenant:' || tenant_id, 'thread:' || thread]) as key group by key
  loop
    select sent into changed_sent from send_windows where key = changed.key;
    for i in 1 .. cardinality(changed.slots) loop
      changed_sent := with_moment(without_moment(changed_sent, changed.slots[i]), changed.answered[i]);
    end loop;
    update send_windows set sent = changed_sent where key = changed.key;
  end loop;
end $$;

create or replace function end_sends(answers json) returns void language plpgsql as $$
declare
  at constant timestamptz := clock_timestamp();
  ids constant text[] := array(select a->>'id' from json_array_elements(answers) as a);
  again record;
begin
  perform from posts where id = any(ids) order by id for update;
  perform lock_windows(array(
    select unnest(array['tenant:' || tenant_id, 'thread:' || thread]) from late_answers(answers, at)
  ));
  perform count_all_answered(answers, at);
  with done as (
    update posts set attempt = 0, slot_at = null, error = null, shown_seq = a.seq,
      activity = case when kind <> 'fixed' then null when facts_version > facts_drawn then posts.activity else '{}'::json end,
      sent_conversation_id = a.conversation, sent_activity_id = a.message, sent_at = now(),
      alerted_at = coalesce(alerted_at, case when kind = 'case' and channel_id is not null then now() end),
      due_at = case when kind in ('inventory', 'plan', 'list') then now() + interval '2 s' else now() end,
      state = case when facts_version > facts_drawn or (kind <> 'fixed'
        and greatest(wanted_seq, (select cases.seq from cases where cases.id = posts.case_id)) > a.seq)
        then 'due' else 'sent' end
    from json_to_recordset(answers) as a (id text, seq integer, conversation text, message text)
    -- Said twice, as nobody knows how many answers there are: all posts would be read for a few.
    where posts.id = a.id and posts.id = any(ids)
    returning posts.id, thread, due_at, state
  )
  select json_agg(tell_job(thread, id, due_at)) filter (where due_at > now()) as later,
    array_agg(distinct thread) filter (where due_at <= now()) as threads
  into again from done where state = 'due';
  if again.later is not null or again.threads is not null then
    perform add_outbox_jobs(coalesce(again.later, '[]'), coalesce(again.threads, '{}'));
  end if;
end $$;
`;
