import type { Store } from '../world/store.ts';
import type { Json } from '../world/types.ts';
import { graphPage } from './graph-page.ts';
import type { Claims } from './login-tokens.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

const hour = 3_600_000;
/** The 24-hour rule (facts/partner-center.md 10.3). */
const mostHours = 24;

/** `GET /beta/security/partner/securityScore` (facts/partner-center.md 2.4). */
export function securityScore(store: Store, claims: Claims): FakeAnswer {
  const now = store.clock.now().toISOString();
  const all = requirements(store, claims.tid);
  const currentScore = all.reduce((sum, { score }) => sum + score, 0);
  return {
    status: 200,
    body: {
      '@odata.context': 'https://graph.microsoft.com/beta/$metadata#security/partner/securityScore/$entity',
      id: claims.tid,
      currentScore,
      maxScore: 100,
      lastRefreshDateTime: now,
      updatedDateTime: now,
    },
  };
}

/** `GET /beta/security/partner/securityScore/requirements`. */
export function scoreRequirements(store: Store, claims: Claims, request: FakeRequest): FakeAnswer {
  return graphPage(request, requirements(store, claims.tid), { usual: 100, largest: 100 });
}

function requirements(store: Store, tenantId: string): readonly (Json & { readonly score: number })[] {
  const average = averageHours(store, tenantId);
  const others = [
    ['mfaEnforcedForAdmins', 20],
    ['mfaEnforcedForAdminsOfCustomers', 20],
    ['securityContactProvided', 20],
    ['spendingBudgetSetForCustomerAzureSubscriptions', 10],
  ] as const;
  return [
    ...others.map(([type, score]) => requirement(store, type, score, score)),
    {
      ...requirement(store, 'securityAlertsPromptlyResolved', average <= mostHours ? 30 : 0, 30),
      '@odata.type': '#microsoft.graph.partner.security.responseTimeSecurityRequirement',
      averageResponseTimeInHours: average,
    },
  ];
}

function requirement(store: Store, requirementType: string, score: number, maxScore: number) {
  return {
    '@odata.type': '#microsoft.graph.partner.security.securityRequirement',
    id: requirementType,
    requirementType,
    complianceStatus: score === maxScore ? 'compliant' : 'noncomplaint',
    actionUrl: 'https://partner.microsoft.com/dashboard/commerce2/insights/security/alerts',
    helpUrl: 'https://learn.microsoft.com/partner-center/security/security-requirements',
    score,
    maxScore,
    state: 'active',
    updatedDateTime: store.clock.now().toISOString(),
  };
}

/**
 * Of the alerts that were resolved in the last 30 days, and of four before them that the partner answered in a few hours.
 * Assumption: resolving is what Microsoft counts (facts/partner-center.md 10.3 does not say).
 */
function averageHours(store: Store, tenantId: string): number {
  const since = store.clock.now().getTime() - 30 * 24 * hour;
  const times = [...store.alerts.values()].flatMap(({ partnerTenantId, isTest, detectedAt, resolvedAt }) =>
    partnerTenantId === tenantId && !isTest && resolvedAt !== undefined && Date.parse(resolvedAt) >= since
      ? [(Date.parse(resolvedAt) - Date.parse(detectedAt)) / hour]
      : [],
  );
  const before = 1 + 4 * store.ids.chance(`${tenantId}/response`);
  const sum = times.reduce((total, time) => total + time, 4 * before);
  return Math.round((sum / (times.length + 4)) * 100) / 100;
}
