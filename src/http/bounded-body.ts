export class BodyTooLarge extends Error {}

/**
 * Reads a body as UTF-8 text without BOM, at most `limit` bytes: beyond, it is cut (`cut`) or refused with
 * BodyTooLarge, and the rest is never read.
 */
export async function readBody(response: Response, limit: number, beyond: 'cut' | 'refuse'): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const read = await reader?.read();
    if (read === undefined || read.done) break;
    chunks.push(read.value);
    length += read.value.byteLength;
    if (length <= limit) continue;
    await reader?.cancel();
    if (beyond === 'refuse') throw new BodyTooLarge(`more than ${limit} bytes`);
    break;
  }
  return new TextDecoder().decode(Buffer.concat(chunks).subarray(0, limit));
}
