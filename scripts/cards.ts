import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { type Sample, samples } from '../cards/samples/all.ts';
import { languages } from '../src/domain/partner.ts';
import { wordsFor } from '../src/teams/words.ts';
import { serveCardPage } from './lib/card-page.ts';
import { launchChromium } from './lib/chromium.ts';

/*
 * npm run cards [-- card [state]] [--only light-wide-en]
 * Writes every card in every sample state to out/cards: as JSON for any card designer, and as a picture, light and dark,
 * wide and narrow, in each language.
 */

const out = fileURLToPath(new URL('../out/cards/', import.meta.url));
const themes = ['light', 'dark'] as const;
/** Widths of the card in a channel on a desktop, and in a chat on a phone. */
const widths = { wide: 720, narrow: 320 } as const;
const readers = {
  en: { locale: 'en-GB', timeZone: 'Europe/Rome', teamsId: '29:reader' },
  it: { locale: 'it-IT', timeZone: 'Europe/Rome', teamsId: '29:reader' },
} as const;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } });
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

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
for (const sample of wanted) await writeJson(sample);
const server = await serveCardPage();
const browser = await launchChromium();
let count = 0;
try {
  for (const theme of themes) {
    for (const [name, width] of Object.entries(widths)) {
      const page = await browser.newPage({ viewport: { width: width + 32, height: 800 }, deviceScaleFactor: 1.5 });
      await page.goto(server.url);
      await page.waitForFunction('window.ready === true');
      await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
      for (const language of languages) {
        const variant = `${theme}-${name}-${language}`;
        if (values.only !== undefined && values.only !== variant) continue;
        for (const sample of wanted) {
          await picture(page, sample, language, `${out}${sample.card}.${sample.state}.${variant}.png`);
          count++;
        }
      }
      await page.close();
    }
  }
} finally {
  await browser.close();
  await server.close();
}
console.log(`${wanted.length} cards, ${count} pictures in out/cards`);
