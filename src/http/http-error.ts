type HttpErrorKind = 'status' | 'network' | 'timeout' | 'schema';

export interface HttpErrorFields {
  readonly kind: HttpErrorKind;
  readonly method: string;
  /** Host with port, as in a URL. */
  readonly host: string;
  /** Path without query. */
  readonly path: string;
  readonly status?: number | undefined;
  /** The service's own code, or the system's (`ECONNRESET`). */
  readonly code?: string | undefined;
  /** Seconds that the service asked us to wait. */
  readonly retryAfter?: number | undefined;
  readonly requestId?: string | undefined;
  /** Whether the service missed multi-factor authentication in the token. */
  readonly mfa?: boolean;
  /** The service's own words. Outside text: kept out of message and JSON. */
  readonly detail?: string | undefined;
  readonly cause?: unknown;
}

/**
 * The one error of all outgoing HTTP: no answer (`network`, `timeout`), an answer that says no (`status`, also a
 * redirect, which is never followed), or an answer that is not what was promised (`schema`). It never holds headers,
 * query, body or token, so it may be logged whole.
 */
export class HttpError extends Error {
  readonly kind: HttpErrorKind;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly retryAfter: number | undefined;
  readonly requestId: string | undefined;
  readonly mfa: boolean;
  readonly #detail: string | undefined;

  constructor(fields: HttpErrorFields) {
    super(sentence(fields), fields.cause === undefined ? undefined : { cause: fields.cause });
    this.name = 'HttpError';
    this.kind = fields.kind;
    this.method = fields.method;
    this.host = fields.host;
    this.path = fields.path;
    this.status = fields.status;
    this.code = fields.code;
    this.retryAfter = fields.retryAfter;
    this.requestId = fields.requestId;
    this.mfa = fields.mfa ?? false;
    this.#detail = fields.detail;
  }

  /** The service's own words, at most 300 characters of outside text. */
  get detail(): string | undefined {
    return this.#detail;
  }

  toJSON(): object {
    const { name, message, kind, method, host, path, status, code, retryAfter, requestId, mfa } = this;
    return { name, message, kind, method, host, path, status, code, retryAfter, requestId, mfa };
  }
}

function sentence(fields: HttpErrorFields): string {
  const outcome: Record<HttpErrorKind, string> = {
    status: `answered ${fields.status}`,
    network: 'got no answer',
    timeout: 'took too long',
    schema: 'answered something unreadable',
  };
  const code = fields.code === undefined ? '' : ` (${fields.code})`;
  return `${fields.method} ${fields.host}${fields.path} ${outcome[fields.kind]}${code}`;
}
