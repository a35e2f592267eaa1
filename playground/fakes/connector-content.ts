import { isJson, type MessageContent } from '../world/messages.ts';
import type { Json } from '../world/types.ts';

/** The limit that Teams gives for one message, in UTF-16 bytes (learn.microsoft.com, "Format your bot messages"). */
const largestBytes = 100 * 1024;
const adaptiveCard = 'application/vnd.microsoft.card.adaptive';

/** Whether an activity is over Teams' size limit. Images in base64 are not counted. */
export function tooBig(activity: unknown): boolean {
  const text = JSON.stringify(activity).replace(/data:image\/[a-z+]+;base64,[A-Za-z0-9+/=]+/g, '');
  return text.length * 2 > largestBytes;
}

/** The messages that Teams makes of one activity: a text together with attachments becomes two. */
export function messagesOf(activity: Json): readonly MessageContent[] {
  const text = textOf(activity);
  const card = cardOf(activity);
  return [...(text === undefined ? [] : [{ text }]), ...(card === undefined ? [] : [{ card }])];
}

/** What a message shows after an update: both parts in one. */
export function contentOf(activity: Json): MessageContent {
  const text = textOf(activity);
  const card = cardOf(activity);
  return { ...(text === undefined ? {} : { text }), ...(card === undefined ? {} : { card }) };
}

function textOf(activity: Json): string | undefined {
  return typeof activity.text === 'string' && activity.text !== '' ? activity.text : undefined;
}

/** An Adaptive Card as it is; any other attachment with its type; several as a list. */
function cardOf(activity: Json): Json | undefined {
  const attachments = Array.isArray(activity.attachments) ? activity.attachments.filter(isJson) : [];
  const [first, ...rest] = attachments;
  if (first === undefined) return undefined;
  if (rest.length > 0) return { type: 'Attachments', attachments };
  return first.contentType === adaptiveCard && isJson(first.content) ? first.content : first;
}
