import { z } from 'zod';
import type { World } from '../world/types.ts';
import { webhookFaults } from '../world/webhook-types.ts';
import { Refusal } from './http.ts';

/** What the page can do besides acting on the world. Each absent one is not offered. */
export interface PageActions {
  /** Ends the bot's process at once and starts it anew. Resolves when it is ready. */
  readonly restartBot?: () => Promise<void>;
  /** Runs the operator's `npm run webhook` beside the bot; answers what it prints. */
  readonly webhook?: (args: readonly string[]) => Promise<string>;
}

export interface ApiContext {
  readonly world: World;
  readonly actions: PageActions;
}

type Route = (context: ApiContext, body: Record<string, unknown>) => unknown;

const id = z.string().min(1);
const json = z.record(z.string(), z.unknown());

const say = z.object({
  personId: id,
  /** Absent: the person's 1:1 chat with the bot. */
  conversationId: id.optional(),
  threadId: id.optional(),
  text: z.string().trim().min(1).max(20_000),
  mention: z.boolean().optional(),
});

const execute = z.object({
  personId: id,
  messageId: id,
  verb: z.string(),
  data: json,
  trigger: z.enum(['manual', 'automatic']).optional(),
});

const detection = z.object({
  partnerTenantId: id,
  subscriptionId: id,
  machines: z.int().min(0).max(50).optional(),
  isTest: z.boolean().optional(),
});

const resolve = z.object({ partnerTenantId: id, alertId: id, reason: id, by: id });
const clock = z.object({
  ms: z
    .int()
    .positive()
    .max(366 * 86_400_000),
});
const supportRequest = z.object({
  personId: id,
  title: z.string().trim().min(1).max(500),
  description: z.string().trim().min(1).max(50_000),
});
const supportAnswer = z.object({ number: id, text: z.string().trim().min(1).max(10_000) });
const attacker = z.object({ subscriptionId: id, on: z.boolean() });
const appTokens = z.object({ where: z.enum(['documented', 'accepted', 'refused']) });
const oneself = z.object({ personId: id });
const signIn = z.object({ personId: id, messageId: id });
const signedIn = signIn.extend({ state: z.string().max(100) });
const consentBy = z.object({ by: z.enum(['administrator', 'people']) });
const channel = z.object({
  conversationId: id,
  personId: id,
  state: z.enum(['open', 'deleted', 'archived', 'private', 'blocked']),
});
const ofChannel = channel.omit({ state: true });
const inTeam = z.object({ teamId: id, personId: id });

const webhookFault = z.object({ fault: z.enum(webhookFaults) });
const ofPartner = z.object({ partnerTenantId: id });
const webhookCommand = ofPartner.extend({ command: z.enum(['status', 'register', 'replace', 'test']) });
/** What a tool registers that was there before. */
const otherTool = 'https://other-tool.example/api/partner-center?code=0123456789abcdef';

const fault = z.object({
  service: z.enum(['login', 'graph', 'partnerCenter', 'azure', 'connector']),
  method: z.string().optional(),
  path: z.string().optional(),
  times: z.int().positive(),
  act: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('status'),
      status: z.int().min(400).max(599),
      body: z.unknown().optional(),
      headers: z.record(z.string(), z.string()).optional(),
    }),
    z.object({ kind: z.literal('delay'), ms: z.int().positive() }),
    z.object({ kind: z.literal('reset') }),
    z.object({ kind: z.literal('done-but'), status: z.int().min(400).max(599) }),
    z.object({ kind: z.literal('half') }),
  ]),
});

/** The page's calls that change the world, by path. */
export const postRoutes: Readonly<Record<string, Route>> = {
  '/api/say': async ({ world }, body) => {
    const { conversationId, ...message } = parse(say, body);
    const conversation = conversationId ?? world.personalChat(message.personId).id;
    return { conversationId: conversation, status: await world.say({ ...message, conversationId: conversation }) };
  },
  '/api/execute': ({ world }, body) => world.execute(parse(execute, body)),
  '/api/detection': ({ world }, body) => world.addDetection(parse(detection, body)),
  '/api/resolve': ({ world }, body) => {
    const { partnerTenantId, alertId, reason, by } = parse(resolve, body);
    world.resolveAlert(partnerTenantId, alertId, reason, by);
    return {};
  },
  '/api/clock': ({ world }, body) => {
    world.advance(parse(clock, body).ms);
    return { now: world.now().toISOString() };
  },
  '/api/attacker': ({ world }, body) => {
    const { subscriptionId, on } = parse(attacker, body);
    world.azure.attack(subscriptionId, on);
    return {};
  },
  '/api/support/file': ({ world }, body) => world.portal.file(parse(supportRequest, body)),
  '/api/support/answer': ({ world }, body) => {
    const { number, text } = parse(supportAnswer, body);
    world.portal.answer(number, text);
    return {};
  },
  '/api/support/close': ({ world }, body) => {
    world.portal.close(parse(supportAnswer.pick({ number: true }), body).number);
    return {};
  },
  '/api/fault': ({ world }, body) => world.addFault(parse(fault, body)),
  '/api/webhook/fault': ({ world }, body) => {
    world.webhook.setFault(parse(webhookFault, body).fault);
    return {};
  },
  '/api/webhook/other': ({ world }, body) => {
    world.webhook.register(parse(ofPartner, body).partnerTenantId, otherTool, ['subscription-updated']);
    return {};
  },
  '/api/webhook/command': async ({ actions }, body) => {
    const { command, partnerTenantId } = parse(webhookCommand, body);
    if (actions.webhook === undefined) throw new Refusal(404, 'The bot was not started from here.');
    const words = command === 'replace' ? ['register', '--replace'] : [command];
    return { out: await actions.webhook([...words, '--partner', partnerTenantId]) };
  },
  '/api/app-tokens': ({ world }, body) => {
    world.login.setAppTokens(parse(appTokens, body).where);
    return {};
  },
  '/api/revoke': ({ world }, body) => {
    world.login.revoke(parse(oneself, body).personId);
    return {};
  },
  '/api/sign-in/silent': async ({ world }, body) => ({ status: await world.signIn.silently(parse(signIn, body)) }),
  '/api/sign-in/verify': async ({ world }, body) => ({ status: await world.signIn.verify(parse(signedIn, body)) }),
  '/api/consent-by': ({ world }, body) => {
    world.signIn.setConsent(parse(consentBy, body).by);
    return {};
  },
  '/api/install': async ({ world }, body) => {
    const { teamId, personId } = parse(inTeam, body);
    await world.install(teamId, personId);
    return {};
  },
  '/api/uninstall': async ({ world }, body) => {
    const { teamId, personId } = parse(inTeam, body);
    await world.uninstall(teamId, personId);
    return {};
  },
  '/api/channel': async ({ world }, body) => {
    const { conversationId, personId, state } = parse(channel, body);
    await world.setChannel(conversationId, personId, state);
    return {};
  },
  '/api/private-channel': async ({ world }, body) => {
    const { conversationId, personId } = parse(ofChannel, body);
    await world.inPrivateChannel(conversationId, personId, 'added');
    return {};
  },
  '/api/restart-bot': async ({ actions }) => {
    if (actions.restartBot === undefined) throw new Refusal(404, 'The bot was not started from here.');
    await actions.restartBot();
    return {};
  },
};

function parse<T>(schema: z.ZodType<T>, body: Record<string, unknown>): T {
  const result = schema.safeParse(body);
  if (!result.success) throw new Refusal(400, z.prettifyError(result.error));
  return result.data;
}
