import type { Verb } from '../../cards/verbs.ts';
import { hasRole } from '../domain/people.ts';
import { buttonData } from './button-data.ts';
import { drawMemories } from './draw-memory.ts';
import { card, changes, checked, noRole, type Press, press } from './press.ts';

type MemoryVerb = Extract<Verb, `memory.${string}`>;

/** What the buttons of earlier confirmations do. */
export const memoryButtons: Readonly<Record<MemoryVerb, Press<unknown>>> = {
  'memory.same': checked(
    buttonData['memory.same'],
    changes(({ compared }) => ({ type: 'confirm-same', comparedAt: compared })),
  ),
  'memory.open': checked(buttonData['memory.open'], async (deps, turn, { page }) =>
    hasRole(turn.role, 'viewer') ? card(await drawMemories(deps, turn, page)) : noRole(deps, turn),
  ),
  'memory.forget': checked(buttonData['memory.forget'], (deps, turn, data) =>
    press(deps, turn, data, { type: 'forget' }, () => drawMemories(deps, turn)),
  ),
};
