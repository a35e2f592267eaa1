import { readFileSync } from 'node:fs';
import { type DownloadLimits, download } from '../http/download.ts';
import { createWebhookVerifier } from './verify-webhook.ts';
import { createWebhookCertificates } from './webhook-certificates.ts';
import { webhookTrust } from './webhook-trust.ts';

export interface VerifierOptions {
  readonly certificateHost: string;
  /** PEM file of roots and intermediates. */
  readonly certificatesFile: string | undefined;
  readonly issuerHosts: readonly string[];
  /** Of one certificate's download. */
  readonly limits?: DownloadLimits;
}

/** Certificates are a few kilobytes; whoever sends more, or slowly, is not waited for. */
const usualLimits = { bytes: 64 * 1024, ms: 5000 } as const;

/** The verifier of callbacks, put together. Throws where the file cannot be read or holds no certificate. */
export function createVerifierOf(options: VerifierOptions) {
  const { certificateHost, certificatesFile, issuerHosts, limits = usualLimits } = options;
  const bounded = (url: string) => download(url, limits);
  const trust = webhookTrust({
    issuerHosts,
    download: bounded,
    ...(certificatesFile === undefined ? {} : { certificatesPem: readFileSync(certificatesFile, 'utf8') }),
  });
  return createWebhookVerifier(
    createWebhookCertificates({ host: certificateHost, download: bounded, trust, now: () => new Date() }),
  );
}
