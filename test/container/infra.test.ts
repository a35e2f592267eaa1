import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from '../../src/config.ts';

const folder = join(import.meta.dirname, '..', '..', 'infra');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.bicep'));
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const parameters = read('main.bicepparam');
const given = new Map(
  [...parameters.matchAll(/^param (\w+) = (.+)$/gm)].map(([, name = '', value = '']) => [name, value]),
);

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

  it('call each resource whose name all of Azure shares by one that no other resource group has', () => {
    for (const [file, type] of [
      ['modules/bot.bicep', 'Microsoft.BotService/botServices'],
      ['modules/database.bicep', 'Microsoft.DBforPostgreSQL/flexibleServers'],
      ['modules/vault.bicep', 'Microsoft.KeyVault/vaults'],
    ] as const) {
      const [, name = ''] = new RegExp(`'${type}@[^']+' = \\{\\n(?:  //.*\\n)?  name: (.+)`).exec(read(file)) ?? [];

      assert.match(name, /uniqueString\(resourceGroup\(\)\.id\)/, file);
    }
  });

  it('take whatever a later deployment would empty from the file of parameters, and secrets from the shell', () => {
    const main = read('main.bicep');
    const asked = [...main.matchAll(/((?:@.*\n)*)param (\w+) (.+)/g)].map(([, marks = '', name = '', rest = '']) => ({
      name,
      isSecret: marks.includes('@secure()'),
      isKept: rest.includes('=') && !/= (?:''|\{ )/.test(rest),
    }));

    assert.ok(asked.length >= 10);
    for (const { name, isSecret, isKept } of asked) {
      assert.ok(isKept || given.has(name), name);
      assert.equal(/^readEnvironmentVariable\('[A-Z_]+'(?:, '')?\)$/.test(given.get(name) ?? ''), isSecret, name);
    }
  });

  it('are led to by the operator guide: parameters, variables of the shell, outputs, and one command', () => {
    const guide = readFileSync(join(folder, '..', 'docs', 'operator-guide.md'), 'utf8');
    const [, part = ''] = guide.split('\n## With `infra/`\n');
    const [way = ''] = part.split('\n## ');
    const [, command = ''] = /^\/\/ +(az deployment .+)$/m.exec(read('main.bicep')) ?? [];
    const outputs = [...read('main.bicep').matchAll(/^output (\w+)/gm)].map(([, name = '']) => name);
    const inShell = [...parameters.matchAll(/readEnvironmentVariable\('(\w+)'/g)].map(([, name = '']) => name);
    const inFile = [...given].flatMap(([name, value]) => (value.startsWith('readEnv') ? [] : [name]));

    assert.ok(command !== '' && way.includes(command), command);
    assert.ok(inShell.length >= 3 && inFile.length >= 4 && outputs.length >= 2);
    for (const name of inShell) assert.match(way, new RegExp(`export ${name}=<`));
    for (const name of [...inFile, ...outputs]) assert.ok(way.includes(`\`${name}\``), name);
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
