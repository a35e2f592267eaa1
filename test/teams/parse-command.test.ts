import assert from 'node:assert/strict';
import { assert as check, property, string } from 'fast-check';
import { parseDuration } from '../../src/teams/duration.ts';
import { editDistance, parseCommand } from '../../src/teams/parse-command.ts';
import { vocabulariesFor } from '../../src/teams/typed-words.ts';

const durations = vocabulariesFor('en').map((v) => v.durations);
const parse = (text: string, language: 'en' | 'it' = 'en') =>
  parseCommand(
    text,
    vocabulariesFor(language).map((v) => v.commands),
    (rest) => parseDuration(rest, durations) !== undefined,
  );

describe('typed commands', () => {
  const examples: readonly [text: string, name: string, caseNumber: number | undefined, rest: string][] = [
    ['claim', 'claim', undefined, ''],
    ['Claim 12', 'claim', 12, ''],
    ['claim #12', 'claim', 12, ''],
    ['show MW-7', 'show', 7, ''],
    ['  HELP!  ', 'help', undefined, ''],
    ['legitimate 12 the customer confirmed it', 'legitimate', 12, 'the customer confirmed it'],
    ['legitimate the customer confirmed it', 'legitimate', undefined, 'the customer confirmed it'],
    ['snooze 12 4h they call back', 'snooze', 12, '4h they call back'],
    ['snooze 4h they call back', 'snooze', undefined, '4h they call back'],
    ['snooze 4 hours they call back', 'snooze', undefined, '4 hours they call back'],
    ['snooze #4 4 hours', 'snooze', 4, '4 hours'],
    ['no answer 4 hours', 'no-answer', undefined, '4 hours'],
    ['no answer 12 4 hours', 'no-answer', 12, '4 hours'],
    ['note 3: rang twice', 'note', 3, 'rang twice'],
    ['standing 3 good, MCA is on file', 'standing', 3, 'good, MCA is on file'],
    ['prendi 12', 'claim', 12, ''],
    ['lingua it', 'language', undefined, 'it'],
    ['FRODE 5 nessuno li conosce', 'fraud', 5, 'nessuno li conosce'],
    ['legittimo 2 confermato dal cliente', 'legitimate', 2, 'confermato dal cliente'],
    ['rimanda 5 2 giorni aspettiamo', 'snooze', 5, '2 giorni aspettiamo'],
    ['same as before 12', 'same', 12, ''],
    ['come prima', 'same', undefined, ''],
    ['memory 2', 'memory', 2, ''],
    ['memoria', 'memory', undefined, ''],
    ['forget 12', 'forget', 12, ''],
    ['dimentica #12', 'forget', 12, ''],
    ['come è nato 12', 'timeline', 12, ''],
    ['aiuto', 'help', undefined, ''],
    ['ciao', 'hello', undefined, ''],
    ['Hi', 'hello', undefined, ''],
    ['Hello', 'hello', undefined, ''],
  ];
  for (const [text, name, caseNumber, rest] of examples) {
    it(`reads "${text}" as ${name}`, () => {
      const parsed = parse(text);

      assert.equal(parsed.kind, 'command');
      assert.deepEqual(parsed.kind === 'command' && [parsed.name, parsed.caseNumber, parsed.rest], [
        name,
        caseNumber,
        rest,
      ]);
    });
  }

  it('knows where a number may as well begin a sentence, and where it cannot', () => {
    const perhaps = (text: string, language: 'en' | 'it' = 'en') => {
      const parsed = parse(text, language);
      return parsed.kind === 'command' && parsed.perhapsWords === true;
    };

    for (const text of [
      'fraud 2 machines nobody knows',
      'note 3 calls today',
      'close 2 disks are left',
      'frode 2 macchine',
    ])
      assert.equal(perhaps(text), true, text);
    for (const text of [
      'fraud #2 machines',
      'fraud 2: machines',
      'fraud 2',
      'fraud two machines',
      'usage 2 no',
      'assign 2 Ada',
    ])
      assert.equal(perhaps(text), false, text);
  });

  it('knows every command of every language in both languages', () => {
    for (const language of ['en', 'it'] as const) {
      for (const [name, words] of vocabulariesFor(language).flatMap((v) => [...v.commands])) {
        for (const word of words) {
          const parsed = parse(word, language);
          assert.equal(parsed.kind === 'command' && parsed.name, name, `${language}: ${word}`);
        }
      }
    }
  });

  it('gives no word two meanings, within and across the languages', () => {
    const meanings = new Map<string, string>();
    for (const [name, words] of vocabulariesFor('en').flatMap((v) => [...v.commands])) {
      for (const word of words) {
        assert.equal(meanings.get(word) ?? name, name, word);
        meanings.set(word, name);
      }
    }
  });

  it('offers the nearest word for a slip', () => {
    assert.deepEqual(parse('clam 12'), { kind: 'unknown', nearest: 'claim' });
    assert.deepEqual(parse('legitmate'), { kind: 'unknown', nearest: 'legitimate' });
    assert.deepEqual(parse('qqqqqqqq'), { kind: 'unknown' });
  });

  it('does not read a longer word as the command that it begins with', () => {
    assert.equal(parse('claiming').kind, 'unknown');
    assert.equal(parse('notebook').kind, 'unknown');
  });

  it('never throws, whatever is typed', () => {
    check(property(string({ unit: 'grapheme', maxLength: 200 }), (text) => void parse(text)));
  });

  it('measures the distance of words as edits', () => {
    assert.deepEqual(
      [
        editDistance('claim', 'claim'),
        editDistance('clam', 'claim'),
        editDistance('cliam', 'claim'),
        editDistance('', 'abc'),
      ],
      [0, 1, 1, 3],
    );
  });
});
