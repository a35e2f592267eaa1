import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { allows, fits } from '../../src/azure/permissions.ts';

const remove = 'Microsoft.Compute/virtualMachines/delete';

describe('permissions', () => {
  for (const [pattern, action, expected] of [
    ['*', remove, true],
    ['microsoft.compute/VIRTUALMACHINES/delete', remove, true],
    ['Microsoft.Compute/*', remove, true],
    ['*/delete', remove, true],
    ['Microsoft.Compute/*/delete', remove, true],
    ['Microsoft.Compute/*/delete', 'Microsoft.Compute/delete', false],
    ['*/read', remove, false],
    ['Microsoft.Compute/virtualMachines/d', remove, false],
    ['Microsoft.Compute/virtualMachines/delete/action', remove, false],
    ['a*b*b', 'ab', false],
    ['a**b', 'ab', true],
    ['', '', true],
    ['', remove, false],
    ['Microsoft.Compute.*', 'MicrosoftXCompute.x', false],
  ] as const)
    it(`${pattern} ${expected ? 'fits' : 'does not fit'} ${action}`, () => {
      assert.equal(fits(pattern, action), expected);
    });

  it('fit as a regular expression of the same meaning does', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', 'A'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '*', 'A'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, word, (shape, action) => {
        const source = shape.replaceAll('.', String.raw`\.`).replaceAll('*', '.*');

        assert.equal(fits(shape, action), new RegExp(`^${source}$`, 'i').test(action));
      }),
    );
  });

  it('take a hostile pattern without effort', () => {
    assert.equal(fits(`${'*a'.repeat(20_000)}*c`, 'a'.repeat(50_000)), false);
  });

  it('are not given by an entry that takes them back, but by another one that does not', () => {
    const owner = { actions: ['*'], notActions: [] };
    const contributor = { actions: ['*'], notActions: ['Microsoft.Authorization/*/Delete', '*/DELETE'] };

    assert.equal(allows([contributor], remove), false);
    assert.equal(allows([contributor, owner], remove), true);
    assert.equal(allows([], remove), false);
  });
});
