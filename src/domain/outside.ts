import type { UnavailableReason } from './facts.ts';

/**
 * A service outside did not give what was asked. Edges translate their own errors into this one, with `cause` kept, so
 * that the workflow can say why in a person's words and knows whether a later try may help.
 */
export class OutsideError extends Error {
  readonly why: UnavailableReason | 'throttled' | 'unauthorized';
  /** Seconds that the service asked us to wait. */
  readonly retryAfter: number | undefined;

  constructor(message: string, options: { why: OutsideError['why']; retryAfter?: number; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'OutsideError';
    this.why = options.why;
    this.retryAfter = options.retryAfter;
  }
}

/** The same for people, who are told what to do and not what the service counts. */
export function unavailableReason({ why }: OutsideError): UnavailableReason {
  if (why === 'throttled') return 'not-ready';
  return why === 'unauthorized' ? 'needs-person' : why;
}
