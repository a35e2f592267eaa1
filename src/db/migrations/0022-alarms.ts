/**
 * Alarms about the ledger and the ways by which alerts come: a row from when one is raised, with when it was over. Of each
 * partner, kind and subject one is open at a time, whichever process finds it. And what of callbacks was refused for each
 * partner since the last one that was good.
 */
export const alarms = `
create table alarms (
  id text primary key,
  partner_id text not null references partners,
  kind text not null,
  subject text not null,
  facts jsonb not null,
  raised_at timestamptz not null,
  cleared_at timestamptz
);
create unique index alarms_open on alarms (partner_id, kind, subject) where cleared_at is null;

alter table webhooks
  add column refused_from timestamptz,
  add column refused_at timestamptz,
  add column refused integer not null default 0;

create index detections_received on detections (partner_id, received_at);
create index detections_unplaced on detections (partner_id) where case_id is null and uncarded is null;
create index detections_unresolved on detections (case_id)
  where status <> 'resolved' and not is_test and case_id is not null;
create index unreadable_alerts_received on unreadable_alerts (partner_id, received_at);
`;
