import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../playground/free-port.ts';
import { createWorld } from '../playground/world/create-world.ts';
import type { World } from '../playground/world/types.ts';
import { look } from './burst-bot.ts';
import { floorSeconds } from './burst-floor.ts';
import { startChild } from './child.ts';
import { type Closing, createClosing } from './closing.ts';
import { quantile, shown, spread, table } from './numbers.ts';
import { postgresCpuMs } from './postgres-cpu.ts';
import { installInTeams, untilPosted, untilWelcomed } from './threads.ts';

const partnerCount = 100;
const perPartner = 10;
const cardCount = partnerCount * perPartner;
const runs = 3;
/** Longer than the longest window of Teams' limits that ten cards can fill (30 s), so that the burst finds it empty. */
const quietMs = 35_000;

interface Burst {
  /** Seconds from the look to each card, sorted. */
  readonly seconds: readonly number[];
  readonly throttled: number;
  readonly requests: number;
  /** Seconds of CPU during the burst. */
  readonly cpu: { readonly bot: number; readonly world: number; readonly postgres: number };
}

/** (b): 1,000 detections over 100 channels, from the look at the sources to the last card. Answers the table to print. */
export async function benchBurst(folder: string, closing: Closing): Promise<string> {
  const bursts: Burst[] = [];
  for (let run = 0; run < runs; run++) {
    const own = createClosing();
    closing.add(() => own.all());
    bursts.push(await oneBurst(join(folder, String(run)), own));
    await own.all();
  }
  const floor = floorSeconds({ tenants: partnerCount, channelsPerTenant: 1, perChannel: perPartner });
  const row = (name: string, read: (burst: Burst) => number, digits = 2): readonly string[] => [
    name,
    shown(spread(bursts.map(read)), digits),
  ];
  const last = ({ seconds }: Burst): number => quantile(seconds, 1);
  const rows = [
    row('seconds to the last card', last),
    ['floor that the limits set', floor.toFixed(2)],
    row('ratio', (burst) => last(burst) / floor),
    row('seconds to the first card', ({ seconds }) => quantile(seconds, 0)),
    row('seconds to half of the cards', ({ seconds }) => quantile(seconds, 0.5)),
    row('answers 429 of the connector', ({ throttled }) => throttled, 0),
    row('requests of the bot', ({ requests }) => requests, 0),
    row('CPU seconds, bot', ({ cpu }) => cpu.bot),
    row('CPU seconds, PostgreSQL', ({ cpu }) => cpu.postgres),
    row('CPU seconds, the local world', ({ cpu }) => cpu.world),
    row('cores busy with these', (burst) => (burst.cpu.bot + burst.cpu.postgres + burst.cpu.world) / last(burst)),
  ];
  return `(b) burst, ${cardCount} detections over ${partnerCount} channels, ${runs} runs\n\n${table(['', 'median (range)'], rows)}`;
}

async function oneBurst(folder: string, closing: Closing): Promise<Burst> {
  const world = await createWorld({
    folder,
    size: { partners: partnerCount, channelsPerPartner: 2, subscriptionsPerPartner: perPartner },
  });
  closing.add(() => world.close());
  const data = join(folder, 'bot');
  const port = await freePort(0);
  const bot = startChild('bench/burst-bot.ts', {
    ...world.botEnv(),
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: data,
  });
  closing.add(() => bot.stop());
  await bot.until200(`http://127.0.0.1:${port}/readyz`);
  world.setBotEndpoint(`http://127.0.0.1:${port}/api/messages`);
  world.forgetRequests();
  await installInTeams(world);
  await untilWelcomed(world);
  await pause(quietMs);

  addDetections(world);
  world.forgetRequests();
  const cpu = async (): Promise<readonly [number, number, number]> => {
    const { user, system } = process.cpuUsage();
    return [await bot.cpuMs(), (user + system) / 1000, (await postgresCpuMs(data)) ?? Number.NaN];
  };
  const before = await cpu();
  const began = world.now().getTime();
  bot.process.send(look);
  const cards = await untilPosted(world, cardCount, began);
  const after = await cpu();
  const requests = world.requests();
  const used = (i: 0 | 1 | 2): number => (after[i] - before[i]) / 1000;
  return {
    seconds: cards.map(({ at }) => (Date.parse(at) - began) / 1000).toSorted((a, b) => a - b),
    throttled: requests.filter(({ service, status }) => service === 'connector' && status === 429).length,
    requests: requests.length,
    cpu: { bot: used(0), world: used(1), postgres: used(2) },
  };
}

function addDetections(world: World): void {
  for (const { partnerTenantId, subscriptions } of world.snapshot().customers)
    for (const { id } of subscriptions) world.addDetection({ partnerTenantId, subscriptionId: id });
}
