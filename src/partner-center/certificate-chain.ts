import { X509Certificate } from 'node:crypto';
import { type CertificateParts, maySign, objectIds, pathLength, readCertificateParts } from './read-der.ts';

export type ChainFault =
  | 'certificate-unreadable'
  | 'certificate-dates'
  | 'certificate-usage'
  | 'certificate-strength'
  | 'certificate-organization'
  | 'certificate-chain';

export interface Trust {
  /** Certificates that are believed by themselves. */
  readonly roots: readonly X509Certificate[];
  /** Certificates that help to find a root, and prove nothing by themselves. */
  readonly intermediates: readonly X509Certificate[];
  /** The certificate of an issuer, where a certificate says that it is to be had; undefined where it cannot be had. */
  readonly issuerAt: (link: string) => Promise<Buffer | undefined>;
}

export type TrustedLeaf =
  | { readonly kind: 'trusted'; readonly leaf: X509Certificate; readonly until: Date }
  | { readonly kind: 'fault'; readonly fault: ChainFault };

/** Whom Microsoft's certificates are made out to: subject and issuer alike (facts/partner-center.md 3.4). */
const organization = 'Microsoft Corporation';
/** Between leaf and root; Azure's own chains have one (Azure's certificate authority details). */
const mostIntermediates = 2;
const mostCandidates = 16;
const leastRsaBits = 2048;

/** RSA (PKCS#1 v1.5) and ECDSA, each with SHA-256, SHA-384 or SHA-512. */
const goodSignatures: readonly string[] = [
  '2a864886f70d01010b',
  '2a864886f70d01010c',
  '2a864886f70d01010d',
  '2a8648ce3d040302',
  '2a8648ce3d040303',
  '2a8648ce3d040304',
];
/** Extensions that are understood here, or that take nothing away from a certificate which is used to sign a message. */
const understood: readonly string[] = Object.values(objectIds);

/** Certificates in DER, or any number in PEM. Throws where there is none. */
export function readCertificates(bytes: Buffer): readonly X509Certificate[] {
  const text = bytes.toString('latin1');
  if (!text.includes('-----BEGIN CERTIFICATE-----')) return [new X509Certificate(bytes)];
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.slice(0, mostCandidates).map((pem) => new X509Certificate(pem));
}

/** The organization that a name is made out to, where it is exactly one. */
export function organizationOf(certificate: X509Certificate, of: 'subject' | 'issuer'): unknown {
  const name: unknown = certificate.toLegacyObject()[of];
  return typeof name === 'object' && name !== null ? Reflect.get(name, 'O') : undefined;
}

/**
 * Whether the first certificate of these bytes is Microsoft's and may sign messages now: its dates, usage and strength,
 * its organization and its issuer's, and a chain of at most two intermediates to one of our roots, each of which is
 * good too. Revocation is not asked for (docs/decisions/0015).
 */
export async function trustedLeaf(bytes: Buffer, trust: Trust, now: Date): Promise<TrustedLeaf> {
  const fault = (what: ChainFault): TrustedLeaf => ({ kind: 'fault', fault: what });
  try {
    const [leaf, ...sent] = readCertificates(bytes);
    if (leaf === undefined) return fault('certificate-unreadable');
    const parts = readCertificateParts(leaf.raw);
    const weak = faultOf(leaf, parts, now);
    if (weak !== undefined) return fault(weak);
    if (leaf.ca || !maySign(parts, 0)) return fault('certificate-usage');
    if (leaf.publicKey.asymmetricKeyType !== 'rsa') return fault('certificate-strength');
    if (organizationOf(leaf, 'subject') !== organization || organizationOf(leaf, 'issuer') !== organization)
      return fault('certificate-organization');
    const chain = await chainFrom(leaf, { ...trust, intermediates: [...sent, ...trust.intermediates] }, now, 0);
    if (chain === undefined) return fault('certificate-chain');
    const until = Math.min(...[leaf, ...chain].map((one) => Date.parse(one.validTo)));
    return { kind: 'trusted', leaf, until: new Date(until) };
  } catch {
    // Whatever cannot be read as a certificate is none.
    return fault('certificate-unreadable');
  }
}

/** What stands above a certificate, up to the root; undefined where nothing good does. */
async function chainFrom(
  below: X509Certificate,
  trust: Trust,
  now: Date,
  depth: number,
): Promise<readonly X509Certificate[] | undefined> {
  const root = trust.roots.find((one) => isIssuedBy(below, one) && isCurrent(one, now));
  if (root !== undefined) return [root];
  if (depth === mostIntermediates) return undefined;
  const known = trust.intermediates.filter((one) => isAuthority(one, now, depth) && isIssuedBy(below, one));
  const found = known.length > 0 ? known : await fetchedIssuers(below, trust, now, depth);
  for (const issuer of found.slice(0, mostCandidates)) {
    const above = await chainFrom(issuer, trust, now, depth + 1);
    if (above !== undefined) return [issuer, ...above];
  }
  return undefined;
}

async function fetchedIssuers(below: X509Certificate, trust: Trust, now: Date, depth: number) {
  const link = /^CA Issuers - URI:(.+)$/m.exec(below.infoAccess ?? '')?.[1];
  const bytes = link === undefined ? undefined : await trust.issuerAt(link);
  if (bytes === undefined) return [];
  return readCertificates(bytes).filter((one) => isAuthority(one, now, depth) && isIssuedBy(below, one));
}

function isIssuedBy(below: X509Certificate, above: X509Certificate): boolean {
  return below.checkIssued(above) && below.verify(above.publicKey);
}

function isAuthority(one: X509Certificate, now: Date, below: number): boolean {
  const parts = readCertificateParts(one.raw);
  return one.ca && maySign(parts, 5) && pathLength(parts) >= below && faultOf(one, parts, now) === undefined;
}

function isCurrent(one: X509Certificate, now: Date): boolean {
  return Date.parse(one.validFrom) <= now.getTime() && now.getTime() < Date.parse(one.validTo);
}

function faultOf(one: X509Certificate, parts: CertificateParts, now: Date): ChainFault | undefined {
  if (!isCurrent(one, now)) return 'certificate-dates';
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = one.publicKey;
  const isStrong = type === 'ec' || (type === 'rsa' && (details?.modulusLength ?? 0) >= leastRsaBits);
  if (!isStrong || !goodSignatures.includes(parts.signatureAlgorithm)) return 'certificate-strength';
  for (const [id, { critical }] of parts.extensions)
    if (critical && !understood.includes(id)) return 'certificate-usage';
  return undefined;
}
