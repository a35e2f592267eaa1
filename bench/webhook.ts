import { createPublicKey, type KeyObject, randomBytes, randomUUID, verify, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from '../playground/free-port.ts';
import { createWorld } from '../playground/world/create-world.ts';
import type { World } from '../playground/world/types.ts';
import { certificatePaths, webhookAuthority } from '../playground/world/webhook-authority.ts';
import { readConfig } from '../src/config.ts';
import { type Database, openDatabase } from '../src/db/database.ts';
import { startEmbeddedServer } from '../src/db/embedded-server.ts';
import { migrate } from '../src/db/migrate.ts';
import { createPartnerAdmin } from '../src/db/partner-admin.ts';
import { createStore } from '../src/db/store.ts';
import { webhookKeyHash } from '../src/workflow/take-webhook.ts';
import { quietLog } from '../test/support/quiet-log.ts';
import { type Child, startChild } from './child.ts';
import type { Closing } from './closing.ts';
import type { LoadAsk, LoadResult } from './load.ts';
import { quantile, type Spread, shown, spread, table } from './numbers.ts';
import { postgresCpuMs } from './postgres-cpu.ts';
import { forgetJobs } from './seed.ts';

const partnerCount = 40;
const rounds = 5;
/** Callbacks of one round, by the number of connections: 10,000 of all rounds with 16. */
const postsOf = { 16: 2000, 1: 400 } as const;
const warmUpPosts = 1000;
/** Of which the callbacks speak in turn; those of one subscription are one job. */
const subscriptionCount = 1000;
const accepted = '{"ok":true}';

interface Post {
  readonly body: string;
  readonly signature: string;
  /** The key of the partner whose callback it is. */
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Bot {
  readonly name: 'bare' | 'ours';
  readonly child: Child;
  readonly url: string;
}

interface Round {
  readonly bot: Bot['name'];
  readonly connections: 16 | 1;
  readonly result: LoadResult;
  readonly cpuMs: number;
  readonly postgresMs: number;
}

/**
 * Callbacks that are proved and committed, against restify that answers the same to the same posts, and against the one RSA
 * verification that each asks for at least. Answers the tables to print.
 */
export async function benchWebhook(folder: string, closing: Closing): Promise<string> {
  const world = await createWorld({ folder, size: { partners: partnerCount, subscriptionsPerPartner: 1 } });
  closing.add(() => world.close());
  const data = join(folder, 'bot');
  const server = await startEmbeddedServer({ folder: data, log: quietLog });
  closing.add(() => server.stop());
  const database = await openDatabase({ url: server.url, log: quietLog, poolSize: 4 });
  closing.add(() => database.close());
  const { keys, counted } = await registered(database, world);

  const count = warmUpPosts + rounds * (postsOf[16] + postsOf[1]);
  const posts = await signedPosts(folder, world, keys, count);
  const floor = verifying(posts.slice(0, 5000), await signingKey(folder));
  const load = startChild('bench/load.ts', {});
  closing.add(() => load.stop());
  const ours = await start('src/main.ts', world, closing, {
    DATABASE_URL: server.url,
    JOB_CONCURRENCY: '0',
    LOG_LEVEL: 'info',
  });
  const bare = await start('bench/accepting-server.ts', world, closing, {});
  const bots: readonly Bot[] = [
    { name: 'bare', child: bare.child, url: `${bare.base}/webhooks/partner-center/` },
    { name: 'ours', child: ours.child, url: `${ours.base}/webhooks/partner-center/` },
  ];
  const ask = async (url: string, part: readonly Post[], connections: number): Promise<LoadResult> => {
    const bodies = part.map(({ body }) => body);
    const headers = part.map((post) => post.headers);
    const paths = part.map((post) => post.key);
    const asked: LoadAsk = { url, connections, tokens: [], bodies, paths, headers, status: 202, expected: accepted };
    const answered = load.message();
    load.process.send(asked);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- sent by load.ts, which says that it is this
    const result = (await answered) as LoadResult;
    if (result.wrong > 0) throw new Error(`${result.wrong} wrong answers, such as ${result.sample.slice(0, 500)}`);
    return result;
  };

  const warmUp = posts.splice(0, warmUpPosts);
  for (const { url } of bots) await ask(url, warmUp, 16);
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const connections of [16, 1] as const) {
      await forgetJobs(database);
      const part = posts.splice(0, postsOf[connections]);
      for (const bot of round % 2 === 0 ? bots : bots.toReversed()) {
        const cpu = async () => [await bot.child.cpuMs(), (await postgresCpuMs(data)) ?? Number.NaN] as const;
        const before = await cpu();
        const result = await ask(bot.url, part, connections);
        const after = await cpu();
        measured.push({
          bot: bot.name,
          connections,
          result,
          cpuMs: (after[0] - before[0]) / part.length,
          postgresMs: (after[1] - before[1]) / part.length,
        });
      }
    }
  }
  const taken = await counted();
  if (taken !== count) throw new Error(`${taken} of ${count} callbacks were taken`);
  return tables(measured, floor, taken);
}

/** The partners of the world, each with a key in its address; and how many callbacks were taken. */
async function registered(database: Database, world: World) {
  await migrate(database);
  await createPartnerAdmin(database).fromFile(readConfig(world.botEnv()).partners);
  const { webhooks, partners } = createStore(database);
  const all = await partners.all();
  const keys = all.map(() => randomBytes(32).toString('base64url'));
  for (const [i, { id }] of all.entries())
    await webhooks.keepKey(id, webhookKeyHash(keys[i] ?? ''), new Date().toISOString());
  const counted = async (): Promise<number> => {
    const taken = await Promise.all(all.map(({ id }) => webhooks.counts(id, '2000-01-01')));
    return taken.reduce((sum, counts) => sum + (counts.taken ?? 0), 0);
  };
  return { keys, counted };
}

/** Callbacks as Partner Center posts them, each another event. */
async function signedPosts(folder: string, world: World, keys: readonly string[], count: number): Promise<Post[]> {
  const authority = await webhookAuthority(folder);
  const subscriptions = Array.from({ length: subscriptionCount }, () => randomUUID());
  const link = `${world.urls.certificates}${certificatePaths.good}`;
  const began = Date.now();
  return Array.from({ length: count }, (_, i) => {
    const at = new Date(began - i).toISOString();
    const body = JSON.stringify({
      EventName: 'azure-fraud-event-detected',
      ResourceUri: `https://api.partnercenter.microsoft.com/v1/fraudEvents?SubscriptionId=${subscriptions[i % subscriptionCount]}&EventStatus=Active`,
      AuditUri: null,
      ResourceChangeUtcDate: at.replace('Z', '1234+00:00'),
    });
    const signature = authority.sign(Buffer.from(body), 'good');
    return {
      body,
      signature,
      key: keys[i % keys.length] ?? '',
      headers: {
        'x-ms-signature': `Signature ${signature}`,
        'x-ms-certificate-url': link,
        'x-ms-signature-algorithm': 'rsa-sha256',
      },
    };
  });
}

async function signingKey(folder: string): Promise<KeyObject> {
  const authority = await webhookAuthority(folder);
  return createPublicKey(
    new X509Certificate(authority.served[certificatePaths.good] ?? '').publicKey.export({
      type: 'spki',
      format: 'pem',
    }),
  );
}

/** Milliseconds of CPU of one verification of RSA with SHA-256, as Node does it, five times over. */
function verifying(posts: readonly Post[], key: KeyObject): Spread {
  const ready = posts.map(({ body, signature }) => [Buffer.from(body), Buffer.from(signature, 'base64')] as const);
  const once = (): number => {
    const before = process.cpuUsage();
    for (const [body, signature] of ready)
      if (!verify('RSA-SHA256', body, key, signature)) throw new Error('a signature is not good');
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / ready.length;
  };
  once();
  return spread(Array.from({ length: rounds }, once));
}

async function start(file: string, world: World, closing: Closing, env: Record<string, string>) {
  const port = await freePort(0);
  const child = startChild(file, { ...world.botEnv(), HOST: '127.0.0.1', PORT: String(port), ...env });
  closing.add(() => child.stop());
  const base = `http://127.0.0.1:${port}`;
  await child.until200(`${base}/readyz`);
  return { child, base };
}

const columns: readonly (readonly [string, (round: Round) => number, number])[] = [
  ['posts/s', ({ result }) => result.latencies.length / result.seconds, 0],
  ['p50 ms', ({ result }) => quantile(result.latencies, 0.5), 2],
  ['p99 ms', ({ result }) => quantile(result.latencies, 0.99), 2],
  ['CPU ms/post', ({ cpuMs }) => cpuMs, 3],
  ['posts/s and core', ({ cpuMs }) => 1000 / cpuMs, 0],
  ['PostgreSQL CPU ms/post', ({ postgresMs }) => postgresMs, 3],
];

function tables(measured: readonly Round[], floor: Spread, taken: number): string {
  const verified = `One RSA verification by node:crypto: ${shown(floor, 3)} ms of CPU, ${Math.round(1000 / floor.median)} a second and core. ${taken} callbacks were proved and taken.`;
  const all = ([16, 1] as const).map((connections) => {
    const of = (bot: Bot['name']): readonly Round[] =>
      measured.filter((round) => round.bot === bot && round.connections === connections);
    const [bare, ours] = [of('bare'), of('ours')];
    const ratio = (read: (round: Round) => number) =>
      spread(ours.map((round, i) => read(round) / (bare[i] === undefined ? Number.NaN : read(bare[i]))));
    const rows = [
      ['bare', ...columns.map(([, read, digits]) => shown(spread(bare.map(read)), digits))],
      ['ours', ...columns.map(([, read, digits]) => shown(spread(ours.map(read)), digits))],
      ['ours/bare', ...columns.slice(0, -1).map(([, read]) => shown(ratio(read), 2))],
    ];
    return `Callbacks, ${connections} connection(s)\n\n${table(['', ...columns.map(([name]) => name)], rows)}`;
  });
  return [verified, ...all].join('\n\n');
}
