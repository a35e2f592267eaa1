import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { createHttp, type Http, type HttpRequest } from '../../src/http/http.ts';
import { HttpError } from '../../src/http/http-error.ts';
import { type LocalServer, localServer } from '../support/http-server.ts';

/** A token that nobody is to be shown. */
export const secret = 'eyJ0b2tlbi1zZWNyZXQ';

/** A service and the way to it, quick to repeat; call it inside a `describe`. */
export function useHttp(): {
  readonly server: LocalServer;
  readonly http: Http;
  /** For what never answers. */
  readonly hasty: Http;
  /** What was logged. */
  readonly logged: readonly object[];
  readonly get: (path?: string) => HttpRequest;
  /** What a request fails with; it has to. */
  readonly failure: (request: HttpRequest, by?: Http) => Promise<HttpError>;
} {
  const server = localServer();
  const logged: object[] = [];
  const open = (timeoutMs: number) =>
    createHttp({
      log: { debug: (data) => logged.push(data) },
      timeoutMs,
      limits: { retryDelayMs: 1, longestWait: 2, bodyBytes: 10_000 },
    });
  const http = open(60_000);
  return {
    server,
    http,
    hasty: open(100),
    logged,
    get: (path = '/a') => ({ base: server.url, to: { path } }),
    failure: async (request, by = http) => {
      const error: unknown = await by
        .json(request, (body) => body)
        .then(
          () => undefined,
          (reason: unknown) => reason,
        );
      assert.ok(error instanceof HttpError, inspect(error));
      return error;
    },
  };
}
