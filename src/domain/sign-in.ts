import type { Case } from './case.ts';
import { minute } from './clocks.ts';
import type { PersonCommand } from './commands.ts';

/** The services that a person signs in to, each with a sign-in of its own. */
export const signInNames = ['graph', 'partnerCenter', 'azure'] as const;
export type SignInName = (typeof signInNames)[number];

/** Milliseconds for which what a person wished to do waits for their sign-in. */
export const wishLife = 30 * minute;

/** Milliseconds after which a person who has not signed in is asked anew, with a new card. */
export const askAgainAfter = 10 * minute;

/** Answers to one request to sign in that are tried: each client of a person sends one, and a code may be wrong. */
export const mostTries = 20;

/** Which sign-in a command cannot do without; undefined where none. What else uses one can do without it. */
export function signInNeeded(command: PersonCommand, c: Pick<Case, 'plan'>): SignInName | undefined {
  switch (command.type) {
    case 'send-mail':
      return 'graph';
    case 'stop':
    case 'start':
      return 'azure';
    case 'request-plan':
      // A subscription is cancelled with Partner Center's rights: nothing of Azure is asked for that plan.
      return command.kind === 'subscription' ? undefined : 'azure';
    case 'approve-plan':
      return c.plan?.kind === 'subscription' ? 'partnerCenter' : 'azure';
    default:
      return undefined;
  }
}
