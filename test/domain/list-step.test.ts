import assert from 'node:assert/strict';
import { listStep } from '../../src/domain/list-step.ts';

describe('the one step between two lists', () => {
  const item = (to: string) => ({ to: [to] });
  const [a, b, c] = [item('a'), item('b'), item('c')];

  it('is an item that came, at its place', () => {
    assert.deepEqual(listStep([], [a]), { kind: 'added', item: a, at: 0 });
    assert.deepEqual(listStep([a, b], [a, b, c]), { kind: 'added', item: c, at: 2 });
    assert.deepEqual(listStep([a, c], [item('a'), b, c]), { kind: 'added', item: b, at: 1 });
  });

  it('is an item that went, at its former place', () => {
    assert.deepEqual(listStep([a], []), { kind: 'removed', item: a, at: 0 });
    assert.deepEqual(listStep([a, b, c], [a, c]), { kind: 'removed', item: b, at: 1 });
  });

  it('is an item that went before its neighbour', () => {
    assert.deepEqual(listStep([a, b, c], [a, c, b]), { kind: 'moved-up', item: c, at: 1 });
    assert.deepEqual(listStep([a, b], [b, a]), { kind: 'moved-up', item: b, at: 0 });
  });

  it('is none of these where nothing or more happened', () => {
    for (const [before, after] of [
      [
        [a, b],
        [a, b],
      ],
      [
        [a, b, c],
        [c, a, b],
      ],
      [[a, b], [c]],
      [[a], [b]],
      [[], [a, b]],
    ] as const)
      assert.equal(listStep<unknown>(before, after), undefined);
  });
});
