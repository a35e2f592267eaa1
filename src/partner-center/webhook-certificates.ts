import type { KeyObject } from 'node:crypto';
import { type ChainFault, type Trust, trustedLeaf } from './certificate-chain.ts';

export type CertificateFault = ChainFault | 'certificate-url' | 'certificate-not-had';

export type SigningKey =
  | { readonly kind: 'key'; readonly key: KeyObject }
  | { readonly kind: 'fault'; readonly fault: CertificateFault };

export interface WebhookCertificatesDeps {
  /** The one host, with its port where that is not 443, that certificates are fetched from. */
  readonly host: string;
  readonly download: (url: string) => Promise<Buffer>;
  readonly trust: Trust;
  /** The true time: certificates know no other. */
  readonly now: () => Date;
}

const minute = 60_000;
/** A good certificate is fetched again in the background after an hour, and not used after a day. */
const freshMs = 60 * minute;
const usableMs = 24 * 60 * minute;
/** A bad answer is not asked for again before. */
const faultMs = minute;
const mostKept = 16;
/** Fetches begun in a minute of what is not known as good: a flood of links must not become a flood of requests. */
const mostFetches = 6;

interface Kept {
  readonly outcome: SigningKey;
  readonly at: number;
  readonly usableUntil: number;
}

/**
 * The keys of the certificates that callbacks name. A link is compared as text and never parsed, so that no spelling
 * of another host passes: https, our host, `/cert/`, and a plain file name that ends in `.cer`.
 */
export function createWebhookCertificates(deps: WebhookCertificatesDeps) {
  const kept = new Map<string, Kept>();
  const fetching = new Map<string, Promise<SigningKey>>();
  let begun: number[] = [];

  async function fetchKey(url: string): Promise<SigningKey> {
    const known = kept.get(url);
    const now = () => deps.now().getTime();
    const outcome = await read(url);
    // A host that fails for a while takes nothing away from a certificate that was good.
    const stays = outcome.kind === 'fault' && outcome.fault === 'certificate-not-had' && known?.outcome.kind === 'key';
    if (stays && now() < known.usableUntil) return known.outcome;
    const until = outcome.kind === 'key' ? Math.min(now() + usableMs, outcome.until) : now() + faultMs;
    keep(url, { outcome, at: now(), usableUntil: until });
    return outcome;
  }

  async function read(
    url: string,
  ): Promise<(SigningKey & { readonly until: number }) | (SigningKey & { kind: 'fault' })> {
    let bytes: Buffer;
    try {
      bytes = await deps.download(url);
    } catch {
      return { kind: 'fault', fault: 'certificate-not-had' };
    }
    const leaf = await trustedLeaf(bytes, deps.trust, deps.now());
    if (leaf.kind === 'fault') return leaf;
    return { kind: 'key', key: leaf.leaf.publicKey, until: leaf.until.getTime() };
  }

  function keep(url: string, one: Kept): void {
    kept.delete(url);
    kept.set(url, one);
    if (kept.size <= mostKept) return;
    const [oldest] = [...kept].toSorted(
      ([, a], [, b]) => Number(a.outcome.kind === 'key') - Number(b.outcome.kind === 'key'),
    );
    if (oldest !== undefined) kept.delete(oldest[0]);
  }

  function fetchOnce(url: string, isKnown: boolean): Promise<SigningKey> {
    const running = fetching.get(url);
    if (running !== undefined) return running;
    const now = deps.now().getTime();
    begun = begun.filter((at) => Math.abs(now - at) < minute);
    if (!isKnown && begun.length >= mostFetches)
      return Promise.resolve({ kind: 'fault', fault: 'certificate-not-had' });
    if (!isKnown) begun.push(now);
    const started = fetchKey(url).finally(() => fetching.delete(url));
    fetching.set(url, started);
    return started;
  }

  return {
    /** The key of the certificate at a link. Never throws. */
    async keyAt(link: string): Promise<SigningKey> {
      const url = certificateUrl(link, deps.host);
      if (url === undefined) return { kind: 'fault', fault: 'certificate-url' };
      const now = deps.now().getTime();
      const known = kept.get(url);
      // A clock that was set back must not keep an old answer for good.
      if (known === undefined || now >= known.usableUntil || now < known.at)
        return fetchOnce(url, known?.outcome.kind === 'key');
      if (known.outcome.kind === 'key' && now - known.at > freshMs) void fetchOnce(url, true);
      return known.outcome;
    },
  };
}

export type WebhookCertificates = ReturnType<typeof createWebhookCertificates>;

function certificateUrl(link: string, host: string): string | undefined {
  const place = `https://${host}/cert/`;
  if (link.slice(0, place.length).toLowerCase() !== place) return undefined;
  const file = link.slice(place.length);
  return /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,150}\.cer$/.test(file) ? `${place}${file}` : undefined;
}
