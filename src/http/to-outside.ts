import { HttpError } from './http-error.ts';

export type Why = 'unauthorized' | 'mfa' | 'forbidden' | 'not-found' | 'throttled' | 'unreachable' | 'unreadable';

/** What an HTTP failure means to those who asked; a redirect, which is never followed, is an unreadable answer. */
function whyOf(error: HttpError): Why {
  if (error.kind === 'schema') return 'unreadable';
  if (error.kind !== 'status' || error.status === undefined) return 'unreachable';
  if (error.mfa) return 'mfa';
  switch (error.status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
    case 410:
      return 'not-found';
    case 429:
      return 'throttled';
    case 408:
      return 'unreachable';
    default:
      return error.status >= 500 ? 'unreachable' : 'unreadable';
  }
}

/**
 * An HTTP failure as the arguments of the domain's OutsideError: `new OutsideError(...toOutside(error))`. This folder
 * imports nothing of the house, so the edges make the error.
 */
export function toOutside(
  error: HttpError,
): [message: string, options: { why: Why; retryAfter?: number; cause: HttpError }] {
  return [
    error.message,
    { why: whyOf(error), cause: error, ...(error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter }) },
  ];
}

export interface Refused {
  readonly kind: 'refused';
  readonly why: 'mfa' | 'forbidden' | 'not-found' | 'other';
  /** The service's code and words. Outside text. */
  readonly detail: string;
}

const refusals: Partial<Record<Why, Refused['why']>> = {
  mfa: 'mfa',
  unauthorized: 'forbidden',
  forbidden: 'forbidden',
  'not-found': 'not-found',
  unreadable: 'other',
};

/** A "no" to a change that another try would not turn into a yes; undefined for all that may pass by itself. */
export function refusalOf(error: unknown): Refused | undefined {
  const why = error instanceof HttpError && error.kind === 'status' ? refusals[whyOf(error)] : undefined;
  if (why === undefined || !(error instanceof HttpError)) return undefined;
  const detail = [error.code, error.detail].filter((part) => part !== undefined).join(': ');
  return { kind: 'refused', why, detail: detail === '' ? error.message : detail };
}
