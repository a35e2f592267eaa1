import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorld } from '../../playground/world/create-world.ts';
import { trustCertificate } from '../../playground/world/trust.ts';
import type {
  World,
  WorldConversation,
  WorldMessage,
  WorldOptions,
  WorldPartner,
  WorldPerson,
} from '../../playground/world/types.ts';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Log } from '../../src/workflow/ports.ts';
import { createTestDatabase } from './database.ts';
import { quietLog } from './quiet-log.ts';

/** The whole product, against a local world of its own and a database of its own. */
export interface House {
  readonly world: World;
  readonly app: App;
  readonly databaseUrl: string;
  readonly partner: WorldPartner;
  /** Channel that the bot posts into. */
  readonly channel: WorldConversation;
  person(title: RegExp, tenantId?: string): WorldPerson;
  /** Has the sources looked at now. */
  look(): Promise<void>;
  messages(conversationId: string): readonly WorldMessage[];
  close(): Promise<void>;
}

export interface HouseOptions {
  readonly world?: Omit<WorldOptions, 'folder'>;
  readonly log?: Log;
  readonly env?: Record<string, string>;
}

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'mining-watch-house-'));
  const world = await createWorld({ ...options.world, folder });
  trustCertificate(world.caFile);
  const { url: databaseUrl } = await createTestDatabase();
  const env = {
    ...world.botEnv(),
    DATABASE_URL: databaseUrl,
    PORT: '0',
    HOST: '127.0.0.1',
    DATABASE_POOL_SIZE: '8',
    JOB_CONCURRENCY: '8',
    ...options.env,
  };
  const app = await createApp({ config: readConfig(env), log: options.log ?? quietLog, now: () => world.now() });
  const { port } = await app.start();
  world.setBotEndpoint(`http://127.0.0.1:${port}/api/messages`);

  const snapshot = () => world.snapshot();
  const partner = snapshot().partners[0];
  if (!partner) throw new Error('the world has no partner');
  const person = (title: RegExp, tenantId = partner.tenantId) => {
    const found = snapshot().people.find((p) => p.tenantId === tenantId && title.test(`${p.name} ${p.title}`));
    if (!found) throw new Error(`nobody is ${title}`);
    return found;
  };
  await world.install(partner.teamId, person(/admin/i).id);
  const channel = await until(() => {
    const welcome = snapshot().messages.find((m) => m.from === 'bot');
    return welcome && snapshot().conversations.find((c) => c.id === welcome.conversationId);
  });
  return {
    world,
    app,
    databaseUrl,
    partner,
    channel,
    person,
    look: () => app.lookNow(),
    messages: (conversationId) => snapshot().messages.filter((m) => m.conversationId === conversationId && !m.deleted),
    close: async () => {
      await app.stop();
      await world.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Long past anything that works: a wait that goes on after its test has ended would keep the run from ending. */
const hopelessMs = 45_000;

/** Waits until something is there. Throws when it has not come in a time that only a fault explains. */
export async function until<T>(look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  const began = Date.now();
  while (Date.now() - began < hopelessMs) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  throw new Error(`waited in vain for ${look.toString().slice(0, 200)}`);
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** All text of a card, as a person would read it. */
export function cardText(card: unknown): string {
  if (Array.isArray(card)) return card.map(cardText).join('\n');
  if (typeof card !== 'object' || card === null) return '';
  const {
    text,
    title,
    value,
    label,
    inlines,
    items,
    body,
    columns,
    rows,
    cells,
    facts,
    actions,
    card: inner,
  } = recordOf(card);
  const own = [text, title, typeof value === 'string' ? value : '', label].filter(
    (part): part is string => typeof part === 'string' && part !== '',
  );
  return [...own, ...[inlines, items, body, columns, rows, cells, facts, actions, inner].map(cardText)]
    .filter((part) => part !== '')
    .join('\n');
}

export interface CardButton {
  readonly verb: string;
  readonly title?: string;
  readonly data: Record<string, unknown>;
}

/** Every button of a card that calls the bot, those of its inner forms too. */
export function buttonsOf(card: unknown): readonly CardButton[] {
  if (Array.isArray(card)) return card.flatMap(buttonsOf);
  if (typeof card !== 'object' || card === null) return [];
  const node = recordOf(card);
  const own =
    node['type'] === 'Action.Execute'
      ? [
          {
            verb: String(node['verb']),
            ...(typeof node['title'] === 'string' ? { title: node['title'] } : {}),
            data: recordOf(node['data']),
          },
        ]
      : [];
  return [
    ...own,
    ...Object.entries(node).flatMap(([key, value]) =>
      key === 'refresh' || key === 'fallback' ? [] : buttonsOf(value),
    ),
  ];
}
