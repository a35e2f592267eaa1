import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../playground/free-port.ts';
import { createWorld } from '../playground/world/create-world.ts';
import type { World } from '../playground/world/types.ts';
import { type Database, openDatabase } from '../src/db/database.ts';
import { startEmbeddedServer } from '../src/db/embedded-server.ts';
import { migrate } from '../src/db/migrate.ts';
import { createStore } from '../src/db/store.ts';
import { idMaker } from '../src/domain/ids.ts';
import { quietLog } from '../test/support/quiet-log.ts';
import { look } from './burst-bot.ts';
import { type Child, startChild } from './child.ts';
import { type Closing, createClosing } from './closing.ts';
import { quantile, shown, spread, table } from './numbers.ts';
import { postgresCpuMs } from './postgres-cpu.ts';
import { installInTeams, untilPosted, untilWelcomed } from './threads.ts';

interface Shape {
  readonly tenants: number;
  readonly channelsPerTenant: number;
  readonly runs: number;
}

/** Of the first the limits leave room for all at once, so the machine binds; of the second they bind themselves. */
const shapes: readonly Shape[] = [
  { tenants: 40, channelsPerTenant: 50, runs: 3 },
  { tenants: 2, channelsPerTenant: 1000, runs: 3 },
];
const processes = 2;
/** Teams takes so many requests in a second of a tenant (facts/teams.md 1.1). */
const tenantPerSecond = 50;
/** So that the window of a tenant is empty, and nothing is left to be done. */
const quietMs = 3000;

interface FanOut {
  /** Seconds from the look to each card, sorted. */
  readonly seconds: readonly number[];
  readonly throttled: number;
  /** Seconds of CPU of each process. */
  readonly shares: readonly number[];
  /** Seconds of CPU. */
  readonly cpu: { readonly bots: number; readonly world: number; readonly postgres: number };
}

/** (g): one alert of each tenant in each of its channels, by two processes. Answers the tables to print. */
export async function benchFanOut(folder: string, closing: Closing): Promise<string> {
  const tables: string[] = [];
  for (const shape of shapes) tables.push(await benchShape(join(folder, String(shape.tenants)), shape, closing));
  return tables.join('\n\n');
}

async function benchShape(folder: string, shape: Shape, closing: Closing): Promise<string> {
  const { tenants, channelsPerTenant, runs } = shape;
  const cardCount = tenants * channelsPerTenant;
  const limitSeconds = channelsPerTenant / tenantPerSecond;
  const measured: FanOut[] = [];
  for (let run = 0; run < runs; run++) {
    const own = createClosing();
    closing.add(() => own.all());
    measured.push(await oneFanOut(join(folder, String(run)), shape, own));
    await own.all();
  }
  const row = (name: string, read: (one: FanOut) => number, digits = 2): readonly string[] => [
    name,
    shown(spread(measured.map(read)), digits),
  ];
  const last = ({ seconds }: FanOut): number => quantile(seconds, 1);
  const rows = [
    row('seconds to the last card', last),
    ['seconds that the limits leave room for all in', limitSeconds.toFixed(2)],
    row('ratio', (one) => last(one) / limitSeconds),
    row('seconds to the first card', ({ seconds }) => quantile(seconds, 0)),
    row('seconds to half of the cards', ({ seconds }) => quantile(seconds, 0.5)),
    row('answers 429 of the connector', ({ throttled }) => throttled, 0),
    row('CPU milliseconds a card, bots', ({ cpu }) => (cpu.bots * 1000) / cardCount),
    row('CPU milliseconds a card, PostgreSQL', ({ cpu }) => (cpu.postgres * 1000) / cardCount),
    row('CPU milliseconds a card, the local world', ({ cpu }) => (cpu.world * 1000) / cardCount),
    row('cores busy with these', (one) => (one.cpu.bots + one.cpu.postgres + one.cpu.world) / last(one)),
    row(
      'CPU of the process that did less, of that of the other',
      ({ shares }) => Math.min(...shares) / Math.max(...shares),
    ),
  ];
  return `(g) fan-out, ${tenants} alerts into ${cardCount} channels, ${processes} processes, ${runs} runs\n\n${table(['', 'median (range)'], rows)}`;
}

async function oneFanOut(folder: string, { tenants, channelsPerTenant }: Shape, closing: Closing): Promise<FanOut> {
  const world = await createWorld({
    folder,
    size: { partners: tenants, channelsPerPartner: channelsPerTenant, subscriptionsPerPartner: 1 },
  });
  closing.add(() => world.close());
  const data = join(folder, 'bot');
  const server = await startEmbeddedServer({ folder: data, log: quietLog });
  closing.add(() => server.stop());
  const database = await openDatabase({ url: server.url, log: quietLog, poolSize: 2 });
  closing.add(() => database.close());
  await migrate(database);
  const bots = await Promise.all(Array.from({ length: processes }, () => startBot(world, server.url, closing)));
  const [first] = bots;
  if (first === undefined) throw new Error('no process was started');
  world.setBotEndpoint(`${first.url}/api/messages`);
  await installEverywhere(database, world);

  for (const { partnerTenantId, subscriptions } of world.snapshot().customers)
    for (const { id } of subscriptions.slice(0, 1)) world.addDetection({ partnerTenantId, subscriptionId: id });
  world.forgetRequests();
  const cpu = async (): Promise<readonly number[]> => {
    const { user, system } = process.cpuUsage();
    const used = await Promise.all(bots.map(({ child }) => child.cpuMs()));
    return [(user + system) / 1000, (await postgresCpuMs(data)) ?? Number.NaN, ...used];
  };
  const before = await cpu();
  const began = world.now().getTime();
  first.child.process.send(look);
  const cards = await untilPosted(world, tenants * channelsPerTenant, began);
  const after = await cpu();
  const [worldCpu = 0, postgres = 0, ...shares] = after.map((ms, i) => (ms - (before[i] ?? 0)) / 1000);
  return {
    seconds: cards.map(({ at }) => (Date.parse(at) - began) / 1000).toSorted((a, b) => a - b),
    throttled: world.requests().filter(({ service, status }) => service === 'connector' && status === 429).length,
    shares,
    cpu: { bots: shares.reduce((sum, one) => sum + one), world: worldCpu, postgres },
  };
}

/** Adds the bot to each team, and makes every channel of the team one for alerts; waits until all is quiet. */
async function installEverywhere(database: Database, world: World): Promise<void> {
  await installInTeams(world);
  const store = createStore(database);
  const { partners, conversations } = world.snapshot();
  const newId = idMaker(randomUUID);
  for (const { id, tenantId } of await store.partners.all()) {
    const team = partners.find((one) => one.tenantId.toLowerCase() === tenantId.toLowerCase());
    if (team === undefined) throw new Error('a partner without a team');
    const { teamId, language } = team;
    const serviceUrl = `${world.urls.connector}/emea/`;
    for (const channel of conversations.filter((one) => one.kind === 'channel' && one.teamId === teamId)) {
      const place = { id: newId('channel'), partnerId: id, tenantId, teamId, teamsChannelId: channel.id };
      await store.channels.install({ ...place, serviceUrl, language }, () => ({ posts: [], jobs: [] }));
    }
  }
  await untilWelcomed(world);
  await database.pool.query('vacuum analyze');
  await pause(quietMs);
}

interface Bot {
  readonly child: Child;
  readonly url: string;
}

/** For a look inside, as with `BENCH_NODE_OPTIONS=--cpu-prof`. */
const nodeOptions = process.env['BENCH_NODE_OPTIONS']?.split(' ') ?? [];

async function startBot(world: World, databaseUrl: string, closing: Closing): Promise<Bot> {
  const port = await freePort(0);
  const env = { ...world.botEnv(), HOST: '127.0.0.1', PORT: String(port), DATABASE_URL: databaseUrl };
  const child = startChild('bench/burst-bot.ts', env, nodeOptions);
  closing.add(() => child.stop());
  const url = `http://127.0.0.1:${port}`;
  await child.until200(`${url}/readyz`);
  return { child, url };
}
