import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { createFairShares } from '../../src/teams/fair-shares.ts';

const eve = { tenantId: 'one', objectId: 'eve' };
const ann = { tenantId: 'two', objectId: 'ann' };
const press = { kind: 'press', verb: 'claim' } as const;
const message = { kind: 'message' } as const;
const nothing = () => Promise.resolve();

describe('The share of a person', () => {
  let at = 0;
  const shares = (most = 100) => createFairShares({ most, now: () => new Date(at) });

  async function done(
    asked: ReturnType<typeof shares>,
    wish: Parameters<typeof asked.run>[1],
    count: number,
    of = eve,
  ) {
    const answers = [];
    for (let i = 0; i < count; i++) answers.push(await asked.run(of, wish, nothing));
    return answers;
  }
  const kinds = (answers: Awaited<ReturnType<typeof done>>) =>
    Object.fromEntries([...Map.groupBy(answers, ({ kind }) => kind)].map(([kind, list]) => [kind, list.length]));

  it('is 50 presses or 25 messages at once, and then as much as time gives back', async () => {
    const asked = shares();

    assert.deepEqual(kinds(await done(asked, press, 60)), { done: 50, 'slow-down': 10 });
    assert.deepEqual(kinds(await done(asked, message, 30, ann)), { done: 25, 'slow-down': 5 });
    at += 8000;
    assert.deepEqual(kinds(await done(asked, message, 5)), { done: 2, 'slow-down': 3 });
    at += 3_600_000;
    assert.deepEqual(kinds(await done(asked, press, 60)), { done: 50, 'slow-down': 10 });
  });

  it('is nobody else’s: the same id in another tenant has its own', async () => {
    const asked = shares();
    await done(asked, press, 60);

    assert.deepEqual(kinds(await done(asked, press, 50, { ...eve, tenantId: 'two' })), { done: 50 });
  });

  it('tells once that it is used up, and again once it was not', async () => {
    const asked = shares();
    const firsts = (answers: Awaited<ReturnType<typeof done>>) =>
      answers.filter((answer) => answer.kind === 'slow-down' && answer.first).length;

    assert.equal(firsts(await done(asked, press, 500)), 1);
    assert.equal(firsts(await done(asked, press, 500)), 0);
    at += 2000;
    assert.equal(firsts(await done(asked, press, 500)), 1);
  });

  it('is not used by fresh cards, which clients ask for by themselves, nor by what Teams tells', async () => {
    const asked = shares();
    await done(asked, press, 60);

    assert.deepEqual(kinds(await done(asked, { kind: 'press', verb: 'case.refresh' }, 300)), { done: 300 });
    assert.deepEqual(kinds(await done(asked, { kind: 'event' }, 300)), { done: 300 });
  });

  it('is four things at a time, in the order in which they came, whatever fails', async () => {
    const asked = shares();
    const open: (() => void)[] = [];
    const begun: number[] = [];
    const work = (i: number) => () => {
      begun.push(i);
      return new Promise<void>((resolve, reject) =>
        open.push(i % 2 === 0 ? resolve : () => reject(new Error('it failed'))),
      );
    };

    const all = Array.from({ length: 10 }, (_, i) => asked.run(eve, press, work(i)).catch(() => undefined));
    await turn();
    const atFirst = [...begun];
    const other = await asked.run(ann, press, () => Promise.resolve('at once'));
    while (open.length > 0) {
      open.shift()?.();
      await turn();
    }
    await Promise.all(all);

    assert.deepEqual(atFirst, [0, 1, 2, 3]);
    assert.deepEqual(other, { kind: 'done', value: 'at once' });
    assert.deepEqual(
      begun,
      Array.from({ length: 10 }, (_, i) => i),
    );
  });

  it('is refused where a hundred things of theirs wait already', async () => {
    const asked = shares();
    const { promise, resolve } = Promise.withResolvers<void>();
    const free = { kind: 'press', verb: 'case.refresh' } as const;

    const all = Array.from({ length: 120 }, () => asked.run(eve, free, () => promise));
    resolve();

    assert.deepEqual(kinds(await Promise.all(all)), { done: 104, 'slow-down': 16 });
  });

  it('is never more than it was and what time gave back, whatever comes when', async () => {
    const steps = fc.array(fc.record({ wait: fc.oneof(fc.constant(0), fc.nat(5000)), isMessage: fc.boolean() }), {
      maxLength: 200,
      size: 'max',
    });
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const asked = shares();
        const began = at;
        let used = 0;
        for (const { wait, isMessage } of list) {
          at += wait;
          const { kind } = await asked.run(eve, isMessage ? message : press, nothing);
          if (kind === 'done') used += isMessage ? 4 : 2;
          assert.ok(used <= 100 + (at - began) / 1000);
        }
      }),
      { numRuns: 50 },
    );
  });
});
