import assert from 'node:assert/strict';
import { once } from 'node:events';
import { TimeoutError } from 'ky';
import { OutsideError } from '../../src/domain/outside.ts';
import type { Partner } from '../../src/domain/partner.ts';
import { standardRemoval } from '../../src/domain/partner.ts';
import type { Person } from '../../src/domain/people.ts';
import { createHttp, type Http } from '../../src/http/http.ts';
import type { ObserveCall } from '../../src/http/observe-call.ts';
import type { PersonTokens, Tokens } from '../../src/http/tokens.ts';
import { hangs } from './http-server.ts';

export const partner: Partner = {
  id: 'ptr_00000000000000000000000000000001',
  tenantId: '11111111-1111-4111-8111-111111111111',
  name: 'Fabrikam',
  source: 'graph',
  language: 'en',
  roleGroups: { viewer: [], responder: [], remover: [], owner: [] },
  removal: standardRemoval,
  extraAlertTypes: [],
  pollMinutes: 15,
  timeZone: 'UTC',
};

export const ada: Person = {
  tenantId: partner.tenantId,
  objectId: 'aaaaaaaa-0000-4000-8000-000000000001',
  name: 'Ada',
};

/** Tokens that say whose they are and for what: `app 11111111-… scope`. */
export const appTokens: Tokens = {
  app: (tenantId, scope) => Promise.resolve(`app|${tenantId}|${scope}`),
};

export const nobodySignedIn: PersonTokens = {
  graph: () => Promise.resolve(undefined),
  partnerCenter: () => Promise.resolve(undefined),
  azure: () => Promise.resolve(undefined),
};

export const everybodySignedIn: PersonTokens = {
  graph: (person) => Promise.resolve(`person|${person.objectId}|graph`),
  partnerCenter: (person) => Promise.resolve(`person|${person.objectId}|pc`),
  azure: (person) => Promise.resolve(`person|${person.objectId}|azure`),
};

/** Ends an attempt as its time limit would, at the moment in which a local server begins to keep it waiting. */
const untilItHangs: ObserveCall = ({ method, host }, send) => {
  const over = new AbortController();
  const hung = once(hangs, host, { signal: over.signal }).then(() => {
    throw new TimeoutError(new Request(`http://${host}`, { method }));
  });
  hung.catch(() => undefined);
  return Promise.race([send(), hung]).finally(() => over.abort());
};

/** The real helper, quick to repeat, and to give up on a local server that hangs: no clock decides what it meets. */
export function quickHttp(): Http {
  return createHttp({
    log: { debug: () => {} },
    timeoutMs: 60_000,
    limits: { retryDelayMs: 1, longestWait: 2 },
    observe: untilItHangs,
  });
}

export async function outsideError(work: Promise<unknown>): Promise<OutsideError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof OutsideError, String(error));
  return error;
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
