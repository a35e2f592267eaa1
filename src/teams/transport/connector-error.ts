import { readServiceError } from '../../http/error-body.ts';
import { retryAfterOf } from '../../http/retry-after.ts';

/**
 * What a failure of the Bot Connector means for the one who sent (facts/teams.md 1.2):
 * `throttled` and `busy`: nothing was done, later it may be; `gone`: conversation or activity no longer exist;
 * `blocked`: the bot may not write there; `not-in-roster`: the bot was removed; `archived`, `private`: the channel is;
 * `forbidden`: it may not for a reason that is not known; `too-big`: the message is;
 * `unauthorized`: the bot's own token was not taken or not to be had, nothing was done; `unsure`: it may or may not
 * have been done; `refused`: never will be.
 */
export type ConnectorErrorKind =
  | 'throttled'
  | 'busy'
  | 'gone'
  | 'blocked'
  | 'not-in-roster'
  | 'archived'
  | 'private'
  | 'forbidden'
  | 'too-big'
  | 'unauthorized'
  | 'unsure'
  | 'refused';

interface Fields {
  readonly kind: ConnectorErrorKind;
  /** HTTP status; 0 where there was no answer. */
  readonly status: number;
  /** The connector's own code, or the system's (`ECONNRESET`). */
  readonly code?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly method: string;
  readonly host: string;
  readonly cause?: unknown;
}

/** The one error of all that goes to the Bot Connector. It holds no path (it names people), body or token. */
export class ConnectorError extends Error {
  readonly kind: ConnectorErrorKind;
  readonly status: number;
  readonly code: string | undefined;
  /** Milliseconds that the connector asked us to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(fields: Fields) {
    const code = fields.code === undefined ? '' : ` ${fields.code}`;
    super(
      `${fields.method} to the connector at ${fields.host}: ${fields.kind} (${fields.status}${code})`,
      fields.cause === undefined ? undefined : { cause: fields.cause },
    );
    this.name = 'ConnectorError';
    this.kind = fields.kind;
    this.status = fields.status;
    this.code = fields.code;
    this.retryAfterMs = fields.retryAfterMs;
  }
}

const blockedCodes: ReadonlySet<string> = new Set([
  'BotDisabledByAdmin',
  'ConversationBlockedByUser',
  'MessageWritesBlocked',
]);

/** The error of an answer that is no 2xx. */
export function errorOfAnswer(
  answer: { readonly status: number; readonly headers: Headers; readonly text: string },
  asked: { readonly method: string; readonly host: string },
  now: Date,
): ConnectorError {
  const { code, message } = readServiceError(answer.text);
  const wait = retryAfterOf(answer.headers, now);
  return new ConnectorError({
    ...asked,
    kind: kindOf(answer.status, code, message),
    status: answer.status,
    code,
    retryAfterMs: wait === undefined ? undefined : wait * 1000,
  });
}

function kindOf(status: number, code: string | undefined, message: string | undefined): ConnectorErrorKind {
  if (status >= 500 || status === 408) return 'unsure';
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return kindOfForbidden(code, message);
    case 404:
      return 'gone';
    case 412:
      return 'busy';
    case 413:
      return 'too-big';
    case 429:
      return 'throttled';
    default:
      return 'refused';
  }
}

/**
 * `MessageWritesBlocked` comes as a sub-code, within the message (facts/teams.md 1.2). Assumption: what is said of archived
 * teams and private channels stands in the message, as no code of theirs is documented; where it does not, the refusal
 * counts as one that nobody knows, and the channel rests all the same.
 */
function kindOfForbidden(code: string | undefined, message = ''): ConnectorErrorKind {
  if (code === 'BotNotInConversationRoster') return 'not-in-roster';
  if ((code !== undefined && blockedCodes.has(code)) || message.includes('MessageWritesBlocked')) return 'blocked';
  // The tenant is served at another host: nothing is said of the conversation.
  if (code === 'InvalidBotApiHost') return 'refused';
  if (/\barchived\b/i.test(message)) return 'archived';
  return /\bprivate channel/i.test(message) ? 'private' : 'forbidden';
}
