import type { Verb } from '../../cards/verbs.ts';
import { hasRole } from '../domain/people.ts';
import { buttonData } from './button-data.ts';
import { drawStatus } from './draw.ts';
import { drawDeadLetters } from './draw-dead-letters.ts';
import { card, checked, message, type Press } from './press.ts';
import { retryLetters } from './retry-commands.ts';

type OwnerVerb = Extract<Verb, 'failed.open' | 'failed.retry' | 'status.open'>;

function forOwners<D>(act: Press<D>): Press<D> {
  return async (deps, turn, data) =>
    hasRole(turn.role, 'owner') ? act(deps, turn, data) : message(turn.words.t('reply.ownersOnly'));
}

/** What the buttons of an owner's cards do. */
export const ownerButtons: Readonly<Record<OwnerVerb, Press<unknown>>> = {
  'failed.open': checked(
    buttonData['failed.open'],
    forOwners(async (deps, turn, { page }) => card(await drawDeadLetters(deps, turn, { page }))),
  ),
  'failed.retry': checked(
    buttonData['failed.retry'],
    forOwners(async (deps, turn, { letter }) => {
      const retried = await retryLetters(
        deps,
        turn,
        letter === undefined ? { kind: 'all' } : { kind: 'one', id: letter },
      );
      return card(await drawDeadLetters(deps, turn, { retried }));
    }),
  ),
  'status.open': checked(
    buttonData['status.open'],
    forOwners(async (deps, turn) => card(await drawStatus(deps, turn))),
  ),
};
