import type { FakeAnswer, FakeRequest } from './server.ts';

export interface Route {
  readonly method: string;
  /** Segments; `:name` takes one segment, decoded, and a last `*name` all that are left. Fixed ones are compared without case. */
  readonly path: string;
  readonly handle: (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>;
}

interface Found {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the route of a method and path; the first that fits, in the order given. */
export function router(routes: readonly Route[]): (method: string, pathname: string) => Found | undefined {
  const table = routes.map((route) => ({ route, segments: route.path.split('/').filter(Boolean) }));
  return (method, pathname) => {
    const asked = pathname.split('/').filter(Boolean);
    for (const { route, segments } of table) {
      if (route.method !== method || !fitsLength(segments, asked.length)) continue;
      const params = fit(segments, asked);
      if (params !== undefined) return { route, params };
    }
    return undefined;
  };
}

function fitsLength(segments: readonly string[], asked: number): boolean {
  return segments.at(-1)?.startsWith('*') === true ? asked >= segments.length : asked === segments.length;
}

function fit(segments: readonly string[], asked: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [i, segment] of segments.entries()) {
    const value = decoded(segment.startsWith('*') ? asked.slice(i).join('/') : (asked[i] ?? ''));
    if (value === undefined) return undefined;
    if (/^[:*]/.test(segment)) params[segment.slice(1)] = value;
    else if (segment.toLowerCase() !== value.toLowerCase()) return undefined;
  }
  return params;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
