import type { SourceName } from './detection.ts';
import type { PartnerId } from './ids.ts';
import type { Role } from './people.ts';
import type { RemovalPolicy } from './plan.ts';

export const languages = ['en', 'it'] as const;
export type Language = (typeof languages)[number];

/** How a partner buys from Microsoft; a distributor is what was called an indirect provider (facts/partner-center.md 8.6, 11). */
export const partnerKinds = ['direct-bill', 'distributor'] as const;
export type PartnerKind = (typeof partnerKinds)[number];

/** A CSP partner that this installation serves. */
export interface Partner {
  readonly id: PartnerId;
  /** The partner's own Entra tenant. */
  readonly tenantId: string;
  readonly name: string;
  readonly source: SourceName;
  readonly language: Language;
  /** Entra group ids that give each role; a person in none of them has no rights. */
  readonly roleGroups: Readonly<Record<Role, readonly string[]>>;
  /** Alert types besides mining for which a case is opened, compared without case. */
  readonly extraAlertTypes: readonly string[];
  /** Minutes between two looks at the source. */
  readonly pollMinutes: number;
  readonly removal: RemovalPolicy;
  /** IANA name of the zone whose working mornings count, where nobody's own is known. */
  readonly timeZone: string;
  /** Direct-bill where left out. */
  readonly kind?: PartnerKind;
}

/** What a partner's removal policy is unless it says otherwise (facts/azure.md 9.4). */
export const standardRemoval: RemovalPolicy = {
  twoPersonAbove: 10,
  mostResources: 25,
  mostPercent: 30,
  protectedTags: ['mining-watch-protect', 'do-not-delete'],
  tagStopped: false,
};
