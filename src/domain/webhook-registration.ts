import { fraudEvent, testEvent } from './webhook-event.ts';

/** What a partner's tenant has registered in Partner Center: one for the whole tenant, whichever tool did it. */
export interface WebhookRegistration {
  readonly url: string;
  readonly events: readonly string[];
  /** Whether the signature comes in x-ms-signature, a header that no proxy takes for its own. */
  readonly inMsSignature: boolean;
  /** ISO 8601. */
  readonly changedAt?: string;
}

/** Events that are acted on, and asked for. */
export const wantedEvents: readonly string[] = [fraudEvent, testEvent];

const place = '/webhooks/partner-center/';

/** Where Partner Center shall post to. `publicUrl` has no slash at its end. */
export function webhookAddress(publicUrl: string, key: string): string {
  return `${publicUrl}${place}${key}`;
}

/** The key in an address of a Mining Watch, and whether it is the one under `publicUrl`; undefined for any other address. */
export function keyIn(
  address: string,
  publicUrl: string,
): { readonly key: string; readonly isHere: boolean } | undefined {
  const [url, own] = [URL.parse(address), URL.parse(publicUrl)];
  const at = url?.pathname.lastIndexOf(place) ?? -1;
  if (url === null || at < 0 || url.search !== '') return undefined;
  const key = url.pathname.slice(at + place.length);
  if (!/^[\w-]{20,}$/.test(key)) return undefined;
  const base = url.pathname.slice(0, at);
  return { key, isHere: url.origin === own?.origin && base === own.pathname.replace(/\/+$/, '') };
}

export type AddressFault = 'not-https' | 'not-public';

/**
 * Why Partner Center could not post to an address: callbacks are not sent in the clear, and not into somebody's own
 * network. Where Partner Center is on this machine itself (the local world) both do.
 */
export function addressFault(publicUrl: string, partnerCenterUrl: string): AddressFault | undefined {
  const [url, center] = [URL.parse(publicUrl), URL.parse(partnerCenterUrl)];
  if (center !== null && isPrivate(center.hostname)) return undefined;
  if (url === null || isPrivate(url.hostname)) return 'not-public';
  return url.protocol === 'https:' ? undefined : 'not-https';
}

/** Names and addresses that mean something only in one network (RFC 1918, 3927, 4193, 6761). */
function isPrivate(host: string): boolean {
  return (
    /^(?:localhost|.*\.(?:localhost|local|internal|test))$/i.test(host) ||
    /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(host) ||
    /^\[(?:::1?|f[cd][0-9a-f]{2}:.*|fe80:.*)\]$/i.test(host)
  );
}

/** An address as it may be shown: keys and whatever looks like one are cut, as others use them as passwords too. */
export function shownAddress(address: string): string {
  const url = URL.parse(address);
  if (url === null) return '(not an address)';
  const path = url.pathname.split('/').map((part) => (part.length > 16 ? `${part.slice(0, 4)}…` : part));
  const query = [...url.searchParams.keys()].map((name) => `${name.slice(0, 40)}=…`).join('&');
  return `${url.origin}${path.join('/')}${query === '' ? '' : `?${query}`}`;
}

/** Events that are wanted and not registered; names are compared without case. */
export function missingEvents(events: readonly string[]): readonly string[] {
  const known = new Set(events.map((name) => name.toLowerCase()));
  return wantedEvents.filter((name) => !known.has(name.toLowerCase()));
}
