import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BotMessage } from './bot-process.ts';
import { freePort } from './free-port.ts';
import type { World } from './world/types.ts';

/** Longest that the bot may take until it is ready; its first start makes a database. */
const readyMs = 90_000;
/** Longest that it may take to finish what it has in hand when it is told to stop. */
const stopMs = 15_000;
const logTailBytes = 3000;

const entry = fileURLToPath(new URL('./bot-process.ts', import.meta.url));
const webhookScript = fileURLToPath(new URL('../scripts/webhook.ts', import.meta.url));

export interface RunningBot {
  /** Where Teams posts activities to. */
  readonly endpoint: string;
  /** Lets the bot finish what it has in hand. */
  stop(): Promise<void>;
  /** Ends the process at once, wherever it is, and starts it anew on the same port and data. */
  restart(): Promise<void>;
  /** Runs `npm run webhook` as its operator would; answers what it prints. */
  webhook(args: readonly string[]): Promise<string>;
}

/**
 * Starts the bot as a process of its own against the world and tells the world where it is. Resolves when /readyz
 * answers 200; rejects with the end of its log when it ends before that or is not ready in time.
 */
export async function runBot(options: { readonly world: World; readonly folder: string }): Promise<RunningBot> {
  const { world, folder } = options;
  await mkdir(folder, { recursive: true });
  const port = await freePort(0);
  const logFile = join(folder, 'bot.log');
  const env = {
    ...process.env,
    ...world.botEnv(),
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATA_DIR: join(folder, 'bot'),
  };
  const start = async (): Promise<ChildProcess> => {
    const child = spawnBot({ ...env, WORLD_CLOCK_AHEAD_MS: String(clockAhead(world)) }, logFile);
    await untilReady(child, `http://127.0.0.1:${port}/readyz`, logFile);
    return child;
  };

  let child = await start();
  const tell = (look: boolean): void => {
    const message: BotMessage = { clockAheadMs: clockAhead(world), look };
    if (child.connected) child.send(message);
  };
  world.onClock(() => tell(true));
  let alerts = alertsOf(world);
  world.onChange(() => {
    const now = alertsOf(world);
    if (now !== alerts) tell(true);
    alerts = now;
  });
  const endpoint = `http://127.0.0.1:${port}/api/messages`;
  world.setBotEndpoint(endpoint);
  return {
    endpoint,
    stop: () => end(child, 'SIGTERM'),
    async restart() {
      await end(child, 'SIGKILL');
      child = await start();
    },
    webhook: (args) => printed(webhookScript, args, env),
  };
}

/** What there is to look at: how many alerts, and how many of them are resolved, by the bot or by hand. */
function alertsOf(world: World): string {
  const { alerts } = world.snapshot();
  return `${alerts.length} ${alerts.filter(({ resolvedReason }) => resolvedReason !== null).length}`;
}

/** How far the world's clock is ahead of the machine's, in milliseconds. */
function clockAhead(world: World): number {
  return world.now().getTime() - Date.now();
}

function spawnBot(env: NodeJS.ProcessEnv, logFile: string): ChildProcess {
  const log = openSync(logFile, 'a');
  // A group of its own: Ctrl+C in the terminal reaches only us, and we tell the bot to stop once.
  const child = spawn(process.execPath, [entry], { env, stdio: ['ignore', log, log, 'ipc'], detached: true });
  closeSync(log);
  const killed = (): void => void child.kill('SIGKILL');
  process.once('exit', killed);
  child.once('exit', () => process.off('exit', killed));
  return child;
}

/** What a command prints, however it ends. */
function printed(script: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { env }, (_, out, err) => resolve(out + err));
  });
}

async function untilReady(child: ChildProcess, url: string, logFile: string): Promise<void> {
  const deadline = Date.now() + readyMs;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The bot has ended.\n${tail(logFile)}`);
    const ready = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGKILL');
  throw new Error(`The bot was not ready after ${readyMs / 1000} s.\n${tail(logFile)}`);
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMs);
  await ended;
  clearTimeout(timer);
}

function tail(logFile: string): string {
  return readFileSync(logFile, 'utf8').slice(-logTailBytes);
}
