/**
 * Callbacks of Partner Center: the key in each partner's address (as a hash, and the next one while it is being
 * registered), the events that came, for as long as they could come again, and how many came of what kind.
 */
export const webhook = `
create table webhooks (
  partner_id text primary key references partners,
  key_hash text unique,
  next_key_hash text unique,
  registered_at timestamptz,
  last_event_at timestamptz,
  last_test_at timestamptz
);

create table webhook_deliveries (
  partner_id text not null references partners,
  body_hash text not null,
  received_at timestamptz not null,
  primary key (partner_id, body_hash)
);
create index webhook_deliveries_old on webhook_deliveries (received_at);

create table webhook_counts (
  day date not null,
  partner_id text not null,
  outcome text not null,
  count bigint not null,
  primary key (day, partner_id, outcome)
);
`;
