import { readFileSync } from 'node:fs';
import tls from 'node:tls';

/**
 * Makes the running process trust the certificate in a PEM file, for every TLS connection from now on. A process that
 * is started for the purpose gets NODE_EXTRA_CA_CERTS instead. Throws where Node cannot do it (before 24.5).
 */
export function trustCertificate(caFile: string): void {
  if (typeof tls.setDefaultCACertificates !== 'function') {
    throw new Error(
      'this Node cannot trust a certificate at run time; start it with NODE_EXTRA_CA_CERTS, or use 24.5 or later',
    );
  }
  const pem = readFileSync(caFile, 'utf8');
  const trusted = tls.getCACertificates('default');
  if (!trusted.includes(pem)) tls.setDefaultCACertificates([...trusted, pem]);
}
