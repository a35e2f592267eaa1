/**
 * What comes later than the moment that it was given is held against what really went out, docs/decisions/0002-send-limiter.md.
 * Before, it went at once and its moment was corrected: those who came late and those who came on time after them were
 * together more than a window takes. One moment is taken out of a window, too, where several are the same.
 */
export const lateSends = `
create function without_moment(sent timestamptz[], moment timestamptz) returns timestamptz[] language sql immutable as $$
  select case when place is null then sent else sent[:place - 1] || sent[place + 1:] end
  from array_position(sent, moment) as place
$$;

/*
 * The moment at which somebody who comes at a moment may send: a new one for those who have none, and the one that
 * they were given for those who come before it. Who comes at theirs, or after it, goes now where what went out until
 * now leaves room; moments that others were given for later are no hindrance, as they are held against this one then.
 */
create function take_send(thread text, tenant text, given timestamptz, at timestamptz, patience interval)
returns timestamptz language plpgsql as $$
declare
  tenant_sent timestamptz[];
  thread_sent timestamptz[];
  tenant_past timestamptz[];
  moment timestamptz := greatest(given, at);
  room timestamptz;
begin
  if given is null then return reserve_send(thread, tenant, at); end if;
  if given > at + patience then return given; end if;
  insert into send_windows (key) values ('tenant:' || tenant), ('thread:' || thread) on conflict do nothing;
  select without_moment(sent, given) into tenant_sent from send_windows where key = 'tenant:' || tenant for update;
  select without_moment(sent, given) into thread_sent from send_windows where key = 'thread:' || thread for update;
  loop
    tenant_past := array(select s from unnest(tenant_sent) as s where s <= moment order by s);
    room := greatest(moment, tenant_past[cardinality(tenant_past) - 49] + interval '1.03 s',
      earliest_in_thread(array(select s from unnest(thread_sent) as s where s <= moment order by s), moment));
    exit when room = moment;
    moment := room;
    exit when moment > at + patience;
  end loop;
  update send_windows set sent = array(
    select s from unnest(tenant_sent || moment) as s where s > at - interval '2 s' order by s
  ) where key = 'tenant:' || tenant;
  update send_windows set sent = array(
    select s from unnest(thread_sent || moment) as s where s > at - interval '3601 s' order by s
  ) where key = 'thread:' || thread;
  return moment;
end $$;

-- Wires and both ends may be slow between a moment and Teams' own count: what is answered late counts from its answer.
-- Answers null, which is what a post has for a moment from then on.
create function count_answered(thread text, tenant text, given timestamptz) returns timestamptz language plpgsql as $$
declare
  at constant timestamptz := clock_timestamp();
  changed text;
begin
  if given is null or given > at - interval '0.03 s' then return null; end if;
  foreach changed in array array['tenant:' || tenant, 'thread:' || thread] loop
    update send_windows set sent = array(select s from unnest(without_moment(sent, given) || at) as s order by s)
    where key = changed;
  end loop;
  return null;
end $$;

drop function move_send(text, text, timestamptz, timestamptz);

create or replace function begin_send(post_id text, patience double precision) returns double precision language plpgsql as $$
declare
  post posts;
  at constant timestamptz := clock_timestamp();
  wait double precision;
begin
  select * into strict post from posts where id = post_id for update;
  post.slot_at := take_send(post.thread, post.tenant_id, post.slot_at, at, make_interval(secs => patience / 1000));
  wait := greatest(0, extract(epoch from post.slot_at - at) * 1000);
  update posts set slot_at = post.slot_at,
    state = case when wait <= patience then 'sending' else state end,
    attempt = case when wait <= patience then attempt + 1 else attempt end
  where id = post_id;
  return wait;
end $$;
`;
