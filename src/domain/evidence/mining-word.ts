import { miningWordIn } from '../mining-words.ts';
import type { Rule } from './rule.ts';

/** E14: a word of mining software in its name, image, command or settings. */
export const miningWord: Rule = {
  id: 'E14',
  needs: ['details'],
  weigh({ name, texts }) {
    const word = [name, ...texts].map(miningWordIn).find((found) => found !== undefined);
    return word === undefined ? undefined : { rule: 'E14', weight: 40, values: { word }, from: 'details' };
  },
};
