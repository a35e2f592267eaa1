import type { ResourceKey } from '../domain/azure-resource.ts';
import type { Case } from '../domain/case.ts';
import type { InvestigatedResource } from '../domain/investigation.ts';
import type { BotDeps } from './context.ts';

/** Which resources somebody means: those that were ticked, all with strong signs, or a whole group. */
export interface Selection {
  readonly chosen: readonly ResourceKey[];
  readonly scope:
    | { readonly of: 'chosen' }
    | { readonly of: 'strong' }
    | { readonly of: 'group'; readonly group: string };
  readonly attached: boolean;
}

/** Rows that are looked through at a time. */
const pageSize = 500;
/** Far more than any plan or stop may have. */
const mostStrong = 5000;

/** The investigated resources that `fits`, strongest first; those with strong signs come before all others. */
async function* ranked(deps: BotDeps, c: Case): AsyncIterable<InvestigatedResource> {
  for (let from = 0; from < mostStrong; from += pageSize) {
    const page = await deps.store.investigations.resources(c.id, { from, count: pageSize });
    yield* page;
    if (page.length < pageSize) return;
  }
}

/** All with strong signs. Nothing below strong is ever chosen by itself. */
export async function strongKeys(deps: BotDeps, c: Case): Promise<readonly ResourceKey[]> {
  const keys: ResourceKey[] = [];
  for await (const { level, resource } of ranked(deps, c)) if (level === 'strong') keys.push(resource.key);
  return keys;
}

/** What a selection means for stopping: the machines themselves. */
export async function selectedKeys(
  deps: BotDeps,
  c: Case,
  { chosen, scope }: Selection,
): Promise<readonly ResourceKey[]> {
  if (scope.of === 'chosen') return [...new Set(chosen)];
  if (scope.of === 'strong') return strongKeys(deps, c);
  const keys: ResourceKey[] = [];
  for await (const { resource, level } of ranked(deps, c))
    if (resource.group === scope.group && level !== 'none') keys.push(resource.key);
  return keys;
}

export type Named =
  | { readonly kind: 'keys'; readonly keys: readonly ResourceKey[] }
  | { readonly kind: 'unknown'; readonly name: string };

/** Resources by the names that somebody typed, in any case, blanks or commas between; all with strong signs where none is named. */
export async function namedKeys(deps: BotDeps, c: Case, typed: string): Promise<Named> {
  const names = typed.split(/[\s,;]+/).filter((name) => name !== '');
  if (names.length === 0) return { kind: 'keys', keys: await strongKeys(deps, c) };
  const wanted = new Map(names.map((name) => [name.toLowerCase(), name]));
  const keys: ResourceKey[] = [];
  const found = new Set<string>();
  for await (const { resource } of ranked(deps, c)) {
    const name = wanted.has(resource.key) ? resource.key : resource.name.toLowerCase();
    if (!wanted.has(name)) continue;
    keys.push(resource.key);
    found.add(name);
  }
  const missing = [...wanted].find(([name]) => !found.has(name));
  return missing === undefined ? { kind: 'keys', keys } : { kind: 'unknown', name: missing[1] };
}
