/**
 * Sends of a process go together: what a tenant's window allows is asked, and what Teams answered is written, for all of
 * them in one statement. Before, each held its tenant's row until its own commit, and the others waited in a queue for it.
 * Locks are taken in one order: posts by their ids, then windows by their keys.
 */
export const sendsTogether = `
drop function begin_send(text, double precision);

create function lock_windows(keys text[]) returns void language plpgsql as $$
begin
  insert into send_windows (key)
    select key from unnest(keys) as key except select key from send_windows where key = any(keys) order by key
    on conflict do nothing;
  perform from send_windows where key = any(keys) order by key for update;
end $$;

/*
 * Milliseconds until each of these posts may be sent. Where that is no longer than its patience, it is marked as being
 * sent, too. Who was given a moment first goes first.
 */
create function begin_sends(post_ids text[], patiences double precision[])
returns table (post_id text, wait double precision) language plpgsql as $$
declare
  post record;
  at timestamptz;
  moment timestamptz;
begin
  perform from posts where id = any(post_ids) order by id for update;
  perform lock_windows(array(
    select unnest(array['tenant:' || tenant_id, 'thread:' || thread]) from posts where id = any(post_ids)
  ));
  for post in
    select posts.*, asked.patience from unnest(post_ids, patiences) as asked (id, patience) join posts using (id)
    order by slot_at, due_at, ordinal
  loop
    at := clock_timestamp();
    moment := take_send(post.thread, post.tenant_id, post.slot_at, at, make_interval(secs => post.patience / 1000));
    post_id := post.id;
    wait := greatest(0, extract(epoch from moment - at) * 1000);
    update posts set slot_at = moment,
      state = case when wait <= post.patience then 'sending' else state end,
      attempt = case when wait <= post.patience then attempt + 1 else attempt end
    where id = post.id;
    return next;
  end loop;
end $$;

/*
 * Writes down what Teams answered to these posts: where each is now, and whether what it shows has changed meanwhile, so
 * that it is due again. What was said once stands in Teams, and nowhere else: a code, for one, is no longer ours to keep.
 * Unless it is to be said otherwise by now, as an alarm that is over. What a run shows changes all the time: its posts
 * are drawn again 2 s later at the earliest (see draw_paced).
 */
create function end_sends(answers json) returns void language plpgsql as $$
declare
  late_after constant timestamptz := clock_timestamp() - interval '0.03 s';
  ids constant text[] := array(select a->>'id' from json_array_elements(answers) as a);
  again record;
begin
  perform from posts where id = any(ids) order by id for update;
  perform lock_windows(array(
    select unnest(array['tenant:' || tenant_id, 'thread:' || thread])
    from posts where id = any(ids) and slot_at <= late_after
  ));
  with done as (
    update posts set attempt = 0, slot_at = case when slot_at <= late_after then count_answered(thread, tenant_id, slot_at) end,
      error = null, shown_seq = a.seq,
      activity = case when kind <> 'fixed' then null when facts_version > facts_drawn then posts.activity else '{}'::json end,
      sent_conversation_id = a.conversation, sent_activity_id = a.message, sent_at = now(),
      alerted_at = coalesce(alerted_at, case when kind = 'case' and channel_id is not null then now() end),
      due_at = case when kind in ('inventory', 'plan', 'list') then now() + interval '2 s' else now() end,
      state = case when facts_version > facts_drawn or (kind <> 'fixed'
        and greatest(wanted_seq, (select cases.seq from cases where cases.id = posts.case_id)) > a.seq)
        then 'due' else 'sent' end
    from json_to_recordset(answers) as a (id text, seq integer, conversation text, message text)
    where posts.id = a.id
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
