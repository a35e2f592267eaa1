/**
 * When the last alert of a case was answered: how fast a partner answers is read from these cases alone. Before, a minute's first card
 * read all that are open, with all that is known of them. `commit_case` is that of migration 0010, and writes it.
 */
export const answeredCases = `
alter table cases add column answered_at timestamptz;
create index cases_answered on cases (partner_id, answered_at) where answered_at is not null;

-- Whether they were answered, their states tell whoever reads them.
update cases set answered_at = now()
where not is_test and (closed_at is null or closed_at > now() - interval '30 days') and state::text like '%"resolved"%';

create or replace function commit_case(
  command_key text, command_answer json, changed json, changed_state json, new_head text, expected_seq integer,
  entry_seqs integer[], entry_ats text[], entry_actors json[], entry_events json[], entry_previous text[], entry_hashes text[],
  new_detections jsonb, new_posts json, new_jobs json
) returns text language plpgsql as $$
declare
  changed_id constant text := changed->>'id';
  has_entries constant boolean := cardinality(entry_seqs) > 0;
  known_seq integer;
  known_answer json;
  kept integer;
  threads text[] := '{}';
begin
  if has_entries and expected_seq > 0 then
    select seq into known_seq from cases where id = changed_id for update;
    if known_seq is distinct from expected_seq then return 'conflict'; end if;
  end if;

  if command_key is not null then
    insert into answers (key, case_id, answer) values (command_key, changed_id, command_answer) on conflict do nothing;
    if not found then
      select answer into known_answer from answers where key = command_key;
      return case when not has_entries and known_answer::text = command_answer::text then 'committed' else 'conflict' end;
    end if;
  end if;

  if has_entries and expected_seq = 0 then
    insert into cases (id, partner_id, number, customer_tenant_id, subscription_id, stage, verdict, owner_object_id,
      owner_name, revision, seq, head, opened_at, closed_at, deadline_at, snooze_until, after_care_due_at, plan_expires_at,
      open_run_id, asking_due_at, remind_at, reminder_policy, answered_at, is_test, state)
    select id, partner_id, number, customer_tenant_id, subscription_id, stage, verdict, owner_object_id,
      owner_name, revision, seq, new_head, opened_at, closed_at, deadline_at, snooze_until, after_care_due_at, plan_expires_at,
      open_run_id, asking_due_at, remind_at, reminder_policy, answered_at, is_test, changed_state
    from json_populate_record(null::cases, changed)
    on conflict do nothing;
    if not found then
      delete from answers where key = command_key;
      return 'conflict';
    end if;
  elsif has_entries then
    update cases set stage = n.stage, verdict = n.verdict, owner_object_id = n.owner_object_id, owner_name = n.owner_name,
      revision = n.revision, seq = n.seq, head = new_head, closed_at = n.closed_at, deadline_at = n.deadline_at,
      snooze_until = n.snooze_until, after_care_due_at = n.after_care_due_at, plan_expires_at = n.plan_expires_at,
      open_run_id = n.open_run_id, asking_due_at = n.asking_due_at,
      remind_at = n.remind_at, reminder_policy = n.reminder_policy,
      -- A process of before names none.
      answered_at = case when changed->'answered_at' is null then now() else n.answered_at end,
      is_test = n.is_test, state = changed_state
    from json_populate_record(null::cases, changed) as n
    where cases.id = changed_id;
  end if;

  if has_entries then
    insert into journal (case_id, seq, at, actor, event, previous_hash, hash)
    select changed_id, * from unnest(entry_seqs, entry_ats, entry_actors, entry_events, entry_previous, entry_hashes);
  end if;

  if jsonb_array_length(new_detections) > 0 then
    insert into detections as d select * from jsonb_populate_recordset(null::detections, new_detections)
    on conflict (partner_id, source, external_id) do update set
      customer_tenant_id = excluded.customer_tenant_id, subscription_id = excluded.subscription_id,
      alert_type = excluded.alert_type, status = excluded.status, is_test = excluded.is_test,
      case_id = excluded.case_id, uncarded = excluded.uncarded, detection = excluded.detection, raw = excluded.raw
      where d.id = excluded.id;
    get diagnostics kept = row_count;
    if kept < jsonb_array_length(new_detections) then
      raise exception 'the same alert was stored meanwhile under another id' using errcode = 'MW001';
    end if;
  end if;

  if json_array_length(new_posts) > 0 then
    threads := array(select add_posts(new_posts));
  end if;
  if has_entries and expected_seq > 0 then
    threads := threads || array(select draw_case_again(changed_id, (changed->>'seq')::integer));
  end if;
  if json_array_length(new_jobs) > 0 or cardinality(threads) > 0 then
    perform add_outbox_jobs(new_jobs, threads);
  end if;
  return 'committed';
end $$;
`;
