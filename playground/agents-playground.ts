import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { castOf, emulatorConfig } from './agents-playground/emulator-config.ts';
import { startSigningProxy } from './agents-playground/signing-proxy.ts';
import { firstDetection } from './first-scene.ts';
import { freePort } from './free-port.ts';
import { runBot } from './run-bot.ts';
import { closeOnSignal } from './stop-signals.ts';
import { createWorld } from './world/create-world.ts';

/** Microsoft's emulator of Teams; the version is pinned because the proxy leans on how this one behaves. */
const emulator = '@microsoft/m365agentsplayground@0.2.28';
const usualPort = 56_150;

/** What `npm run agents-playground` runs: the same world and bot, seen in Microsoft's Agents Playground. */
async function main(): Promise<void> {
  const port = await freePort(usualPort);
  const folder = join('data', 'agents-playground', String(port));
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const closing = closeOnSignal(say);

  const world = await createWorld({ folder });
  closing.add(() => world.close());
  const cast = castOf(world);
  firstDetection(world);
  say('\n  Mining Watch in the Agents Playground\n\n  The bot is starting…');
  const bot = await runBot({ world, folder });
  closing.add(() => bot.stop());
  const proxy = await startSigningProxy({ world, cast, endpoint: bot.endpoint });
  closing.add(() => proxy.close());

  await writeFile(join(folder, '.m365agentsplayground.yml'), emulatorConfig(world, cast));
  const child = startEmulator({ folder, port, endpoint: proxy.endpoint });
  closing.add(() => endEmulator(child));
  say(`  Open   http://127.0.0.1:${port}   (you are ${cast.admin.name} of ${cast.partner.name})\n  Stop   Ctrl+C\n`);
  const [code] = await once(child, 'exit');
  if (code !== 0 && code !== null) throw new Error(`The Agents Playground has ended (${code}).`);
}

function startEmulator({ folder, port, endpoint }: { folder: string; port: number; endpoint: string }): ChildProcess {
  // The bot takes activities whose service URL is on 127.0.0.1 only; the emulator would say localhost.
  const serviceUrl = `http://127.0.0.1:${port}/_connector`;
  const options = ['--app-endpoint', endpoint, '--channel-id', 'msteams', '--port', String(port)];
  const windows = process.platform === 'win32';
  return spawn('npx', ['--yes', emulator, 'start', ...options, '--service-url', serviceUrl, '--disable-telemetry'], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    // npx is a script on Windows; elsewhere a group of its own lets us end what npx starts, too.
    shell: windows,
    detached: !windows,
  });
}

async function endEmulator(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, 'exit');
  if (process.platform === 'win32') child.kill();
  else process.kill(-child.pid, 'SIGTERM');
  await ended;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`\n  ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
