import { webhookAddress } from '../../../src/domain/webhook-registration.ts';
import { HttpError } from '../../../src/http/http-error.ts';
import type { Outside } from '../doctor/outside.ts';

/** Whether the address for callbacks leads to a Mining Watch. `silent`: nothing answers from here; from outside it may. */
export type Reach =
  | { readonly kind: 'reached' }
  | { readonly kind: 'something-else'; readonly answered: string }
  | { readonly kind: 'silent'; readonly code?: string };

/**
 * Asks the address for callbacks in a way that changes nothing: a GET, with no key. A Mining Watch says that it takes no GET
 * there, in words of its own, which no proxy and no other program says.
 */
export async function reachAddress({ http }: Pick<Outside, 'http'>, publicUrl: string): Promise<Reach> {
  try {
    const { status } = await http.send({ base: publicUrl, to: { link: webhookAddress(publicUrl, 'reached') } });
    return { kind: 'something-else', answered: String(status) };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const { status, code } = error;
    if (status === undefined) return { kind: 'silent', ...(code === undefined ? {} : { code }) };
    return status === 405 && code === 'method-not-allowed'
      ? { kind: 'reached' }
      : { kind: 'something-else', answered: String(status) };
  }
}
