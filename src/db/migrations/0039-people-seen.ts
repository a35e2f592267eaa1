/** When somebody was last met, by day: where not all can be offered for a choice, those are who are about. */
export const peopleSeen = `
alter table people add column seen_on date not null default current_date;
`;
