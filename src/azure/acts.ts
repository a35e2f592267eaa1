import { type PowerState, type ResourceKey, resourceKey } from '../domain/azure-resource.ts';
import { OutsideError } from '../domain/outside.ts';
import type { Person } from '../domain/people.ts';
import type { Fingerprint } from '../domain/plan.ts';
import type { FollowLink } from '../domain/run.ts';
import { HttpError } from '../http/http-error.ts';
import { actsOf, canStop, removalQuery, type Step } from './acts-table.ts';
import { createApiVersions } from './api-versions.ts';
import { type Arm, type AzureDeps, createArm, type Scope } from './client.ts';
import { fingerprintOf, isBeingDeleted } from './fingerprint.ts';
import { mayDo } from './may.ts';
import { begun, followed } from './operation.ts';
import { type ActRefusal, isGone, refusalOf } from './refusal.ts';
import { idPath, isGroup, typeOf, UnaskableError } from './resource-id.ts';
import { readState, versionFor } from './resource-state.ts';

interface ActsDeps extends Pick<AzureDeps, 'http' | 'baseUrl'> {
  readonly people: {
    /** A person's own token for Azure Resource Manager; undefined where they have not signed in. */
    azure(person: Person): Promise<string | undefined>;
  };
}

interface Target {
  readonly id: string;
  readonly type: string;
}

type Acted = ReturnType<typeof begun> | { readonly kind: 'absent' } | ActRefusal;

type Looked =
  | {
      readonly kind: 'there';
      readonly fingerprint: Fingerprint;
      readonly power: PowerState;
      readonly beingDeleted: boolean;
    }
  | { readonly kind: 'gone' }
  | ActRefusal;

const forced = 'Microsoft.Compute/virtualMachines,Microsoft.Compute/virtualMachineScaleSets';

/**
 * Acts on Azure with the token of a person, whose rights decide (facts/azure.md 3.3). Each request that changes
 * something is sent once; its refusals are answered, never thrown. An id outside of the subscription leads nowhere.
 */
export function createAzureActs(deps: ActsDeps) {
  const versionOf = createApiVersions();

  /** Runs work as the person in Azure; what Azure refuses, or a missing sign-in, is the answer. */
  async function as<T>(at: Scope, by: Person, work: (arm: Arm) => Promise<T>): Promise<T | ActRefusal> {
    const own = by.tenantId.toLowerCase() === at.partner.tenantId.toLowerCase();
    const token = own ? await deps.people.azure(by) : undefined;
    if (token === undefined) return { kind: 'refused', why: 'needs-sign-in', again: false };
    try {
      return await work(createArm(deps, () => Promise.resolve(token)));
    } catch (error) {
      if (error instanceof HttpError) return refusalOf(error);
      if (error instanceof UnaskableError || error instanceof OutsideError)
        return { kind: 'refused', why: 'other', again: false, detail: error.message };
      throw error;
    }
  }

  const acting = (at: Scope, by: Person, work: (arm: Arm) => Promise<Acted>): Promise<Acted> =>
    as(at, by, async (arm) => {
      try {
        return await work(arm);
      } catch (error) {
        if (isGone(error)) return { kind: 'absent' };
        throw error;
      }
    });

  /** The requests of the table in order; the answer of the last is the answer. */
  const byTable = (at: Scope, by: Person, { id }: Target, act: 'stop' | 'start'): Promise<Acted> =>
    acting(at, by, async (arm) => {
      const entry = actsOf(typeOf(id) ?? '');
      const path = idPath(id, at.subscriptionId);
      const planned = entry?.[act];
      const steps =
        typeof planned === 'function'
          ? planned((await readState(arm, versionOf, at.subscriptionId, id)).body)
          : planned;
      if (entry === undefined || steps === undefined) return { kind: 'refused', why: 'not-stoppable', again: false };
      let acted: Acted = { kind: 'over' };
      for (const step of steps) acted = await take(arm, path, entry.version, step);
      return acted;
    });

  async function take(arm: Arm, path: string, version: string, step: Step): Promise<Acted> {
    const { method, suffix = '', json } = step;
    const change = { method, path: `${path}${suffix}`, query: { 'api-version': version } };
    return begun(await arm.change(json === undefined ? change : { ...change, json }), deps.baseUrl);
  }

  return {
    stop: (at: Scope, by: Person, resource: Target) => byTable(at, by, resource, 'stop'),

    /** Where a former size is needed and not known, `not-stoppable`. */
    start: (at: Scope, by: Person, resource: Target) => byTable(at, by, resource, 'start'),

    remove: (at: Scope, by: Person, { id }: Target): Promise<Acted> =>
      acting(at, by, async (arm) => {
        const path = idPath(id, at.subscriptionId);
        const version =
          (await versionOf(arm, at.subscriptionId, id)) ?? (await versionFor(arm, versionOf, at.subscriptionId, id));
        const more = isGroup(id) ? { forceDeletionTypes: forced } : removalQuery(typeOf(id) ?? '');
        return begun(
          await arm.change({ method: 'DELETE', path, query: { 'api-version': version, ...more } }),
          deps.baseUrl,
        );
      }),

    follow: (at: Scope, by: Person, link: FollowLink) =>
      as(at, by, (arm) => followed(arm, link)).then((answer) =>
        answer.kind === 'refused' ? { ...answer, kind: 'failed' as const } : answer,
      ),

    look: (at: Scope, by: Person, { id }: Target): Promise<Looked> =>
      as<Looked>(at, by, async (arm) => {
        try {
          const { body, power } = await readState(arm, versionOf, at.subscriptionId, id);
          return { kind: 'there', fingerprint: fingerprintOf(body), power, beingDeleted: isBeingDeleted(body) };
        } catch (error) {
          if (isGone(error)) return { kind: 'gone' };
          throw error;
        }
      }),

    tag: (at: Scope, by: Person, { id }: Target, tags: Readonly<Record<string, string>>): Promise<Acted> =>
      acting(at, by, async (arm) => {
        const path = `${idPath(id, at.subscriptionId)}/providers/Microsoft.Resources/tags/default`;
        const json = { operation: 'Merge', properties: { tags } };
        const change = { method: 'PATCH' as const, path, query: { 'api-version': '2021-04-01' }, json };
        return begun(await arm.change(change), deps.baseUrl);
      }),

    may: (
      at: Scope,
      by: Person,
      act: 'stop' | 'delete',
      resources: readonly Target[],
    ): Promise<Readonly<Record<ResourceKey, 'yes' | 'no' | 'unknown'>> | ActRefusal> =>
      as(at, by, (arm) =>
        mayDo(
          arm,
          at.subscriptionId,
          act,
          resources.map((one) => resourceKey(one.id)),
        ),
      ),

    canStop,
  };
}
