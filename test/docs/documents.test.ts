import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { environment } from '../../src/config.ts';
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

/** As GitHub makes links of them. */
function headingsOf(document: string): readonly string[] {
  const text = readFileSync(join(top, document), 'utf8');
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

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

    it(`${document} points at headings that are there`, () => {
      const text = readFileSync(join(top, document), 'utf8');

      const targets = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)];

      for (const [, path = '', heading = ''] of targets) {
        const file = path === '' ? document : join(dirname(document), path);
        assert.ok(headingsOf(file).includes(heading), `${file}#${heading}`);
      }
    });
  }

  it('list every host that the bot reaches, each with its variable', () => {
    const guide = readFileSync(join(top, 'docs/operator-guide.md'), 'utf8');
    const [, from = ''] = guide.split('**Outgoing.**');
    const rows =
      from
        .split('\n\n')
        .find((part) => part.startsWith('| host'))
        ?.split('\n') ?? [];
    const standard: Record<string, unknown> = environment.partial().parse({});
    const outgoing = Object.entries(standard).filter(
      ([name]) => /_(?:URL|HOST|HOSTS)$/.test(name) && name !== 'METRICS_HOST',
    );

    assert.ok(outgoing.length >= 9);
    for (const [name, value] of outgoing) {
      const row = rows.find((one) => one.includes(`\`${name}\``)) ?? '';
      for (const one of String(value).split(',')) {
        const host = one.includes('://') ? new URL(one).host : one;
        assert.ok(row.includes(`\`${host}\``), `${name}: ${host}`);
      }
    }
  });

  it('name every setting of a partner that the partners file takes', () => {
    const texts = ['README.md', 'docs/operator-guide.md'].map((path) => readFileSync(join(top, path), 'utf8')).join();
    const config = readFileSync(join(top, 'src/config.ts'), 'utf8');
    const [, schema = ''] = /const partnerSchema = z\.strictObject\(\{\n([^]+?)\n\}\);/.exec(config) ?? [];
    const fields = [...schema.matchAll(/^ {2}(\w+):/gm)].map(([, name = '']) => name);

    assert.ok(fields.length >= 14, fields.join());
    for (const name of fields) assert.match(texts, new RegExp(`["\`]${name}["\`]|--${name}\\b`), name);
  });

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
