import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { zipSync } from 'fflate';
import { fixedTime } from '../src/pack/fixed-time.ts';
import { drawIcons } from './lib/draw-icons.ts';
import { fillManifest, manifestVariables } from './lib/fill-manifest.ts';

/*
 * npm run manifest [-- --icons]
 * Packs the Teams app into out/mining-watch.zip, its placeholders filled from the environment or the file .env. `--icons` first draws the
 * PNG icons anew from their SVG files, which needs Chromium.
 */

const folder = fileURLToPath(new URL('../manifest/', import.meta.url));
const out = 'out/';

const { values } = parseArgs({ options: { icons: { type: 'boolean' } } });
if (values.icons) await drawIcons(folder);

const filled = fillManifest(await readFile(`${folder}manifest.json`, 'utf8'), process.env);
if (filled.kind === 'missing') {
  const known: Readonly<Record<string, string>> = manifestVariables;
  console.error('The manifest cannot be packed. Set these environment variables:');
  for (const name of filled.names) console.error(`  ${name}: ${known[name] ?? 'unknown'}`);
  process.exitCode = 1;
} else {
  const others = await Promise.all(
    ['it.json', 'color.png', 'outline.png'].map(async (name) => [name, await readFile(folder + name)] as const),
  );
  const files = { 'manifest.json': Buffer.from(filled.json), ...Object.fromEntries(others) };
  await mkdir(out, { recursive: true });
  await writeFile(`${out}mining-watch.zip`, zipSync(files, { mtime: fixedTime(), level: 9 }));
  console.log('out/mining-watch.zip');
}
