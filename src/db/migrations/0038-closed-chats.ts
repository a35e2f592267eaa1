/**
 * A 1:1 chat that the bot was removed from, or blocked in: nothing is sent there before its person writes again, or adds the bot
 * again. Teams may name the same chat to whoever asks for it meanwhile, so that its id alone does not tell.
 */
export const closedChats = `
alter table people add column chat_closed boolean not null default false;
`;
