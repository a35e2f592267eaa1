import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { childEnv } from '../support/child-env.ts';

const top = join(import.meta.dirname, '..', '..');
/** What a fresh checkout does not have. */
const notCheckedOut = ['.env', '.git', 'out', 'data', 'coverage'];

interface Said {
  readonly code: number;
  readonly output: string;
}

/** A process that goes on: what `npm run serve` starts. */
export interface Served {
  readonly command: string;
  output(): string;
  /** Tells it to stop; answers when it has. */
  stop(): Promise<void>;
}

/** Somebody at a shell in a checkout of the product, with a `.env` of their own. */
export interface Operator {
  readonly folder: string;
  /** Adds lines to `.env`. */
  writeEnv(lines: readonly string[]): Promise<void>;
  run(command: string): Promise<Said>;
  serve(command: string): Served;
  leave(): Promise<void>;
}

const running = new Set<ChildProcess>();
// Whatever happens to the test, nothing that it started outlives it.
process.on('exit', () => running.forEach((child) => signal(child, 'SIGKILL')));

/** `env` stands for what only the local world needs, and no guide names: where Microsoft's services are instead. */
export async function operatorWith(env: Readonly<Record<string, string>>): Promise<Operator> {
  const folder = await mkdtemp(join(tmpdir(), 'mining-watch-guide-'));
  for (const name of await readdir(top))
    if (!notCheckedOut.includes(name)) await symlink(join(top, name), join(folder, name));
  const { HOME = folder } = process.env;
  const start = (command: string): ChildProcess => {
    const all = { HOME, npm_config_update_notifier: 'false', ...childEnv(), ...env };
    const child = spawn('sh', ['-c', command], {
      cwd: folder,
      env: all,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    child.once('close', () => running.delete(child));
    return child;
  };
  return {
    folder,
    writeEnv: (lines) => appendFile(join(folder, '.env'), lines.map((line) => `${line}\n`).join('')),
    async run(command) {
      const { stdout, stderr, ...child } = streamsOf(start(command));
      const [out, err, code] = await Promise.all([text(stdout), text(stderr), child.ended]);
      return { code, output: out + err };
    },
    serve(command) {
      const { stdout, stderr, process: child, ended } = streamsOf(start(command));
      let output = '';
      for (const stream of [stdout, stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
      return {
        command,
        output: () => output,
        stop: async () => {
          signal(child, 'SIGTERM');
          await ended;
        },
      };
    },
    async leave() {
      const left = [...running];
      left.forEach((child) => signal(child, 'SIGKILL'));
      await Promise.all(left.map((child) => once(child, 'close')));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function streamsOf(child: ChildProcess) {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('the command has no output');
  const ended = once(child, 'close').then(([code]): number => (typeof code === 'number' ? code : -1));
  return { stdout, stderr, ended, process: child };
}

/** To the shell, npm and the product alike, as Ctrl-C would be. */
function signal({ pid }: ChildProcess, name: 'SIGTERM' | 'SIGKILL'): void {
  if (pid !== undefined) process.kill(-pid, name);
}
