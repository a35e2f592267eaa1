/** A path with every value encoded as one segment: urlPath`/v1/customers/${id}`. Values `.`, `..` and '' are refused. */
export function urlPath(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return parts.reduce((path, part, i) => path + segment(values[i - 1] ?? '') + part);
}

function segment(value: string): string {
  if (value === '' || value === '.' || value === '..') throw new TypeError('a path segment is empty or dots');
  return encodeURIComponent(value);
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Joins base, path and query. Spaces become %20 (a plus is not a space to every service); `$` stays readable. */
export function urlOf(base: string, path: string, query: Query = {}): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encodeURIComponent(name).replace('%24', '$')}=${encodeURIComponent(String(value))}`);
  const search = pairs.length === 0 ? '' : `?${pairs.join('&')}`;
  return `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}${search}`;
}
