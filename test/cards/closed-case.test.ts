import assert from 'node:assert/strict';
import { samples } from '../../cards/samples/all.ts';
import { wordsFor } from '../../src/teams/words.ts';

describe('the card of a closed case', () => {
  it('says of a check that nobody made that it was not made, and not that it is still to come', () => {
    const sample = samples.find(({ card, state }) => card === 'alert' && state === 'decided-remembered');
    const drawn = JSON.stringify(sample?.draw(wordsFor('en')));

    assert.match(drawn, /"Not checked"/);
    assert.doesNotMatch(drawn, /Not checked yet/);
  });
});
