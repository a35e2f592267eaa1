/** Unreadable alerts are known by their ids from now on (detections.ts): of those that are kept, the first of each id stays. */
export const unreadableById = `
delete from unreadable_alerts later using unreadable_alerts first
where first.partner_id = later.partner_id and first.source = later.source and first.external_id = later.external_id
  and first.id < later.id;
update unreadable_alerts set raw_hash = encode(sha256(convert_to('id ' || external_id, 'UTF8')), 'hex')
where external_id is not null;
`;
