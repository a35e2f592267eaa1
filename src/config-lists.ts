import { readFileSync } from 'node:fs';

/* Variables that hold several values in one text. */

/** Headers as OpenTelemetry writes them: `name=value,name2=value2`, values percent-encoded where they must be. */
export function headersIn(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').map((pair) => pair.split('=', 2).map((part) => part.trim()));
  return Object.fromEntries(pairs.flatMap(([name = '', value = '']) => (name === '' ? [] : [[name, decoded(value)]])));
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Hosts apart by commas. */
export function hostsIn(list: string): readonly string[] {
  return list
    .split(',')
    .map((host) => host.trim().toLowerCase())
    .filter((host) => host !== '');
}

/** A key that seals tokens: AES-256, by the id that stands beside what it has sealed. */
export interface TokenKey {
  readonly id: string;
  readonly bytes: Buffer;
}

const tokenKeyForm = /^([\w.-]{1,40}):([A-Za-z0-9+/_-]{43}=?)$/;

/**
 * Keys as `id:key`, the newest first, apart by commas or lines; a key is 32 bytes in base64. What is wrong is said without
 * the key.
 */
export function readTokenKeys(given: Readonly<Record<string, string | undefined>>, problems: string[]): TokenKey[] {
  const { TOKEN_KEYS: inline, TOKEN_KEYS_FILE: file } = given;
  const name = inline === undefined ? 'TOKEN_KEYS_FILE' : 'TOKEN_KEYS';
  if (inline !== undefined && file !== undefined)
    problems.push('TOKEN_KEYS and TOKEN_KEYS_FILE are both set: leave one out');
  let text = inline ?? '';
  try {
    if (inline === undefined && file !== undefined) text = readFileSync(file, 'utf8');
  } catch (error) {
    problems.push(`TOKEN_KEYS_FILE cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parts = text
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '' && !part.startsWith('#'));
  const keys = parts.flatMap((part, i) => {
    const [, id, encoded] = tokenKeyForm.exec(part) ?? [];
    const bytes = Buffer.from(encoded ?? '', 'base64');
    if (id !== undefined && bytes.length === 32) return [{ id, bytes }];
    problems.push(
      `${name}, key ${i + 1}: must be an id, a colon and 32 bytes in base64; npm run partners -- new-key makes one`,
    );
    return [];
  });
  if (new Set(keys.map(({ id }) => id)).size < keys.length) problems.push(`${name} must not use an id for two keys`);
  if (inline === undefined && file !== undefined && parts.length === 0) problems.push('TOKEN_KEYS_FILE holds no key');
  return keys;
}
