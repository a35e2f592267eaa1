import type { PowerState } from '../domain/azure-resource.ts';
import { actsOf, scaleSetType, vmType } from './acts-table.ts';
import type { VersionOf } from './api-versions.ts';
import type { Arm } from './client.ts';
import { pick } from './pick.ts';
import { powerOf, powerOfStatuses, summed } from './power.ts';
import { idPath, typeOf, UnaskableError } from './resource-id.ts';
import { Body, BodyList } from './schema.ts';

/**
 * A resource as its provider has it now, and whether it runs. Machines tell that in their instance view, scale sets in
 * the summary of it or, where that has no power, in the views of their machines. Throws HttpError, and
 * UnaskableError for what is no id of the subscription or of no known type.
 */
export async function readState(
  arm: Arm,
  versionOf: VersionOf,
  subscriptionId: string,
  id: string,
): Promise<{ readonly body: Body; readonly power: PowerState }> {
  const path = idPath(id, subscriptionId);
  const type = typeOf(id) ?? '';
  const version = await versionFor(arm, versionOf, subscriptionId, id);
  const query = { 'api-version': version, ...(type === vmType ? { $expand: 'instanceView' } : {}) };
  const body = await arm.get({ path, query }, (answer) => Body.parse(answer));
  const power = powerOf(type, body);
  if (power !== 'unknown' || (type !== vmType && type !== scaleSetType)) return { body, power };
  return { body, power: await powerByView(arm, path, type, version) };
}

/** What acts and looks of our table are written for, else what the provider tells. */
export async function versionFor(arm: Arm, versionOf: VersionOf, subscriptionId: string, id: string): Promise<string> {
  const version = actsOf(typeOf(id) ?? '')?.version ?? (await versionOf(arm, subscriptionId, id));
  if (version === undefined) throw new UnaskableError('no api-version is known for this type');
  return version;
}

async function powerByView(arm: Arm, path: string, type: string, version: string): Promise<PowerState> {
  const view = await arm.get({ path: `${path}/instanceView`, query: { 'api-version': version } }, (answer) => answer);
  const statuses = pick(view, type === vmType ? 'statuses' : 'virtualMachine.statusesSummary');
  const power = powerOfStatuses(statuses);
  if (power !== 'unknown' || type === vmType) return power;
  const machines = arm.pages(
    { path: `${path}/virtualMachines`, query: { 'api-version': version, $expand: 'instanceView' } },
    (answer) => {
      const page = BodyList.parse(answer);
      return { items: page.value.map((one) => powerOf(vmType, one)), next: page.nextLink };
    },
  );
  const states = new Set<PowerState>();
  for await (const page of machines) for (const state of page) states.add(state);
  return summed([...states]);
}
