import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { firstDetection, installEverywhere, secondDetectionLater } from './first-scene.ts';
import { freePort } from './free-port.ts';
import { servePage } from './page/server.ts';
import { type RunningBot, runBot } from './run-bot.ts';
import { closeOnSignal } from './stop-signals.ts';
import { createWorld } from './world/create-world.ts';

const usualPort = 4000;

/** What `npm start` runs: the local world, the bot in it, and the page to see it. Begins anew each time. */
async function main(): Promise<void> {
  const port = await freePort(wantedPort());
  // A folder for each page that runs: a second one must not take the first one's data away.
  const folder = join('data', 'playground', String(port));
  await rm(folder, { recursive: true, force: true });
  const closing = closeOnSignal(say);

  const world = await createWorld({ folder });
  closing.add(() => world.close());
  const running: { bot?: RunningBot } = {};
  const page = await servePage({
    world,
    port,
    actions: {
      restartBot: async () => running.bot?.restart(),
      webhook: async (args) => (await running.bot?.webhook(args)) ?? 'The bot is not there yet.',
    },
  });
  closing.add(() => page.close());
  say(`\n  Mining Watch, local world\n\n  Open   ${page.url}\n  Stop   Ctrl+C\n\n  The bot is starting…`);

  firstDetection(world);
  const bot = await runBot({ world, folder });
  running.bot = bot;
  closing.add(() => bot.stop());
  await installEverywhere(world);
  closing.add(secondDetectionLater(world, (alert) => say(`  A detection of ${alert.customerName} has arrived.`)));
  say(`  The bot is there. Its log: ${join(folder, 'bot.log')}`);
}

function wantedPort(): number {
  const given = process.env['PLAYGROUND_PORT'];
  if (given === undefined || given === '') return usualPort;
  const port = Number(given);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PLAYGROUND_PORT is not a port: ${given}`);
  return port;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`\n  ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
