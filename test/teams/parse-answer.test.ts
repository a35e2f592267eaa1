import assert from 'node:assert/strict';
import { parseDuration } from '../../src/teams/duration.ts';
import { parseAnswer } from '../../src/teams/parse-answer.ts';
import { vocabulariesFor } from '../../src/teams/typed-words.ts';

const answers = vocabulariesFor('en').map((v) => v.answers);
const durations = vocabulariesFor('it').map((v) => v.durations);

describe('answers in plain words', () => {
  const examples: readonly [text: string, answer: string | undefined, note?: string][] = [
    ['yes', 'good', ''],
    ['Yes, they told us on the phone', 'good', 'they told us on the phone'],
    ['sì', 'good', ''],
    ['Si', 'good', ''],
    ['Sì, è previsto da ieri', 'good', 'è previsto da ieri'],
    ["no, we don't know it", 'bad', "we don't know it"],
    ['No', 'bad', ''],
    ['not sure', 'unsure', ''],
    ['not expected at all', 'bad', 'at all'],
    ["don't know yet", 'unsure', 'yet'],
    ['don’t know', 'unsure', ''],
    ['non lo so', 'unsure', ''],
    ['nothing', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ];
  for (const [text, answer, note] of examples) {
    it(`reads "${text}" as ${answer ?? 'no answer'}`, () => {
      assert.deepEqual(parseAnswer(text, answers), answer === undefined ? undefined : { answer, note });
    });
  }

  it('reads durations in both languages', () => {
    assert.deepEqual(parseDuration('4h call', durations), { minutes: 240, rest: 'call' });
    assert.deepEqual(parseDuration('2 giorni', durations), { minutes: 2880, rest: '' });
    assert.deepEqual(parseDuration('30 min', durations), { minutes: 30, rest: '' });
    assert.equal(parseDuration('4 parsecs', durations), undefined);
    assert.equal(parseDuration('soon', durations), undefined);
  });
});
