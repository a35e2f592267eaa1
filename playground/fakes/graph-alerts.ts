import { changeStatus } from '../world/alerts.ts';
import { isJson } from '../world/messages.ts';
import type { Store, WorldAlert } from '../world/store.ts';
import type { Json } from '../world/types.ts';
import { badRequest, graphError, graphPage } from './graph-page.ts';
import type { Claims } from './login-tokens.ts';
import { odataFilter } from './odata-filter.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

const filterFields = [
  'status',
  'subscriptionId',
  'customerTenantId',
  'detectedDateTime',
  'lastObservedDateTime',
  'firstObservedDateTime',
  'resolvedOnDateTime',
  'alertType',
  'severity',
  'isTest',
];
const options: ReadonlySet<string> = new Set(['$filter', '$top', '$count', '$select', '$skiptoken']);
const statuses = ['active', 'investigating', 'resolved'] as const;
const reasons = ['legitimate', 'ignore', 'fraud'] as const;

/** `GET /beta/security/partner/securityAlerts`: the caller's own partner tenant only. */
export function listAlerts(store: Store, claims: Claims, request: FakeRequest): FakeAnswer {
  const query = request.url.searchParams;
  const unknown = [...query.keys()].find((name) => !options.has(name));
  if (unknown !== undefined) return badRequest(`Query option '${unknown}' was specified but is not supported.`);
  const filter = query.get('$filter');
  const read = filter === null ? undefined : odataFilter(filter, filterFields);
  if (read?.kind === 'bad') return badRequest(`Invalid filter clause: ${read.why}`);
  const mine = [...store.alerts.values()]
    .filter((a) => a.partnerTenantId === claims.tid)
    .map((a) => graphAlert(store, a));
  return graphPage(request, read === undefined ? mine : mine.filter(read.test), { usual: 20, largest: 20 });
}

export function getAlert(store: Store, claims: Claims, request: FakeRequest): FakeAnswer {
  const alert = ownAlert(store, claims, request);
  return alert === undefined ? noAlert : { status: 200, body: graphAlert(store, alert) };
}

/** Answers with the alert as it was, as Microsoft's own sample does; the next GET tells the new state. */
export function patchAlert(store: Store, claims: Claims, request: FakeRequest): FakeAnswer {
  const alert = ownAlert(store, claims, request);
  if (alert === undefined) return noAlert;
  if (!isJson(request.body)) return badRequest('Unable to read JSON request payload.');
  const { status, resolvedReason, ...rest } = request.body;
  const other = Object.keys(rest).find((name) => !name.startsWith('@'));
  if (other !== undefined) return badRequest(`Property '${other}' cannot be updated.`);
  const wanted = statuses.find((s) => s === status);
  if (wanted === undefined) return badRequest('Invalid value specified for property status.');
  const reason = reasons.find((r) => r === resolvedReason);
  if (resolvedReason !== undefined && resolvedReason !== null && reason === undefined) {
    return badRequest('Invalid value specified for property resolvedReason.');
  }
  const by = claims.upn ?? store.bot.name;
  changeStatus(store, alert.id, { status: wanted, by, ...(reason === undefined ? {} : { reason }) });
  return { status: 200, body: graphAlert(store, alert) };
}

const noAlert = graphError(404, 'NotFound', 'The requested alert was not found.');

function ownAlert(store: Store, claims: Claims, request: FakeRequest): WorldAlert | undefined {
  const alert = store.alerts.get(request.params.alertId ?? '');
  return alert?.partnerTenantId === claims.tid ? alert : undefined;
}

/** An alert in the shape of the Graph resource partnerSecurityAlert. */
function graphAlert(store: Store, a: WorldAlert): Json {
  return {
    id: a.id,
    displayName: a.title,
    description: a.description,
    alertType: a.alertType,
    status: a.status,
    severity: a.severity,
    confidenceLevel: 'medium',
    customerTenantId: a.customerTenantId,
    subscriptionId: a.subscriptionId,
    valueAddedResellerTenantId: store.customers.get(a.customerTenantId)?.reseller?.tenantId ?? null,
    catalogOfferId: 'MS-AZR-0017G',
    detectedDateTime: a.detectedAt,
    firstObservedDateTime: a.firstObservedAt,
    lastObservedDateTime: a.lastObservedAt,
    resolvedReason: a.resolvedReason ?? null,
    resolvedOnDateTime: a.resolvedAt ?? null,
    resolvedBy: a.resolvedBy ?? null,
    isTest: a.isTest,
    affectedResources: a.resourceIds.map((resourceId) => ({ resourceId, resourceType: 'AzureResource' })),
    activityLogs: a.log.map((l) => ({ statusFrom: l.from, statusTo: l.to, updatedBy: l.by, updatedDateTime: l.at })),
    additionalDetails: {
      VM_IP: listText(a.vmAddresses),
      MiningPool_IP: listText(a.poolAddresses),
      ConnectionCount: String(a.hitCount),
      CryptoCurrencyMiningPoolDomainName: a.poolDomain,
    },
    ...a.raw,
  };
}

/** A list as the alert carries it: the text of a JSON array, inside a string. */
function listText(items: readonly string[]): string {
  return `[${items.map((item) => `  ${JSON.stringify(item)}`).join(',')}]`;
}
