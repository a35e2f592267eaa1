import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { day } from '../../src/domain/clocks.ts';
import { isLive, rememberedUntil, untilOf } from '../../src/domain/memory.ts';
import { ada } from '../support/people.ts';
import { startedAt } from '../support/samples.ts';

const after = (days: number) => new Date(Date.parse(startedAt) + days * day);
const days = fc.integer({ min: -10, max: 400 });
const policy = fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined });

describe('how long a confirmation is remembered', () => {
  it('is 90 days, unless the person or the policy says less; never more', () => {
    assert.equal(rememberedUntil(startedAt, undefined, undefined), after(90).toISOString());
    assert.equal(rememberedUntil(startedAt, 30, undefined), after(30).toISOString());
    assert.equal(rememberedUntil(startedAt, 90, 14), after(14).toISOString());
    assert.equal(rememberedUntil(startedAt, 365, undefined), after(90).toISOString());
    assert.equal(rememberedUntil(startedAt, 0, undefined), undefined);
    assert.equal(rememberedUntil(startedAt, 90, 0), undefined);
  });

  it('ends once, and for good: what does not count at one moment counts at none after it', () => {
    fc.assert(
      fc.property(days, policy, policy, days, fc.nat({ max: 400 }), (chosen, then, now, at, later) => {
        const until = rememberedUntil(startedAt, chosen, then);
        if (until === undefined) return;
        const memory = { at: startedAt, until };

        assert.ok(Date.parse(until) <= after(90).getTime());
        if (!isLive(memory, now, after(at))) assert.ok(!isLive(memory, now, after(at + later)));
        assert.ok(!isLive(memory, now, new Date(until)));
      }),
    );
  });

  it('is never longer by a stricter policy, and no policy makes it longer than was said', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), policy, fc.nat({ max: 90 }), (chosen, now, less) => {
        const until = rememberedUntil(startedAt, chosen, undefined) ?? '';
        const counts = Date.parse(untilOf({ at: startedAt, until }, now));

        assert.ok(counts <= Date.parse(until));
        assert.ok(Date.parse(untilOf({ at: startedAt, until }, Math.max(0, (now ?? 90) - less))) <= counts);
      }),
    );
  });

  it('is over when somebody takes it back', () => {
    const ended = { why: 'forgotten', by: ada, at: startedAt } as const;

    assert.ok(isLive({ at: startedAt, until: after(90).toISOString() }, undefined, after(1)));
    assert.ok(!isLive({ at: startedAt, until: after(90).toISOString(), ended }, undefined, after(1)));
  });
});
