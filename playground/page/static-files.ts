import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const clientFolder = fileURLToPath(new URL('./client', import.meta.url));

/** Files from elsewhere in the house that the page loads from its own origin. */
const otherFiles: Readonly<Record<string, string>> = {
  '/icon.svg': fileURLToPath(new URL('../../manifest/icons/color.svg', import.meta.url)),
  '/vendor/adaptivecards.js': fileURLToPath(import.meta.resolve('adaptivecards/dist/adaptivecards.min.js')),
  '/vendor/markdown-it.js': fileURLToPath(import.meta.resolve('markdown-it/browser')),
};

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Sends a file of the page; answers false when there is none at this path. */
export async function sendStaticFile(path: string, res: ServerResponse): Promise<boolean> {
  const file = otherFiles[path] ?? clientFile(path);
  const type = file === undefined ? undefined : types[extname(file)];
  if (file === undefined || type === undefined) return false;
  let content: Buffer;
  try {
    content = await readFile(file);
  } catch {
    return false;
  }
  res.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' });
  res.end(content);
  return true;
}

function clientFile(path: string): string | undefined {
  const file = normalize(join(clientFolder, path === '/' ? 'index.html' : path));
  return file.startsWith(clientFolder + sep) ? file : undefined;
}
