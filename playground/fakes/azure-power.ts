import { powerOf } from '../world/azure/power.ts';
import type { WorldResource } from '../world/store.ts';
import type { Json } from '../world/types.ts';

const shown = { running: 'VM running', stopped: 'VM stopped', deallocated: 'VM deallocated' } as const;

/** A machine's instance view, with its power state. */
export function instanceView(r: WorldResource): Json {
  const power = powerOf(r) ?? 'running';
  return {
    statuses: [
      {
        code: 'ProvisioningState/succeeded',
        level: 'Info',
        displayStatus: 'Provisioning succeeded',
        time: r.changedAt,
      },
      { code: `PowerState/${power}`, level: 'Info', displayStatus: shown[power] },
    ],
  };
}

/** Where the properties of other types say whether they run. Assumption: the words of a container group and a compute. */
export function powerFields(r: WorldResource): Json {
  const runs = powerOf(r) === 'running';
  switch (r.type.toLowerCase()) {
    case 'microsoft.containerservice/managedclusters':
    case 'microsoft.containerservice/managedclusters/agentpools':
      return { powerState: { code: runs ? 'Running' : 'Stopped' } };
    case 'microsoft.containerinstance/containergroups':
      return { instanceView: { state: runs ? 'Running' : 'Stopped', events: [] } };
    case 'microsoft.web/sites':
      return { state: runs ? 'Running' : 'Stopped' };
    case 'microsoft.machinelearningservices/workspaces/computes': {
      const inner = r.properties?.properties;
      return { properties: { ...(typeof inner === 'object' ? inner : {}), state: runs ? 'Running' : 'Stopped' } };
    }
    case 'microsoft.batch/batchaccounts/pools':
      return runs ? {} : { currentDedicatedNodes: 0, scaleSettings: { fixedScale: { targetDedicatedNodes: 0 } } };
    default:
      return {};
  }
}
