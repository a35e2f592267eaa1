import assert from 'node:assert/strict';
import { samples } from '../../cards/samples/all.ts';
import { wordsFor } from '../../src/teams/words.ts';

describe('what stands out on the card of a case', () => {
  const positives = (state: string): readonly string[] => {
    const sample = samples.find((one) => one.card === 'alert' && one.state === state);
    assert.ok(sample, state);
    const found: string[] = [];
    JSON.stringify(sample.draw(wordsFor('en')), (_, value) => {
      if (value?.style === 'positive') found.push(String(value.title));
      return value;
    });
    return found;
  };

  for (const [state, step] of [
    ['new', 'Claim'],
    ['claim-untold', 'Standing'],
    ['reviewing', 'Customer'],
    ['confirmed-same', 'Same as before'],
    ['fraud', 'Suspicious resources'],
  ] as const)
    it(`is the next step alone: ${step}, of a case that is “${state}”`, () => {
      assert.deepEqual(positives(state), [step]);
    });
});
