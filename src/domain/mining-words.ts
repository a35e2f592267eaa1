/** Programs and their switches as mining software has them, and pools whose names mean nothing else (facts/azure.md 6.2). */
const words = [
  'xmrig',
  'xmr-stak',
  'ethminer',
  'ccminer',
  'cgminer',
  'bfgminer',
  'cpuminer',
  'minerd',
  'nanominer',
  'srbminer',
  'srbminer-multi',
  'nicehash',
  'nicehashquickminer',
  'stratum+tcp://',
  'stratum+ssl://',
  '--donate-level',
  'supportxmr.com',
  'nanopool.org',
  'minexmr.com',
  'hashvault.pro',
  'herominers.com',
  'xmrpool.eu',
  'minergate.com',
  'dwarfpool.com',
  'litecoinpool.org',
  'c3pool',
  'f2pool',
  '2miners',
] as const;

const pattern = new RegExp(
  words
    .toSorted((a, b) => b.length - a.length)
    .map(
      (word) => `${/^\w/.test(word) ? '(?<![a-z0-9])' : ''}${escaped(word)}${/\w$/.test(word) ? '(?![a-z0-9])' : ''}`,
    )
    .join('|'),
);

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The first word of mining software in a text, standing by itself. */
export function miningWordIn(text: string): string | undefined {
  return pattern.exec(text.toLowerCase())?.[0];
}

/** Whether a text names a host or address: not as part of a longer one. */
export function namesHost(text: string, host: string): boolean {
  const wanted = host.trim().toLowerCase();
  if (wanted.length < 4) return false;
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
    const before = lower.charAt(at - 1);
    const after = lower.slice(at + wanted.length, at + wanted.length + 2);
    if (!/[a-z0-9-]/.test(before) && !/^(?:[a-z0-9-]|\.[a-z0-9])/.test(after)) return true;
  }
  return false;
}
