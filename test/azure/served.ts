import { createAzureReader } from '../../src/azure/reader.ts';
import type { Asked, LocalServer, Reply } from '../support/http-server.ts';
import { appTokens, quickHttp } from '../support/outside.ts';
import { at, idOf, subscription, vm } from './scope.ts';

export const now = new Date('2026-11-22T09:30:00Z');
export const since = '2026-11-01T00:00:00.000Z';
export const nic = idOf('Microsoft.Network/networkInterfaces/n-1');
export const cluster = idOf('Microsoft.ContainerService/managedClusters/k');

export const listed = (id: string, more: object = {}) => ({ id, type: 'x', name: id.split('/').at(-1), ...more });
export const lock = {
  id: `${vm}/providers/Microsoft.Authorization/locks/keep`,
  name: 'keep',
  properties: { level: 'CanNotDelete', notes: 'mine' },
};

/** What a subscription answers, by the longest end of the path; anything not here is a 404. */
export type World = Record<string, Reply | ((asked: Asked) => Reply)>;

export const empty = { json: { value: [] } };
export const standard: World = {
  [`/subscriptions/${subscription}`]: { json: { displayName: 'wwi-shop' } },
  '/resources': { json: { value: [listed(vm, { location: 'Brazil South', createdTime: '2026-11-19T02:14:07Z' })] } },
  '/Microsoft.ResourceGraph/resources': {
    json: {
      data: [
        {
          id: vm.toUpperCase(),
          tags: { owner: 'dana' },
          properties: {
            hardwareProfile: { vmSize: 'Standard_NC24' },
            priority: 'Spot',
            networkProfile: { networkInterfaces: [{ id: nic }] },
          },
        },
      ],
    },
  },
  '/resourcegroups': empty,
  '/locks': { json: { value: [lock] } },
  '/denyAssignments': empty,
  '/management/values': empty,
  '.CostManagement/query': { json: { properties: { columns: [], rows: [] } } },
  '/alerts': empty,
  '/w-014': { json: { properties: { instanceView: { statuses: [{ code: 'PowerState/running' }] } } } },
  '/metrics': {
    json: {
      value: [
        {
          timeseries: [
            {
              data: [
                { timeStamp: '2026-11-22T02:00:00Z', average: 98.5 },
                { timeStamp: '2026-11-22T01:00:00Z', average: 97 },
                { timeStamp: '2026-11-22T03:00:00Z' },
              ],
            },
          ],
        },
      ],
    },
  },
};

/** Answers as a world does. */
export function serve(server: LocalServer, world: World): void {
  server.always((asked) => {
    const [key] = Object.keys(world)
      .filter((end) => asked.path.endsWith(end))
      .toSorted((a, b) => b.length - a.length);
    const reply = key === undefined ? undefined : world[key];
    return (
      (typeof reply === 'function' ? reply(asked) : reply) ?? { status: 404, json: { error: { code: 'NotFound' } } }
    );
  });
}

/** A reader that waits no time, and notes in `waits` how many milliseconds it would have. */
export function readerAt(server: LocalServer, waits: number[] = []) {
  return createAzureReader({
    http: quickHttp(),
    baseUrl: server.url,
    tokens: appTokens,
    scope: 'arm',
    now: () => now,
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
  });
}

/** Reads the standard world with some of its answers changed. */
export function readAt(server: LocalServer, changed: World = {}, focus: readonly string[] = [], waits: number[] = []) {
  serve(server, { ...standard, ...changed });
  return readerAt(server, waits).read(at, { since, focus });
}
