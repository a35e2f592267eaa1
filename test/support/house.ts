import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorld } from '../../playground/world/create-world.ts';
import type { WorldOptions } from '../../playground/world/options-types.ts';
import { trustCertificate } from '../../playground/world/trust.ts';
import type {
  World,
  WorldConversation,
  WorldMessage,
  WorldPartner,
  WorldPerson,
} from '../../playground/world/types.ts';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Log } from '../../src/workflow/ports.ts';
import { createTestDatabase, dropTestDatabase } from './database.ts';
import { quietLog } from './quiet-log.ts';

/** The whole product, against a local world of its own and a database of its own. */
export interface House {
  readonly world: World;
  readonly app: App;
  readonly databaseUrl: string;
  /** Where Teams posts activities to. */
  readonly endpoint: string;
  readonly partner: WorldPartner;
  /** Channel that the bot posts into. */
  readonly channel: WorldConversation;
  person(title: RegExp, tenantId?: string): WorldPerson;
  /** Has the sources looked at now. */
  look(): Promise<void>;
  messages(conversationId: string): readonly WorldMessage[];
  /** Stops everything and drops the database, unless it is to be kept for a look. */
  close(options?: { readonly keep?: boolean }): Promise<void>;
}

export interface HouseOptions {
  readonly world?: Omit<WorldOptions, 'folder'>;
  readonly log?: Log;
  readonly env?: Record<string, string>;
  /** Milliseconds that one attempt to reach a service may take. */
  readonly timeoutMs?: number;
  /** Which partners' teams have the bot; the first one's where left out. */
  readonly installed?: 'first' | 'all';
}

/** A world in which digests are said, on the afternoon of a working day: today's is over, and the next is tomorrow's. */
export const withDigests = { digestAt: undefined, now: new Date('2026-11-24T15:00:00Z') };

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'mining-watch-house-'));
  // Else tests would meet digests in the hours in which these are said, and at no other time.
  const world = await createWorld({ teamsPatienceMs: hopelessMs, digestAt: 'off', ...options.world, folder });
  trustCertificate(world.caFile);
  const { name, url: databaseUrl } = await createTestDatabase();
  const env = {
    ...world.botEnv(),
    DATABASE_URL: databaseUrl,
    PORT: '0',
    HOST: '127.0.0.1',
    DATABASE_POOL_SIZE: '8',
    JOB_CONCURRENCY: '8',
    // Tests have many alerts in a short time, and look for the card of each.
    BURST_CARDS: '1000',
    // Nor does any person do as much in a minute as one of them.
    PERSON_SHARE: '1000000000',
    ...options.env,
  };
  const app = await createApp({
    config: readConfig(env),
    log: options.log ?? quietLog,
    now: () => world.now(),
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
  const { port } = await app.start();
  const endpoint = `http://127.0.0.1:${port}/api/messages`;
  world.setBotEndpoint(endpoint);

  const snapshot = () => world.snapshot();
  const { partners } = snapshot();
  const [partner] = partners;
  if (!partner) throw new Error('the world has no partner');
  const person = (title: RegExp, tenantId = partner.tenantId) => {
    const found = snapshot().people.find((p) => p.tenantId === tenantId && title.test(`${p.name} ${p.title}`));
    if (!found) throw new Error(`nobody is ${title}`);
    return found;
  };
  for (const each of options.installed === 'all' ? partners : [partner])
    await world.install(each.teamId, person(/admin|owner/i, each.tenantId).id);
  const channel = await until(() => {
    const { conversations, messages } = snapshot();
    const welcomed = new Set(messages.filter((m) => m.from === 'bot').map((m) => m.conversationId));
    return conversations.find((c) => welcomed.has(c.id) && c.teamId === partner.teamId);
  });
  return {
    world,
    app,
    databaseUrl,
    endpoint,
    partner,
    channel,
    person,
    look: () => app.lookNow(),
    messages: (conversationId) => snapshot().messages.filter((m) => m.conversationId === conversationId && !m.deleted),
    close: async ({ keep = false } = {}) => {
      await app.stop();
      await world.close();
      await rm(folder, { recursive: true, force: true });
      if (keep) console.log(`    database kept for a look: ${name}`);
      else await dropTestDatabase(name);
    },
  };
}

/** A house for the tests of one `describe`: call it inside, and what it answers inside the tests. */
export function useHouse(options: HouseOptions = {}): () => House {
  let house: House | undefined;
  let failed = false;
  before(async () => {
    house = await openHouse(options);
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === 'failed';
    house?.world.clearFaults();
  });
  after(() => house?.close({ keep: failed }));
  return () => {
    if (house === undefined) throw new Error('the house is there only while tests run');
    return house;
  };
}

/** Long past anything that works: a wait that goes on after its test has ended would keep the run from ending. */
export const hopelessMs = 300_000;

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
