export interface Token {
  readonly kind: 'word' | 'text' | 'sign';
  readonly value: string;
  readonly line: number;
}

/** After one of these, a slash begins a regular expression and not a division. */
const beforeExpression = /^(?:[^\w$)\]}]|return|typeof|case|in|of|delete|void|throw|new|else|do|await|yield)$/;

const patterns: readonly (readonly [Token['kind'] | 'skip', RegExp])[] = [
  ['skip', /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|^#![^\n]*/y],
  ['word', /[\p{L}_$#@][\p{L}\p{N}_$]*|\d[\w.]*/uy],
  ['text', /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y],
];
const expression = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const templatePart = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y;

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/**
 * The words, texts (strings, and each piece of a template, without quotes) and signs of a TypeScript or JavaScript
 * file. Comments and regular expressions are left out, so that what is written in them is not taken for code.
 */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  /** For each template that is open: how many braces are open in its present `${…}`. */
  const templates: number[] = [];
  let line = 1;
  let at = 0;
  const take = (kind: Token['kind'] | 'skip', raw: string, value = raw) => {
    if (kind !== 'skip') tokens.push({ kind, value, line });
    line += raw.split('\n').length - 1;
    at += raw.length;
  };
  const takeTemplate = () => {
    take('sign', text[at] ?? '');
    const part = match(templatePart, text, at) ?? '';
    take('text', part);
    if (text[at] === '`') {
      take('sign', '`');
      templates.pop();
    } else take('sign', '${');
  };

  scan: while (at < text.length) {
    for (const [kind, pattern] of patterns) {
      const found = match(pattern, text, at);
      if (found === undefined || found === '') continue;
      take(kind, found, kind === 'text' ? found.slice(1, -1) : found);
      continue scan;
    }
    const sign = text[at] ?? '';
    const open = templates.length - 1;
    if (sign === '`') {
      templates.push(0);
      takeTemplate();
    } else if (sign === '}' && templates[open] === 0) takeTemplate();
    else if (sign === '/' && beforeExpression.test(tokens.at(-1)?.value ?? ';') && match(expression, text, at))
      take('skip', match(expression, text, at) ?? '');
    else {
      if (open >= 0 && (sign === '{' || sign === '}'))
        templates[open] = (templates[open] ?? 0) + (sign === '{' ? 1 : -1);
      take('sign', sign);
    }
  }
  return tokens;
}

export interface Import {
  /** What stands between the quotes; undefined where it is computed. */
  readonly name: string | undefined;
  readonly line: number;
  /** Erased before the file runs. */
  readonly typeOnly: boolean;
}

/** Every import of a file: static, dynamic, for side effects, re-export, `require`, `import type` and `import('x').T`. */
export function importsOf(tokens: readonly Token[]): readonly Import[] {
  const value = (i: number) => (tokens[i]?.kind === 'text' ? undefined : tokens[i]?.value);
  const textAt = (i: number) => (tokens[i]?.kind === 'text' ? tokens[i].value : undefined);
  const found: Import[] = [];
  tokens.forEach(({ kind, value: word, line }, i) => {
    if (kind !== 'word' || value(i - 1) === '.') return;
    const called = value(i + 1) === '(';
    if ((word === 'import' || word === 'require') && called) {
      const quoted = value(i + 2) === '`' && value(i + 4) === '`' ? textAt(i + 3) : textAt(i + 2);
      found.push({ name: quoted, line, typeOnly: false });
    } else if (word === 'import' || word === 'export') {
      const name = word === 'import' && textAt(i + 1) !== undefined ? textAt(i + 1) : fromOf(tokens, i);
      const typeOnly = value(i + 1) === 'type' && /^(?:[{*]|(?!from$)\w+)$/.test(value(i + 2) ?? '');
      if (name !== undefined) found.push({ name, line, typeOnly });
    }
  });
  return found;
}

/** The module that an import or export clause beginning at `i` names, if it names one. */
function fromOf(tokens: readonly Token[], i: number): string | undefined {
  const clause = /^(?:[\w$]+|[{},*])$/;
  for (let at = i + 1; at < tokens.length; at++) {
    const token = tokens[at];
    const next = tokens[at + 1];
    if (token?.kind === 'word' && token.value === 'from' && next?.kind === 'text') return next.value;
    if (token?.kind !== 'text' && !clause.test(token?.value ?? ';')) return undefined;
    // `export const x`, `export function f`: no clause.
    if (/^(?:const|let|var|function|class|async|abstract|interface|enum|default|declare)$/.test(token?.value ?? ''))
      return undefined;
  }
  return undefined;
}
