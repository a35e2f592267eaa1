import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export interface Certificate {
  readonly caFile: string;
  readonly key: string;
  readonly cert: string;
}

/** A self-signed certificate for this machine's loopback. Its PEM goes into the folder; its key stays in memory. */
export async function makeCertificate(folder: string): Promise<Certificate> {
  const yesterday = new Date(Date.now() - 24 * 3_600_000);
  // A trusted certificate is looked up by its subject: two worlds in one process must not share one.
  const pems = await generate([{ name: 'commonName', value: `Local world ${randomUUID()}` }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: yesterday,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  const caFile = join(folder, 'local-world-ca.pem');
  await writeFile(caFile, pems.cert);
  return { caFile, key: pems.private, cert: pems.cert };
}
