/**
 * A change of a case locks it as its update does, and not as its deletion would: whoever wrote a post of the case twice in one
 * transaction has PostgreSQL look whether the case is there, and waited for the change while that waited for the post.
 */
export const caseLocks = `
do $$
declare
  was constant text := pg_get_functiondef('commit_case'::regproc);
  becomes constant text := replace(was, 'where id = changed_id for update;', 'where id = changed_id for no key update;');
begin
  if becomes = was then raise exception 'commit_case is not what migration 0036 made it'; end if;
  execute becomes;
end $$;
`;
