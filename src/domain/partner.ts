import type { SourceName } from './detection.ts';
import type { ChannelId, PartnerId } from './ids.ts';
import { type Role, roles } from './people.ts';
import type { RemovalPolicy } from './plan.ts';
import type { ReminderPolicy } from './reminders.ts';
import type { Routing } from './routing.ts';

export const languages = ['en', 'it'] as const;
export type Language = (typeof languages)[number];

/** How a partner buys from Microsoft; a distributor is what was called an indirect provider (facts/partner-center.md 8.6, 11). */
export const partnerKinds = ['direct-bill', 'distributor'] as const;
export type PartnerKind = (typeof partnerKinds)[number];

type Given<R extends Role> = Readonly<Record<R, readonly string[]>>;

/** A CSP partner that this installation serves. */
export interface Partner {
  readonly id: PartnerId;
  /** The partner's own Entra tenant. */
  readonly tenantId: string;
  readonly name: string;
  readonly source: SourceName;
  readonly language: Language;
  /** Entra group ids that give each role; a member of none of them, whom nobody has named, has no rights. */
  readonly roleGroups: Given<Exclude<Role, 'approver'>> & Partial<Given<'approver'>>;
  /** Entra object ids of people who have each role without a group; the only way for guests and people of other tenants. */
  readonly rolePeople?: Partial<Given<Role>>;
  /** Alert types besides mining for which a case is opened, compared without case. */
  readonly extraAlertTypes: readonly string[];
  /** Minutes between two looks at the source. */
  readonly pollMinutes: number;
  readonly removal: RemovalPolicy;
  /** IANA name of the zone whose working mornings count, where nobody's own is known. */
  readonly timeZone: string;
  /** `HH:MM` of that zone at which its digest is said on working days, or `off`; the standard where absent. */
  readonly digestAt?: string;
  /** The standard ones where left out. */
  readonly reminders?: ReminderPolicy;
  /** Where the most urgent reminders go; the channels of the case where there is none. */
  readonly escalationChannelId?: ChannelId;
  /** Which alerts are told where; each in every channel where left out. */
  readonly routing?: Routing;
  /** Days of the week with a digest, Monday as 1; Monday to Friday where left out. The 24 hours never pause. */
  readonly workingDays?: readonly number[];
  /** Days that a confirmation is remembered at most; 0 forbids it, 90 where left out. */
  readonly memoryDays?: number;
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

/**
 * Who has a role by name: groups and people. Where nobody says who approves, whoever may remove does, as it was before
 * there was that role (docs/decisions/0011-who-is-who.md).
 */
export function givenRole(
  { roleGroups, rolePeople = {} }: Pick<Partner, 'roleGroups' | 'rolePeople'>,
  role: Role,
): { readonly groups: readonly string[]; readonly people: readonly string[] } {
  const unset = role === 'approver' && roleGroups.approver === undefined && rolePeople.approver === undefined;
  const from = unset ? 'remover' : role;
  return { groups: roleGroups[from] ?? [], people: rolePeople[from] ?? [] };
}

/** Whether a partner has said of nobody what they may do. */
export function isUnset(partner: Pick<Partner, 'roleGroups' | 'rolePeople'>): boolean {
  return roles.every((role) => {
    const { groups, people } = givenRole(partner, role);
    return groups.length === 0 && people.length === 0;
  });
}
