import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Act, RunItem } from '../../src/domain/run.ts';
import { isOver } from '../../src/domain/run-moves.ts';
import { type AzureModel, azureModel, type Nature, nature } from '../support/azure-model.ts';
import { runItem } from '../support/plans.ts';
import { resource } from '../support/readings.ts';
import { type Chaos, type Driven, drive } from '../support/run-driver.ts';
import { startedAt } from '../support/samples.ts';

const began = Date.parse(startedAt);
const keyOfItem = (index: number) => resource(`vm/w-${index}`).key;
const earlier = fc.array(fc.nat({ max: 8 }), { maxLength: 2 });

const chaos: fc.Arbitrary<Chaos> = fc.record({
  numbers: fc.array(fc.nat({ max: 99_999 }), { minLength: 5, maxLength: 60 }),
  crashes: fc.array(fc.nat({ max: 200 }), { maxLength: 6 }),
  cancelAfter: fc.option(fc.nat({ max: 80 }), { nil: undefined, freq: 2 }),
});

/** Items that wait for earlier ones; some are used by ones of which the plan does not know; some go with an earlier one. */
const estate = fc.array(
  fc.record({
    nature,
    waits: earlier,
    users: earlier,
    whole: fc.option(fc.nat({ max: 8 }), { nil: undefined, freq: 2 }),
  }),
  { minLength: 1, maxLength: 9 },
);

interface Life extends Driven {
  readonly azure: AzureModel;
  readonly natures: ReadonlyMap<string, Nature>;
}

/** Plays a run of the act upon an estate, and looks at how it ended. */
function always(act: Act, look: (life: Life) => void): void {
  const property = fc.property(estate, chaos, (parts, disorder) => {
    const wholeOf = (index: number): number | undefined => {
      const whole = act === 'delete' ? parts[index]?.whole : undefined;
      return whole === undefined || whole >= index || wholeOf(whole) !== undefined ? undefined : whole;
    };
    const below = (list: readonly number[], index: number) =>
      [...new Set(list)].filter((one) => one < index).map(keyOfItem);
    const built = parts.map((part, index) => {
      const whole = wholeOf(index);
      const key = keyOfItem(index);
      const waitsFor = act === 'delete' && whole === undefined ? below(part.waits, index) : [];
      const fingerprint = part.nature.hasMark ? { mark: `${key} 1` } : {};
      const item: RunItem = runItem(resource(`vm/w-${index}`), {
        fingerprint,
        waitsFor,
        ...(whole === undefined ? {} : { action: 'goes-with', goesWith: keyOfItem(whole) }),
      });
      const users = [...waitsFor, ...(whole === undefined ? below(part.users, index) : [])];
      return {
        item,
        part: { key, nature: part.nature, users, whole: whole === undefined ? undefined : keyOfItem(whole) },
      };
    });
    const azure = azureModel(
      act,
      began,
      built.map((one) => one.part),
    );
    const driven = drive(
      act,
      built.map((one) => one.item),
      azure,
      began,
      disorder,
    );
    look({ ...driven, azure, natures: new Map(built.map(({ part }) => [part.key, part.nature])) });
  });
  fc.assert(property, { numRuns: 600 });
}

for (const act of ['delete', 'stop', 'start'] as const)
  describe(`a run to ${act}, whatever Azure, other people and crashes do`, () => {
    it('ends, with each item at an end, having kept its rules at every step', () => {
      always(act, ({ items }) => assert.ok(items.every(isOver)));
    });

    it('ends in time: no item takes longer than its minutes and the last wait', () => {
      always(act, ({ items }) => {
        for (const { beganAt, endedAt } of items)
          if (beganAt && endedAt) assert.ok(Date.parse(endedAt) - Date.parse(beganAt) < 20 * 60_000);
      });
    });

    it('says for each that failed or was left alone why', () => {
      always(act, ({ items }) => {
        for (const { state, why } of items) assert.ok(why !== undefined || state === 'done' || state === 'unknown');
      });
    });
  });

describe('a run to delete, whatever happens', () => {
  it('calls gone only what is gone, or is there as another one', () => {
    always('delete', ({ items, azure, now }) => {
      for (const { key, state } of items) {
        const { exists, generation } = azure.truth(key, now);
        if (state === 'done') assert.ok(!exists || generation > 1);
      }
    });
  });

  it('never asks again for what was removed by it and made anew, even where nobody can tell the two apart', () => {
    always('delete', ({ items, azure, now }) => {
      for (const { key } of items) assert.ok(!azure.truth(key, now).askedAnew);
    });
  });

  it('asks only for what it is to act upon, and never for parts', () => {
    always('delete', ({ items, acted }) => {
      for (const item of items) if (item.action === 'goes-with') assert.equal(acted.get(item.key), undefined);
    });
  });

  it('leaves what comes after something that stays', () => {
    always('delete', ({ items, acted }) => {
      const stays = new Set(items.filter(({ state }) => state !== 'done').map(({ key }) => key));
      for (const item of items)
        if (item.waitsFor.some((key) => stays.has(key))) {
          assert.equal(item.state, 'skipped');
          assert.equal(acted.get(item.key), undefined);
        }
    });
  });

  it('gets everything done where nothing stands against it, however often it dies', () => {
    const kind = fc.record({
      nature: fc.record({
        outcome: fc.constantFrom('at-once', 'operation', 'gone-later', 'bare-202', 'link-lost', 'done-but-unreachable'),
        seconds: fc.integer({ min: 0, max: 60 }),
        times: fc.integer({ min: 1, max: 3 }),
        hasMark: fc.constant(true),
      }),
      waits: earlier,
    });
    fc.assert(
      fc.property(fc.array(kind, { minLength: 1, maxLength: 9 }), chaos, (parts, disorder) => {
        const items = parts.map(({ waits }, index) =>
          runItem(resource(`vm/w-${index}`), {
            fingerprint: { mark: `${keyOfItem(index)} 1` },
            waitsFor: [...new Set(waits)].filter((one) => one < index).map(keyOfItem),
          }),
        );
        const model = azureModel(
          'delete',
          began,
          parts.map((part, index) => ({
            key: keyOfItem(index),
            nature: part.nature,
            users: items[index]?.waitsFor ?? [],
          })),
        );

        const driven = drive('delete', items, model, began, { ...disorder, cancelAfter: undefined });

        assert.ok(driven.items.every(({ state }) => state === 'done'));
      }),
      { numRuns: 400 },
    );
  });

  it('does not stand still for users that nobody knew of, even if all the first places are theirs', () => {
    const calm: Nature = { outcome: 'operation', seconds: 5, times: 1, hasMark: true };
    const held = [0, 1, 2, 3, 4, 5];
    const items = [...held, 9].map((index) =>
      runItem(resource(`vm/w-${index}`), { fingerprint: { mark: `${keyOfItem(index)} 1` } }),
    );
    const model = azureModel('delete', began, [
      ...held.map((index) => ({ key: keyOfItem(index), nature: calm, users: [keyOfItem(9)] })),
      { key: keyOfItem(9), nature: calm, users: [] },
    ]);

    const driven = drive('delete', items, model, began, { numbers: [1, 7, 3], crashes: [] });

    assert.ok(driven.items.every(({ state }) => state === 'done'));
    assert.ok(driven.now - began < 120_000);
  });
});
