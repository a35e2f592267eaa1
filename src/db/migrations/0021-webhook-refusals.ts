/**
 * Callbacks that were refused for want of a good signature: why, and when last, for the partner whose key stood in the
 * address (empty for any other key). Few rows: as many as there are partners times reasons.
 */
export const webhookRefusals = `
create table webhook_refusals (
  partner_id text not null,
  why text not null,
  last_at timestamptz not null,
  primary key (partner_id, why)
);
`;
