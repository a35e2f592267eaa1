import { z } from 'zod';
import { isId, type PostId } from '../../domain/ids.ts';
import type { Json } from '../../workflow/ports.ts';
import { isRecord, type JsonRecord } from './is-record.ts';

/** Says of which post, and of which try to send it, a message is. */
export interface Mark {
  readonly postId: PostId;
  readonly attempt: number;
}

const buttons: ReadonlySet<unknown> = new Set(['Action.Execute', 'Action.Submit']);

/**
 * Writes the mark into the data of every button of a card, its refresh included: what a client sends back when someone
 * clicks. Messages without buttons come back by no way, so they carry none.
 */
export function mark(activity: Json, { postId, attempt }: Mark): Json {
  return walk(activity, { id: postId, attempt });
}

const clicked = z.object({
  post: z.object({ id: z.custom<PostId>((id) => isId('post', id)), attempt: z.number().int().min(1) }),
});

/** The mark in the data of a click; undefined where there is none. It is outside data: anything may have been written there. */
export function readMark(data: unknown): Mark | undefined {
  const parsed = clicked.safeParse(data);
  return parsed.success ? { postId: parsed.data.post.id, attempt: parsed.data.post.attempt } : undefined;
}

/** What holds no button is the same object as before: most of a card is left as it is. */
function walk(value: Json, post: { readonly id: string; readonly attempt: number }): Json {
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => walk(item, post));
    return items.every((item, i) => item === value[i]) ? value : items;
  }
  if (!isRecord(value)) return value;
  let copy: JsonRecord = value;
  for (const key of Object.keys(value)) {
    const before = value[key];
    if (typeof before !== 'object' || before === null) continue;
    const item = walk(before, post);
    if (item !== before) copy = { ...copy, [key]: item };
  }
  const data = copy['data'];
  return buttons.has(copy['type']) ? { ...copy, data: { ...(isRecord(data) ? data : {}), post } } : copy;
}
