import type { Level } from './detection.ts';
import type { ChannelId } from './ids.ts';

/** Severities that a rule may ask for at least, from least to most. */
export const routedSeverities = ['low', 'medium', 'high'] as const;
export type RoutedSeverity = (typeof routedSeverities)[number];

/** Most rules of a partner, and most channels of one rule. */
export const mostRules = 20;
export const mostRuleChannels = 10;

/** Which alerts go where; what is left out fits every alert. Tenant ids are lower case. */
export interface RoutingRule {
  readonly customerTenantId?: string;
  /** The indirect reseller in between, by an alert's `valueAddedResellerTenantId` (facts/partner-center.md 8.6). */
  readonly resellerTenantId?: string;
  /** An alert whose severity its source left out fits no such rule. */
  readonly atLeast?: RoutedSeverity;
  readonly channelIds: readonly ChannelId[];
}

/** The first rule that fits decides; what no rule fits goes to the default channel, or everywhere where there is none. */
export interface Routing {
  readonly rules: readonly RoutingRule[];
  readonly defaultChannelId?: ChannelId;
}

/** What of an alert rules look at. */
export interface RoutedAlert {
  readonly customerTenantId: string;
  readonly resellerTenantId?: string | null;
  readonly severity: Level;
}

interface Place {
  readonly id: ChannelId;
}

/**
 * The channels that an alert is told in, of those that can be posted to: at least one where there is any. A rule of whose
 * channels none is left counts as none.
 */
export function channelsFor<C extends Place>(
  routing: Routing | undefined,
  alert: RoutedAlert,
  ready: readonly C[],
): readonly C[] {
  const rule = routing?.rules.find((one) => fits(one, alert));
  const chosen = ready.filter(({ id }) => rule?.channelIds.includes(id));
  return chosen.length > 0 ? chosen : partnerChannels(routing, ready);
}

/** Where a partner is told what is of no case, like its digest; also alerts that no rule fits. */
export function partnerChannels<C extends Place>(routing: Routing | undefined, ready: readonly C[]): readonly C[] {
  const chosen = ready.filter(({ id }) => id === routing?.defaultChannelId);
  return chosen.length > 0 ? chosen : ready;
}

function fits(rule: RoutingRule, alert: RoutedAlert): boolean {
  const { customerTenantId = alert.customerTenantId, resellerTenantId, atLeast } = rule;
  return (
    customerTenantId === alert.customerTenantId &&
    (resellerTenantId === undefined || resellerTenantId === alert.resellerTenantId) &&
    (atLeast === undefined || isAtLeast(alert.severity, atLeast))
  );
}

function isAtLeast(severity: Level, least: RoutedSeverity): boolean {
  return routedSeverities.some((one, i) => one === severity && i >= routedSeverities.indexOf(least));
}
