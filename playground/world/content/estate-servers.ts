import { machineOf, networkOf, resourceOf } from '../azure/parts.ts';
import { keyOf } from '../azure/resource-id.ts';
import type { Store, WorldResource, WorldSubscription } from '../store.ts';

export interface Weighed {
  readonly resource: WorldResource;
  readonly weight: number;
}

/** Two or more small servers behind a load balancer, each with its interface, address and disk. */
export function serverParts(
  store: Store,
  subscription: WorldSubscription,
  at: { readonly stem: string; readonly place: Parameters<typeof resourceOf>[0] },
): readonly Weighed[] {
  const { stem, place } = at;
  const net = networkOf(place, stem);
  const count = 3 + Math.floor(store.ids.chance(`${subscription.id}/servers`) * 3);
  const servers = Array.from({ length: count }, (_, i) =>
    machineOf(place, net, {
      name: `srv-${stem}-${i + 1}`,
      size: 'Standard_D2s_v5',
      perHour: 0,
      mines: false,
      vmId: store.ids.uuid(`${subscription.id}/server/${i}`),
      tags: { environment: 'production', owner: 'operations' },
    }),
  );
  const front = resourceOf(place, 'Microsoft.Network/publicIPAddresses', `pip-${stem}`, {
    sku: 'Standard',
    serviceName: 'Virtual Network',
    properties: { provisioningState: 'Succeeded', publicIPAllocationMethod: 'Static' },
  });
  const balancer = resourceOf(place, 'Microsoft.Network/loadBalancers', `lb-${stem}`, {
    sku: 'Standard',
    serviceName: 'Load Balancer',
    uses: [keyOf(front.id)],
    properties: {
      provisioningState: 'Succeeded',
      frontendIPConfigurations: [{ name: 'main', properties: { publicIPAddress: { id: front.id } } }],
    },
  });
  return [
    ...[net.guard, net.network].map((resource) => ({ resource, weight: 0 })),
    ...servers.flatMap(([machine, nic, address, disk]) => [
      { resource: machine, weight: 6 },
      { resource: nic, weight: 0 },
      { resource: address, weight: 0.4 },
      { resource: disk, weight: 0.9 },
    ]),
    { resource: front, weight: 0.4 },
    { resource: balancer, weight: 1.5 },
  ];
}
