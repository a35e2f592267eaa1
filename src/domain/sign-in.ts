import { type Case, openDetections } from './case.ts';
import { minute } from './clocks.ts';
import type { PersonCommand } from './commands.ts';
import type { SourceName } from './detection.ts';

/** The services that a person signs in to, each with a sign-in of its own. */
export const signInNames = ['graph', 'partnerCenter', 'azure'] as const;
export type SignInName = (typeof signInNames)[number];

/** Milliseconds for which what a person wished to do waits for their sign-in. */
export const wishLife = 30 * minute;

/** Milliseconds after which a person who has not signed in is asked anew, with a new card. */
export const askAgainAfter = 10 * minute;

/** Answers to one request to sign in that are tried: each client of a person sends one, and a code may be wrong. */
export const mostTries = 20;

/** What is done by itself once a person has signed in, because the case says that it waits for that. */
export const errandNames = ['report', 'track-support'] as const;
export type ErrandName = (typeof errandNames)[number];

/** In whose name a source is told: of the person who is signed in there. */
export const tellingSignIn = {
  graph: 'graph',
  fraudEvents: 'partnerCenter',
} as const satisfies Record<SourceName, SignInName>;

/** The sign-ins that telling the sources of a case's alerts makes use of. */
export function signInsToTell(c: Pick<Case, 'detections'>): readonly SignInName[] {
  return [...new Set(openDetections(c).map(({ source }) => tellingSignIn[source]))];
}

/** Which sign-in a command cannot do without; undefined where none. What else uses one can do without it. */
export function signInNeeded(
  command: PersonCommand,
  c: Pick<Case, 'plan' | 'report' | 'detections'>,
): SignInName | undefined {
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
    case 'support-note':
      return command.kind === 'partner-center' ? 'partnerCenter' : undefined;
    case 'report-again':
      // That it cannot be done in the app's name is known only from a try.
      return c.report.state === 'failed' && c.report.why === 'needs-person' ? signInsToTell(c)[0] : undefined;
    default:
      return undefined;
  }
}
