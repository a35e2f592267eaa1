import { z } from 'zod';
import { deliver } from '../world/mailbox.ts';
import type { Store } from '../world/store.ts';
import { badRequest, graphError } from './graph-page.ts';
import type { Claims } from './login-tokens.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

const recipients = z
  .array(z.object({ emailAddress: z.object({ address: z.string() }) }))
  .default([])
  .transform((list) => list.map(({ emailAddress }) => emailAddress.address));
const body = z.object({
  message: z.object({
    subject: z.string().default(''),
    body: z.object({ contentType: z.string(), content: z.string() }),
    toRecipients: recipients,
    ccRecipients: recipients,
    bccRecipients: recipients,
  }),
  saveToSentItems: z.union([z.boolean(), z.stringbool()]).default(true),
});

const noMailbox = graphError(
  404,
  'MailboxNotEnabledForRESTAPI',
  'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
);

/** `POST /me/sendMail`: 202 without a body; each request is one more mail, however alike they are. */
export function sendMail(store: Store, claims: Claims, request: FakeRequest): FakeAnswer {
  if (claims.idtyp === 'app') return badRequest('/me request is only valid with delegated authentication flow.');
  const person = store.people.get(claims.oid ?? '');
  if (person === undefined || person.isGuest) return noMailbox;
  const read = body.safeParse(request.body);
  if (!read.success) return badRequest('Unable to read JSON request payload.');
  const { message, saveToSentItems } = read.data;
  const contentType = (['text', 'html'] as const).find((type) => type === message.body.contentType.toLowerCase());
  if (contentType === undefined) return badRequest(`Requested value '${message.body.contentType}' was not found.`);
  const to = [...message.toRecipients, ...message.ccRecipients, ...message.bccRecipients];
  if (to.length === 0) return invalid("A message can't be sent because it contains no recipients.");
  const bad = to.find((address) => !/^[^\s@;,]+@[^\s@;,]+$/.test(address));
  if (bad !== undefined)
    return invalid(
      `Recipient '${bad}' is not resolved. All recipients must be resolved before a message can be submitted.`,
    );
  const { subject } = message;
  const { content } = message.body;
  deliver(store, { personId: person.id, to, subject, contentType, body: content, savedToSentItems: saveToSentItems });
  return { status: 202 };
}

function invalid(why: string): FakeAnswer {
  return graphError(400, 'ErrorInvalidRecipients', `At least one recipient is not valid., ${why}`);
}
