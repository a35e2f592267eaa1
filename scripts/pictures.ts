import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { launchChromium } from './lib/chromium.ts';

/* Takes the README's picture from the real thing: the local world as `npm start` shows it, its first case claimed. */

const start = fileURLToPath(new URL('../playground/start.ts', import.meta.url));
const picture = fileURLToPath(new URL('../docs/images/page.png', import.meta.url));
const size = { width: 1400, height: 1180 };

/** The address that the local world prints; what it prints later is read on, as it would stop with nobody to read it. */
function addressOf(world: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    world.stdout?.on('data', (part: unknown) => {
      said += String(part);
      const address = /Open\s+(http:\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    world.once('exit', () => reject(new Error(`the local world ended: ${said}`)));
  });
}

async function claim(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Claim', exact: true }).last().click();
  await page.getByText('Partner Center shows the alert as being investigated.').last().waitFor();
  await page.getByText('investigating', { exact: true }).last().waitFor();
}

const world = spawn(process.execPath, [start], {
  env: { ...process.env, PLAYGROUND_PORT: '0' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const address = await addressOf(world);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: size, colorScheme: 'light' });
    await page.goto(address);
    await claim(page);
    await page.screenshot({ path: picture });
  } finally {
    await browser.close();
  }
} finally {
  world.kill('SIGTERM');
  if (world.exitCode === null) await once(world, 'exit');
}
