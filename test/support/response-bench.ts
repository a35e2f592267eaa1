import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AzureResource, ResourceKey } from '../../src/domain/azure-resource.ts';
import type { Case } from '../../src/domain/case.ts';
import type { PersonCommand } from '../../src/domain/commands.ts';
import type { CaseId, PlanId, RunId } from '../../src/domain/ids.ts';
import { idMaker } from '../../src/domain/ids.ts';
import type { InvestigatedResource } from '../../src/domain/investigation.ts';
import { type Partner, standardRemoval } from '../../src/domain/partner.ts';
import type { Run, RunItem } from '../../src/domain/run.ts';
import { type CarryOutDeps, carryOut } from '../../src/workflow/carry-out.ts';
import type { InvestigateDeps } from '../../src/workflow/investigate.ts';
import type { LookAfterDeps } from '../../src/workflow/look-after.ts';
import { type MakePlanDeps, makePlan } from '../../src/workflow/make-plan.ts';
import { type AzureOfMemory, azureOfMemory, type Sent, types } from './azure-of-memory.ts';
import type { TestDatabase } from './database.ts';
import { doneCase, groups, type Workshop, workshop } from './workshop.ts';

const newId = idMaker(randomUUID);

type Deps = MakePlanDeps & CarryOutDeps & InvestigateDeps & LookAfterDeps;

/** A workshop with an Azure: Ada and Ben may remove, the case was decided to be fraud by Ada. */
export interface ResponseBench extends Workshop {
  readonly azure: AzureOfMemory;
  readonly responding: Deps;
  readonly caseId: CaseId;
  case(): Promise<Case>;
  /** Keeps resources as an investigation would have found them, strongest first. */
  found(resources: readonly AzureResource[], change?: Partial<InvestigatedResource>): Promise<void>;
  requestPlan(resources: readonly AzureResource[], more?: Partial<Wish>): Promise<PlanId>;
  /** Asks for a plan and makes it. */
  plan(resources: readonly AzureResource[], more?: Partial<Wish>): Promise<Case>;
  /** Ben approves the plan that the case has. */
  approve(): Promise<RunId>;
  /** A machine with its interface, that has an address, and its disk. */
  addMachine(name?: string): Machine;
  /** A plan of these resources, a machine with all that belongs to it unless told otherwise, that was approved. */
  approved(resources?: readonly AzureResource[]): Promise<RunId>;
  /** Requests that were to delete something. */
  deletions(): readonly Sent[];
  stop(resources: readonly Pick<AzureResource, 'key'>[], act?: 'stop' | 'start'): Promise<RunId>;
  carryOut(runId: RunId, change?: Partial<Deps>, signal?: AbortSignal): Promise<void>;
  run(runId: RunId): Promise<Run>;
  items(runId: RunId): Promise<ReadonlyMap<string, RunItem>>;
}

export interface Machine {
  readonly vm: AzureResource;
  readonly nic: AzureResource;
  readonly disk: AzureResource;
  readonly address: AzureResource;
  readonly all: readonly AzureResource[];
}

type Wish = Extract<PersonCommand, { type: 'request-plan' }>;

/** Time that passes when nothing else goes on: waits end at once, and move the clock by what they would have taken. */
function waits(clock: Workshop['clock']) {
  let underWay = 0;
  const track = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          const answer: unknown = Reflect.apply(value, target, args);
          if (!(answer instanceof Promise)) return answer;
          underWay += 1;
          return answer.finally(() => {
            underWay -= 1;
          });
        };
      },
    });
  const idleOr = async (signal: AbortSignal): Promise<void> => {
    await nextTurn();
    if (underWay > 0 && !signal.aborted) await idleOr(signal);
  };
  const pause = async (ms: number, signal?: AbortSignal): Promise<void> => {
    // A wait without a signal is that of somebody who is at work.
    if (signal) await idleOr(signal);
    if (!signal?.aborted) clock.move(ms);
  };
  return { track, pause };
}

export async function responseBench(
  db: TestDatabase,
  removal: Partial<Partner['removal']> = {},
): Promise<ResponseBench> {
  const w = await workshop(db, { removal: { ...standardRemoval, mostPercent: 100, ...removal } });
  const { ada, ben } = w.people;
  for (const { objectId } of [ada, ben]) w.memberships.set(objectId, [groups.remover]);
  const azure = azureOfMemory(w.subscriptionId, w.clock.now);
  const { track, pause } = waits(w.clock);
  const responding: Deps = {
    ...w.deps,
    runs: track(w.deps.runs),
    cases: track(w.deps.cases),
    plans: track(w.deps.plans),
    azure: azure.reader,
    acts: track(azure.acts),
    canceller: track(azure.canceller),
    audit: azure.audit,
    costs: {
      dailyCost: () => Promise.resolve({ currency: 'EUR', days: [] }),
      newResources: () => Promise.resolve({ state: 'known', value: [] }),
    },
    alarm: () => Promise.resolve([]),
    pause,
  };
  await w.receive(w.alert());
  const { id: caseId } = doneCase(await w.ask(ada, { type: 'decide', verdict: 'fraud', reason: 'Nobody knows it' }));

  const bench: ResponseBench = {
    ...w,
    azure,
    responding,
    caseId,
    case: async () => (await w.load(caseId)).case,
    found: async (resources, change = {}) => {
      const investigated = resources.map(
        (resource): InvestigatedResource => ({
          resource,
          score: 81,
          level: 'strong',
          isNamed: false,
          findings: [],
          unchecked: [],
          burn: { from: 'unknown' },
          power: 'running',
          locks: [],
          ...change,
        }),
      );
      const count = resources.length;
      const counts = { all: count, strong: count, some: 0, weak: 0, none: 0, burning: count };
      const readAt = w.clock.iso();
      const timeline = { entries: [], creators: [], since: readAt, gaps: [] };
      await w.deps.investigations.save(
        caseId,
        { readAt, money: { unknown: 0 }, timeline, gaps: [], counts, began: readAt },
        investigated,
      );
    },
    requestPlan: async (resources, more = {}) => {
      const planId = newId('plan');
      const keys: readonly ResourceKey[] = resources.map(({ key }) => key);
      const wish: Wish = {
        type: 'request-plan',
        planId,
        kind: 'resources',
        resources: keys,
        withAttached: false,
        liftGuards: false,
        ...more,
      };
      doneCase(await w.ask(ada, wish, { caseId }));
      return planId;
    },
    plan: async (resources, more) => {
      const planId = await bench.requestPlan(resources, more);
      await makePlan(responding, caseId, planId, 1);
      return bench.case();
    },
    approve: async () => {
      const { plan } = await bench.case();
      assert.ok(plan?.hash && plan.subscriptionName, JSON.stringify(plan));
      const runId = newId('run');
      const { id: planId, hash, subscriptionName: typedName } = plan;
      doneCase(await w.ask(ben, { type: 'approve-plan', planId, hash, typedName, runId }, { caseId }));
      return runId;
    },
    addMachine: (name = 'vm-1') => {
      const address = azure.add(`${name}-ip`, types.address);
      const nic = azure.add(`${name}-nic`, types.nic, { refs: [address.key] });
      const disk = azure.add(`${name}-disk`, types.disk);
      const vm = azure.add(name, types.vm, { refs: [nic.key, disk.key] });
      return { vm, nic, disk, address, all: [vm, nic, disk, address] };
    },
    approved: async (resources = bench.addMachine().all) => {
      await bench.found(resources);
      await bench.plan(resources);
      return bench.approve();
    },
    deletions: () => azure.sent.filter(({ act }) => act === 'delete'),
    stop: async (resources, act = 'stop') => {
      const runId = newId('run');
      doneCase(await w.ask(ada, { type: act, runId, resources: resources.map(({ key }) => key) }, { caseId }));
      return runId;
    },
    carryOut: (runId, change = {}, signal) => carryOut({ ...responding, ...change }, caseId, runId, signal),
    run: async (runId) => {
      const run = await w.deps.runs.load(runId);
      assert.ok(run, 'the run has not begun');
      return run;
    },
    items: async (runId) => new Map((await bench.run(runId)).items.map((item) => [item.name, item])),
  };
  return bench;
}
