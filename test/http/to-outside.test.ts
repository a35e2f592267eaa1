import assert from 'node:assert/strict';
import { OutsideError } from '../../src/domain/outside.ts';
import { HttpError, type HttpErrorFields } from '../../src/http/http-error.ts';
import { toOutside } from '../../src/http/to-outside.ts';

function failed(fields: Partial<HttpErrorFields>): OutsideError {
  return new OutsideError(
    ...toOutside(new HttpError({ kind: 'status', method: 'GET', host: 'h', path: '/p', ...fields })),
  );
}

describe('what an HTTP failure means', () => {
  for (const [fields, why] of [
    [{ status: 401 }, 'unauthorized'],
    [{ status: 401, mfa: true }, 'mfa'],
    [{ status: 403, code: 'Unauthorized_MissingMFA', mfa: true }, 'mfa'],
    [{ status: 403 }, 'forbidden'],
    [{ status: 404 }, 'not-found'],
    [{ status: 429 }, 'throttled'],
    [{ status: 500 }, 'unreachable'],
    [{ status: 408 }, 'unreachable'],
    [{ status: 400 }, 'unreadable'],
    [{ status: 302 }, 'unreadable'],
    [{ kind: 'network' }, 'unreachable'],
    [{ kind: 'timeout' }, 'unreachable'],
    [{ kind: 'schema', status: 200 }, 'unreadable'],
  ] satisfies [Partial<HttpErrorFields>, OutsideError['why']][])
    it(`${JSON.stringify(fields)} is ${why}`, () => {
      assert.equal(failed(fields).why, why);
    });

  it('keeps the wait and the cause', () => {
    const error = failed({ status: 429, retryAfter: 30 });

    assert.equal(error.retryAfter, 30);
    assert.ok(error.cause instanceof HttpError);
  });
});
