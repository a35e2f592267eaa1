import { atOnce } from '../domain/at-once.ts';
import type { AzureResource, ResourceKey } from '../domain/azure-resource.ts';
import type { Case } from '../domain/case.ts';
import type { SubscriptionReading } from '../domain/investigation.ts';
import type { Person } from '../domain/people.ts';
import type { Fingerprint } from '../domain/plan.ts';
import type { ActRefusal, AzureActs, AzureScope } from './response-ports.ts';

/** Looks at a time; each is one small read. */
const looksAtOnce = 8;

/** What stands at each of the resources now; nothing in place of what could not be looked at, with the refusal that matters most. */
export async function fingerprintsOf(
  acts: Pick<AzureActs, 'look'>,
  at: AzureScope,
  by: Person,
  resources: readonly Pick<AzureResource, 'id' | 'key' | 'type'>[],
): Promise<{ readonly seen: ReadonlyMap<ResourceKey, Fingerprint | 'gone'>; readonly refusal?: ActRefusal }> {
  const looks = await atOnce(looksAtOnce, resources, async (one) => ({
    key: one.key,
    look: await acts.look(at, by, one),
  }));
  const seen = new Map<ResourceKey, Fingerprint | 'gone'>();
  const refusals: ActRefusal[] = [];
  for (const { key, look } of looks) {
    if (look.kind === 'there') seen.set(key, look.fingerprint);
    if (look.kind === 'gone') seen.set(key, 'gone');
    if (look.kind === 'refused') refusals.push(look);
  }
  const refusal =
    refusals.find(({ why }) => why === 'needs-sign-in') ?? refusals.find(({ again }) => again) ?? refusals[0];
  return { seen, ...(refusal === undefined ? {} : { refusal }) };
}

/** The name that an approver types: as Partner Center has it, which cards show; else as Azure has it, else the id. */
export function nameToType(
  c: Case,
  names: { readonly subscriptionName?: string },
  azureName: string | undefined,
): string {
  return [names.subscriptionName, azureName].find((name) => name?.trim()) ?? c.subscriptionId;
}

export type Reading = Pick<SubscriptionReading, 'readAt' | 'resources' | 'locks' | 'denyAssignments'>;
