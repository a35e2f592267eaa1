import type { Store, WorldSubscription } from '../world/store.ts';
import type { WorldPerson } from '../world/types.ts';
import type { Claims } from './login-tokens.ts';
import type { FakeRequest } from './server.ts';

/** A request that the guard let through: who asks, of which subscription. */
export interface AzureCall {
  readonly store: Store;
  readonly claims: Claims;
  readonly subscription: WorldSubscription;
  readonly request: FakeRequest;
  /** The path with `//` made one, decoded, without a slash at the end. */
  readonly path: string;
}

/** Whose token it is; undefined for the app's own. */
export function personOf({ store, claims }: Pick<AzureCall, 'store' | 'claims'>): WorldPerson | undefined {
  return claims.oid === undefined ? undefined : store.people.get(claims.oid);
}

/** The same request's URL with another page mark, as nextLink gives it. */
export function nextLink(request: FakeRequest, mark: string, from: number): string {
  const next = new URL(request.url);
  next.searchParams.set(mark, String(from));
  return next.href;
}
