import * as fc from 'fast-check';
import type { Case } from '../../src/domain/case.ts';
import { life, type Played, play, type Turn } from './arbitraries.ts';

const runs = { numRuns: 400 };

/** Plays many lives of a case and looks at each whole one. */
export function always(look: (played: Played) => void): void {
  fc.assert(
    fc.property(life, ({ opening, steps }) => look(play(opening, steps))),
    runs,
  );
}

/** Plays many lives and looks at every turn of each. */
export function atEveryTurn(look: (turn: Turn) => void): void {
  always(({ turns }) => turns.forEach(look));
}

/** Plays many lives and looks at the case after every turn. */
export function atEveryMoment(look: (c: Case) => void): void {
  atEveryTurn(({ after }) => look(after));
}
