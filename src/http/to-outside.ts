import type { HttpError } from './http-error.ts';

export type Why = 'unauthorized' | 'mfa' | 'forbidden' | 'not-found' | 'throttled' | 'unreachable' | 'unreadable';

/** What an HTTP failure means to those who asked; a redirect, which is never followed, is an unreadable answer. */
export function whyOf(error: HttpError): Why {
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
