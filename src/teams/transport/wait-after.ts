import type { Post } from '../../workflow/post-ports.ts';
import type { ConnectorError } from './connector-error.ts';

const first = 1_000;
const longest = 5 * 60_000;
/** A Retry-After beyond this is not believed. */
const longestAsked = 60 * 60_000;

/**
 * When to try again, in ISO 8601: after the time that the connector asked for, else 1, 2, 4 .. seconds up to 5 minutes
 * by the number of tries; each a little more or less, so that conversations do not all come back at once
 * (facts/teams.md 1.2).
 */
export function waitAfter(
  { now, random = Math.random }: { readonly now: () => Date; readonly random?: () => number },
  post: Pick<Post, 'attempt'>,
  { retryAfterMs }: Pick<ConnectorError, 'retryAfterMs'>,
): string {
  const wait =
    retryAfterMs === undefined
      ? Math.min(first * 2 ** Math.min(post.attempt, 20), longest) * (0.8 + 0.4 * random())
      : Math.min(retryAfterMs, longestAsked) + 250 * random();
  return new Date(now().getTime() + wait).toISOString();
}
