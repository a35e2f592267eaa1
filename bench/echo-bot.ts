import { readFileSync } from 'node:fs';
import {
  type AdaptiveCardInvokeResponse,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
  TeamsActivityHandler,
} from 'botbuilder';
import restify from 'restify';

/* The bot that ours is measured against: what Microsoft's samples make of botbuilder and restify, with authentication on,
   and nothing behind it. It answers every button with one and the same card. */

const env = process.env;
const issuer = env['BOT_OPENID_METADATA_URL'];
const appId = env['BOT_APP_ID'];

// With one of the addresses given, botbuilder takes all of them from here (its "parameterized" environment).
const authentication = new ConfigurationBotFrameworkAuthentication(
  {
    MicrosoftAppId: appId,
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
    ToBotFromChannelOpenIdMetadataUrl: issuer,
    ToBotFromEmulatorOpenIdMetadataUrl: issuer,
    OAuthUrl: 'https://api.botframework.com',
    CallerId: 'urn:botframework:azure',
    ValidateAuthority: 'true',
  },
  new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: appId,
    MicrosoftAppPassword: env['BOT_APP_SECRET'],
    MicrosoftAppType: 'MultiTenant',
  }),
);

const card: Record<string, unknown> = JSON.parse(readFileSync(env['ECHO_CARD_FILE'] ?? '', 'utf8'));

class EchoBot extends TeamsActivityHandler {
  protected override onAdaptiveCardInvoke(): Promise<AdaptiveCardInvokeResponse> {
    return Promise.resolve({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card });
  }
}

const adapter = new CloudAdapter(authentication);
const bot = new EchoBot();
const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.post('/api/messages', async (request, response) => {
  await adapter.process(request, response, (context) => bot.run(context));
});
server.get('/readyz', (_request, response, next) => {
  response.send(200, { ok: true });
  next();
});
server.listen(Number(env['PORT']), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
