import type { FakeAnswer } from './server.ts';

/** The connector's error body. */
export function connectorError(status: number, code: string, message: string): FakeAnswer {
  return { status, body: { error: { code, message } } };
}

export const unauthorized = connectorError(401, 'Unauthorized', 'Authorization has been denied for this request.');
export const badSyntax = (message: string): FakeAnswer => connectorError(400, 'BadSyntax', message);
export const tooBigError = connectorError(413, 'MessageSizeTooBig', 'Message size too large.');
export const noConversation = connectorError(404, 'ConversationNotFound', 'Conversation not found.');
export const noActivity = connectorError(404, 'ActivityNotFoundInConversation', 'The activity was not found.');
export const notInRoster = connectorError(
  403,
  'BotNotInConversationRoster',
  'The bot is not part of the conversation roster.',
);
export const blocked = connectorError(403, 'BotDisabledByAdmin', 'The tenant admin disabled this bot');
/** Who has blocked the bot (sample in msteams-docs, send-proactive-messages). */
export const writesBlocked: FakeAnswer = {
  status: 403,
  body: {
    errorCode: 209,
    message: '{\r\n  "subCode": "MessageWritesBlocked",\r\n  "details": "Thread is blocked from message writes."\r\n}',
  },
};
/** Assumption: with which code archived teams and private channels are refused is not documented. */
export const archived = connectorError(403, 'NotEnoughPermissions', 'The team is archived.');
export const privateChannel = connectorError(
  403,
  'NotEnoughPermissions',
  'Bots cannot post messages in a private channel.',
);
export const noMember = connectorError(404, 'MemberNotFoundInConversation', 'Member not found in conversation.');
export const noPermission = (message: string): FakeAnswer => connectorError(403, 'NotEnoughPermissions', message);

export function throttled(retryAfterSeconds: number): FakeAnswer {
  return {
    ...connectorError(429, 'Throttled', 'API calls quota exceeded.'),
    headers: { 'retry-after': String(retryAfterSeconds) },
  };
}
