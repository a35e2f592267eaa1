import type { Case } from '../../src/domain/case.ts';
import { day } from '../../src/domain/clocks.ts';
import type { PersonCommand } from '../../src/domain/commands.ts';
import type { ReportedAlert } from '../../src/domain/detection.ts';
import type { Partner } from '../../src/domain/partner.ts';
import type { Person } from '../../src/domain/people.ts';
import { type InvestigateDeps, investigate } from '../../src/workflow/investigate.ts';
import { type FactsDeps, readFacts } from '../../src/workflow/read-facts.ts';
import { recallAgain } from '../../src/workflow/recall.ts';
import { type AzureOfMemory, azureOfMemory } from './azure-of-memory.ts';
import type { TestDatabase } from './database.ts';
import { doneCase, type Workshop, workshop } from './workshop.ts';

/** A workshop with an Azure whose one machine Microsoft's alerts name, and what it costs. */
export interface MemoryBench extends Workshop {
  readonly azure: AzureOfMemory;
  /** Highest cost of a day, from now on. */
  costs: { highest: number; currency: string };
  readonly machine: string;
  readonly investigating: InvestigateDeps;
  /** An alert that names the machine, seen a moment ago. */
  detected(index: number, change?: Partial<ReportedAlert>): Promise<Case>;
  /** Does the jobs that read, and that compare. */
  read(): Promise<Case>;
  /** Decides the open case, tells Partner Center, and gives the case as it then is. */
  end(who: Person, command: PersonCommand): Promise<Case>;
  /** A first alert that was read whole and confirmed. */
  confirmed(more?: Partial<Extract<PersonCommand, { type: 'decide' }>>): Promise<Case>;
}

export async function memoryBench(db: TestDatabase, change: Partial<Partner> = {}): Promise<MemoryBench> {
  const w = await workshop(db, change);
  const azure = azureOfMemory(w.subscriptionId, w.clock.now);
  const machine = azure.add('render-1', undefined, { size: 'Standard_NC24ads_A100_v4', location: 'westeurope' }).id;
  const investigating: InvestigateDeps = { ...w.deps, azure: azure.reader, audit: azure.audit };
  const reading: FactsDeps = {
    ...w.deps,
    costs: {
      dailyCost: () => {
        const days = [5, 4, 3, 2, 1].map((ago) => ({
          date: new Date(w.clock.now().getTime() - ago * day).toISOString().slice(0, 10),
          cost: ago === 2 ? bench.costs.highest : bench.costs.highest / 2,
        }));
        return Promise.resolve({ currency: bench.costs.currency, days });
      },
      newResources: () => Promise.resolve({ state: 'known', value: [] }),
    },
  };

  const bench: MemoryBench = {
    ...w,
    azure,
    machine,
    investigating,
    costs: { highest: 100, currency: 'EUR' },
    detected: async (index, more = {}) => {
      const detectedAt = w.clock.iso();
      await w.receive(w.alert(index, { resources: [{ id: machine, type: 'AzureResource' }], detectedAt, ...more }));
      return w.openCase();
    },
    read: async () => {
      const { id } = await w.openCase();
      await readFacts(reading, id, 'usage');
      await investigate(investigating, id);
      await recallAgain(w.deps, id);
      return w.openCase();
    },
    end: async (who, command) => {
      const { id } = await w.openCase();
      doneCase(await w.ask(who, command));
      await w.report(1, id);
      return (await w.load(id)).case;
    },
    confirmed: async (more = {}) => {
      await bench.detected(1);
      await bench.read();
      return bench.end(w.people.ada, { type: 'decide', verdict: 'legitimate', reason: 'Their render farm', ...more });
    },
  };
  return bench;
}
