import assert from 'node:assert/strict';
import { urlOf, urlPath } from '../../src/http/url-path.ts';

describe('paths', () => {
  it('keep each value in one segment', () => {
    assert.equal(urlPath`/v1/customers/${'a/../b?c#d'}/x`, '/v1/customers/a%2F..%2Fb%3Fc%23d/x');
  });

  for (const value of ['', '.', '..'])
    it(`refuse the value ${JSON.stringify(value)}`, () => {
      assert.throws(() => urlPath`/v1/${value}`, TypeError);
    });

  it('join base and query with one slash and no plus signs', () => {
    assert.equal(
      urlOf('https://h/base/', '/p', { $filter: "a eq 'b+c'", skipped: undefined }),
      "https://h/base/p?$filter=a%20eq%20'b%2Bc'",
    );
  });
});
