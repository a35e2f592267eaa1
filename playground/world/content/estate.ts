import { pipeline, usualPerson } from '../azure/callers.ts';
import { logDeed } from '../azure/events.ts';
import { putLock } from '../azure/locks.ts';
import { putGroup, putResource, resourceOf } from '../azure/parts.ts';
import type { Store, WorldResource, WorldSubscription } from '../store.ts';
import { analyticsParts } from './estate-analytics.ts';
import { serverParts } from './estate-servers.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** A resource of an ordinary subscription, before it has its place. */
export interface EstatePart {
  readonly group: string;
  readonly type: string;
  readonly name: string;
  readonly service: string;
  /** Its part in what the subscription costs. */
  readonly weight?: number;
  readonly sku?: string;
  readonly kind?: string;
  readonly properties?: WorldResource['properties'];
  /** Names of tags that its group's standard set lacks. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What an ordinary subscription holds: made long ago by its usual people, worked on since by their pipeline. */
export function placeEstate(store: Store, subscription: WorldSubscription, since: Date): void {
  const stem = subscription.name.replaceAll(/[^a-z-]/gi, '').slice(0, 20) || 'app';
  const chance = (what: string): number => store.ids.chance(`${subscription.id}/estate/${what}`);
  const placeOf = (group: string) => ({
    subscriptionId: subscription.id,
    group,
    location: 'westeurope',
    createdAt: new Date(since.getTime() + day + Math.floor(chance(group) * 40) * hour).toISOString(),
  });
  const parts = [...webParts(stem), ...dataParts(stem), ...watchParts(stem)];
  const made = parts.map((part) => ({ part, resource: ordinary(placeOf(part.group), part) }));
  const servers = serverParts(store, subscription, { stem, place: placeOf(`rg-${stem}-servers`) });
  const analytics = /analytics|research|calcolo|render/.test(subscription.name)
    ? analyticsParts(store, { stem, placeOf })
    : [];
  const all = [...made.map(({ part, resource }) => ({ resource, weight: part.weight ?? 0 })), ...servers, ...analytics];
  const whole = all.reduce((sum, { weight }) => sum + weight, 0);
  for (const { resource, weight } of all) {
    putGroup(store, placeOf(resource.id.split('/')[4] ?? ''), { tags: tagsOf(stem) });
    putResource(store, { ...resource, costPerHour: (subscription.dailyCost * weight) / whole / 24 });
  }
  if (chance('locks') < 0.6) {
    putLock(store, `/subscriptions/${subscription.id}/resourceGroups/rg-${stem}-data`, {
      name: 'keep-data',
      notes: 'Production data: ask the owner first.',
    });
  }
  logRoutine(
    store,
    subscription,
    made.map(({ resource }) => resource),
  );
}

function ordinary(place: Parameters<typeof resourceOf>[0], part: EstatePart): WorldResource {
  const { sku, kind, properties = {} } = part;
  return resourceOf(place, part.type, part.name, {
    ...(sku === undefined ? {} : { sku }),
    ...(kind === undefined ? {} : { kind }),
    tags: { ...tagsOf(place.group), ...part.tags },
    properties: { provisioningState: 'Succeeded', ...properties },
    serviceName: part.service,
  });
}

function tagsOf(group: string): Record<string, string> {
  return { environment: group.includes('lab') || group.includes('sandbox') ? 'test' : 'production' };
}

/** Each week the pipeline deploys the sites; now and then the usual person restarts one. */
function logRoutine(store: Store, subscription: WorldSubscription, resources: readonly WorldResource[]): void {
  const now = store.clock.now().getTime();
  const sites = resources.filter((r) => r.type === 'Microsoft.Web/sites');
  for (let week = 12; week >= 1; week -= 1) {
    const at = now - week * 7 * day - 6 * hour;
    const correlationId = store.ids.uuid(`${subscription.id}/week/${week}`);
    for (const site of sites) {
      logDeed(store, { resourceId: site.id, by: pipeline(store, subscription), at, correlationId, short: true });
    }
    const site = sites[week % sites.length];
    if (week % 4 !== 0 || site === undefined) continue;
    const operation = 'Microsoft.Web/sites/restart/action';
    const by = usualPerson(store, subscription);
    logDeed(store, {
      resourceId: site.id,
      by,
      at: at + 30 * hour,
      correlationId: store.ids.uuid(`${correlationId}/r`),
      operation,
      short: true,
    });
  }
}

function webParts(stem: string): readonly EstatePart[] {
  const group = `rg-${stem}`;
  const web = (type: string, name: string, more: Partial<EstatePart> = {}): EstatePart => ({
    group,
    type,
    name,
    service: 'Azure App Service',
    ...more,
  });
  return [
    web('Microsoft.Web/serverfarms', `plan-${stem}`, { weight: 24, sku: 'P1v3' }),
    web('Microsoft.Web/sites', `app-${stem}`, { kind: 'app' }),
    web('Microsoft.Web/sites', `app-${stem}-api`, { kind: 'app' }),
    web('Microsoft.Web/sites', `func-${stem}`, { kind: 'functionapp' }),
    web('Microsoft.Web/certificates', `cert-${stem}`),
    web('Microsoft.KeyVault/vaults', `kv-${stem}`, { service: 'Key Vault', weight: 0.2 }),
    web('Microsoft.Cache/Redis', `redis-${stem}`, { service: 'Redis Cache', weight: 6, sku: 'Standard' }),
    web('Microsoft.ServiceBus/namespaces', `sb-${stem}`, { service: 'Service Bus', weight: 1, sku: 'Standard' }),
    web('Microsoft.EventGrid/topics', `evgt-${stem}`, { service: 'Event Grid', weight: 0.1 }),
    web('Microsoft.Cdn/profiles', `cdn-${stem}`, { service: 'Content Delivery Network', weight: 2 }),
    web('Microsoft.ManagedIdentity/userAssignedIdentities', `id-${stem}`, { service: 'Other' }),
    web('Microsoft.Network/dnszones', `${stem}.example`, { service: 'Azure DNS', weight: 0.1 }),
  ];
}

function dataParts(stem: string): readonly EstatePart[] {
  const group = `rg-${stem}-data`;
  const bare = stem.replaceAll('-', '');
  const data = (type: string, name: string, service: string, more: Partial<EstatePart> = {}): EstatePart => ({
    group,
    type,
    name,
    service,
    ...more,
  });
  return [
    data('Microsoft.Sql/servers', `sql-${stem}`, 'SQL Database'),
    data('Microsoft.Sql/servers/databases', `sql-${stem}/orders`, 'SQL Database', { weight: 17, sku: 'S2' }),
    data('Microsoft.Sql/servers/databases', `sql-${stem}/archive`, 'SQL Database', { weight: 6, sku: 'S0' }),
    data('Microsoft.Storage/storageAccounts', `st${bare}`, 'Storage', { weight: 5, sku: 'Standard_LRS' }),
    data('Microsoft.Storage/storageAccounts', `st${bare}files`, 'Storage', { weight: 4, sku: 'Standard_ZRS' }),
    data('Microsoft.Storage/storageAccounts', `st${bare}logs`, 'Storage', { weight: 1, sku: 'Standard_LRS' }),
    data('Microsoft.RecoveryServices/vaults', `rsv-${stem}`, 'Backup', {
      weight: 3,
      tags: { 'do-not-delete': 'backup' },
    }),
    data('Microsoft.DataFactory/factories', `adf-${stem}`, 'Azure Data Factory v2', { weight: 1 }),
    data('Microsoft.DocumentDB/databaseAccounts', `cosmos-${stem}`, 'Azure Cosmos DB', { weight: 5 }),
  ];
}

function watchParts(stem: string): readonly EstatePart[] {
  const group = `rg-${stem}-watch`;
  const watch = (type: string, name: string, weight = 0): EstatePart => ({
    group,
    type,
    name,
    service: 'Azure Monitor',
    weight,
  });
  return [
    watch('Microsoft.OperationalInsights/workspaces', `log-${stem}`, 4),
    watch('Microsoft.Insights/components', `appi-${stem}`, 1),
    watch('Microsoft.Insights/components', `appi-${stem}-api`, 0.5),
    watch('Microsoft.Insights/actionGroups', `ag-${stem}`),
    watch('Microsoft.Insights/metricAlerts', `alert-${stem}-http`),
    watch('Microsoft.Insights/metricAlerts', `alert-${stem}-cpu`),
    watch('Microsoft.Insights/metricAlerts', `alert-${stem}-dtu`),
    watch('Microsoft.Insights/webtests', `ping-${stem}`, 0.2),
    watch('Microsoft.Portal/dashboards', `dash-${stem}`),
    watch('Microsoft.Automation/automationAccounts', `aa-${stem}`, 0.2),
  ];
}
