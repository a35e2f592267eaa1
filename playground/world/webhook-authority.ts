import { sign } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Made, signingCertificate } from './signing-certificate.ts';

/** Where certificates of callbacks are, under the host that is pinned. */
export const certificatePaths = {
  good: '/cert/pcnotifications-dispatch.microsoft.com.cer',
  old: '/cert/pcnotifications.microsoft.com.cer',
} as const;

/** Partner Center's means to sign: a chain of root, intermediate and leaf, and a leaf that is no longer valid. */
export interface WebhookAuthority {
  /** PEM file with the root and the intermediate, as an operator would list them. */
  readonly file: string;
  /** PEM text of what is served, by path. */
  readonly served: Readonly<Record<string, string>>;
  sign(body: Buffer, which: keyof typeof certificatePaths): string;
}

const day = 24 * 3_600_000;
let chain: Promise<{ root: Made; intermediate: Made; good: Made; old: Made }> | undefined;

async function makeChain() {
  const root = await signingCertificate({ name: 'Local world root', authority: {} });
  const intermediate = await signingCertificate({
    name: 'Local world issuer',
    by: root,
    authority: { pathLength: 0 },
  });
  const leaf = { name: 'pcnotifications-dispatch.microsoft.com', by: intermediate };
  const good = await signingCertificate(leaf);
  const long = Date.now() - 400 * day;
  const old = await signingCertificate({ ...leaf, from: new Date(long), until: new Date(long + 365 * day) });
  return { root, intermediate, good, old };
}

export async function webhookAuthority(folder: string): Promise<WebhookAuthority> {
  chain ??= makeChain();
  const { root, intermediate, good, old } = await chain;
  const file = join(folder, 'local-world-webhook.pem');
  await writeFile(file, `${root.cert}\n${intermediate.cert}\n`);
  return {
    file,
    served: { [certificatePaths.good]: good.cert, [certificatePaths.old]: old.cert },
    sign: (body, which) => sign('RSA-SHA256', body, which === 'good' ? good.key : old.key).toString('base64'),
  };
}
