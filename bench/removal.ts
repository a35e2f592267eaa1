import { join } from 'node:path';
import { freePort } from '../playground/free-port.ts';
import { createWorld } from '../playground/world/create-world.ts';
import { openDatabase } from '../src/db/database.ts';
import { startEmbeddedServer } from '../src/db/embedded-server.ts';
import { createStore } from '../src/db/store.ts';
import type { Plan } from '../src/domain/plan.ts';
import type { Store } from '../src/workflow/ports.ts';
import { quietLog } from '../test/support/quiet-log.ts';
import { look } from './burst-bot.ts';
import { startChild } from './child.ts';
import type { Closing } from './closing.ts';
import { caseOf, type FraudScene, fraudCase, generous, until } from './fraud-scene.ts';
import { table } from './numbers.ts';
import { postgresCpuMs } from './postgres-cpu.ts';
import { boundSeconds } from './removal-bound.ts';

const resourceCount = 500;
/** A deletion takes so long in the fake Azure, and is asked after as often as it says (Retry-After). */
const operationMs = 900;
const pollSeconds = 1;

/** (d): 500 resources with what uses them, from the approval to the last one gone, against what four at a time and the bucket allow. */
export async function benchRemoval(folder: string, closing: Closing): Promise<string> {
  const world = await createWorld({ folder, azure: { operationMs, pollAfter: pollSeconds } });
  closing.add(() => world.close());
  const data = join(folder, 'bot');
  const server = await startEmbeddedServer({ folder: data, log: quietLog });
  closing.add(() => server.stop());
  const database = await openDatabase({ url: server.url, log: quietLog, poolSize: 4 });
  closing.add(() => database.close());
  const store = createStore(database);

  const port = await freePort(0);
  const env = { ...world.botEnv(), PARTNERS_FILE: await generous(world, folder), DATABASE_URL: server.url };
  const bot = startChild('bench/burst-bot.ts', { ...env, HOST: '127.0.0.1', PORT: String(port) });
  closing.add(() => bot.stop());
  await bot.until200(`http://127.0.0.1:${port}/readyz`);
  world.setBotEndpoint(`http://127.0.0.1:${port}/api/messages`);

  const scene = await fraudCase(world, store, () => bot.process.send(look));
  world.azure.chains(scene.subscriptionId, resourceCount);
  const plan = await planOf(scene, store);
  world.forgetRequests();
  const before = [await bot.cpuMs(), (await postgresCpuMs(data)) ?? Number.NaN] as const;
  const began = performance.now();
  await scene.say(scene.second, `approve ${scene.number} ${plan.subscriptionName}`);
  await until(async () => (await caseOf(store, scene)).run?.endedAt);
  const seconds = (performance.now() - began) / 1000;
  const after = [await bot.cpuMs(), (await postgresCpuMs(data)) ?? Number.NaN] as const;

  const { run } = await caseOf(store, scene);
  const requests = world.requests().filter(({ service }) => service === 'azure');
  const deletes = plan.items.filter(({ action }) => action === 'delete').length;
  const bound = boundSeconds(plan, Math.ceil(operationMs / 1000 / pollSeconds) * pollSeconds);
  const rows = [
    ['resources in the plan', String(plan.items.length)],
    ['gone', String(run?.counts?.done ?? 0)],
    ['seconds', seconds.toFixed(2)],
    ['bound of critical path, four at a time and bucket', bound.toFixed(2)],
    ['ratio', (seconds / bound).toFixed(3)],
    ['answers 429', String(requests.filter(({ status }) => status === 429).length)],
    ['deletions asked for', String(requests.filter(({ method }) => method === 'DELETE').length)],
    ['requests to Azure a deletion', (requests.length / deletes).toFixed(2)],
    ['CPU ms a deletion, bot', ((after[0] - before[0]) / deletes).toFixed(2)],
    ['CPU ms a deletion, PostgreSQL', ((after[1] - before[1]) / deletes).toFixed(2)],
  ];
  return `(d) removal of ${resourceCount} resources\n\n${table(['', 'one run'], rows)}`;
}

async function planOf(scene: FraudScene, store: Store): Promise<Plan> {
  const { first, number, say } = scene;
  await say(first, `inventory ${number}`);
  await until(async () => ((await caseOf(store, scene)).signs?.strong ?? 0) > 100);
  await say(first, `plan ${number}`);
  const { plan } = await until(async () => {
    const c = await caseOf(store, scene);
    if (c.plan?.state === 'stopped') throw new Error(`no plan: ${JSON.stringify(c.plan.stopped)}`);
    return c.plan?.state === 'frozen' && c;
  });
  const kept = plan && (await store.plans.load(plan.id));
  if (kept === undefined) throw new Error('a plan that was not kept');
  return kept;
}
