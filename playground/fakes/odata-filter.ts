import type { Json } from '../world/types.ts';

export type Filter =
  | { readonly kind: 'ok'; readonly test: (item: Json) => boolean }
  | { readonly kind: 'bad'; readonly why: string };

type Test = (item: Json) => boolean;
type Operator = (typeof operators)[number];

const operators = ['eq', 'ne', 'ge', 'gt', 'le', 'lt'] as const;
const token = /\s*(\(|\)|'(?:[^']|'')*'|[^\s()']+)/gy;

/** OData `$filter` of comparisons joined by and, or and brackets, over the fields named. */
export function odataFilter(text: string, fields: readonly string[]): Filter {
  const tokens = tokensOf(text);
  if (tokens === undefined) return { kind: 'bad', why: 'Invalid filter clause' };
  let at = 0;
  const next = (): string => tokens[at++] ?? '';
  const peek = (): string => (tokens[at] ?? '').toLowerCase();

  const comparison = (): Test => {
    if (peek() === '(') {
      next();
      const inner = anyOf();
      if (next() !== ')') throw new Error("')' expected");
      return inner;
    }
    const [field, word, literal] = [next(), next(), next()];
    const operator = operators.find((o) => o === word);
    if (!fields.includes(field)) throw new Error(`Could not find a property named '${field}'`);
    if (operator === undefined) throw new Error(`Operator '${word}' is not supported`);
    const wanted = value(literal);
    return (item) => compare(item[field], operator, wanted);
  };
  const allOf = (): Test => {
    const tests = [comparison()];
    while (peek() === 'and') {
      next();
      tests.push(comparison());
    }
    return (item) => tests.every((test) => test(item));
  };
  const anyOf = (): Test => {
    const tests = [allOf()];
    while (peek() === 'or') {
      next();
      tests.push(allOf());
    }
    return (item) => tests.some((test) => test(item));
  };

  try {
    const test = anyOf();
    if (at !== tokens.length) throw new Error(`Syntax error at '${tokens[at]}'`);
    return { kind: 'ok', test };
  } catch (error) {
    return { kind: 'bad', why: error instanceof Error ? error.message : 'Invalid filter clause' };
  }
}

function tokensOf(text: string): readonly string[] | undefined {
  const found = [...text.trim().matchAll(token)];
  const read = found.reduce((length, m) => length + m[0].length, 0);
  return found.length > 0 && read === text.trim().length ? found.map((m) => m[1] ?? '') : undefined;
}

function value(literal: string): string | boolean | null {
  if (literal.startsWith("'")) return literal.slice(1, -1).replaceAll("''", "'");
  if (literal === 'null') return null;
  if (literal === 'true' || literal === 'false') return literal === 'true';
  if (/^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(literal)) return new Date(literal).toISOString();
  throw new Error(`Literal '${literal}' is not supported`);
}

function compare(actual: unknown, operator: Operator, wanted: string | boolean | null): boolean {
  const have =
    typeof actual === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(actual) ? new Date(actual).toISOString() : actual;
  if (operator === 'eq') return (have ?? null) === wanted;
  if (operator === 'ne') return (have ?? null) !== wanted;
  if (typeof have !== 'string' || typeof wanted !== 'string') return false;
  if (operator === 'ge') return have >= wanted;
  if (operator === 'gt') return have > wanted;
  return operator === 'le' ? have <= wanted : have < wanted;
}
