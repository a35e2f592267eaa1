import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { audiences } from '../../playground/world/audiences.ts';
import { createWorld } from '../../playground/world/create-world.ts';
import type { WorldOptions } from '../../playground/world/options-types.ts';
import { trustCertificate } from '../../playground/world/trust.ts';
import type { Json, World } from '../../playground/world/types.ts';
import { hopelessMs } from '../support/house.ts';

export interface OpenWorld {
  readonly world: World;
  readonly env: Record<string, string>;
  /** A token of the bot's app in a tenant, from the fake login service. */
  appToken(tenantId: string, api: keyof typeof audiences): Promise<string>;
  /** A token of a person who has signed in, from the fake user token service. */
  personToken(personId: string, connection: 'graph' | 'partner-center' | 'azure'): Promise<string>;
  call(url: string, options?: CallOptions): Promise<Called>;
  close(): Promise<void>;
}

export interface CallOptions {
  readonly method?: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Called {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
  /** The answer where it is a bare array. */
  readonly list: readonly Json[];
}

export async function openWorld(options: Omit<WorldOptions, 'folder'> = {}): Promise<OpenWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'world-'));
  const world = await createWorld({ teamsPatienceMs: hopelessMs, ...options, folder });
  trustCertificate(world.caFile);
  const env = world.botEnv();
  const appToken: OpenWorld['appToken'] = async (tenantId, api) => {
    const answer = await fetch(`${env.LOGIN_URL}/${tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: env.BOT_APP_ID ?? '',
        client_secret: env.BOT_APP_SECRET ?? '',
        scope: `${audiences[api]}/.default`,
      }),
    });
    return String(asJson(await answer.json()).access_token);
  };
  return {
    world,
    env,
    appToken,
    async personToken(personId, connection) {
      const token = await appToken(env.BOT_APP_TENANT_ID ?? '', 'botFramework');
      const query = `userId=${personId}&connectionName=${connection}&channelId=msteams`;
      const { body } = await call(`${env.BOT_USER_TOKEN_URL}/api/usertoken/GetToken?${query}`, { token });
      return String(body.token);
    },
    call,
    async close() {
      await world.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function call(url: string, options: CallOptions = {}): Promise<Called> {
  const answer = await fetch(url, {
    method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await answer.text();
  const parsed: unknown = text === '' ? {} : JSON.parse(text);
  const list = Array.isArray(parsed) ? parsed.map(asJson) : [];
  return { status: answer.status, headers: answer.headers, body: asJson(parsed), list };
}

/** A value as the JSON object that a test expects; the assertion on its fields fails where it is none. */
export function asJson(value: unknown): Json {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

export function asList(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(asJson) : [];
}

/** The code in an error body of the connector, Graph or Azure. */
export function codeOf(called: Called): unknown {
  return asJson(called.body.error).code;
}

export interface StubBot {
  readonly url: string;
  readonly activities: readonly Json[];
  readonly authorizations: readonly (string | undefined)[];
  /** What it answers from now on; 200 without a body by default. */
  answer(status: number, body?: unknown): void;
  close(): Promise<void>;
}

/** A bot that keeps what it is sent and answers as told. */
export async function stubBot(): Promise<StubBot> {
  const activities: Json[] = [];
  const authorizations: (string | undefined)[] = [];
  let reply: { status: number; body?: unknown } = { status: 200 };
  const server = createServer((req, res) => {
    const take = async (): Promise<void> => {
      activities.push(asJson(await json(req)));
      authorizations.push(req.headers.authorization);
      res.writeHead(reply.status, { 'content-type': 'application/json' });
      res.end(reply.body === undefined ? '' : JSON.stringify(reply.body));
    };
    void take();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/api/messages`,
    activities,
    authorizations,
    answer(status, body) {
      reply = { status, body };
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
