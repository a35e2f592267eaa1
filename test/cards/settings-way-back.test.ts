import assert from 'node:assert/strict';
import { samples } from '../../cards/samples/all.ts';
import { wordsFor } from '../../src/teams/words.ts';
import { buttonsOf } from '../support/house.ts';

const caseId = 'case_fedcba9876543210fedcba9876543210';

describe('settings that were opened from the card of a case', () => {
  for (const { card, state, draw } of samples.filter((one) => one.card.startsWith('settings')))
    it(`keep it with every button (${card}, ${state})`, () => {
      const drawn = draw(wordsFor('en'), (view) => ({ ...view, case: caseId }));
      const buttons = buttonsOf(drawn).filter(({ verb }) => verb.startsWith('settings.') || verb === 'case.show');

      assert.ok(buttons.length > 0);
      assert.deepEqual(new Set(buttons.map(({ data }) => data['from'] ?? data['case'])), new Set([caseId]));
    });
});
