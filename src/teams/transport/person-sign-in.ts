import type { Person } from '../../domain/people.ts';
import { type SignInName, signInNames } from '../../domain/sign-in.ts';
import { HttpError } from '../../http/http-error.ts';
import type { Log } from '../../workflow/ports.ts';
import type { SignInOutcome, SignInService } from '../../workflow/sign-in-ports.ts';
import type { PeopleStore } from '../../workflow/teams-ports.ts';
import type { Connections } from './person-tokens.ts';
import type { TokenAnswer } from './schema.ts';
import type { UserTokenService } from './user-token-service.ts';
import { whoseToken } from './whose-token.ts';

interface PersonSignInDeps {
  readonly service: Pick<UserTokenService, 'get' | 'exchange' | 'signOut'>;
  readonly connections: Connections;
  readonly people: Pick<PeopleStore, 'find'>;
  readonly log: Log;
}

/** Signing people in and out at Bot Framework's user token service: nobody with the account of somebody else. */
export function createPersonSignIn(deps: PersonSignInDeps): SignInService {
  const offered = signInNames.filter((name) => deps.connections[name] !== undefined);

  async function at<T>(
    person: Person,
    name: SignInName,
    work: (userId: string, connection: string) => Promise<T>,
  ): Promise<T | undefined> {
    const connectionName = deps.connections[name];
    const known = await deps.people.find(person.tenantId, person.objectId);
    if (connectionName === undefined || known === undefined) return undefined;
    try {
      return await work(known.teamsId, connectionName);
    } catch (err) {
      if (!(err instanceof HttpError)) throw err;
      deps.log.warn({ err, connectionName }, 'the token service could not be asked');
      return undefined;
    }
  }

  /** A token of another account is deleted at once, else the service would keep it under this person's name. */
  async function judged(
    person: Person,
    userId: string,
    connectionName: string,
    answer: TokenAnswer | undefined,
  ): Promise<SignInOutcome> {
    if (answer === undefined) return 'refused';
    if (whoseToken(answer.token, person) !== 'foreign') return 'in';
    deps.log.warn({ person: person.objectId, connectionName }, 'a person signed in as somebody else');
    await deps.service.signOut(userId, connectionName);
    return 'refused';
  }

  return {
    offered,

    exchange: async (person, name, token) => {
      if (whoseToken(token, person) !== 'theirs') {
        deps.log.warn({ person: person.objectId }, 'refused a token for an exchange that is not the person’s');
        return 'refused';
      }
      const asked = at(person, name, async (userId, connection) =>
        judged(person, userId, connection, await deps.service.exchange(userId, connection, token)),
      );
      return (await asked) ?? 'unknown';
    },

    redeem: async (person, name, code) => {
      const asked = at(person, name, async (userId, connection) =>
        judged(person, userId, connection, await deps.service.get(userId, connection, code)),
      );
      return (await asked) ?? 'unknown';
    },

    end: async (person, name) => {
      const asked = at(person, name, async (userId, connection) => {
        await deps.service.signOut(userId, connection);
        return true;
      });
      return (await asked) ?? false;
    },
  };
}
