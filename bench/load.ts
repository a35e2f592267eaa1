import { Agent, request } from 'node:http';
import { z } from 'zod';

/* The load generator, a process of its own: a number of connections, each of which sends its next turn as soon as the
   last one was answered. */

const askSchema = z.object({
  url: z.string(),
  connections: z.number(),
  tokens: z.array(z.string()),
  bodies: z.array(z.string()),
  /** Of each body, where it goes below `url`. */
  paths: z.array(z.string()).optional(),
  /** Of each body, where it has headers of its own. */
  headers: z.array(z.record(z.string(), z.string())).optional(),
  /** Of every good answer; 200 where left out. */
  status: z.number().optional(),
  /** What every good answer contains. */
  expected: z.string(),
});
export type LoadAsk = z.infer<typeof askSchema>;

export interface LoadResult {
  readonly seconds: number;
  /** Milliseconds of each turn, sorted. */
  readonly latencies: readonly number[];
  /** Answers other than 200 with what was expected in it. */
  readonly wrong: number;
  readonly bytes: number;
  readonly sample: string;
}

process.on('message', (message) => {
  run(askSchema.parse(message)).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
process.once('disconnect', () => process.exit(0));
// The probe let go of the channel; here it is what the process lives for.
process.channel?.ref();

async function run({
  url,
  connections,
  tokens,
  bodies,
  paths = [],
  headers = [],
  status: good = 200,
  expected,
}: LoadAsk): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  const answers = { wrong: 0, bytes: 0, sample: '' };
  let next = 0;
  const connection = async (): Promise<void> => {
    for (let i = next++; i < bodies.length; i = next++) {
      const began = performance.now();
      const token = tokens[i % tokens.length];
      const own = { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers[i] };
      const { status, text } = await post(agent, `${url}${paths[i] ?? ''}`, own, bodies[i] ?? '');
      latencies.push(performance.now() - began);
      const isGood = status === good && text.includes(expected);
      if (!isGood) answers.wrong += 1;
      if (!isGood || answers.sample === '') answers.sample = `${status} ${text}`;
      answers.bytes += text.length;
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, connection));
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  return { seconds, latencies: latencies.toSorted((a, b) => a - b), ...answers };
}

function post(
  agent: Agent,
  url: string,
  own: Readonly<Record<string, string>>,
  body: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...own,
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
