/**
 * The limits of Teams (facts/teams.md 1.1), kept across processes: per conversation 7 requests in 1 s, 8 in 2 s, 60 in
 * 30 s, 1800 in an hour; per tenant 50 in 1 s. Each window is 30 ms longer than Teams' own, for clocks and wires that
 * are not quite even. Both rows are locked in one order, tenant first.
 */
export const reserveSend = `
create function earliest_in_thread(sent timestamptz[], at timestamptz) returns timestamptz language sql immutable as $$
  select greatest(at,
    sent[cardinality(sent) - 6] + interval '1.03 s',
    sent[cardinality(sent) - 7] + interval '2.03 s',
    sent[cardinality(sent) - 59] + interval '30.03 s',
    sent[cardinality(sent) - 1799] + interval '3600.03 s')
$$;

create function earliest_in_tenant(sent timestamptz[], at timestamptz) returns timestamptz language plpgsql immutable as $$
declare
  moment timestamptz := at;
  past timestamptz;
begin
  -- A tenant's moments are not in the order of asking: one conversation may wait while another is free. So the moment
  -- goes behind every full window that it would make too full.
  loop
    select max(first) + interval '1.03 s' into past from (
      select s as first, lead(s, 49) over (order by s) as last
      from unnest(sent) as s
      where s > moment - interval '1.03 s' and s < moment + interval '1.03 s'
    ) as windows
    where greatest(last, moment) - least(first, moment) < interval '1.03 s' and last is not null;
    if past is null then return moment; end if;
    moment := past;
  end loop;
end $$;

create function reserve_send(thread text, tenant text, at timestamptz) returns timestamptz language plpgsql as $$
declare
  tenant_sent timestamptz[];
  thread_sent timestamptz[];
  moment timestamptz;
begin
  insert into send_windows (key) values ('tenant:' || tenant), ('thread:' || thread) on conflict do nothing;
  select sent into tenant_sent from send_windows where key = 'tenant:' || tenant for update;
  select sent into thread_sent from send_windows where key = 'thread:' || thread for update;
  moment := earliest_in_tenant(tenant_sent, earliest_in_thread(thread_sent, at));
  update send_windows set sent = array(
    select s from unnest(tenant_sent || moment) as s where s > at - interval '2 s' order by s
  ) where key = 'tenant:' || tenant;
  update send_windows set sent = array(
    select s from unnest(thread_sent || moment) as s where s > at - interval '3601 s' order by s
  ) where key = 'thread:' || thread;
  return moment;
end $$;

create function move_send(thread text, tenant text, reserved timestamptz, at timestamptz) returns void language plpgsql as $$
declare
  changed text;
begin
  foreach changed in array array['tenant:' || tenant, 'thread:' || thread] loop
    update send_windows set sent = array(select s from unnest(array_remove(sent, reserved) || at) as s order by s)
    where key = changed;
  end loop;
end $$;

-- Milliseconds until a post may be sent. Where that is no longer than patience, it is marked as being sent, too.
create function begin_send(post_id text, patience double precision) returns double precision language plpgsql as $$
declare
  post posts;
  at constant timestamptz := clock_timestamp();
  wait double precision;
begin
  select * into strict post from posts where id = post_id for update;
  -- A moment that was given is used, unless it passed so long ago that others may have been given its room. One that
  -- passed a little ago is corrected, as the windows begin with what is really sent.
  if post.slot_at is null or post.slot_at < at - interval '0.5 s' then
    post.slot_at := reserve_send(post.thread, post.tenant_id, at);
  elsif post.slot_at < at - interval '0.01 s' then
    perform move_send(post.thread, post.tenant_id, post.slot_at, at);
    post.slot_at := at;
  end if;
  wait := greatest(0, extract(epoch from post.slot_at - at) * 1000);
  update posts set slot_at = post.slot_at,
    state = case when wait <= patience then 'sending' else state end,
    attempt = case when wait <= patience then attempt + 1 else attempt end
  where id = post_id;
  return wait;
end $$;
`;
