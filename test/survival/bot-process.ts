import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { childEnv } from '../support/child-env.ts';
import { until } from '../support/house.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The product as it is run: src/main.ts in a process of its own. */
export interface BotProcess {
  readonly url: string;
  readonly ended: Promise<Ended>;
  /** What it wrote to its standard output and error. */
  output(): string;
  /** Until /readyz answers 200; throws where it ends before. */
  ready(): Promise<void>;
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<Ended>;
}

/** Room for all that a start makes: a fifth of its CPU goes into collecting it again and again. In MiB. */
const room = '--min-semi-space-size=16';

const running = new Set<ChildProcess>();
// Whatever happens to the tests, no bot outlives them.
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** Starts the bot with these variables and no others that it reads; `PORT` must be in them for `url` and `ready`. */
export function startBot(env: Readonly<Record<string, string>>): BotProcess {
  const child = spawn(process.execPath, [room, main], {
    env: { ...childEnv(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const url = `http://127.0.0.1:${env['PORT'] ?? ''}`;
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'close').then(([code, signal]): Ended => {
    running.delete(child);
    return { code, signal };
  });
  return {
    url,
    ended,
    output: () => output,
    ready: async () => {
      await until(async () => {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the bot has ended:\n${output}`);
        return fetch(`${url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        );
      });
    },
    kill: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}
