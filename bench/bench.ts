import { mkdir, rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { benchBurst } from './burst.ts';
import { benchCaseList } from './case-list.ts';
import { type Closing, createClosing } from './closing.ts';
import { benchFanOut } from './fan-out.ts';
import { benchInvestigation } from './investigation.ts';
import { benchPack } from './pack.ts';
import { benchRemoval } from './removal.ts';
import { benchStart } from './start.ts';
import { benchTurn } from './turn.ts';
import { benchWebhook } from './webhook.ts';

type Bench = (folder: string, closing: Closing) => Promise<string>;

const benches: Readonly<Record<string, Bench>> = {
  turn: benchTurn,
  burst: benchBurst,
  'fan-out': benchFanOut,
  start: benchStart,
  removal: benchRemoval,
  investigation: benchInvestigation,
  pack: benchPack,
  webhook: benchWebhook,
  'case-list': benchCaseList,
};

/** What `npm run bench` runs: all benchmarks, or those that are named. */
async function main(wanted: readonly string[]): Promise<void> {
  const names = wanted.length > 0 ? wanted : Object.keys(benches);
  say(
    `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${new Date().toISOString().slice(0, 16)}Z`,
  );
  for (const name of names) {
    const bench = benches[name];
    if (bench === undefined) throw new Error(`There is no benchmark ${name}: ${Object.keys(benches).join(', ')}.`);
    const folder = join('data', 'bench', `${name}-${process.pid}`);
    const closing = createClosing();
    const stop = (): void => void closing.all().then(() => process.exit(1));
    process.once('SIGINT', stop).once('SIGTERM', stop);
    try {
      await mkdir(folder, { recursive: true });
      say(`\n${await bench(folder, closing)}`);
    } finally {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      await closing.all();
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
