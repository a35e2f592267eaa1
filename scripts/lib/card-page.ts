import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { sendStaticFile } from '../../playground/page/static-files.ts';

/** The stylesheets of the local world's page, as it names them itself. */
const index = readFileSync(fileURLToPath(import.meta.resolve('../../playground/page/client/index.html')), 'utf8');
const styles = (index.match(/<link rel="stylesheet"[^>]*>/g) ?? []).join('\n    ');

/** A page that draws cards exactly as the local world's chat does: its modules, its styles. */
const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Cards</title>
    ${styles}
    <style>
      html, body { height: auto; overflow: visible; background: var(--ground); }
      #frame { padding: 16px; }
      #frame .card { max-width: none; }
    </style>
    <script src="/vendor/adaptivecards.js"></script>
    <script type="module">
      import { drawCard } from '/cards/card.js';
      window.showCard = (card, person) => {
        document.getElementById('frame').replaceChildren(drawCard(card, { person, onExecute() {}, onSubmit() {} }));
      };
      window.ready = true;
    </script>
  </head>
  <body><div id="frame"></div></body>
</html>`;

async function answer(path: string, response: ServerResponse): Promise<void> {
  if (path === '/') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(page);
  } else if (!(await sendStaticFile(path, response))) response.writeHead(404).end();
}

/** Serves the page on a free port of this machine; answers its address and how to end it. */
export async function serveCardPage(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    void answer(new URL(request.url ?? '/', 'http://localhost').pathname, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the card page has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
