import { HttpError } from '../http/http-error.ts';
import { urlPath } from '../http/url-path.ts';
import { knownVersion } from './acts-table.ts';
import type { Arm } from './client.ts';
import { groupType, typeOf } from './resource-id.ts';
import { Provider } from './schema.ts';

const mostTypes = 1000;

/**
 * The api-version to ask about a resource with: the newest of its whole type that is no preview, else the newest
 * preview, as its provider tells (facts/azure.md 2.2), kept for each type; where the provider cannot be read, one that
 * is known. Undefined where neither is. Throws HttpError where nothing is known and asking failed.
 */
export function createApiVersions() {
  const kept = new Map<string, string>();

  return async function versionOf(arm: Arm, subscriptionId: string, id: string): Promise<string | undefined> {
    const type = typeOf(id);
    if (type === undefined || type === groupType) return type === undefined ? undefined : '2025-04-01';
    const known = kept.get(type);
    if (known !== undefined) return known;
    try {
      const [namespace = '', ...rest] = type.split('/');
      const wanted = rest.join('/');
      const provider = await arm.get(
        {
          path: urlPath`/subscriptions/${subscriptionId}/providers/${namespace}`,
          query: { 'api-version': '2025-04-01' },
        },
        (body) => Provider.parse(body),
      );
      const found = provider.resourceTypes.find((one) => one.resourceType.toLowerCase() === wanted);
      const version = newest(found?.apiVersions ?? []);
      if (version === undefined) return knownVersion(type);
      if (kept.size >= mostTypes) kept.clear();
      kept.set(type, version);
      return version;
    } catch (error) {
      const fallback = error instanceof HttpError ? knownVersion(type) : undefined;
      if (fallback === undefined) throw error;
      return fallback;
    }
  };
}

export type VersionOf = ReturnType<typeof createApiVersions>;

/** Versions are dates, with `-preview` and the like behind: newest by their date, those without an addition first. */
function newest(versions: readonly string[]): string | undefined {
  const dated = versions.filter((version) => /^\d{4}-\d\d-\d\d(-[\w.-]+)?$/.test(version)).toSorted();
  return dated.findLast((version) => version.length === 10) ?? dated.at(-1);
}
