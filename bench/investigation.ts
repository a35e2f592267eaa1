import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../playground/free-port.ts';
import { createWorld } from '../playground/world/create-world.ts';
import type { SeenRequest } from '../playground/world/types.ts';
import { openDatabase } from '../src/db/database.ts';
import { startEmbeddedServer } from '../src/db/embedded-server.ts';
import { createStore } from '../src/db/store.ts';
import { quietLog } from '../test/support/quiet-log.ts';
import { liveMemory, look } from './burst-bot.ts';
import { type Child, startChild } from './child.ts';
import type { Closing } from './closing.ts';
import { caseOf, fraudCase, until } from './fraud-scene.ts';
import { shown, spread, table } from './numbers.ts';

const resourceCount = 5000;
const rounds = 20;

/** (e): a subscription of 5,000 resources is read and concluded upon, against the time that its answers alone take. */
export async function benchInvestigation(folder: string, closing: Closing): Promise<string> {
  const world = await createWorld({ folder, azure: { pageSize: 1000 } });
  closing.add(() => world.close());
  const server = await startEmbeddedServer({ folder: join(folder, 'bot'), log: quietLog });
  closing.add(() => server.stop());
  const database = await openDatabase({ url: server.url, log: quietLog, poolSize: 4 });
  closing.add(() => database.close());
  const store = createStore(database);
  const port = await freePort(0);
  const env = { ...world.botEnv(), DATABASE_URL: server.url, HOST: '127.0.0.1', PORT: String(port) };
  const bot = startChild('bench/burst-bot.ts', env, ['--expose-gc']);
  closing.add(() => bot.stop());
  await bot.until200(`http://127.0.0.1:${port}/readyz`);
  world.setBotEndpoint(`http://127.0.0.1:${port}/api/messages`);
  const scene = await fraudCase(world, store, () => bot.process.send(look));
  await until(async () => (await caseOf(store, scene)).signs);
  const small = await peakMb(bot.process.pid);
  const live: number[] = [await liveMb(bot)];
  world.azure.fill(scene.subscriptionId, resourceCount);

  const whole: number[] = [];
  const answers: number[] = [];
  let count = 0;
  for (let round = 0; round < rounds; round++) {
    const before = (await caseOf(store, scene)).signs?.readAt;
    world.forgetRequests();
    const began = performance.now();
    await scene.say(scene.first, `inventory ${scene.number}`);
    await until(async () => (await caseOf(store, scene)).signs?.readAt !== before);
    whole.push((performance.now() - began) / 1000);
    const asked = world.requests().filter(({ service, status }) => service === 'azure' && status < 400);
    count = asked.length;
    answers.push(await replayed(world.urls.azure, asked));
    if (round === 0 || round === rounds - 1) live.push(await liveMb(bot));
  }
  const beyond = whole.map((seconds, i) => seconds - (answers[i] ?? Number.NaN));
  const rows = [
    ['resources', String((await caseOf(store, scene)).signs?.resources ?? 0)],
    ['answers of Azure', String(count)],
    ['seconds, from the message to what is kept', shown(spread(whole), 2)],
    ['seconds that the same answers take alone, one after another', shown(spread(answers), 2)],
    ['seconds beyond', shown(spread(beyond), 2)],
    ['live memory before, after the first, after the last, MB', live.map((mb) => mb.toFixed(0)).join(', ')],
    ['peak of the process before and after, MB', `${small.toFixed(0)}, ${(await peakMb(bot.process.pid)).toFixed(0)}`],
  ];
  return `(e) investigation of ${resourceCount} resources, ${rounds} rounds\n\n${table(['', 'median (range)'], rows)}`;
}

/** Seconds that the same questions take, read and thrown away. */
async function replayed(base: string, asked: readonly SeenRequest[]): Promise<number> {
  const began = performance.now();
  for (const { method, path, headers, body } of asked) {
    const { authorization = '' } = headers;
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(new URL(path, base), {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...sent,
    });
    await answer.text();
  }
  return (performance.now() - began) / 1000;
}

/** Of the heap, without garbage. */
async function liveMb(bot: Child): Promise<number> {
  const told = bot.message();
  bot.process.send(liveMemory);
  return Number(await told) / 2 ** 20;
}

/** Most memory that a process has had at once; not a number where the system does not tell. */
async function peakMb(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
