import type { Fingerprint } from '../domain/plan.ts';
import { asText, byLooseKey, present } from '../http/loose.ts';
import type { Body } from './schema.ts';
import { createdAtOf } from './to-resource.ts';

/** What tells this instance from another one of the same name, by whichever names its type gives that. */
export function fingerprintOf(body: Body): Fingerprint {
  const named = byLooseKey(body.properties);
  const mark = asText(named('vmId')) ?? asText(named('uniqueId')) ?? asText(named('resourceGuid'));
  return present({ mark: mark?.toLowerCase(), createdAt: createdAtOf(body) });
}

export function isBeingDeleted(body: Body): boolean {
  const state = asText(byLooseKey(body.properties)('provisioningState'));
  return state?.toLowerCase() === 'deleting';
}
