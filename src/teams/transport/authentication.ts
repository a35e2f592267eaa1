import type { Activity } from 'botbuilder';
import {
  type AuthenticateRequestResult,
  AuthenticationConstants,
  AuthenticationError,
  BotFrameworkAuthentication,
  ClaimsIdentity,
  type ConnectorFactory,
  type UserTokenClient,
} from 'botframework-connector';
import type { Http } from '../../http/http.ts';
import type { Log } from '../../workflow/ports.ts';
import type { ConnectorCallDeps } from './connector-call.ts';
import { createConnectorClients } from './connector-clients.ts';
import { createServiceUrls } from './service-urls.ts';
import { createSigningKeys } from './signing-keys.ts';
import { createTokenVerifier, type VerifiedToken } from './verify-token.ts';

export interface BotAuthenticationDeps extends ConnectorCallDeps {
  readonly appId: string;
  /** OpenID metadata of the Bot Framework: where its signing keys are. */
  readonly metadataUrl: string;
  /** Bot Framework's user token service. */
  readonly userTokenUrl: string;
  /** Reads the signing keys. */
  readonly http: Http;
  readonly log: Log;
  /** The true time, by which tokens expire. */
  readonly now: () => Date;
  /** Who signs the tokens that come in; in the public cloud `https://api.botframework.com`. */
  readonly issuer?: string;
}

/** Audience and scope of the public Bot Framework (facts/stack.md 5). */
const botFramework = 'https://api.botframework.com';
const teams = 'msteams';

/**
 * Lets in what Teams sent and nothing else: every token that is missing, forged, out of date, or for another bot,
 * issuer, channel or service URL ends as 401, and a service URL that the bot's token may not go to as 403. Emulator and
 * skill tokens are not known here, and there is no switch: the local world has an issuer of its own.
 * The SDK's own check answers 500 to some forged tokens, with its words in the body, and always takes emulator tokens
 * (facts/stack.md 5).
 */
export function createBotAuthentication(deps: BotAuthenticationDeps): BotFrameworkAuthentication {
  return new TeamsAuthentication(deps);
}

class TeamsAuthentication extends BotFrameworkAuthentication {
  readonly #verify: ReturnType<typeof createTokenVerifier>;
  readonly #mayGoTo: ReturnType<typeof createServiceUrls>;
  readonly #clients: ReturnType<typeof createConnectorClients>;
  readonly #factory: ConnectorFactory;
  readonly #log: Log;

  constructor(deps: BotAuthenticationDeps) {
    super();
    const { appId, now, log, issuer = botFramework } = deps;
    this.#verify = createTokenVerifier({ signingKey: createSigningKeys(deps), issuer, audience: appId, now });
    this.#mayGoTo = createServiceUrls(deps.serviceUrlHosts);
    this.#clients = createConnectorClients(deps);
    this.#log = log;
    this.#factory = { create: (serviceUrl, audience) => this.#connector(serviceUrl, audience) };
  }

  override async authenticateRequest(activity: Activity, authHeader: string): Promise<AuthenticateRequestResult> {
    const token = await this.#verify(authHeader);
    if (token === undefined) throw new AuthenticationError('the token is not a good one', 401);
    if (activity.channelId !== teams || !token.endorsements.includes(teams))
      throw new AuthenticationError('the activity does not come from Teams', 401);
    if (typeof activity.serviceUrl !== 'string' || token.claims['serviceurl'] !== activity.serviceUrl)
      throw new AuthenticationError('the token is for another service URL', 401);
    if (this.#mayGoTo(activity.serviceUrl) === undefined) {
      const host = URL.parse(activity.serviceUrl)?.host;
      this.#log.warn({ host }, 'refused a service URL whose host is not on SERVICE_URL_HOSTS');
      throw new AuthenticationError('the service URL is not allowed', 403);
    }
    return {
      audience: botFramework,
      callerId: 'urn:botframework:azure',
      claimsIdentity: identityOf(token),
      connectorFactory: this.#factory,
    };
  }

  override authenticateStreamingRequest(): Promise<AuthenticateRequestResult> {
    return Promise.reject(new AuthenticationError('streaming is not offered', 401));
  }

  override createConnectorFactory(): ConnectorFactory {
    return this.#factory;
  }

  override createUserTokenClient(claimsIdentity: ClaimsIdentity): Promise<UserTokenClient> {
    return this.#clients.userTokens(claimsIdentity);
  }

  override getOriginatingAudience(): string {
    return botFramework;
  }

  #connector(serviceUrl: string, audience = botFramework): ReturnType<ConnectorFactory['create']> {
    return audience === botFramework && this.#mayGoTo(serviceUrl) !== undefined
      ? Promise.resolve(this.#clients.connector(serviceUrl))
      : Promise.reject(new AuthenticationError('the service URL is not allowed', 403));
  }
}

function identityOf({ claims }: VerifiedToken): ClaimsIdentity {
  const list = Object.entries(claims).map(([type, value]) => ({ type, value: String(value) }));
  return new ClaimsIdentity([...list, { type: AuthenticationConstants.AppIdClaim, value: String(claims.aud) }], true);
}
