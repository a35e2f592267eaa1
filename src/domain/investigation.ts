import type { ActivityEvent } from './activity.ts';
import type { AzureLock, AzureResource, DenyAssignment, PowerState, ResourceKey } from './azure-resource.ts';
import type { MiningSigns } from './detection.ts';
import type { Finding, SignLevel, Unchecked } from './evidence/finding.ts';
import type { DayCost, Spike, UnavailableReason } from './facts.ts';
import type { Burn, CaseMoney } from './money.ts';
import type { Timeline } from './timeline.ts';

/** Everything that an investigation looks at; each can be missing by itself. */
export const lookedAt = [
  'alert',
  'resources',
  'details',
  'children',
  'locks',
  'denyAssignments',
  'groups',
  'activity',
  'cost',
  'power',
  'cpu',
  'defender',
  'audit',
] as const;
export type Looked = (typeof lookedAt)[number];

/** What could not be read, and why; `cut` where there was more than is read. Which role gives it stands in locales under `gap.`. */
export interface Gap {
  readonly what: Looked;
  readonly why: UnavailableReason | 'cut';
}

export interface ResourceCost {
  readonly key: ResourceKey;
  readonly days: readonly DayCost[];
}

/** Hourly averages of host CPU in percent, oldest first. */
export interface CpuReading {
  readonly averages: readonly number[];
}

/** An alert of Defender for Cloud on a resource, of the last 30 days. */
export interface DefenderAlert {
  readonly resources: readonly ResourceKey[];
  readonly type: string;
  readonly title: string;
  readonly severity: 'High' | 'Medium' | 'Low' | 'Informational';
  readonly at: string;
}

/** Who made the subscription in Partner Center, from its audit records; 90 days are kept. */
export interface SubscriptionCreation {
  readonly at: string;
  readonly by?: string;
  readonly applicationId?: string;
  readonly operation: string;
}

/** A subscription as it was read: facts only, nothing concluded. */
export interface SubscriptionReading {
  readonly readAt: string;
  readonly subscriptionName?: string;
  readonly resources: readonly AzureResource[];
  readonly locks: readonly AzureLock[];
  readonly denyAssignments: readonly DenyAssignment[];
  readonly events: readonly ActivityEvent[];
  /** From when on the activity log was read whole; 90 days at most. */
  readonly eventsSince: string;
  /** ISO 4217 of all costs. */
  readonly currency?: string;
  readonly costs: readonly ResourceCost[];
  readonly power: Readonly<Record<ResourceKey, PowerState>>;
  readonly cpu: Readonly<Record<ResourceKey, CpuReading>>;
  readonly defender: readonly DefenderAlert[];
  readonly creation?: SubscriptionCreation;
  readonly gaps: readonly Gap[];
}

/** What the case knows besides. */
export interface InvestigationContext {
  readonly now: string;
  readonly partnerTenantId: string;
  readonly customerTenantId: string;
  /** Resources that Microsoft's alerts name. */
  readonly named: readonly ResourceKey[];
  readonly signs: MiningSigns;
  readonly firstSeenAt?: string;
  /** The spike of the usage check, where it was read. */
  readonly spike?: Spike;
  /** Resources that the partner confirmed as legitimate in an earlier case. */
  readonly confirmed: readonly {
    readonly key: ResourceKey;
    readonly by: string;
    readonly at: string;
    readonly until: string;
    /** As it was then, where that is known. */
    readonly size?: string;
  }[];
  /** What the case has removed: how it came to be, and what its makers make, is told on. */
  readonly removed?: readonly ResourceKey[];
  /** Tags of the partner's policy that protect what carries them, in lower case. */
  readonly protectedTags: readonly string[];
}

export interface InvestigatedResource {
  readonly resource: AzureResource;
  /** 0 to 100. */
  readonly score: number;
  readonly level: SignLevel;
  /** Named in Microsoft's alert. */
  readonly isNamed: boolean;
  readonly findings: readonly Finding[];
  readonly unchecked: readonly Unchecked[];
  readonly burn: Burn;
  readonly power: PowerState;
  /** Locks at or above it. */
  readonly locks: readonly AzureLock[];
}

/** What was concluded: resources with the strongest signs first, money, and how it came to be. */
export interface Investigation {
  readonly readAt: string;
  readonly subscriptionName?: string;
  readonly resources: readonly InvestigatedResource[];
  readonly money: CaseMoney;
  readonly timeline: Timeline;
  /** When the trouble began, as far as can be told: first spike, first alert, or first suspect made. */
  readonly began?: string;
  readonly gaps: readonly Gap[];
}

/** What cards show of an investigation without its resources; kept beside them. */
export type InvestigationSummary = Omit<Investigation, 'resources'> & {
  readonly counts: {
    readonly all: number;
    readonly strong: number;
    readonly some: number;
    readonly weak: number;
    readonly none: number;
    /** Compute that may mine and runs, or may run. */
    readonly burning: number;
  };
};
