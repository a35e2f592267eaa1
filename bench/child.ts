import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cpuQuestion } from './cpu-probe.ts';

const probe = new URL('./cpu-probe.ts', import.meta.url).href;
const tailBytes = 3000;
const readyMs = 120_000;
const stopMs = 15_000;

/** A process of its own that is measured. */
export interface Child {
  readonly process: ChildProcess;
  /** Milliseconds of CPU that it has used since it began, in both user and system. */
  cpuMs(): Promise<number>;
  /** Resolves once the address answers 200; looks every few milliseconds. Rejects with the end of its output. */
  until200(url: string): Promise<void>;
  /** The next message that it sends over its channel. */
  message(): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts a file of the repository under the Node that runs; it ends with us at the latest. */
export function startChild(
  file: string,
  env: Readonly<Record<string, string>>,
  nodeOptions: readonly string[] = [],
): Child {
  const entry = fileURLToPath(new URL(`../${file}`, import.meta.url));
  const child = spawn(process.execPath, [...nodeOptions, '--import', probe, entry], {
    // Nobody who measures is asked to slow down.
    env: { ...process.env, PERSON_SHARE: '1000000000', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let tail = '';
  const keep = (bytes: Buffer): void => {
    tail = (tail + bytes.toString('utf8')).slice(-tailBytes);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;

  const message = async (): Promise<unknown> => {
    const gone = new AbortController();
    const ended = (): void => gone.abort(new Error(`${file} has ended.\n${tail}`));
    child.once('exit', ended);
    try {
      const [said]: unknown[] = await once(child, 'message', { signal: gone.signal });
      return said;
    } catch (error) {
      throw gone.signal.reason ?? error;
    } finally {
      child.off('exit', ended);
    }
  };

  return {
    process: child,
    message,
    cpuMs: async () => {
      child.send(cpuQuestion);
      return Number(await message());
    },
    until200: async (url) => {
      for (const deadline = Date.now() + readyMs; Date.now() < deadline; await pause(5)) {
        if (hasEnded()) throw new Error(`${file} has ended.\n${tail}`);
        const ok = await fetch(url).then(
          (answer) => answer.ok,
          () => false,
        );
        if (ok) return;
      }
      throw new Error(`${file} did not become ready.\n${tail}`);
    },
    stop: async () => {
      if (hasEnded()) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const timer = setTimeout(kill, stopMs);
      await ended;
      clearTimeout(timer);
    },
  };
}
