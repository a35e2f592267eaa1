import assert from 'node:assert/strict';
import { freezePlan, planHash } from '../../src/domain/freeze-plan.ts';
import type { Plan } from '../../src/domain/plan.ts';
import { factsOf, lock, planned, wishFor } from '../support/plans.ts';
import { ago, resource } from '../support/readings.ts';

const nic = resource('nic/w-1');
const vm = resource('vm/w-1', { refs: [nic.key], createdAt: ago(1000) });
const all = [vm, nic, resource(`${vm.key}/extensions/e`, { parent: vm.key })];

/** As it comes back from a database, whatever it is. */
function copyOf(value: unknown): Omit<Plan, 'hash'> {
  return JSON.parse(JSON.stringify(value));
}

describe('the hash of a plan', () => {
  const user = resource('vm/user', { refs: [nic.key] });
  const made: Plan = planned(
    freezePlan(
      wishFor([vm, nic, user], { withAttached: true }),
      factsOf([...all, user], { locks: [lock(user.key, { madeBy: 'dana' })] }),
    ),
  );
  const { hash, ...plan } = made;

  it('is that of its content, whatever the order of keys', () => {
    const turned = copyOf(Object.fromEntries(Object.entries(plan).toReversed()));

    assert.equal(planHash(plan), hash);
    assert.equal(planHash(turned), hash);
    assert.equal(planHash(copyOf(plan)), hash);
  });

  /** Every copy of the value in which one leaf, or the order or length of one list, is another. */
  function* edits(value: unknown): Generator {
    if (Array.isArray(value)) {
      yield [...value, 'x'];
      if (value.length > 1) yield value.toReversed();
      for (const [i, one] of value.entries()) for (const edit of edits(one)) yield value.with(i, edit);
    } else if (typeof value === 'object' && value !== null) {
      yield { ...value, more: 1 };
      for (const [name, one] of Object.entries(value)) {
        for (const edit of edits(one)) yield { ...value, [name]: edit };
        yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
      }
    } else yield typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${String(value)}x`;
  }

  it('is another for every edit of anything in it', () => {
    const hashes = [...edits(plan)].map((edit) => planHash(copyOf(edit)));

    assert.ok(hashes.length > 100);
    assert.ok(!hashes.includes(hash));
  });
});
