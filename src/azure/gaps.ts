import type { Gap, Looked } from '../domain/investigation.ts';
import { OutsideError } from '../domain/outside.ts';
import { HttpError } from '../http/http-error.ts';
import { toOutside } from '../http/to-outside.ts';
import { UnaskableError } from './resource-id.ts';

/**
 * Parts of a reading that may fail each by itself. What fails becomes a gap with its reason, one for each kind of
 * thing; an aborted reading, and what is no failure of the world outside, is thrown.
 */
export function createGaps(signal?: AbortSignal) {
  const gaps = new Map<Looked, Gap>();
  const add = (what: Looked, why: Gap['why']) => {
    if (!gaps.has(what)) gaps.set(what, { what, why });
  };

  return {
    add,

    async part<T>(what: Looked, otherwise: T, work: () => Promise<T>): Promise<T> {
      try {
        return await work();
      } catch (error) {
        signal?.throwIfAborted();
        add(what, whyOf(error));
        return otherwise;
      }
    },

    all: (): readonly Gap[] => [...gaps.values()],
  };
}

export type Gaps = ReturnType<typeof createGaps>;

function whyOf(error: unknown): Gap['why'] {
  if (error instanceof UnaskableError) return 'not-offered';
  const known = error instanceof HttpError ? new OutsideError(...toOutside(error)) : error;
  if (!(known instanceof OutsideError)) throw known;
  // The app is not known in the customer's tenant: a person's sign-in would not help the reader.
  return known.why === 'throttled' ? 'not-ready' : known.why === 'unauthorized' ? 'forbidden' : known.why;
}
