import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { languages } from '../../src/domain/partner.ts';
import { commandNames } from '../../src/teams/parse-command.ts';
import { typedWords } from '../../src/teams/words.ts';

const top = join(import.meta.dirname, '..', '..');
const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'docs/user-guide.md',
  'docs/operator-guide.md',
  'docs/cards.md',
  'docs/logs.md',
  'docs/benchmarks.md',
];

describe('the documents', () => {
  it('name the main word of every command in every language', () => {
    const guide = readFileSync(join(top, 'docs/user-guide.md'), 'utf8');

    for (const language of languages) {
      for (const name of commandNames) {
        const [word = ''] = typedWords(language, `commands.${name}`);
        assert.match(guide, new RegExp(`\`${word}[ \`]`), `${language}: ${word}`);
      }
    }
  });

  for (const document of documents) {
    it(`${document} points at files that are there`, () => {
      const text = readFileSync(join(top, document), 'utf8');

      const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map((found) => found[1] ?? '');

      for (const target of targets) assert.ok(existsSync(join(top, dirname(document), target)), target);
    });
  }

  it('name only commands of npm that there are', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(
      readFileSync(join(top, 'package.json'), 'utf8'),
    );

    for (const document of documents) {
      for (const [, name = ''] of readFileSync(join(top, document), 'utf8').matchAll(/npm run ([a-z-]+)/g))
        assert.ok(name in scripts, `${document}: npm run ${name}`);
    }
  });
});
