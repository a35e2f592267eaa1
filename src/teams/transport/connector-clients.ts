import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import {
  type ClaimsIdentity,
  ConnectorClient,
  ServiceClientCredentialsFactory,
  type UserTokenClient,
} from 'botframework-connector';
import { type ConnectorCallDeps, createConnectorCall } from './connector-call.ts';

type ClientOptions = NonNullable<ConstructorParameters<typeof ConnectorClient>[1]>;
type HttpClient = NonNullable<ClientOptions['httpClient']>;
type Credentials = ConstructorParameters<typeof ConnectorClient>[0];

/** connector-call.ts adds the token itself, so that there is one place where it is checked where it goes. */
const noCredentials: Credentials = { signRequest: (request) => Promise.resolve(request) };
const mostClients = 200;

/**
 * The SDK's clients over connector-call.ts, each made once per address. The SDK makes both anew for every turn, which
 * is the dearest part of one (facts/stack.md 4); they hold no state of a turn.
 */
export function createConnectorClients(
  deps: ConnectorCallDeps & { readonly appId: string; readonly userTokenUrl: string },
): {
  connector(serviceUrl: string): ConnectorClient;
  userTokens(identity: ClaimsIdentity): Promise<UserTokenClient>;
} {
  const clients = new Map<string, ConnectorClient>();
  const httpClient = asHttpClient(createConnectorCall(deps));
  let userTokens: Promise<UserTokenClient> | undefined;

  return {
    connector: (serviceUrl) => {
      const known = clients.get(serviceUrl);
      if (known !== undefined) return known;
      const oldest = clients.keys().next();
      if (clients.size >= mostClients && !oldest.done) clients.delete(oldest.value);
      const made = new ConnectorClient(noCredentials, { baseUri: serviceUrl, httpClient });
      clients.set(serviceUrl, made);
      return made;
    },
    userTokens: (identity) => {
      userTokens ??= makeUserTokenClient(deps, identity);
      return userTokens;
    },
  };
}

function makeUserTokenClient(
  deps: ConnectorCallDeps & { readonly appId: string; readonly userTokenUrl: string },
  identity: ClaimsIdentity,
): Promise<UserTokenClient> {
  const { host } = new URL(deps.userTokenUrl);
  const httpClient = asHttpClient(createConnectorCall({ ...deps, serviceUrlHosts: [host] }));
  const unused = 'https://unused.invalid';
  // With one of these settings given, the SDK takes all from here (facts/stack.md 5); only OAuthUrl is used for this client.
  return new ConfigurationBotFrameworkAuthentication(
    {
      ToChannelFromBotLoginUrl: unused,
      ToChannelFromBotOAuthScope: unused,
      ToBotFromChannelTokenIssuer: unused,
      ToBotFromChannelOpenIdMetadataUrl: unused,
      ToBotFromEmulatorOpenIdMetadataUrl: unused,
      OAuthUrl: deps.userTokenUrl,
    },
    new NoCredentials(deps.appId),
    undefined,
    undefined,
    { httpClient },
  ).createUserTokenClient(identity);
}

class NoCredentials extends ServiceClientCredentialsFactory {
  readonly #appId: string;

  constructor(appId: string) {
    super();
    this.#appId = appId;
  }

  override isValidAppId(appId: string): Promise<boolean> {
    return Promise.resolve(appId === this.#appId);
  }

  override isAuthenticationDisabled(): Promise<boolean> {
    return Promise.resolve(false);
  }

  override createCredentials(): Promise<Credentials> {
    return Promise.resolve(noCredentials);
  }
}

/** An error of our own class passes through the SDK's retry policy as it is: one call, whatever it brings (facts/teams.md 1.3). */
function asHttpClient(call: ReturnType<typeof createConnectorCall>): HttpClient {
  return {
    sendRequest: async (request) => {
      const body: unknown = request.body;
      const answer = await call(request.method, request.url, typeof body === 'string' ? body : undefined);
      const headers = request.headers.clone();
      for (const name of headers.headerNames()) headers.remove(name);
      for (const [name, value] of answer.headers) headers.set(name, value);
      return { status: answer.status, headers, bodyAsText: answer.text, request };
    },
  };
}
