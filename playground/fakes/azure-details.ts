import { powerOf } from '../world/azure/power.ts';
import { keyOf, typeOf } from '../world/azure/resource-id.ts';
import type { Store, WorldResource } from '../world/store.ts';
import type { Json } from '../world/types.ts';
import { noResource } from './azure-acts.ts';
import type { AzureCall } from './azure-call.ts';
import { azureError } from './azure-errors.ts';
import { resourceJson } from './azure-lists.ts';
import { instanceView } from './azure-power.ts';
import { missingGroup } from './azure-refusals.ts';
import type { FakeAnswer } from './server.ts';

const hour = 3_600_000;

/** `GET` of anything below a group: a resource, its instance view, or the children of a type that it has. */
export function getAny(call: AzureCall): FakeAnswer {
  const { store, path, request } = call;
  const missing = missingGroup(store, path);
  if (missing !== undefined) return missing;
  const resource = store.resources.get(keyOf(path));
  if (resource !== undefined) {
    const json = resourceJson(store, resource);
    const expanded = request.url.searchParams.get('$expand') === 'instanceView';
    return { status: 200, body: expanded && runs(resource) ? withView(json, resource) : json };
  }
  const at = path.lastIndexOf('/');
  const parent = store.resources.get(keyOf(path.slice(0, at)));
  const part = path.slice(at + 1).toLowerCase();
  if (parent !== undefined && part === 'instanceview' && runs(parent)) return { status: 200, body: viewOf(parent) };
  if (parent !== undefined && part === 'virtualmachines') return { status: 200, body: { value: machinesOf(parent) } };
  if (parent !== undefined) return { status: 200, body: { value: childrenOf(store, path) } };
  return noResource(path);
}

/** `GET {resource}/providers/Microsoft.Insights/metrics`: Percentage CPU by the hour; a miner's is flat and high. */
export function metrics(call: AzureCall, scope: string): FakeAnswer {
  const resource = call.store.resources.get(scope);
  if (resource === undefined) return noResource(scope);
  const query = call.request.url.searchParams;
  const name = query.get('metricnames') ?? '';
  if (name !== 'Percentage CPU' || !runs(resource)) {
    return azureError(400, 'BadRequest', `Failed to find metric configuration for provider: metric: ${name}.`);
  }
  const [from = '', to = ''] = (query.get('timespan') ?? '').split('/');
  const end = Math.min(Date.parse(to), call.store.clock.now().getTime());
  const start = Math.max(Date.parse(from), end - 93 * 24 * hour);
  if (Number.isNaN(start)) return azureError(400, 'BadRequest', 'Invalid timespan.');
  const first = Math.ceil(start / hour) * hour;
  const count = Math.max(Math.ceil((end - first) / hour), 0);
  const data = Array.from({ length: count }, (_, i) => cpuAt(call.store, resource, first + i * hour));
  return {
    status: 200,
    body: {
      cost: 0,
      timespan: `${new Date(start).toISOString()}/${new Date(end).toISOString()}`,
      interval: query.get('interval') ?? 'PT1H',
      namespace: resource.type,
      resourceregion: resource.location,
      value: [
        {
          id: `${resource.id}/providers/Microsoft.Insights/metrics/${name}`,
          type: 'Microsoft.Insights/metrics',
          name: { value: name, localizedValue: name },
          unit: 'Percent',
          timeseries: [{ metadatavalues: [], data }],
          errorCode: 'Success',
        },
      ],
    },
  };
}

/** `GET {group}/providers/Microsoft.Resources/deployments`, or one of them. */
export function deployments(call: AzureCall, scope: string, name?: string): FakeAnswer {
  const found = [...call.store.azure.deployments.values()]
    .filter((d) => keyOf(d.id).startsWith(`${scope}/`))
    .map(
      (d): Json => ({
        id: d.id,
        name: d.name,
        type: 'Microsoft.Resources/deployments',
        properties: {
          provisioningState: 'Succeeded',
          correlationId: d.correlationId,
          timestamp: d.at,
          mode: 'Incremental',
          outputResources: d.resourceIds.map((id) => ({ id })),
        },
      }),
    );
  if (name === undefined) return { status: 200, body: { value: found } };
  const one = found.find((d) => keyOf(String(d.name)) === keyOf(name));
  return one === undefined
    ? azureError(404, 'DeploymentNotFound', `Deployment '${name}' could not be found.`)
    : { status: 200, body: one };
}

function runs(resource: WorldResource): boolean {
  return /^microsoft\.compute\/virtualmachine(?:s|scalesets)$/i.test(resource.type);
}

function viewOf(resource: WorldResource): Json {
  if (/machines$/i.test(resource.type)) return instanceView(resource);
  const code = `PowerState/${powerOf(resource) ?? 'running'}`;
  // Assumption: that the power of a set's machines is summed up here.
  return { ...instanceView(resource), virtualMachine: { statusesSummary: [{ code, count: 1 }] } };
}

function withView(json: Json, resource: WorldResource): Json {
  const properties = typeof json.properties === 'object' ? json.properties : {};
  return { ...json, properties: { ...properties, instanceView: instanceView(resource) } };
}

/** The machines of a scale set; each is as the set is. */
function machinesOf(set: WorldResource): readonly Json[] {
  return ['0', '1'].map((instanceId) => ({
    id: `${set.id}/virtualMachines/${instanceId}`,
    name: `${set.name}_${instanceId}`,
    instanceId,
    type: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines',
    location: set.location,
    sku: { name: set.sku },
    properties: { provisioningState: 'Succeeded', instanceView: instanceView(set) },
  }));
}

function childrenOf(store: Store, path: string): readonly Json[] {
  const key = keyOf(path);
  const type = typeOf(`${path}/one`).toLowerCase();
  return [...store.resources]
    .filter(([other, r]) => other.startsWith(`${key}/`) && r.type.toLowerCase() === type)
    .map(([, r]) => resourceJson(store, r));
}

function cpuAt(store: Store, resource: WorldResource, at: number): Json {
  const timeStamp = new Date(at).toISOString();
  if (at < Date.parse(resource.createdAt)) return { timeStamp };
  const off = (resource.power ?? []).findLast((p) => Date.parse(p.at) <= at);
  if (off !== undefined && off.state !== 'running') return { timeStamp };
  const chance = store.ids.chance(`${resource.id}/cpu/${timeStamp}`);
  const hourOfDay = new Date(at).getUTCHours();
  const busy = hourOfDay >= 7 && hourOfDay < 18 ? 26 : 6;
  const average = resource.mines ? 96.5 + chance * 2.5 : busy + chance * 12;
  const round = (value: number): number => Math.round(value * 100) / 100;
  return { timeStamp, average: round(average), maximum: round(Math.min(average + 3 + chance * 10, 100)) };
}
