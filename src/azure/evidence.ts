import { OutsideError } from '../domain/outside.ts';
import { HttpError } from '../http/http-error.ts';
import { urlPath } from '../http/url-path.ts';
import { activityCall } from './activity-log.ts';
import type { VersionOf } from './api-versions.ts';
import type { Arm } from './client.ts';
import { pickText } from './pick.ts';
import { idPath, UnaskableError } from './resource-id.ts';
import { versionFor } from './resource-state.ts';
import { Raw, RawList } from './schema.ts';

interface Piece {
  readonly kind: 'activity-log' | 'deployment' | 'resource';
  readonly name: string;
  readonly content: Raw;
  readonly error?: string;
}

const rawPage = (body: unknown) => {
  const page = RawList.parse(body);
  return { items: page.value, next: page.nextLink };
};

/**
 * What is kept before the first deletion: the activity log page by page, the deployments of groups, which a group's
 * deletion would take along (facts/azure.md 2.4), and the resources as they are. What cannot be read is a piece
 * without content that says why.
 */
export async function* readEvidence(
  arm: Arm,
  versionOf: VersionOf,
  subscriptionId: string,
  of: {
    readonly resources: readonly { readonly id: string }[];
    readonly groups: readonly string[];
    readonly since: string;
  },
  now: Date,
): AsyncGenerator<Piece> {
  yield* logPages(arm, subscriptionId, of.since, now);
  // What lies in no group has no deployments to read.
  for (const group of of.groups) if (group !== '') yield* deployments(arm, subscriptionId, group);
  for (const { id } of of.resources)
    yield* saying({ kind: 'resource', name: id }, async function* () {
      const path = idPath(id, subscriptionId);
      const query = { 'api-version': await versionFor(arm, versionOf, subscriptionId, id) };
      yield { kind: 'resource', name: id, content: await arm.get({ path, query }, (body) => Raw.parse(body)) };
    });
}

async function* logPages(arm: Arm, subscriptionId: string, since: string, now: Date): AsyncGenerator<Piece> {
  let page = 0;
  const name = () => String(page + 1);
  const kind = 'activity-log';
  try {
    for await (const rows of arm.pages(activityCall(subscriptionId, since, now, false), rawPage)) {
      yield { kind, name: name(), content: [...rows] };
      page++;
    }
  } catch (error) {
    yield unread({ kind, name: name() }, error);
  }
}

function deployments(arm: Arm, subscriptionId: string, group: string): AsyncGenerator<Piece> {
  const kind = 'deployment';
  return saying({ kind, name: group }, async function* () {
    const call = {
      path: urlPath`/subscriptions/${subscriptionId}/resourcegroups/${group}/providers/Microsoft.Resources/deployments`,
      query: { 'api-version': '2021-04-01' },
    };
    for await (const page of arm.pages(call, rawPage))
      for (const content of page) yield { kind, name: pickText(content, 'id', 'name') ?? group, content };
  });
}

/** The pieces of `work`, and one that says why where it breaks off. */
async function* saying(of: Pick<Piece, 'kind' | 'name'>, work: () => AsyncGenerator<Piece>): AsyncGenerator<Piece> {
  try {
    yield* work();
  } catch (error) {
    yield unread(of, error);
  }
}

function unread(of: Pick<Piece, 'kind' | 'name'>, error: unknown): Piece {
  if (!(error instanceof HttpError || error instanceof OutsideError || error instanceof UnaskableError)) throw error;
  return { ...of, content: null, error: error.message };
}
