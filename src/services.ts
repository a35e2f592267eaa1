import { randomUUID } from 'node:crypto';
import { createAzureActs } from './azure/acts.ts';
import { createCostReader } from './azure/costs.ts';
import { createAzureReader } from './azure/reader.ts';
import { createBackgroundSignIn } from './background-sign-in.ts';
import type { Config } from './config.ts';
import type { NewId } from './domain/ids.ts';
import { createGraphAlerts } from './graph/alerts.ts';
import { createGroupDirectory } from './graph/groups.ts';
import { createMailer } from './graph/mail.ts';
import { createScoreReader } from './graph/score.ts';
import { proofOf } from './http/app-proof.ts';
import { createHttp } from './http/http.ts';
import type { ObserveCall } from './http/observe-call.ts';
import { createTokens } from './http/tokens.ts';
import { createSubscriptionAudit } from './partner-center/audit.ts';
import { createSubscriptionCanceller } from './partner-center/cancel.ts';
import { createCustomerDirectory } from './partner-center/customers.ts';
import { createFraudEvents } from './partner-center/fraud-events.ts';
import { createSupportDesk } from './partner-center/service-requests.ts';
import { createVerifierOf } from './partner-center/webhook.ts';
import { createPersonSignIn } from './teams/transport/person-sign-in.ts';
import { createPersonTokens } from './teams/transport/person-tokens.ts';
import { createUserTokenService } from './teams/transport/user-token-service.ts';
import type { Log, Store } from './workflow/ports.ts';

/** Microsoft's services, each by its own client, all by one way out: the part of `app.ts` that knows addresses and audiences. */
export function createServices(parts: {
  config: Config;
  log: Log;
  store: Store;
  timeoutMs: number;
  now: () => Date;
  observe: ObserveCall | undefined;
  newId: NewId;
}) {
  const { config, log, store, timeoutMs, now } = parts;
  const { bot, urls } = config;
  const observed = parts.observe === undefined ? {} : { observe: parts.observe };
  const http = createHttp({ log, timeoutMs, ...observed });
  const proof = proofOf(bot);
  const tokens = createTokens({ loginUrl: urls.login, appId: bot.appId, proof, timeoutMs, ...observed });
  const botToken = () => tokens.app(bot.tenantId, scopeOf(publicAudience.botFramework));
  // For what is asked while somebody waits: Teams gives a turn 15 s (facts/teams.md 1.5).
  const quickHttp = createHttp({
    log,
    timeoutMs: Math.min(timeoutMs, 4000),
    limits: { retries: 1, longestWait: 2 },
    ...observed,
  });
  const userTokens = createUserTokenService({
    http: quickHttp,
    userTokenUrl: bot.userTokenUrl,
    botToken,
    appId: bot.appId,
  });
  const signingIn = { service: userTokens, connections: bot.connections, people: store.people, log };
  const people = createPersonTokens({ ...signingIn, signIns: store.signIns, now: () => new Date() });
  const graph = { http, baseUrl: urls.graph, tokens, scope: scopeOf(publicAudience.graph) };
  const quickGraph = { ...graph, http: quickHttp };
  const partnerCenter = {
    http,
    baseUrl: urls.partnerCenter,
    tokens,
    scope: scopeOf(publicAudience.partnerCenter),
    newId: randomUUID,
  };
  const backgroundSignIn = createBackgroundSignIn({
    ...parts,
    observed,
    proof,
    tokens,
    scopes: { graph: graph.scope, partnerCenter: partnerCenter.scope },
  });
  const { reading } = backgroundSignIn;
  const azure = { http, baseUrl: urls.azure, tokens, scope: scopeOf(publicAudience.azure) };
  return {
    http,
    botToken,
    backgroundSignIn,
    lacksSignIn: (...asked: Parameters<typeof people.lacks>) => people.lacks(...asked),
    signInService: createPersonSignIn(signingIn),
    signInResource: userTokens.signInResource,
    groups: createGroupDirectory(graph),
    quickGroups: createGroupDirectory(quickGraph),
    customers: createCustomerDirectory({ ...partnerCenter, tokens: reading, people }),
    mailer: createMailer({ ...graph, people }),
    quickMailer: createMailer({ ...quickGraph, people }),
    score: createScoreReader({ ...graph, tokens: reading }),
    desk: createSupportDesk({ ...partnerCenter, people, filingApi: config.support.filingApi }),
    costs: createCostReader(azure),
    azure: createAzureReader({ ...azure, now }),
    acts: createAzureActs({ ...azure, people }),
    audit: createSubscriptionAudit({ ...partnerCenter, now }),
    canceller: createSubscriptionCanceller({ ...partnerCenter, people }),
    verifyWebhook: createVerifierOf(config.webhook),
    sources: {
      graph: createGraphAlerts({ ...graph, reading, people, log }),
      fraudEvents: createFraudEvents({ ...partnerCenter, reading, people }),
    },
  };
}

/** Audiences of the public cloud (facts/partner-center.md 8.1, azure.md 3.4, stack.md 5). */
export const publicAudience = {
  botFramework: 'https://api.botframework.com',
  graph: 'https://graph.microsoft.com',
  partnerCenter: 'https://api.partnercenter.microsoft.com',
  azure: 'https://management.azure.com',
} as const;

export const scopeOf = (audience: string) => `${audience}/.default`;
