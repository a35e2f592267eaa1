import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const start = fileURLToPath(new URL('../../playground/start.ts', import.meta.url));
/** Beside the usual one, so that neither takes the other's data. */
const port = '4090';

/** Runs `npm start` as a process of its own; answers where its page is, once the bot is there. */
export async function startLocalWorld(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const world = spawn(process.execPath, [start], {
    env: { ...process.env, PLAYGROUND_PORT: port },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    if (world.exitCode !== null) return;
    world.kill('SIGTERM');
    await once(world, 'exit');
  };
  try {
    return { url: await addressOf(world), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function addressOf(world: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    world.stdout?.on('data', (part) => {
      said += String(part);
      const url = /Open\s+(http:\S+)/.exec(said)?.[1];
      if (url !== undefined && said.includes('The bot is there')) resolve(url);
    });
    world.once('exit', () => reject(new Error(`the local world ended: ${said}`)));
  });
}
