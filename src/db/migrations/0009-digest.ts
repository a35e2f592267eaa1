/** When a partner's digest is said. */
export const digest = `
alter table partners add column digest_at text;
`;
