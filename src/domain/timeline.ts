import type { ResourceKey } from './azure-resource.ts';
import type { Gap, SubscriptionCreation } from './investigation.ts';

/** Whose account it is, as far as the log tells. `partner` is an account of the partner's own tenant: "was it us". */
export type CreatorKind = 'person' | 'application' | 'partner' | 'foreign' | 'unknown';

export interface Creator {
  /** One for the same caller however it is spelt. */
  readonly key: string;
  readonly kind: CreatorKind;
  /** User principal name or id: outside text. */
  readonly name?: string;
  readonly appId?: string;
  /** Name of the tool, where its application id is known. */
  readonly tool?: 'azure-cli' | 'powershell' | 'portal';
  readonly tenantId?: string;
  readonly addresses: readonly string[];
  readonly mfa: 'yes' | 'no' | 'unknown';
  /** First act of theirs that the log shows. */
  readonly firstAt: string;
  /** Resources they made that the investigation suspects. */
  readonly suspects: readonly ResourceKey[];
  /** Everything else they made, other regions and groups too. */
  readonly siblings: readonly ResourceKey[];
}

export const timelineKinds = [
  'created',
  'deployment',
  'changed',
  'stopped',
  'started',
  'deleted',
  'role-granted',
  'role-removed',
  'lock-made',
  'lock-removed',
  'quota',
  'extension',
  'keys-read',
  'brakes-removed',
  'subscription',
] as const;
export type TimelineKind = (typeof timelineKinds)[number];

/** One thing that happened: all events of one correlation id and kind. Newest first in a timeline. */
export interface TimelineEntry {
  readonly at: string;
  /** Last event of the group. */
  readonly until: string;
  readonly kind: TimelineKind;
  readonly correlationId: string;
  readonly creator?: string;
  readonly resources: readonly ResourceKey[];
  readonly regions: readonly string[];
  /** VM size, role or operation that matters. */
  readonly what?: string;
  readonly failed: boolean;
}

export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  readonly creators: readonly Creator[];
  /** From when on the log was read; older is not to be had (90 days). */
  readonly since: string;
  readonly subscriptionCreation?: SubscriptionCreation;
  readonly gaps: readonly Gap[];
}
