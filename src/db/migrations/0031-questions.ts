/** The bot asks about settings too, which are of no case. */
export const questions = `
alter table questions alter column case_id drop not null;
`;
