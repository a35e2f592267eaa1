import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import type { Json, World } from '../world/types.ts';
import type { Cast } from './emulator-config.ts';

/**
 * Stands between the emulator and the bot. The emulator sends activities without a token; each gets one of the local
 * issuer here, so that the bot runs with its authentication on. The current user and the tenant become those of `cast`.
 */
export async function startSigningProxy(options: {
  readonly world: World;
  readonly cast: Cast;
  /** Where the bot takes activities. */
  readonly endpoint: string;
}): Promise<{ readonly endpoint: string; close(): Promise<void> }> {
  const server = createServer((req, res) => {
    forward(options, req, res).catch((error: unknown) => {
      res.writeHead(502, { 'content-type': 'text/plain' });
      res.end(error instanceof Error ? error.message : 'The bot could not be reached.');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/api/messages`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

async function forward(
  { world, cast, endpoint }: { world: World; cast: Cast; endpoint: string },
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  if (req.method !== 'POST') {
    res.writeHead(405);
    res.end();
    return;
  }
  const activity = asFromTeams(objectOf(await json(req)), cast);
  const authorization =
    req.headers.authorization ?? `Bearer ${await world.token({ claims: { serviceurl: activity['serviceUrl'] } })}`;
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify(activity),
  });
  res.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' });
  res.end(await answer.text());
}

/** The activity as it would come from Teams: the sender's Entra id, and the tenant, as the world knows them. */
function asFromTeams(activity: Json, { partner, admin }: Cast): Json {
  const from = objectOf(activity['from']);
  const channelData = objectOf(activity['channelData']);
  const own = from['aadObjectId'] === undefined || from['id'] === admin.teamsId;
  return {
    ...activity,
    from: own ? { ...from, aadObjectId: admin.id } : from,
    conversation: { ...objectOf(activity['conversation']), tenantId: partner.tenantId },
    channelData: { ...channelData, tenant: { id: partner.tenantId } },
  };
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
