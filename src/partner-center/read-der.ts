/** What a certificate says that Node's X509Certificate does not tell (RFC 5280 4.1, 4.2). Object ids are in hex, as encoded. */
export interface CertificateParts {
  readonly signatureAlgorithm: string;
  readonly extensions: ReadonlyMap<string, { readonly critical: boolean; readonly value: Buffer }>;
}

export const objectIds = {
  keyUsage: '551d0f',
  basicConstraints: '551d13',
  extendedKeyUsage: '551d25',
  certificatePolicies: '551d20',
  subjectAltName: '551d11',
} as const;

interface Item {
  readonly tag: number;
  readonly content: Buffer;
}

const tags = { boolean: 0x01, integer: 0x02, bits: 0x03, bytes: 0x04, extensions: 0xa3 } as const;

/** Reads the items that lie one after another in these bytes. Throws RangeError where they are no DER. */
function itemsIn(bytes: Buffer): readonly Item[] {
  const items: Item[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes.readUInt8(at);
    const first = bytes.readUInt8(at + 1);
    const more = first < 0x80 ? 0 : first - 0x80;
    if (first === 0x80 || more > 3) throw new RangeError('a length that DER does not have');
    const length = more === 0 ? first : bytes.readUIntBE(at + 2, more);
    const start = at + 2 + more;
    if (start + length > bytes.length) throw new RangeError('an item is longer than what holds it');
    items.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return items;
}

function only(bytes: Buffer): Item {
  const [item] = itemsIn(bytes);
  if (item === undefined) throw new RangeError('there is nothing');
  return item;
}

/** Throws RangeError where the bytes are no certificate. */
export function readCertificateParts(der: Buffer): CertificateParts {
  const [signed, algorithm] = itemsIn(only(der).content);
  if (signed === undefined || algorithm === undefined) throw new RangeError('not a certificate');
  const wrapped = itemsIn(signed.content).find(({ tag }) => tag === tags.extensions);
  const listed = wrapped === undefined ? [] : itemsIn(only(wrapped.content).content);
  return {
    signatureAlgorithm: only(algorithm.content).content.toString('hex'),
    extensions: new Map(
      listed.map((extension) => {
        const [id, ...rest] = itemsIn(extension.content);
        const critical = rest.some(({ tag, content }) => tag === tags.boolean && content[0] !== 0);
        const value = rest.find(({ tag }) => tag === tags.bytes)?.content ?? Buffer.alloc(0);
        return [id?.content.toString('hex') ?? '', { critical, value }];
      }),
    ),
  };
}

/** Whether a bit of the key usage is set: 0 signs data, 5 signs certificates. Without the extension all are (RFC 5280 4.2.1.3). */
export function maySign({ extensions }: CertificateParts, bit: 0 | 5): boolean {
  const usage = extensions.get(objectIds.keyUsage);
  if (usage === undefined) return true;
  const { tag, content } = only(usage.value);
  // The first byte counts the bits of the last one that mean nothing.
  return tag === tags.bits && ((content[1] ?? 0) & (0x80 >> bit)) !== 0;
}

/** How many intermediates may stand between an authority and the leaf; no end where it does not say. */
export function pathLength({ extensions }: CertificateParts): number {
  const constraints = extensions.get(objectIds.basicConstraints);
  if (constraints === undefined) return Number.POSITIVE_INFINITY;
  const length = itemsIn(only(constraints.value).content).find(({ tag }) => tag === tags.integer);
  return length === undefined
    ? Number.POSITIVE_INFINITY
    : length.content.readUIntBE(0, Math.min(length.content.length, 6));
}
