import { z } from 'zod';
import type { Http } from '../../http/http.ts';
import { HttpError } from '../../http/http-error.ts';
import type { PersonKey, PersonTokens } from '../../http/tokens.ts';
import type { Log, PeopleStore } from '../../workflow/ports.ts';

export interface PersonTokensDeps {
  readonly http: Http;
  /** Bot Framework's user token service, e.g. https://api.botframework.com. */
  readonly userTokenUrl: string;
  readonly botToken: () => Promise<string>;
  /** Names of the OAuth connections of the bot's registration; one that is not there is never signed in to. */
  readonly connections: {
    readonly graph?: string | undefined;
    readonly partnerCenter?: string | undefined;
    readonly azure?: string | undefined;
  };
  readonly people: Pick<PeopleStore, 'find'>;
  readonly log: Log;
  readonly now: () => Date;
}

const answerSchema = z.object({ token: z.string().min(1), expiration: z.string().optional() });

/** Milliseconds before its end at which a token is not used any more. */
const margin = 5 * 60_000;
const mostRemembered = 1000;

/**
 * Tokens of people who have signed in, from the Bot Framework's user token service. Undefined where a person has not,
 * is not known to the bot, or the service does not answer: the work then goes on without the person's own rights.
 */
export function createPersonTokens(deps: PersonTokensDeps): PersonTokens {
  const remembered = new Map<string, { readonly token: string; readonly until: number }>();

  async function tokenOf(person: PersonKey, connection: string | undefined): Promise<string | undefined> {
    if (connection === undefined) return undefined;
    const key = `${person.tenantId} ${person.objectId} ${connection}`.toLowerCase();
    const known = remembered.get(key);
    if (known !== undefined && deps.now().getTime() < known.until) return known.token;
    remembered.delete(key);
    const found = await ask(deps, person, connection);
    if (found === undefined) return undefined;
    const until = Date.parse(found.expiration ?? '') - margin;
    const oldest = remembered.keys().next();
    if (remembered.size >= mostRemembered && !oldest.done) remembered.delete(oldest.value);
    if (!Number.isNaN(until)) remembered.set(key, { token: found.token, until });
    return found.token;
  }

  return {
    graph: (person) => tokenOf(person, deps.connections.graph),
    partnerCenter: (person) => tokenOf(person, deps.connections.partnerCenter),
    azure: (person) => tokenOf(person, deps.connections.azure),
  };
}

async function ask(
  deps: PersonTokensDeps,
  person: PersonKey,
  connectionName: string,
): Promise<z.infer<typeof answerSchema> | undefined> {
  const known = await deps.people.find(person.tenantId, person.objectId);
  if (known === undefined) return undefined;
  try {
    const query = { userId: known.teamsId, connectionName, channelId: 'msteams' };
    const found = await deps.http.json(
      { base: deps.userTokenUrl, to: { path: '/api/usertoken/GetToken', query }, token: await deps.botToken() },
      (body) => answerSchema.parse(body),
    );
    if (isOf(found.token, person)) return found;
    deps.log.warn({ person: person.objectId, connectionName }, 'a person is signed in as somebody else');
  } catch (err) {
    if (!(err instanceof HttpError && err.status === 404))
      deps.log.warn({ err, connectionName }, "could not ask for a person's token");
  }
  return undefined;
}

/**
 * Whether a token is that person's: one may sign in with any account, and what is then done would stand under the wrong
 * name. A token that cannot be read is taken as it is.
 */
function isOf(token: string, person: PersonKey): boolean {
  const claims = claimsSchema.safeParse(payloadOf(token));
  if (!claims.success) return true;
  const { oid, tid } = claims.data;
  return oid.toLowerCase() === person.objectId.toLowerCase() && tid.toLowerCase() === person.tenantId.toLowerCase();
}

const claimsSchema = z.object({ oid: z.string(), tid: z.string() });

function payloadOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
