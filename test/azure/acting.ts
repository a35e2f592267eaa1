import { createAzureActs } from '../../src/azure/acts.ts';
import type { LocalServer, Reply } from '../support/http-server.ts';
import { quickHttp } from '../support/outside.ts';
import { idOf, subscription } from './scope.ts';

export const disk = idOf('Microsoft.Compute/disks/d-1');
export const group = `/subscriptions/${subscription}/resourceGroups/rg-q7`;

export function target(id: string) {
  return { id, type: 'ignored' };
}

export function versions(type: string, ...apiVersions: string[]): Reply {
  return { json: { resourceTypes: [{ resourceType: type, apiVersions }] } };
}

export const machines = versions('virtualMachines', '2020-01-01', '2024-07-01', '2025-01-01-preview');

export function failed(status: number, code: string, headers: Record<string, string> = {}): Reply {
  return { status, headers, json: { error: { code, message: `about ${code}` } } };
}

/** Acts of people who have all signed in. */
export function actsAt(server: LocalServer) {
  const people = { azure: (person: { objectId: string }) => Promise.resolve(`person|${person.objectId}`) };
  return createAzureActs({ http: quickHttp(), baseUrl: server.url, people });
}
