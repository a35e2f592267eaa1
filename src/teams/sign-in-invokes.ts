import { type SignInName, signInNames } from '../domain/sign-in.ts';
import type { BotDeps } from './context.ts';
import type { Incoming } from './incoming.ts';
import { CodeValue, ExchangeValue, FailureValue } from './schema.ts';

/** The answer to an invoke, as Teams reads it. */
interface Answer {
  readonly status: number;
  readonly body?: object;
}

/**
 * What Teams' clients send while a person signs in (facts/teams.md 4.4), by name. 412 has the client show the button for
 * the sign-in window; 404 says that a code was for nothing, as the SDK's own prompt does. None of them says why.
 */
export const signInInvokes: Readonly<
  Record<string, (deps: BotDeps, incoming: Incoming | undefined, value: unknown) => Promise<Answer>>
> = {
  'signin/tokenExchange': async (deps, incoming, value) => {
    const offered = ExchangeValue.safeParse(value);
    if (!offered.success) return { status: 400 };
    const { id, connectionName, token } = offered.data;
    const name = nameOf(deps, connectionName);
    const outcome =
      incoming === undefined || name === undefined
        ? 'refused'
        : await deps.signIn.exchange(incoming.person, { id, name, token });
    return outcome === 'in'
      ? { status: 200, body: { id, connectionName } }
      : { status: 412, body: { id, connectionName, failureDetail: refused } };
  },

  'signin/verifyState': async (deps, incoming, value) => {
    const offered = CodeValue.safeParse(value);
    if (!offered.success || incoming === undefined) return { status: 404 };
    return { status: (await deps.signIn.code(incoming.person, offered.data.state)) === 'in' ? 200 : 404 };
  },

  'signin/failure': (deps, _incoming, value) => {
    const failure = FailureValue.safeParse(value);
    const code = failure.success ? failure.data.code : 'unknown';
    deps.log.warn({ code }, 'a client could not sign a person in by itself');
    return Promise.resolve({ status: 200 });
  },
};

const refused = 'The token could not be exchanged. Proceed with the sign-in window.';

function nameOf({ signIn }: BotDeps, connectionName: string): SignInName | undefined {
  return signInNames.find((name) => signIn.connections[name] === connectionName);
}
