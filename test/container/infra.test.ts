import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from '../../src/config.ts';

const folder = join(import.meta.dirname, '..', '..', 'infra');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.bicep'));
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

describe('the templates for Azure', () => {
  it('name only variables that the product reads', () => {
    const named = [...read('modules/app.bicep').matchAll(/\{ name: '([A-Z][A-Z_]+)'/g)].map(([, name]) => name ?? '');

    assert.ok(named.length >= 8, named.join());
    for (const name of named) assert.ok(name in environment.shape, name);
  });

  it('lead to modules that are there, with every parameter that these ask for', () => {
    const main = read('main.bicep');
    const modules = [...main.matchAll(/module \w+ '(modules\/[\w-]+\.bicep)'[^{]*\{([\s\S]*?)\n\}/g)];

    assert.ok(modules.length >= 6);
    for (const [, path = '', body = ''] of modules) {
      assert.ok(existsSync(join(folder, path)), path);
      const asked = [...read(path).matchAll(/^param (\w+) \S+$/gm)].map(([, name]) => name ?? '');
      for (const name of asked) assert.match(body, new RegExp(`\\b${name}:`), `${path}: ${name}`);
    }
  });

  it('hold no secret, and take each as a parameter that is not shown', () => {
    for (const file of files) {
      const text = read(file);
      for (const [, name = ''] of text.matchAll(/^param (\w*(?:[sS]ecret|[pP]assword|[kK]eys)\w*)/gm))
        assert.match(text, new RegExp(`@secure\\(\\)\\n(?:@[^\\n]*\\n)*param ${name}\\b`), `${file}: ${name}`);
      assert.doesNotMatch(text, /password(?!Auth)\w*: '[^$']+'/i, file);
    }
  });

  it('let the database be reached from within only, and give the identity no more than reading secrets and images', () => {
    assert.match(read('modules/database.bicep'), /delegatedSubnetResourceId/);
    const roles = files.flatMap((file) =>
      [...read(file).matchAll(/^var \w+ = '([0-9a-f-]{36})'/gm)].map(([, id]) => id),
    );
    assert.deepEqual(
      new Set(roles),
      new Set(['4633458b-17de-408a-b874-0445c86b69e6', '7f951dda-4ed3-4680-a7ca-43fe172d538d']),
    );
  });
});
