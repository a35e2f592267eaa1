import { readFile } from 'node:fs/promises';
import { launchChromium } from './chromium.ts';

/** Icons of the Teams package and their sizes in pixels (facts/teams.md 5). */
export const icons = { color: 192, outline: 32 } as const;

/** Draws manifest/icons/*.svg as the PNG files of the package; transparent where the drawing is. */
export async function drawIcons(folder: string): Promise<void> {
  const browser = await launchChromium();
  try {
    for (const [name, size] of Object.entries(icons)) {
      const svg = await readFile(`${folder}icons/${name}.svg`, 'utf8');
      const page = await browser.newPage({ viewport: { width: size, height: size } });
      await page.setContent(`<style>body{margin:0}svg{display:block}</style>${svg}`);
      await page.screenshot({ path: `${folder}${name}.png`, omitBackground: true });
      await page.close();
    }
  } finally {
    await browser.close();
  }
}
