import assert from 'node:assert/strict';
import { servePage } from '../../playground/page/server.ts';
import type { WorldOptions } from '../../playground/world/options-types.ts';
import type { Json, World, WorldConversation, WorldMessage, WorldPerson } from '../../playground/world/types.ts';
import { type OpenWorld, openWorld, type StubBot, stubBot } from '../playground/open-world.ts';

/** The page over a real local world whose bot is one that answers as told. */
export interface OpenPage {
  readonly url: string;
  readonly world: World;
  readonly bot: StubBot;
  person(name: RegExp): WorldPerson;
  /** A channel of the first partner, or of the partner in whose team the person is. */
  channel(name: RegExp, person?: WorldPerson): WorldConversation;
  /** The bot opens a thread in a channel, or answers in one. */
  botSays(
    where: { channel: WorldConversation; threadId?: string },
    content: { text?: string; card?: Json },
  ): Promise<WorldMessage>;
  /** The bot edits a message of its own. */
  botEdits(message: WorldMessage, content: { text?: string; card?: Json }): Promise<void>;
  close(): Promise<void>;
}

/** Opens a world at noon of a winter's Sunday with the bot installed in every team, and serves its page. */
export async function openPage(options: Omit<WorldOptions, 'folder'> = {}): Promise<OpenPage> {
  const open = await openWorld({ now: new Date('2026-11-22T12:00:00Z'), ...options });
  const { world } = open;
  const bot = await stubBot();
  world.setBotEndpoint(bot.url);
  for (const partner of world.snapshot().partners) {
    const installer = world.snapshot().people.find((person) => person.tenantId === partner.tenantId);
    assert.ok(installer);
    await world.install(partner.teamId, installer.id);
  }
  const token = await open.appToken(open.env.BOT_APP_TENANT_ID ?? '', 'botFramework');
  const page = await servePage({ world });

  const channel: OpenPage['channel'] = (name, person) => {
    const tenantId = person?.tenantId ?? world.snapshot().partners[0]?.tenantId;
    return found(world.snapshot().conversations.find((one) => one.tenantId === tenantId && name.test(one.name)));
  };
  return {
    url: page.url,
    world,
    bot,
    person: (name) => found(world.snapshot().people.find((person) => name.test(person.name))),
    channel,
    async botSays(where, content) {
      const id = await send(open, token, where, activity(content));
      return found(world.snapshot().messages.find((message) => message.id === id));
    },
    async botEdits(message, content) {
      const conversation = encodeURIComponent(`${message.conversationId};messageid=${message.threadId}`);
      const url = `${world.urls.connector}/emea/v3/conversations/${conversation}/activities/${message.id}`;
      const { status } = await open.call(url, { method: 'PUT', token, body: activity(content) });
      assert.equal(status, 200);
    },
    async close() {
      await page.close();
      await open.close();
      await bot.close();
    },
  };
}

async function send(
  open: OpenWorld,
  token: string,
  where: { channel: WorldConversation; threadId?: string },
  body: Json,
): Promise<string> {
  const base = `${open.world.urls.connector}/emea/v3/conversations`;
  if (where.threadId !== undefined) {
    const thread = encodeURIComponent(`${where.channel.id};messageid=${where.threadId}`);
    const sent = await open.call(`${base}/${thread}/activities`, { token, body });
    return String(sent.body.id);
  }
  const { channel } = where;
  const thread = {
    isGroup: true,
    channelData: { channel: { id: channel.id } },
    tenantId: channel.tenantId,
    activity: body,
  };
  const made = await open.call(base, { token, body: thread });
  return String(made.body.activityId);
}

function activity({ text, card }: { text?: string; card?: Json }): Json {
  const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }];
  return { type: 'message', ...(text === undefined ? {} : { text }), ...(card === undefined ? {} : { attachments }) };
}

function found<T>(value: T | undefined): T {
  assert.ok(value !== undefined, 'not in this world');
  return value;
}
