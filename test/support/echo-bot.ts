import type { Activity, TurnContext } from 'botbuilder';
import { createHttp } from '../../src/http/http.ts';
import { createBotAuthentication } from '../../src/teams/transport/authentication.ts';
import { createTurns } from '../../src/teams/transport/turns.ts';
import { createMessages } from '../../src/web/messages.ts';
import { createServer, type WebServer } from '../../src/web/server.ts';
import { type BotIssuer, botAppId, issuerName } from './bot-issuer.ts';
import { quietLog } from './quiet-log.ts';

export interface EchoBot {
  post(activity: object, authorization?: string): Promise<{ readonly status: number; readonly body: string }>;
  /** What the bot itself was given. */
  readonly turns: readonly Activity[];
  stop(): Promise<void>;
}

async function echo(context: TurnContext): Promise<void> {
  if (context.activity.type === 'message') await context.sendActivity(`You said: ${context.activity.text}`);
}

/** A whole bot over real HTTP that says what was said to it. */
export async function startEchoBot(options: {
  readonly issuer: BotIssuer;
  readonly hosts?: readonly string[];
  readonly run?: (context: TurnContext) => Promise<void>;
  readonly now?: () => Date;
  readonly userTokenUrl?: string;
}): Promise<EchoBot> {
  const turns: Activity[] = [];
  const now = options.now ?? (() => new Date());
  const authentication = createBotAuthentication({
    appId: botAppId,
    issuer: issuerName,
    metadataUrl: options.issuer.metadataUrl,
    userTokenUrl: options.userTokenUrl ?? 'http://127.0.0.1:1',
    serviceUrlHosts: options.hosts ?? ['127.0.0.1'],
    botToken: () => Promise.resolve('token-of-the-bot'),
    timeoutMs: 60_000,
    http: createHttp({ log: quietLog, timeoutMs: 60_000, limits: { retries: 0 } }),
    log: quietLog,
    now,
  });
  const turning = createTurns({
    authentication,
    run: async (context) => {
      turns.push(context.activity);
      await (options.run ?? echo)(context);
    },
    failure: () => 'Sorry, that did not work.',
    log: quietLog,
  });
  const server: WebServer = createServer({
    messages: createMessages({ handle: (activity, authorization) => turning.handle(activity, authorization) }),
    ready: () => Promise.resolve({ ok: true }),
    log: quietLog,
    port: 0,
    host: '127.0.0.1',
  });
  const { port } = await server.start();
  return {
    turns,
    stop: () => server.stop(),
    post: async (activity, authorization) => {
      const response = await fetch(`http://127.0.0.1:${port}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
        body: JSON.stringify(activity),
      });
      return { status: response.status, body: await response.text() };
    },
  };
}

/** A message of a person in a 1:1 chat, as Teams sends it. */
export function personalMessage(serviceUrl: string, text = 'hello'): { readonly [key: string]: unknown } {
  return {
    type: 'message',
    id: '1700000000001',
    channelId: 'msteams',
    serviceUrl,
    text,
    timestamp: '2026-11-22T10:00:00.000Z',
    from: { id: '29:ada', name: 'Ada Okoro', aadObjectId: '00000000-aaaa-4bbb-8ccc-000000000001' },
    recipient: { id: `28:${botAppId}`, name: 'Mining Watch' },
    conversation: { id: 'a:chat', conversationType: 'personal', tenantId: '11111111-aaaa-4bbb-8ccc-000000000001' },
    channelData: { tenant: { id: '11111111-aaaa-4bbb-8ccc-000000000001' } },
  };
}
