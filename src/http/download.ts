import { BodyTooLarge } from './bounded-body.ts';

export interface DownloadLimits {
  readonly bytes: number;
  /** Milliseconds for all of it, from the first byte sent to the last one read. */
  readonly ms: number;
}

/**
 * Reads the bytes at a public address, without any token. Nothing but a 200 is taken and no redirect is followed: where
 * it leads would be somebody else's choice. Throws on any failure; what went wrong is in the message, never the body.
 */
export async function download(url: string, limits: DownloadLimits): Promise<Buffer> {
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(limits.ms) });
  const reader = response.body?.getReader();
  if (response.status !== 200) {
    await reader?.cancel();
    throw new Error(`the answer was ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  for (let length = 0; ; ) {
    const read = await reader?.read();
    if (read === undefined || read.done) return Buffer.concat(chunks);
    chunks.push(read.value);
    length += read.value.byteLength;
    if (length <= limits.bytes) continue;
    await reader?.cancel();
    throw new BodyTooLarge(`more than ${limits.bytes} bytes`);
  }
}
