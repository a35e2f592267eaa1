import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { openDatabase } from '../src/db/database.ts';
import { startEmbeddedServer } from '../src/db/embedded-server.ts';
import { migrate } from '../src/db/migrate.ts';
import { createStore } from '../src/db/store.ts';
import type { CaseId } from '../src/domain/ids.ts';
import type { Store } from '../src/workflow/ports.ts';
import { changeOf, makeCase, makePartner, newId } from '../test/db/fixtures.ts';
import { found, planOf, summaryOf } from '../test/db/response-fixtures.ts';
import { ada } from '../test/support/people.ts';
import { quietLog } from '../test/support/quiet-log.ts';
import { startChild } from './child.ts';
import type { Closing } from './closing.ts';
import { shown, spread, table } from './numbers.ts';

const [resourceCount, rowCount, rowsPerPage, rounds] = [500, 10_000, 200, 5];

const Took = z.object({
  seconds: z.number(),
  idle: z.number(),
  most: z.number(),
  bytes: z.number(),
  sha256: z.string(),
});

/** (f): the pack of a case with 500 resources and 10,000 rows of the activity log, built by a process that does nothing else. */
export async function benchPack(folder: string, closing: Closing): Promise<string> {
  const server = await startEmbeddedServer({ folder, log: quietLog });
  closing.add(() => server.stop());
  const database = await openDatabase({ url: server.url, log: quietLog, poolSize: 4 });
  closing.add(() => database.close());
  await migrate(database);
  const store = createStore(database);
  const { caseId, raw } = await largeCase(store);

  const took: z.infer<typeof Took>[] = [];
  for (let round = 0; round < rounds; round++) {
    const packId = newId('pack');
    const askedAt = new Date().toISOString();
    await store.packs.ask({ id: packId, caseId, profile: 'full', language: 'en', by: ada, askedAt }, []);
    const builder = startChild('bench/pack-builder.ts', {
      DATABASE_URL: server.url,
      PACK_ID: packId,
      CASE_ID: caseId,
    });
    closing.add(() => builder.stop());
    took.push(Took.parse(await builder.message()));
    await builder.stop();
    await pause(100);
  }
  const of = (pick: (one: z.infer<typeof Took>) => number) => spread(took.map(pick));
  const rows = [
    ['resources', String(resourceCount)],
    ['rows of the activity log', String(rowCount)],
    ['MB of them, as Azure answered', (raw / 1024 ** 2).toFixed(1)],
    [
      'MB of the pack',
      shown(
        of(({ bytes }) => bytes / 1024 ** 2),
        1,
      ),
    ],
    [
      'seconds',
      shown(
        of(({ seconds }) => seconds),
        2,
      ),
    ],
    ['peak memory before, MB', shown(of(({ idle }) => idle))],
    ['peak memory above that, MB', shown(of(({ idle, most }) => most - idle))],
    ['different packs', String(new Set(took.map(({ sha256 }) => sha256)).size)],
  ];
  return `(f) evidence pack, ${rounds} rounds\n\n${table(['', 'median (range)'], rows)}`;
}

/** A case with everything that makes a pack large. Answers the bytes of its activity log, too. */
async function largeCase(store: Store): Promise<{ readonly caseId: CaseId; readonly raw: number }> {
  const stored = await makeCase(store, await makePartner(store));
  const caseId = stored.case.id;
  const plan = planOf(caseId);
  await store.plans.keep(plan);
  let raw = 0;
  for (let page = 0; page < rowCount / rowsPerPage; page++) {
    const content = Array.from({ length: rowsPerPage }, (_, i) => logRow(page * rowsPerPage + i));
    raw += Buffer.byteLength(JSON.stringify(content));
    await store.plans.keepEvidence(plan.id, { kind: 'activity-log', name: String(page + 1), content });
  }
  const resources = Array.from({ length: resourceCount }, (_, i) => found(`vm-${i}`));
  for (const { resource } of resources)
    await store.plans.keepEvidence(plan.id, {
      kind: 'resource',
      name: resource.id,
      content: { ...resource, tags: { ...resource.tags }, refs: [], texts: [], noise: randomUUID().repeat(40) },
    });
  await store.investigations.save(caseId, summaryOf(resources.length), resources);
  const { hash, subscriptionName, expiresAt } = plan;
  const frozen = { planId: plan.id, hash, subscriptionName, items: resourceCount, expiresAt, needsSecond: true };
  const asked = { planId: plan.id, kind: 'resources', resources: [], withAttached: true, liftGuards: false } as const;
  const commit = changeOf(stored, [
    { type: 'plan-requested', ...asked },
    { type: 'plan-frozen', ...frozen },
  ]);
  await store.cases.commit({ ...commit, jobs: [] });
  return { caseId, raw };
}

/** An entry of the activity log as long as Azure writes them: about 3 KB, half of it ids that occur once. */
function logRow(index: number) {
  const id = `/subscriptions/${randomUUID()}/resourceGroups/rg-${index % 20}/providers/Microsoft.Compute/virtualMachines/vm-${index}`;
  return {
    authorization: { action: 'Microsoft.Compute/virtualMachines/write', scope: id },
    caller: `user-${index % 7}@northwind.example`,
    claims: Object.fromEntries(
      Array.from({ length: 16 }, (_, i) => [`http://schemas.microsoft.com/claim/${i}`, randomUUID()]),
    ),
    correlationId: randomUUID(),
    eventDataId: randomUUID(),
    eventTimestamp: new Date(1_772_000_000_000 + index * 1000).toISOString(),
    httpRequest: { clientRequestId: randomUUID(), clientIpAddress: '203.0.113.7', method: 'PUT' },
    id: `${id}/events/${randomUUID()}`,
    operationName: {
      value: 'Microsoft.Compute/virtualMachines/write',
      localizedValue: 'Create or Update Virtual Machine',
    },
    properties: {
      statusCode: 'Created',
      requestbody: JSON.stringify({ location: 'brazilsouth', tags: [randomUUID(), randomUUID()] }),
    },
    resourceId: id,
    status: { value: 'Succeeded', localizedValue: 'Succeeded' },
  };
}
