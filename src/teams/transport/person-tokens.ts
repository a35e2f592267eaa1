import type { SignInName } from '../../domain/sign-in.ts';
import { HttpError } from '../../http/http-error.ts';
import { toOutside } from '../../http/to-outside.ts';
import type { PersonKey, PersonTokens } from '../../http/tokens.ts';
import type { Log } from '../../workflow/ports.ts';
import type { KnownSignIn, SignInStore } from '../../workflow/sign-in-ports.ts';
import type { PeopleStore } from '../../workflow/teams-ports.ts';
import type { UserTokenService } from './user-token-service.ts';
import { whoseToken } from './whose-token.ts';

/** Names of the OAuth connections of the bot's registration; one that is not there is never signed in to. */
export type Connections = Readonly<Partial<Record<SignInName, string | undefined>>>;

export interface PersonTokensDeps {
  readonly service: Pick<UserTokenService, 'get'>;
  readonly connections: Connections;
  readonly people: Pick<PeopleStore, 'find'>;
  readonly signIns: Pick<SignInStore, 'of' | 'found'>;
  readonly log: Log;
  readonly now: () => Date;
}

/** Milliseconds before its end at which a token is not used any more. */
const margin = 5 * 60_000;
const mostRemembered = 1000;

type Asked =
  | { readonly kind: 'token'; readonly token: string; readonly expiration: string | undefined }
  | { readonly kind: 'none' }
  /** Asking is no use: no sign-in is set up, the person was never met, or the service refuses the bot. */
  | { readonly kind: 'not-asked' }
  /** The service does not answer now. */
  | { readonly kind: 'unknown' };

/**
 * Tokens of people who have signed in, from the Bot Framework's user token service. Undefined where a person has not,
 * is not known to the bot, or the service does not answer: the work then goes on without the person's own rights. What
 * this process remembers is used for as long as nothing changed about the sign-in, whichever process changed it.
 */
export function createPersonTokens(deps: PersonTokensDeps): PersonTokens & {
  /** Whether it is sure that the person has to sign in, not so where no sign-in is set up; `unknown` where the service does not answer now. */
  lacks(person: PersonKey, name: SignInName): Promise<boolean | 'unknown'>;
} {
  const remembered = new Map<
    string,
    { readonly token: string; readonly until: number; readonly generation: number | undefined }
  >();

  async function look(person: PersonKey, name: SignInName): Promise<Asked> {
    const connection = deps.connections[name];
    if (connection === undefined) return { kind: 'not-asked' };
    const known = (await deps.signIns.of(person)).find((one) => one.name === name);
    const key = `${person.tenantId} ${person.objectId} ${connection}`.toLowerCase();
    const held = remembered.get(key);
    if (held !== undefined && held.generation === known?.generation && deps.now().getTime() < held.until)
      return { kind: 'token', token: held.token, expiration: undefined };
    remembered.delete(key);
    // Whoever signed out is out, also where the service kept a token.
    if (known?.state === 'out') return { kind: 'none' };
    const asked = await ask(deps, person, connection);
    if (asked.kind === 'unknown' || asked.kind === 'not-asked') return asked;
    const now = await noted(deps, person, name, known, asked.kind === 'token' ? 'in' : 'none');
    if (asked.kind === 'token') remember(key, asked, now?.generation);
    return asked;
  }

  function remember(
    key: string,
    { token, expiration }: Extract<Asked, { kind: 'token' }>,
    generation: number | undefined,
  ): void {
    const until = Date.parse(expiration ?? '') - margin;
    const oldest = remembered.keys().next();
    if (remembered.size >= mostRemembered && !oldest.done) remembered.delete(oldest.value);
    if (!Number.isNaN(until)) remembered.set(key, { token, until, generation });
  }

  async function tokenOf(person: PersonKey, name: SignInName): Promise<string | undefined> {
    const found = await look(person, name);
    return found.kind === 'token' ? found.token : undefined;
  }

  return {
    graph: (person) => tokenOf(person, 'graph'),
    partnerCenter: (person) => tokenOf(person, 'partnerCenter'),
    azure: (person) => tokenOf(person, 'azure'),
    lacks: async (person, name) => {
      const { kind } = await look(person, name);
      return kind === 'unknown' ? kind : kind === 'none';
    },
  };
}

/** Keeps what was found out, where it is new. */
async function noted(
  { signIns }: PersonTokensDeps,
  person: PersonKey,
  name: SignInName,
  known: KnownSignIn | undefined,
  state: 'in' | 'none',
): Promise<KnownSignIn | undefined> {
  return known?.state === state ? known : signIns.found(person, name, state);
}

async function ask(deps: PersonTokensDeps, person: PersonKey, connectionName: string): Promise<Asked> {
  const known = await deps.people.find(person.tenantId, person.objectId);
  if (known === undefined) return { kind: 'not-asked' };
  try {
    const found = await deps.service.get(known.teamsId, connectionName);
    if (found === undefined) return { kind: 'none' };
    // One may sign in with any account, and what is then done would stand under the wrong name. A token that cannot be
    // read is taken as it is.
    if (whoseToken(found.token, person) !== 'foreign')
      return { kind: 'token', token: found.token, expiration: found.expiration };
    deps.log.warn({ person: person.objectId, connectionName }, 'a person is signed in as somebody else');
    return { kind: 'none' };
  } catch (err) {
    deps.log.warn({ err, connectionName }, "could not ask for a person's token");
    return { kind: mayPass(err) ? 'unknown' : 'not-asked' };
  }
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof HttpError)) return false;
  const [, { why }] = toOutside(error);
  return why === 'unreachable' || why === 'throttled';
}
