import type { FollowLink } from '../domain/run.ts';
import type { HttpAnswer } from '../http/http.ts';
import { HttpError } from '../http/http-error.ts';
import { parseJson } from '../http/json.ts';
import { sameHost } from '../http/link-guard.ts';
import { present } from '../http/loose.ts';
import type { Arm } from './client.ts';
import { type ActRefusal, meaningOf, refusalOf } from './refusal.ts';
import { Operation } from './schema.ts';

type Begun =
  | { readonly kind: 'over'; readonly correlationId?: string }
  | {
      readonly kind: 'accepted';
      readonly follow: FollowLink;
      readonly waitSeconds?: number;
      readonly correlationId?: string;
    };

type Followed =
  | { readonly kind: 'running'; readonly waitSeconds?: number }
  | { readonly kind: 'over' }
  | { readonly kind: 'lost' }
  | (Omit<ActRefusal, 'kind'> & { readonly kind: 'failed' });

/** Links of operations are up to 4 KB long (facts/azure.md 2.3); one beyond that is as good as none. */
const longestLink = 8192;

/**
 * What an accepted request begins: an operation to follow, by Azure-AsyncOperation, else by Location; without either
 * there is nothing to wait for, and the resource must be looked at (facts/azure.md 0.3, 2.3). A link to another host, to
 * which no token is ever sent, is as good as none: what was accepted may well happen, and only the resource can tell.
 */
export function begun(answer: HttpAnswer, baseUrl: string): Begun {
  const correlationId = answer.headers.get('x-ms-correlation-request-id')?.slice(0, 100);
  const operation = answer.headers.get('azure-asyncoperation');
  const link = operation ?? answer.headers.get('location');
  const isBegun = answer.status === 201 || answer.status === 202 || operation !== null;
  if (!isBegun || link === null || link.trim() === '' || link.length > longestLink)
    return present({ kind: 'over', correlationId });
  const url = ownLink(link, baseUrl);
  if (url === undefined) return present({ kind: 'over', correlationId });
  return present({
    kind: 'accepted',
    follow: { url, by: operation === null ? 'location' : 'operation' },
    waitSeconds: waitOf(answer.headers),
    correlationId,
  });
}

/**
 * Asks once how an operation is. An answer that tells nothing about the operation (throttled, no connection) leaves it
 * running; a link that is unknown, or that this caller may not read, is `lost`: the resource itself must tell.
 */
export async function followed(arm: Arm, link: FollowLink): Promise<Followed> {
  let answer: HttpAnswer;
  try {
    answer = await arm.follow(link.url);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return ofError(error);
  }
  const waitSeconds = waitOf(answer.headers);
  if (answer.status === 201 || answer.status === 202) return present({ kind: 'running', waitSeconds });
  if (link.by === 'location') return { kind: 'over' };
  const said = Operation.safeParse(jsonOf(answer.text)).data;
  if (said?.status === undefined) return { kind: 'lost' };
  if (said.status === 'succeeded') return { kind: 'over' };
  if (said.status !== 'failed' && said.status !== 'canceled' && said.status !== 'cancelled')
    return present({ kind: 'running', waitSeconds });
  const meaning = meaningOf(said.code);
  const detail = [said.code, said.message].filter((part) => part !== undefined).join(': ');
  return present({
    kind: 'failed',
    why: meaning?.why ?? (said.status === 'failed' ? 'operation-failed' : 'operation-canceled'),
    again: meaning?.again ?? false,
    waitSeconds: meaning?.wait,
    detail: detail === '' ? undefined : detail,
  });
}

function ofError(error: HttpError): Followed {
  const refusal = refusalOf(error);
  // `again`: nothing was learnt of the operation itself.
  if (refusal.why === 'throttled' || refusal.why === 'unreachable')
    return present({ kind: 'running', waitSeconds: refusal.waitSeconds });
  if (error.kind === 'schema') return { kind: 'lost' };
  if (error.status === 404 || error.status === 410 || refusal.why === 'no-right') return { kind: 'lost' };
  const { kind: _kind, ...rest } = refusal;
  return { kind: 'failed', ...rest };
}

function ownLink(link: string, baseUrl: string): string | undefined {
  try {
    return sameHost(URL.parse(link, baseUrl)?.href ?? link, baseUrl).href;
  } catch (error) {
    if (error instanceof HttpError) return undefined;
    throw error;
  }
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function waitOf(headers: Headers): number | undefined {
  const wait = headers.get('retry-after');
  return wait === null ? undefined : Number(wait);
}
