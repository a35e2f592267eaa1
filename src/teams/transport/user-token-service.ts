import type { Http } from '../../http/http.ts';
import { HttpError } from '../../http/http-error.ts';
import { SignInResource, TokenAnswer } from './schema.ts';

interface UserTokenServiceDeps {
  readonly http: Http;
  /** E.g. https://api.botframework.com. */
  readonly userTokenUrl: string;
  readonly botToken: () => Promise<string>;
  readonly appId: string;
}

/** Where a person is asked to sign in. */
export interface AskedThere {
  readonly userId: string;
  readonly conversationId: string;
  readonly serviceUrl: string;
  readonly tenantId: string;
}

const channelId = 'msteams';

/**
 * Bot Framework's user token service, by the routes of its TokenApi (botframework-connector's client has the same ones).
 * `userId` is the id that Teams knows a person by. Throws HttpError, which holds neither token nor code.
 */
export function createUserTokenService({ http, userTokenUrl, botToken, appId }: UserTokenServiceDeps) {
  const call = async (path: string, query: Readonly<Record<string, string>>) => ({
    base: userTokenUrl,
    to: { path, query },
    token: await botToken(),
  });

  return {
    /** The person's token; undefined where there is none. With a code it is the one that the code stands for. */
    get: async (userId: string, connectionName: string, code?: string): Promise<TokenAnswer | undefined> => {
      const query = { userId, connectionName, channelId, ...(code === undefined ? {} : { code }) };
      const asking = await call('/api/usertoken/GetToken', query);
      return orUndefined(
        http.json(asking, (body) => TokenAnswer.parse(body)),
        [404],
      );
    },

    /** Undefined where the service refuses, as when the person has to consent first. */
    exchange: async (userId: string, connectionName: string, token: string): Promise<TokenAnswer | undefined> => {
      const asking = await call('/api/usertoken/exchange', { userId, connectionName, channelId });
      // The service keeps what it answers: to ask twice is to ask once.
      const sent = { ...asking, method: 'POST', json: { token }, safe: true } as const;
      return orUndefined(
        http.json(sent, (body) => TokenAnswer.parse(body)),
        [400, 404, 412],
      );
    },

    signInResource: async (connectionName: string, there: AskedThere): Promise<SignInResource> => {
      const asking = await call('/api/botsignin/GetSignInResource', { state: stateOf(appId, connectionName, there) });
      return http.json(asking, (body) => SignInResource.parse(body));
    },

    signOut: async (userId: string, connectionName: string): Promise<void> => {
      await http.send({
        ...(await call('/api/usertoken/SignOut', { userId, connectionName, channelId })),
        method: 'DELETE',
      });
    },
  };
}

export type UserTokenService = ReturnType<typeof createUserTokenService>;

async function orUndefined<T>(asked: Promise<T>, refusals: readonly number[]): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof HttpError && refusals.includes(error.status ?? 0)) return undefined;
    throw error;
  }
}

/** What the sign-in page is told of the conversation (TokenExchangeState of botframework-connector). */
function stateOf(appId: string, connectionName: string, there: AskedThere): string {
  const { userId, conversationId, serviceUrl, tenantId } = there;
  const conversation = {
    user: { id: userId },
    bot: { id: `28:${appId}` },
    conversation: { id: conversationId, conversationType: 'personal', tenantId },
    channelId,
    serviceUrl,
  };
  return Buffer.from(JSON.stringify({ connectionName, conversation, msAppId: appId })).toString('base64');
}
