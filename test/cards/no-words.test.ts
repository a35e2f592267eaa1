import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../cards', import.meta.url));

/** String literals of a source that read like words of a person: letters, a space, letters. */
function wordsIn(source: string): readonly string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  const literals = [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|`([^`]*)`/g)].map(
    ([, single, template]) => single ?? template ?? '',
  );
  return literals.filter((literal) => /\p{L} +\p{L}/u.test(literal.replaceAll(/\$\{[^}]*\}/g, '')));
}

describe('the code of cards', () => {
  it('has no words in it: all come from locales', () => {
    const files = globSync('**/*.ts', { cwd: folder }).filter((file) => !file.startsWith('samples'));
    assert.ok(files.length > 30);

    const found = files.flatMap((file) =>
      wordsIn(readFileSync(`${folder}/${file}`, 'utf8')).map((text) => `${file}: ${text}`),
    );

    assert.deepEqual(found, []);
  });

  it('takes messages only where outside text has been made harmless', () => {
    const files = globSync('**/*.ts', { cwd: folder }).filter((file) => file !== 'parts/escape.ts');

    const direct = files.filter((file) =>
      /\bwords\.(t|money|number|date)\(/.test(readFileSync(`${folder}/${file}`, 'utf8')),
    );

    assert.deepEqual(direct, []);
  });

  it('is what the first check would notice', () => {
    assert.deepEqual(wordsIn(`const a = 'Hello there'; // not 'this one'`).length > 0, true);
    assert.deepEqual(wordsIn(`const a = 'action.claim';`), []);
  });
});
