import assert from 'node:assert/strict';
import { createPace, refillSeconds } from '../../src/workflow/pace.ts';

/** Azure's own count: 200 at once, and 10 more each second (facts/azure.md 7). */
function bucketOfAzure() {
  let tokens = 200;
  let at = 0;
  return (ms: number): boolean => {
    tokens = Math.min(200, tokens + ((ms - at) / 1000) * 10);
    at = ms;
    tokens -= 1;
    return tokens >= 0;
  };
}

describe('the pace of requests that change something', () => {
  /** Sends as fast as the pace allows; answers the times in milliseconds. */
  function sendAll(count: number, spent = 0): readonly number[] {
    let ms = 0;
    const pace = createPace(() => new Date(ms), spent);
    return Array.from({ length: count }, () => (ms += pace.waitMs()));
  }

  it('keeps to what Azure allows, however many there are', () => {
    const isAllowed = bucketOfAzure();

    const refused = sendAll(1000).filter((ms) => !isAllowed(ms));

    assert.deepEqual(refused, []);
  });

  it('wastes little of it', () => {
    const last = sendAll(1000).at(-1) ?? 0;

    assert.ok(last / 1000 < ((1000 - 200) / 10) * 1.1, `${last} ms`);
  });

  it('lets none wait while there is room', () => {
    assert.deepEqual(new Set(sendAll(190)), new Set([0]));
  });

  it('counts what somebody else has sent a moment ago', () => {
    const [first = 0] = sendAll(1, 190);

    assert.ok(first > 0 && first < 1000);
    assert.equal(refillSeconds, 20);
  });

  it('lets several that ask at once wait one after another', () => {
    const pace = createPace(() => new Date(0), 190);

    const waits = [1, 2, 3].map(() => pace.waitMs());

    assert.deepEqual(
      waits,
      waits.toSorted((a, b) => a - b),
    );
    assert.equal(new Set(waits).size, 3);
  });

  it('is not misled by a clock that goes back', () => {
    let ms = 60_000;
    const pace = createPace(() => new Date(ms), 190);
    pace.waitMs();
    ms = 0;

    assert.ok(pace.waitMs() > 0);
    ms = 1000;
    assert.ok(pace.waitMs() < 1000);
  });
});
