/** Evidence packs are cleared away some days after they were made. What was said once is not kept once it is sent. */
export const oldPacks = `
create index packs_over on packs (ended_at) where state <> 'building';
create index pack_codes_of on pack_codes (pack_id);
update posts set activity = '{}' where kind = 'fixed' and state = 'sent';
`;
