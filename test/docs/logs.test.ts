import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const top = join(import.meta.dirname, '..', '..');
const document = readFileSync(join(top, 'docs/logs.md'), 'utf8');
const documented = new Set(
  document
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name ?? '')),
);
const sources = readdirSync(join(top, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(join(top, 'src', name), 'utf8') }));

/** Names of what is written beside a sentence, where they stand with the call. */
const written = sources.flatMap(({ name: file, text }) =>
  [...text.matchAll(/\b[lL]og(?:\.(?:debug|info|warn|error|child)|\[[^\]]*\])\(\s*\{([^{}]*)\}/g)].flatMap(
    ([, body = '']) =>
      body.split(',').flatMap((part) => {
        const name = /^\s*(\w+)/.exec(part)?.[1];
        return name === undefined ? [] : [{ file, name }];
      }),
  ),
);

describe('docs/logs.md', () => {
  it('explains every field that is written', () => {
    assert.ok(written.length > 50, `only ${written.length} were found`);
    for (const { file, name } of written) assert.ok(documented.has(name), `${file} writes ${name}`);
  });

  it('explains no field that nobody writes', () => {
    const all = sources.map(({ text }) => text).join('\n');
    const ofThe = ['level', 'time', 'msg'];

    for (const name of documented)
      assert.ok(ofThe.includes(name) || new RegExp(`\\b${name}\\b`).test(all), `nobody writes ${name}`);
    const known = new Set([...written.map(({ name }) => name), ...ofThe, 'host', 'path', 'message', 'post', 'attempt']);
    for (const name of documented) assert.ok(known.has(name), `nobody writes ${name}`);
  });

  it('quotes messages and figures that there are', () => {
    const all = sources.map(({ text }) => text).join('\n');
    const [, quoted = ''] = document.split('Worth an alarm');

    for (const [, name = ''] of quoted.matchAll(/`([^`{]+)(?:\{[^`]*)?`/g)) {
      const word = name.replace(/^mining_watch_/, '');
      assert.ok(all.includes(`'${word}'`) || word === 'level', name);
    }
  });
});

describe('the figures in the operator guide', () => {
  const guide = readFileSync(join(top, 'docs/operator-guide.md'), 'utf8');
  const shown = readFileSync(join(top, 'src/telemetry/metrics.ts'), 'utf8');
  const named = [...shown.matchAll(/(?:histogram|counter|gauge)\('(\w+)'/g)].map(([, name]) => `mining_watch_${name}`);

  it('are all that there are', () => {
    const explained = new Set([...guide.matchAll(/`(mining_watch_\w+)`/g)].map(([, name]) => name));

    assert.ok(named.length > 10);
    assert.deepEqual(explained, new Set(named));
  });
});
