import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { type Sample, samples } from '../cards/samples/all.ts';
import { languages } from '../src/domain/partner.ts';
import { wordsFor } from '../src/teams/words.ts';
import { serveCardPage } from './lib/card-page.ts';
import { launchChromium } from './lib/chromium.ts';

/*
 * npm run cards [-- card [state]] [--only light-wide-en] [--docs]
 * Writes every card in every sample state to out/cards: as JSON for any card designer, and as a picture, light and dark,
 * wide and narrow, in each language. `--docs` draws only
 * those that docs/cards.md shows, small, into docs/images.
 */

const out = fileURLToPath(new URL('../out/cards/', import.meta.url));
const themes = ['light', 'dark'] as const;
/** Widths of the card in a channel on a desktop, and in a chat on a phone. */
const widths = { wide: 720, narrow: 320 } as const;
const readers = {
  en: { locale: 'en-GB', timeZone: 'Europe/Rome', teamsId: '29:reader' },
  it: { locale: 'it-IT', timeZone: 'Europe/Rome', teamsId: '29:reader' },
} as const;

/** Pictures of docs/cards.md. */
const shown: readonly string[] = [
  'alert.new.light-wide-en',
  'alert.reviewing.dark-narrow-it',
  'alert.fraud.light-narrow-en',
  'check-usage.spike.light-wide-en',
  'check-customer.asked.light-narrow-it',
  'decide.open-checks.light-wide-en',
  'case-list.cases.dark-wide-en',
  'alert-list.few.light-wide-en',
  'alert.confirmed-same.light-wide-en',
  'alert.confirmed-changed.dark-narrow-it',
  'memory.some.dark-wide-en',
  'inventory.read.light-wide-en',
  'timeline.read.dark-narrow-it',
  'plan.frozen.light-wide-en',
  'plan.partly.dark-wide-en',
  'after-care.some-done.light-narrow-it',
  'alert.asked.light-wide-en',
  'support.composed.light-wide-en',
  'support.open.dark-narrow-it',
  'evidence.several.light-wide-en',
  'settings.busy.light-wide-en',
  'settings-form.digest-meanwhile.light-narrow-en',
  'settings-form.groups-give.light-wide-en',
];
const images = fileURLToPath(new URL('../docs/images/', import.meta.url));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, docs: { type: 'boolean' } },
});
const [wantedCard, wantedState] = positionals;
const wanted = samples.filter(
  ({ card, state }) => (!wantedCard || card === wantedCard) && (!wantedState || state === wantedState),
);

async function writeJson({ card, state, draw }: Sample): Promise<void> {
  for (const language of languages) {
    const json = JSON.stringify(draw(wordsFor(language)), undefined, 2);
    await writeFile(`${out}${card}.${state}.${language}.json`, `${json}\n`);
  }
}

async function picture(page: Page, sample: Sample, language: (typeof languages)[number], file: string): Promise<void> {
  const card = sample.draw(wordsFor(language));
  await page.evaluate(`window.showCard(${JSON.stringify(card)}, ${JSON.stringify(readers[language])})`);
  await page.locator('#frame').screenshot({ path: file, animations: 'disabled' });
}

/** Whether this picture was asked for, and the file it goes to. */
function fileOf({ card, state }: Sample, variant: string): string | undefined {
  const name = `${card}.${state}.${variant}`;
  if (values.docs) return shown.includes(name) ? `${images}cards-${name}.png` : undefined;
  return values.only === undefined || values.only === variant ? `${out}${name}.png` : undefined;
}

async function drawAll(browser: Browser, url: string): Promise<number> {
  let count = 0;
  for (const theme of themes) {
    for (const [name, width] of Object.entries(widths)) {
      const page = await browser.newPage({
        viewport: { width: width + 32, height: 800 },
        deviceScaleFactor: values.docs ? 1 : 1.5,
      });
      await page.goto(url);
      await page.waitForFunction('window.ready === true');
      await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
      for (const language of languages) {
        for (const sample of wanted) {
          const file = fileOf(sample, `${theme}-${name}-${language}`);
          if (file === undefined) continue;
          await picture(page, sample, language, file);
          count++;
        }
      }
      await page.close();
    }
  }
  return count;
}

await rm(out, { recursive: true, force: true });
for (const folder of [out, images]) await mkdir(folder, { recursive: true });
for (const sample of wanted) await writeJson(sample);
const server = await serveCardPage();
const browser = await launchChromium();
try {
  const count = await drawAll(browser, server.url);
  console.log(`${wanted.length} cards, ${count} pictures in ${values.docs ? 'docs/images' : 'out/cards'}`);
} finally {
  await browser.close();
  await server.close();
}
