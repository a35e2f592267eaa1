import type { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { organizationOf, readCertificates, type Trust } from './certificate-chain.ts';

export interface TrustDeps {
  /** Certificates in PEM of the operator's choice: self-signed ones are roots, others help to find one. */
  readonly certificatesPem?: string;
  /** Hosts that certificates of issuers may be fetched from. */
  readonly issuerHosts: readonly string[];
  readonly download: (url: string) => Promise<Buffer>;
}

/**
 * Assumption: Microsoft's chain ends at a root of Microsoft's or DigiCert's, as those of Azure's services do; which one
 * Partner Center uses now is not published (facts/partner-center.md 3.4, 14).
 */
const usualRoots = ['Microsoft Corporation', 'DigiCert Inc'];

/** What is believed: the operator's roots, else those that Node carries of the authorities which Azure uses. */
export function webhookTrust({ certificatesPem, issuerHosts, download }: TrustDeps): Trust {
  const given = certificatesPem === undefined ? [] : readCertificates(Buffer.from(certificatesPem));
  const isRoot = (one: X509Certificate) => one.subject === one.issuer;
  const roots = given.filter(isRoot);
  return {
    roots: roots.length > 0 ? roots : usual(),
    intermediates: given.filter((one) => !isRoot(one)),
    issuerAt: async (link) => {
      const url = URL.parse(link);
      if (url === null || !isIssuerLink(url, issuerHosts)) return undefined;
      // One that cannot be had is as one that is not there: then there is no chain.
      return download(url.href).catch(() => undefined);
    },
  };
}

function usual(): readonly X509Certificate[] {
  const all = rootCertificates.flatMap((pem) => readCertificates(Buffer.from(pem)));
  return all.filter((one) => usualRoots.some((name) => organizationOf(one, 'subject') === name));
}

/** Issuers are served over http, as a certificate proves itself by its signature (RFC 5280 4.2.2.1). */
function isIssuerLink(url: URL, hosts: readonly string[]): boolean {
  return (
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    hosts.includes(url.host) &&
    url.username === '' &&
    url.password === '' &&
    url.search === ''
  );
}
