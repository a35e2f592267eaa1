import type { Words } from '../../cards/parts/words.ts';
import type { SignInName } from '../domain/sign-in.ts';
import type { Json } from '../workflow/ports.ts';
import type { Post } from '../workflow/post-ports.ts';
import type { BotDeps } from './context.ts';
import { SignInRequest } from './schema.ts';

const oauthCard = 'application/vnd.microsoft.card.oauth';

/** A message that asks a person to sign in, as it is stored; `why` where more is to be said than that they want something. */
export function signInRequest(
  words: Words,
  name: SignInName,
  to: { readonly connectionName: string; readonly teamsId: string; readonly why?: string },
): Json {
  const { connectionName, teamsId, why } = to;
  const content = {
    text: why ?? words.t('signIn.card', { service: words.t(`signIn.service.${name}`) }),
    connectionName,
    buttons: [{ type: 'signin', title: words.t('signIn.button') }],
  };
  return { type: 'message', recipient: { id: teamsId }, attachments: [{ contentType: oauthCard, content }] };
}

/**
 * The message as it goes out: with the link to the sign-in window, and with what the person's clients exchange a token
 * for by themselves (facts/teams.md 4.4). Both are made when it is sent and kept nowhere. What asks for no sign-in is
 * left as it is. Throws HttpError.
 */
export async function withSignIn(deps: Pick<BotDeps, 'signIn'>, activity: Json, post: Post): Promise<Json> {
  const parsed = SignInRequest.safeParse(activity);
  if (!parsed.success || post.place.kind !== 'conversation') return activity;
  const { recipient, attachments } = parsed.data;
  const [{ content }] = attachments;
  const [button] = content.buttons;
  const { conversationId, serviceUrl, tenantId } = post.place;
  const there = { userId: recipient.id, conversationId, serviceUrl, tenantId };
  const made = await deps.signIn.resource(content.connectionName, there);
  const card = {
    ...content,
    buttons: [{ ...button, value: made.signInLink }],
    ...(made.tokenExchangeResource === undefined ? {} : { tokenExchangeResource: compact(made.tokenExchangeResource) }),
  };
  return { type: 'message', recipient, attachments: [{ contentType: oauthCard, content: card }] };
}

function compact(resource: Readonly<Record<string, string | undefined>>): Json {
  return Object.fromEntries(
    Object.entries(resource).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
