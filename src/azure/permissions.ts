import type { Permission } from './schema.ts';

/**
 * Whether permissions allow an action: some entry has a pattern of `actions` that fits, and none of that same entry's
 * `notActions` does (facts/azure.md 3.2). Deny assignments, locks and policies are another matter.
 */
export function allows(permissions: readonly Permission[], action: string): boolean {
  return permissions.some(
    ({ actions, notActions }) =>
      actions.some((pattern) => fits(pattern, action)) && !notActions.some((pattern) => fits(pattern, action)),
  );
}

/**
 * Whether a pattern fits an action: without case, `*` being any run of characters. Walks both once from each star, so
 * that no pattern, however odd, takes long.
 */
export function fits(pattern: string, action: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const text = action.toLowerCase();
  const last = rest.pop();
  if (last === undefined) return first === text;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
