import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../playground/free-port.ts';
import { createWorld } from '../playground/world/create-world.ts';
import type { World } from '../playground/world/types.ts';
import { readConfig } from '../src/config.ts';
import { openDatabase } from '../src/db/database.ts';
import { startEmbeddedServer } from '../src/db/embedded-server.ts';
import { migrate } from '../src/db/migrate.ts';
import { quietLog } from '../test/support/quiet-log.ts';
import { type Child, startChild } from './child.ts';
import type { Closing } from './closing.ts';
import type { LoadAsk, LoadResult } from './load.ts';
import { postgresCpuMs } from './postgres-cpu.ts';
import { forgetJobs, seedCases } from './seed.ts';
import { decideActivities } from './turn-activity.ts';
import { type Round, turnTables } from './turn-tables.ts';

const partnerCount = 100;
const rounds = 5;
/** Turns of one round, by the number of connections. */
const turnsOf = { 16: 1500, 1: 400 } as const;
const warmUpTurns = 3000;
const cardType = 'application/vnd.microsoft.card.adaptive';

/** (a): a whole turn of ours against an echo bot on botbuilder and restify. Answers the tables to print. */
export async function benchTurn(folder: string, closing: Closing): Promise<string> {
  const world = await createWorld({ folder, size: { partners: partnerCount, subscriptionsPerPartner: 3 } });
  closing.add(() => world.close());
  const data = join(folder, 'bot');
  const server = await startEmbeddedServer({ folder: data, log: quietLog });
  closing.add(() => server.stop());
  const database = await openDatabase({ url: server.url, log: quietLog, poolSize: 8 });
  closing.add(() => database.close());
  await migrate(database);

  const serviceUrl = `${world.urls.connector}/emea/`;
  const count = warmUpTurns + rounds * (turnsOf[16] + turnsOf[1]);
  const config = readConfig(world.botEnv());
  const cases = await seedCases({ database, world, partners: config.partners, serviceUrl, count });
  const activity = decideActivities({ snapshot: world.snapshot(), botAppId: config.bot.appId, serviceUrl });
  const bodies = cases.map(activity);
  const tokens = await Promise.all(
    Array.from({ length: 8 }, (_, i) => world.token({ claims: { serviceurl: serviceUrl, jti: String(i) } })),
  );

  const load = startChild('bench/load.ts', {});
  closing.add(() => load.stop());
  const ours = await startBot('src/main.ts', world, closing, {
    DATABASE_URL: server.url,
    JOB_CONCURRENCY: '0',
    LOG_LEVEL: 'info',
  });
  const ask = async (url: string, part: readonly string[], connections: number): Promise<LoadResult> => {
    const asked: LoadAsk = { url, connections, tokens, bodies: [...part], expected: cardType };
    const answered = load.message();
    load.process.send(asked);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- sent by load.ts, which says that it is this
    const result = (await answered) as LoadResult;
    if (result.wrong > 0) throw new Error(`${result.wrong} wrong answers, such as ${result.sample.slice(0, 500)}`);
    return result;
  };

  const warmUp = bodies.splice(0, warmUpTurns);
  const first = await ask(ours.url, warmUp, 16);
  const echo = await startBot('bench/echo-bot.ts', world, closing, {
    ECHO_CARD_FILE: await cardFile(folder, first.sample),
  });
  await ask(echo.url, warmUp, 16);

  const measured: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const connections of [16, 1] as const) {
      await forgetJobs(database);
      const part = bodies.splice(0, turnsOf[connections]);
      const order = round % 2 === 0 ? ([echo, ours] as const) : ([ours, echo] as const);
      for (const bot of order) {
        const cpu = async () => [await bot.child.cpuMs(), (await postgresCpuMs(data)) ?? Number.NaN] as const;
        const before = await cpu();
        const result = await ask(bot.url, part, connections);
        const after = await cpu();
        measured.push({
          bot: bot === ours ? 'ours' : 'echo',
          connections,
          result,
          cpuMs: (after[0] - before[0]) / part.length,
          postgresMs: (after[1] - before[1]) / part.length,
        });
      }
    }
  }
  return turnTables(measured);
}

interface Bot {
  readonly child: Child;
  readonly url: string;
}

/** For a look inside, as with `BENCH_NODE_OPTIONS=--cpu-prof`. */
const nodeOptions = process.env['BENCH_NODE_OPTIONS']?.split(' ') ?? [];

async function startBot(file: string, world: World, closing: Closing, env: Record<string, string>): Promise<Bot> {
  const port = await freePort(0);
  const child = startChild(file, { ...world.botEnv(), HOST: '127.0.0.1', PORT: String(port), ...env }, nodeOptions);
  closing.add(() => child.stop());
  await child.until200(`http://127.0.0.1:${port}/readyz`);
  return { child, url: `http://127.0.0.1:${port}/api/messages` };
}

/** The card of one of our answers, for the echo bot to answer with. */
async function cardFile(folder: string, sample: string): Promise<string> {
  const answer: { readonly value: unknown } = JSON.parse(sample.slice(sample.indexOf('{')));
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'echo-card.json');
  await writeFile(file, JSON.stringify(answer.value));
  return file;
}
