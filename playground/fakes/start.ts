import type { WorldUrls } from '../world/bot-env.ts';
import type { SigningKey } from '../world/keys.ts';
import type { WorldOptions } from '../world/options-types.ts';
import { need, type Store } from '../world/store.ts';
import { type WebhookSender, webhookSender } from '../world/webhook.ts';
import type { WebhookAuthority } from '../world/webhook-authority.ts';
import { azureRoutes } from './azure.ts';
import { azureError } from './azure-errors.ts';
import { botFrameworkRoutes } from './bot-framework.ts';
import { connectorRoutes, withoutRegion } from './connector.ts';
import { noConversation } from './connector-errors.ts';
import { connectorLimits } from './connector-limits.ts';
import { graphRoutes } from './graph.ts';
import { graphError } from './graph-page.ts';
import { loginRoutes } from './login.ts';
import { loginSessions } from './login-sessions.ts';
import { loginTokens } from './login-tokens.ts';
import { partnerCenterRoutes } from './partner-center.ts';
import { partnerCenterError } from './partner-center-errors.ts';
import type { RunningFake } from './server.ts';
import { startFake } from './server.ts';
import { signInWindows } from './sign-in-windows.ts';
import { exchangeUri } from './user-tokens.ts';

export interface Fakes {
  readonly urls: WorldUrls;
  /** What activities carry as serviceUrl; ends in a slash, as Teams' own do. */
  readonly serviceUrl: string;
  readonly webhook: WebhookSender;
  /** The token that a person's Teams client gets for the bot's app. */
  clientToken(personId: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts every fake service over one state. */
export async function startFakes(parts: {
  store: Store;
  options: WorldOptions;
  loginKey: SigningKey;
  botKey: SigningKey;
  tls: { key: string; cert: string };
  authority: WebhookAuthority;
}): Promise<Fakes> {
  const { store, options } = parts;
  const urls = {
    login: '',
    graph: '',
    partnerCenter: '',
    azure: '',
    connector: '',
    botFramework: '',
    certificates: '',
  };
  const serviceUrl = (): string => `${urls.connector}/emea/`;
  const tokens = loginTokens({ store, key: parts.loginKey, issuer: () => urls.login });
  const sessions = loginSessions(store);
  const windows = signInWindows({ store, sessions, url: () => urls.botFramework, loginUrl: () => urls.login });
  const running: RunningFake[] = [];
  const start = async (fake: Omit<Parameters<typeof startFake>[0], 'store' | 'port'>): Promise<void> => {
    const port = options.ports?.[fake.service];
    const started = await startFake({ ...fake, store, ...(port === undefined ? {} : { port }) });
    running.push(started);
    urls[fake.service] = started.url;
  };
  await start({
    service: 'login',
    routes: loginRoutes({ store, tokens, sessions, key: parts.loginKey, url: () => urls.login }),
    notFound: () => ({ status: 404 }),
    tls: parts.tls,
  });
  await start({
    service: 'botFramework',
    routes: botFrameworkRoutes({ store, tokens, windows, key: parts.botKey, url: () => urls.botFramework }),
    notFound: () => ({ status: 404 }),
  });
  await start({
    service: 'connector',
    routes: connectorRoutes({
      store,
      tokens,
      limits: options.limits === false ? undefined : connectorLimits(),
      serviceUrl,
    }),
    notFound: () => noConversation,
    path: withoutRegion,
  });
  store.loginRules.appTokens = options.appTokens ?? 'documented';
  const webhook = webhookSender({
    store,
    authority: parts.authority,
    certificateHost: () => new URL(urls.certificates).host,
  });
  await start({
    service: 'certificates',
    routes: Object.entries(parts.authority.served).map(([path, body]) => ({
      method: 'GET',
      path,
      handle: () => ({ status: 200, body }),
    })),
    notFound: () => ({ status: 404 }),
    tls: parts.tls,
  });
  await start({
    service: 'partnerCenter',
    routes: partnerCenterRoutes({
      store,
      tokens,
      takesLegitimate: options.legacyTakesLegitimate ?? true,
      sendTest: (tenantId) => webhook.test(tenantId),
    }),
    notFound: () => partnerCenterError(404, 404, 'The resource was not found.'),
  });
  await start({
    service: 'azure',
    routes: azureRoutes({ store, tokens }),
    notFound: (r) =>
      azureError(404, 'InvalidResourceType', `The path ${r.url.pathname} is not part of the local world.`),
  });
  await start({
    service: 'graph',
    routes: graphRoutes({ store, tokens }),
    notFound: (r) =>
      graphError(400, 'BadRequest', `Resource not found for the segment '${r.url.pathname.split('/')[2] ?? ''}'.`),
  });
  return {
    urls,
    serviceUrl: serviceUrl(),
    webhook,
    clientToken: (personId) => tokens.userToken(need(store.people, personId, 'person'), exchangeUri(store)),
    async close() {
      webhook.close();
      await Promise.all(running.map((fake) => fake.close()));
    },
  };
}
