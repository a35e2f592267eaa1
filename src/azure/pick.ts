import { asCount, asRecord, asText } from '../http/loose.ts';

/** What stands at a path of property names; undefined where the path breaks off. */
export function pick(value: unknown, path: string): unknown {
  let at: unknown = value;
  for (const name of path.split('.')) at = asRecord(at)?.[name];
  return at;
}

/** The first of the paths that holds a text. */
export function pickText(value: unknown, ...paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const found = asText(pick(value, path));
    if (found !== undefined) return found;
  }
  return undefined;
}

export function pickCount(value: unknown, ...paths: readonly string[]): number | undefined {
  for (const path of paths) {
    const found = asCount(pick(value, path));
    if (found !== undefined) return found;
  }
  return undefined;
}
