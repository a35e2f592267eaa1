import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { IntlMessageFormat } from 'intl-messageformat';
import type { TypedKey } from '../../cards/parts/words.ts';
import en from '../../locales/en.json' with { type: 'json' };
import it_ from '../../locales/it.json' with { type: 'json' };
import { languages } from '../../src/domain/partner.ts';
import { parseAnswer } from '../../src/teams/parse-answer.ts';
import { parseCommand } from '../../src/teams/parse-command.ts';
import { vocabulariesFor } from '../../src/teams/typed-words.ts';
import { typedWords, wordsFor } from '../../src/teams/words.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const messages: Readonly<Record<string, Readonly<Record<string, string>>>> = { en, it: it_ };
const isTyped = (key: string): key is TypedKey => /^(commands|answers)\./.test(key) && Object.hasOwn(en, key);

type Node = { type: number; value?: unknown; options?: Record<string, { value: Node[] }> };

/** Names of a message's ICU arguments. */
function argumentsOf(message: string, language: string): readonly string[] {
  const names = new Set<string>();
  const walk = (nodes: readonly Node[]): void => {
    for (const { type, value, options } of nodes) {
      // 0 is literal text and 7 the number sign of a plural; all others name an argument.
      if (type !== 0 && type !== 7) names.add(String(value));
      for (const option of Object.values(options ?? {})) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(message, language, undefined, { ignoreTag: true }).getAst());
  return [...names].toSorted();
}

/** Text of all sources that may name a message. */
function sources(): string {
  const files = ['cards/**/*.ts', 'src/**/*.ts'].flatMap((pattern) => globSync(pattern, { cwd: root }));
  assert.ok(files.length > 50, 'too few sources were found for the test to mean anything');
  return files.map((file) => readFileSync(`${root}/${file}`, 'utf8')).join('\n');
}

/** What a message tells people to type or to press, where its language puts that in quotation marks of its own. */
function quoted(message: string): readonly string[] {
  return [...message.matchAll(/[“«]([^”»]+)[”»]/g)].map(([, inside]) => (inside ?? '').replaceAll('{number}', '12'));
}

describe('words', () => {
  it('tell people to type only what is understood, and to press only what is there', () => {
    const told: string[] = [];
    for (const language of languages) {
      const own = vocabulariesFor(language).slice(0, 1);
      const understood = (text: string) =>
        parseCommand(
          text,
          own.map(({ commands }) => commands),
          () => false,
        ).kind === 'command' ||
        parseAnswer(
          text,
          own.map(({ answers }) => answers),
        ) !== undefined;
      const labels = Object.entries(messages[language] ?? {}).flatMap(([key, label]) =>
        key.startsWith('action.') ? [label] : [],
      );
      for (const [key, message] of Object.entries(messages[language] ?? {})) {
        if (!/^(reply|ask|welcome|list|checkCard)\./.test(key)) continue;
        for (const text of quoted(message).filter((one) => !one.startsWith('{'))) {
          told.push(text);
          assert.ok(understood(text) || labels.includes(text), `${language} ${key}: ${text}`);
        }
      }
    }

    assert.ok(told.length > 60, 'too little was found for the test to mean anything');
  });

  it('are there in every language alike', () => {
    for (const language of languages) {
      assert.deepEqual(Object.keys(messages[language] ?? {}).toSorted(), Object.keys(en).toSorted(), language);
    }
  });

  it('take the same arguments in every language', () => {
    for (const [key, message] of Object.entries(en)) {
      if (isTyped(key)) continue;
      for (const language of languages) {
        const own = messages[language]?.[key] ?? '';
        assert.deepEqual(argumentsOf(own, language), argumentsOf(message, 'en'), `${language}: ${key}`);
      }
    }
  });

  it('are all used somewhere', () => {
    const text = sources();
    const literals = new Set([...text.matchAll(/'([a-z][\w-]*(?:\.[\w-]+)+)'/gi)].map(([, key]) => key));
    const patterns = [...text.matchAll(/`([a-z][\w-]*\.[^`\s]*\$\{[^`\s]*)`/gi)].map(([, template]) => {
      const source = (template ?? '').split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'));
      return new RegExp(`^${source.join('[\\w-]+')}$`);
    });

    const unused = Object.keys(en).filter((key) => !literals.has(key) && !patterns.some((p) => p.test(key)));

    assert.deepEqual(unused, []);
  });

  it('are nowhere empty, and have no space at their ends that nobody meant', () => {
    for (const language of languages) {
      for (const [key, message] of Object.entries(messages[language] ?? {})) {
        assert.notEqual(message, '', `${language}: ${key}`);
        if (key !== 'list.number') assert.equal(message, message.trim(), `${language}: ${key}`);
      }
    }
  });

  it('speak of signs and possibilities, never of guilt', () => {
    const accusing = /\bis mining\b|\bare mining\b|\bminer\b|sta minando|colpevole|guilty|criminal/i;
    for (const language of languages) {
      for (const [key, message] of Object.entries(messages[language] ?? {})) {
        assert.doesNotMatch(message, accusing, `${language}: ${key}`);
      }
    }
  });

  it('that may be typed mean one command each', () => {
    for (const language of languages) {
      const seen = new Map<string, string>();
      for (const key of Object.keys(en).filter(isTyped)) {
        if (!key.startsWith('commands.')) continue;
        for (const word of typedWords(language, key)) {
          assert.equal(word, word.toLowerCase(), `${language}: ${key}`);
          assert.equal(seen.get(word), undefined, `${language}: "${word}" is ${key} and ${seen.get(word)}`);
          seen.set(word, key);
        }
      }
    }
  });

  it('that answer a question mean one answer each', () => {
    for (const language of languages) {
      const all = (['answers.good', 'answers.bad', 'answers.unsure'] as const).flatMap((key) =>
        typedWords(language, key),
      );
      assert.equal(new Set(all).size, all.length, language);
    }
  });

  it('count as each language counts', () => {
    const { t } = wordsFor('en');
    const italian = wordsFor('it').t;

    const counted = [t('hello.open', { open: 0 }), t('hello.open', { open: 1 }), t('hello.open', { open: 7 })];
    const contati = [
      italian('hello.open', { open: 0 }),
      italian('hello.open', { open: 1 }),
      italian('hello.open', { open: 7 }),
    ];

    assert.deepEqual(counted, ['No case is open right now.', 'One case is open.', '7 cases are open.']);
    assert.deepEqual(contati, [
      'In questo momento non ci sono casi aperti.',
      'C’è un caso aperto.',
      'Ci sono 7 casi aperti.',
    ]);
  });

  it('write amounts and days as each language does', () => {
    const [english, italian] = [wordsFor('en'), wordsFor('it')];

    assert.equal(english.money(1234.5, 'EUR'), '€1,235');
    assert.equal(english.money(12.3, 'USD'), '$12.30');
    assert.equal(italian.money(12.3, 'EUR').replaceAll('\u00a0', ' '), '12,30 €');
    assert.equal(english.date('2026-11-03'), '3 Nov');
    assert.equal(italian.date('2026-11-03'), '3 nov');
  });

  it('survive a currency that is none', () => {
    assert.equal(wordsFor('en').money(12, 'not a code'), '12.00 not a code');
  });

  it('leave outside text as it is, tags included', () => {
    assert.match(wordsFor('en').t('hello.title', { name: '<at>{x}</at>' }), /<at>\{x\}<\/at>/);
  });
});
