import { partner } from '../support/outside.ts';

export const customer = '33333333-aaaa-4bbb-8ccc-000000000003';
export const subscription = '11111111-aaaa-4bbb-8ccc-000000000001';
export const at = { partner, customerTenantId: customer, subscriptionId: subscription };

/** Id of a resource in the subscription, in group `rg-q7`. */
export function idOf(rest: string): string {
  return `/subscriptions/${subscription}/resourceGroups/rg-q7/providers/${rest}`;
}

export const vm = idOf('Microsoft.Compute/virtualMachines/w-014');
