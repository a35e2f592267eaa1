import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../playground/free-port.ts';
import { createWorld } from '../playground/world/create-world.ts';
import { startEmbeddedServer } from '../src/db/embedded-server.ts';
import { quietLog } from '../test/support/quiet-log.ts';
import { startChild } from './child.ts';
import type { Closing } from './closing.ts';
import { shown, spread, table } from './numbers.ts';

const rounds = 5;
const kinds = ['echo bot', 'new data folder', 'known data folder', 'PostgreSQL that runs already'] as const;

/** (c): from the start of the process to the first answer 200 of /readyz. Answers the table to print. */
export async function benchStart(folder: string, closing: Closing): Promise<string> {
  const world = await createWorld({ folder });
  closing.add(() => world.close());
  const server = await startEmbeddedServer({ folder: join(folder, 'server'), log: quietLog });
  closing.add(() => server.stop());
  const card = join(folder, 'echo-card.json');
  await writeFile(card, '{}');

  const ready = async (file: string, env: Readonly<Record<string, string>>): Promise<number> => {
    const port = await freePort(0);
    const began = performance.now();
    const child = startChild(file, { ...world.botEnv(), HOST: '127.0.0.1', PORT: String(port), ...env });
    closing.add(() => child.stop());
    await child.until200(`http://127.0.0.1:${port}/readyz`);
    const ms = performance.now() - began;
    await child.stop();
    return ms;
  };
  const startOf: Readonly<Record<(typeof kinds)[number], (round: number) => Promise<number>>> = {
    'echo bot': () => ready('bench/echo-bot.ts', { ECHO_CARD_FILE: card }),
    'new data folder': (round) => ready('src/main.ts', { DATA_DIR: join(folder, `bot-${round}`) }),
    'known data folder': (round) => ready('src/main.ts', { DATA_DIR: join(folder, `bot-${round}`) }),
    'PostgreSQL that runs already': () => ready('src/main.ts', { DATABASE_URL: server.url }),
  };

  // The first start of each reads files from the disk and, on the running server, makes the tables.
  await startOf['echo bot'](-1);
  await startOf['PostgreSQL that runs already'](-1);
  const measured = new Map<string, number[]>(kinds.map((kind) => [kind, []]));
  for (let round = 0; round < rounds; round++)
    for (const kind of kinds) measured.get(kind)?.push(await startOf[kind](round));

  const echo = measured.get('echo bot') ?? [];
  const rows = [...measured].map(([kind, times]) => [
    kind,
    shown(spread(times)),
    shown(spread(times.map((ms, i) => ms / (echo[i] ?? Number.NaN))), 2),
  ]);
  return `(c) start to ready, ${rounds} rounds\n\n${table(['', 'ms', 'times the echo bot'], rows)}`;
}
