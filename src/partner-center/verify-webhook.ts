import { createHash, verify } from 'node:crypto';
import type { WebhookEvent } from '../domain/webhook-event.ts';
import { parseJson } from '../http/json.ts';
import { present } from '../http/loose.ts';
import { WebhookBody } from './schema.ts';
import type { CertificateFault, WebhookCertificates } from './webhook-certificates.ts';

export type WebhookRefusal =
  | CertificateFault
  | 'signature-missing'
  | 'header-twice'
  | 'certificate-url-missing'
  | 'algorithm'
  | 'signature'
  | 'body';

export type VerifiedWebhook =
  | { readonly kind: 'verified'; readonly event: WebhookEvent }
  | { readonly kind: 'refused'; readonly why: WebhookRefusal };

/** Every header with all its values, by lower-case name. */
type Headers = Readonly<Record<string, readonly string[] | undefined>>;

const algorithm = 'rsa-sha256';

/**
 * Proves that a callback comes from Partner Center (facts/partner-center.md 3.4): the signature stands in `Authorization`
 * or, as it can be registered, in `x-ms-signature`; the certificate is named by a link; the algorithm is one. The
 * signature is over the raw body, and only those bytes are read. Never throws.
 */
export function createWebhookVerifier(certificates: WebhookCertificates) {
  return async (headers: Headers, body: Buffer): Promise<VerifiedWebhook> => {
    const refused = (why: WebhookRefusal): VerifiedWebhook => ({ kind: 'refused', why });
    const names = ['authorization', 'x-ms-signature', 'x-ms-certificate-url', 'x-ms-signature-algorithm'];
    if (names.some((name) => (headers[name]?.length ?? 0) > 1)) return refused('header-twice');
    const one = (name: string) => headers[name]?.[0]?.trim();
    const signatures = new Set([one('authorization'), one('x-ms-signature')].flatMap(signatureIn));
    const [signature] = signatures;
    if (signature === undefined) return refused('signature-missing');
    if (signatures.size > 1) return refused('header-twice');
    if (one('x-ms-signature-algorithm')?.toLowerCase() !== algorithm) return refused('algorithm');
    const link = one('x-ms-certificate-url');
    if (link === undefined || link === '') return refused('certificate-url-missing');
    const found = await certificates.keyAt(link);
    if (found.kind === 'fault') return refused(found.fault);
    if (!verify('RSA-SHA256', body, found.key, Buffer.from(signature, 'base64'))) return refused('signature');
    const event = eventIn(body);
    return event === undefined ? refused('body') : { kind: 'verified', event };
  };
}

function signatureIn(header: string | undefined): readonly string[] {
  const signature = /^Signature ([A-Za-z0-9+/]{64,2048}={0,2})$/i.exec(header ?? '')?.[1];
  return signature === undefined ? [] : [signature];
}

function eventIn(body: Buffer): WebhookEvent | undefined {
  try {
    const read = WebhookBody.parse(parseJson(new TextDecoder('utf-8', { fatal: true }).decode(body)));
    return { ...present(read), bodyHash: createHash('sha256').update(body).digest('hex') };
  } catch {
    return undefined;
  }
}
