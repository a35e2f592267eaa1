import { type HTTPError, isHTTPError, isNetworkError, isTimeoutError } from 'ky';
import { BodyTooLarge } from './bounded-body.ts';
import { readServiceError } from './error-body.ts';
import { HttpError } from './http-error.ts';

export interface Where {
  readonly method: string;
  readonly host: string;
  readonly path: string;
}

/** What ky or one exchange threw, as HttpError; undefined for what is no failure of HTTP. `secrets` are kept out of it. */
export function toHttpError(error: unknown, where: Where, secrets: readonly string[]): HttpError | undefined {
  if (isTimeoutError(error)) return new HttpError({ ...where, kind: 'timeout' });
  if (isNetworkError(error))
    return new HttpError({ ...where, kind: 'network', code: systemCode(error.cause), cause: error.cause });
  if (error instanceof BodyTooLarge) return new HttpError({ ...where, kind: 'schema', code: 'too-large' });
  if (!isHTTPError(error)) return undefined;
  return statusError(error, where, secrets);
}

function statusError(error: HTTPError, where: Where, secrets: readonly string[]): HttpError {
  const { status, statusText, headers } = error.response;
  const said = readServiceError(typeof error.data === 'string' ? error.data : '');
  // A service that echoes our token must not get it into a log or onto a card.
  const clean = (text: string | undefined) =>
    secrets.reduce((sofar: string | undefined, secret) => sofar?.replaceAll(secret, '***'), text);
  const challenge = `${said.code} ${said.message} ${statusText} ${headers.get('www-authenticate')}`;
  const wait = headers.get('retry-after');
  return new HttpError({
    ...where,
    kind: 'status',
    status,
    code: clean(said.code),
    detail: clean(said.message),
    retryAfter: wait === null ? undefined : Number(wait),
    requestId: clean(requestIdOf(headers)),
    mfa: (status === 401 || status === 403) && /MFA/i.test(challenge),
  });
}

/** The service's id of the exchange: Graph, ARM and Partner Center each name it differently. */
export function requestIdOf(headers: Headers): string | undefined {
  const id = headers.get('request-id') ?? headers.get('x-ms-request-id') ?? headers.get('ms-requestid');
  return id === null ? undefined : id.slice(0, 100);
}

function systemCode(cause: unknown): string | undefined {
  for (let at = cause; at instanceof Error; at = at.cause)
    if ('code' in at && typeof at.code === 'string') return at.code;
  return undefined;
}
