/** Beyond this the text is not worth mending. */
const mostCharacters = 2_000_000;
const mostDepth = 100;
const scalar = /(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;
const blanks = /[\s,]*/y;
/** JSON inside a string whose quotes nobody escaped, as `"activityLogs": "[ { "statusFrom": ...` */
const embedded = /"\s*(?:\[\s*)?\{\s*"/y;

/**
 * Reads JSON with the faults of the samples that Microsoft publishes for fraud events (get-fraud-events and
 * update-fraud-events-status, 2023): commas missing or too many, raw line ends inside strings, a closing brace too
 * many, and a string that holds JSON with its quotes not escaped (kept as that text). Only for text that JSON.parse has
 * refused. Throws SyntaxError when it cannot be mended without guessing.
 */
export function parseLooseJson(text: string): unknown {
  if (text.length > mostCharacters) throw new SyntaxError('too long to be mended');
  let at = 0;

  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  }

  function fail(): never {
    throw new SyntaxError(`not JSON at character ${at}`);
  }

  function value(depth: number, inString: boolean): unknown {
    if (depth > mostDepth) fail();
    take(blanks);
    if (text[at] === '{') return object(depth, inString);
    if (text[at] === '[') return array(depth, inString);
    if (text[at] === '"') return inString ? plainString() : string(depth);
    const found = take(scalar);
    return found === undefined ? fail() : JSON.parse(found);
  }

  function object(depth: number, inString: boolean): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    at += 1;
    for (;;) {
      take(blanks);
      if (text[at] === '}') break;
      if (text[at] !== '"') fail();
      const key = plainString();
      take(blanks);
      if (text[at] !== ':') fail();
      at += 1;
      entries.push([key, value(depth + 1, inString)]);
    }
    at += 1;
    return Object.fromEntries(entries);
  }

  function array(depth: number, inString: boolean): unknown[] {
    const items: unknown[] = [];
    at += 1;
    for (;;) {
      take(blanks);
      if (text[at] === ']') break;
      // A brace too many, which closes nothing.
      if (text[at] === '}') at += 1;
      else items.push(value(depth + 1, inString));
    }
    at += 1;
    return items;
  }

  function string(depth: number): string {
    const start = at;
    embedded.lastIndex = at;
    if (embedded.test(text)) {
      try {
        at += 1;
        value(depth + 1, true);
        take(blanks);
        if (text[at] === '"') return text.slice(start + 1, at++).trim();
      } catch {
        // It was a plain string after all.
      }
      at = start;
    }
    return plainString();
  }

  function plainString(): string {
    const start = ++at;
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    if (at >= text.length) fail();
    const inside = text.slice(start, at);
    at += 1;
    return unescaped(inside);
  }

  const read = value(0, false);
  take(/[\s,}\]]*/y);
  return at === text.length ? read : fail();
}

/** Control characters stand for themselves, and so does a backslash that escapes nothing. */
function unescaped(inside: string): string {
  const sound = inside
    .replaceAll(/\\(?:["\\/bfnrt]|u[\da-fA-F]{4})|\\/g, (found) => (found === '\\' ? '\\\\' : found))
    .replaceAll(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return String(JSON.parse(`"${sound}"`));
}
