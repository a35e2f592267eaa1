import assert from 'node:assert/strict';
import type { PowerState } from '../../src/domain/azure-resource.ts';
import type { Fingerprint } from '../../src/domain/plan.ts';
import type { RunItem } from '../../src/domain/run.ts';
import { nextMoves } from '../../src/domain/run-moves.ts';
import { accepted, afterCheck, afterLook, afterPoll, asking, refused, unseen } from '../../src/domain/run-steps.ts';
import { markOf, runItem } from '../support/plans.ts';
import { resource } from '../support/readings.ts';
import { startedAt } from '../support/samples.ts';

const machine = resource('vm/w-1');
const own = markOf(machine.key);
const now = new Date(startedAt);
const item = (change: Partial<RunItem> = {}) => runItem(machine, change);
const there = (fingerprint: Fingerprint = own, power: PowerState = 'running', beingDeleted = false) =>
  ({ kind: 'there', fingerprint, power, beingDeleted }) as const;
const gone = { kind: 'gone' } as const;
const outcome = ({ state, why }: RunItem) => [state, why];

describe('before an item is acted upon', () => {
  const table = [
    ['the planned one is sent for', item(), 'delete', there(), 'send'],
    ['another one is left alone', item(), 'delete', there({ mark: 'new' }), ['skipped', 'not-the-one']],
    ['one that is gone already is done', item(), 'delete', gone, ['done', 'already-gone']],
    ['one that was asked for and is gone is done', item({ asked: 1 }), 'delete', gone, ['done', undefined]],
    [
      'one that was made anew after it was asked for is done',
      item({ asked: 1 }),
      'delete',
      there({ mark: 'n' }),
      ['done', 'came-back'],
    ],
    ['one that is being deleted is looked at', item(), 'delete', there(own, 'running', true), ['verifying', undefined]],
    ['one that is stopped need not be', item(), 'stop', there(own, 'deallocated'), ['done', undefined]],
    ['one that is only switched off does', item(), 'stop', there(own, 'stopped'), 'send'],
    ['another one is not stopped', item(), 'stop', there({ mark: 'n' }), ['skipped', 'not-the-one']],
    ['one that is gone cannot be stopped', item(), 'stop', gone, ['skipped', 'already-gone']],
    ['one that runs need not be started', item(), 'start', there(), ['done', undefined]],
  ] as const;
  for (const [what, of, act, seen, expected] of table)
    it(what, () => {
      const next = afterCheck({ ...of, state: 'checking' }, act, seen, now);

      assert.deepEqual(next.kind === 'send' ? 'send' : outcome(next.item), expected);
    });

  const unmarked: readonly (readonly [string, Partial<RunItem>, 'send' | 'verifying'])[] = [
    ['was never asked for', {}, 'send'],
    ['was refused before', { asked: 1, why: 'in-use' }, 'send'],
    ['was perhaps asked for when the process died', { asked: 1 }, 'verifying'],
    ['was asked for, and no answer came', { asked: 1, why: 'unreachable' }, 'verifying'],
  ];
  for (const [what, change, expected] of unmarked)
    it(`one that cannot be told from another, and ${what}: ${expected}`, () => {
      const next = afterCheck(item({ ...change, fingerprint: {}, state: 'checking' }), 'delete', there({}), now);

      assert.equal(next.kind === 'send' ? 'send' : next.item.state, expected);
    });
});

describe('after an item was acted upon', () => {
  it('an answer without a link says nothing: it is looked at', () => {
    assert.equal(accepted(asking(item(), now), {}, now).state, 'verifying');
  });

  it('a link is followed when it is due, in a minute at most', () => {
    const followed = accepted(asking(item(), now), { follow: { url: 'x', by: 'operation' }, waitSeconds: 3600 }, now);

    assert.deepEqual([followed.state, followed.dueAt], ['running', '2026-03-02T08:01:00.000Z']);
  });

  it('an operation that is over, or whose link is lost, is looked at', () => {
    const running = item({ state: 'running', asked: 1, follow: { url: 'x', by: 'location' } });

    for (const kind of ['over', 'lost'] as const) {
      const next = afterPoll(running, { kind }, now);
      assert.deepEqual([next.state, 'follow' in next], ['verifying', false]);
    }
  });

  const looks = [
    ['gone is done', 'delete', gone, ['done', undefined]],
    ['still there is looked at again', 'delete', there(), ['verifying', undefined]],
    ['another one is done: it came back', 'delete', there({ mark: 'n' }), ['done', 'came-back']],
    ['deallocated is stopped', 'stop', there(own, 'deallocated'), ['done', undefined]],
    ['only switched off is not', 'stop', there(own, 'stopped'), ['verifying', undefined]],
    [
      'another one that is off is not the one that was stopped',
      'stop',
      there({ mark: 'n' }, 'deallocated'),
      ['failed', 'not-the-one'],
    ],
    ['of which nobody can tell is unknown', 'stop', there(own, 'unknown'), ['unknown', undefined]],
    ['gone was not stopped', 'stop', gone, ['failed', 'already-gone']],
  ] as const;
  for (const [what, act, seen, expected] of looks)
    it(what, () => {
      assert.deepEqual(outcome(afterLook(item({ state: 'verifying', asked: 1 }), act, seen, now)), expected);
    });

  it('who is told to wait for long gives up, and says why', () => {
    const no = { why: 'throttled', again: true } as const;

    assert.equal(refused(item({ asked: 1 }), { ...no, waitSeconds: 120 }, now).state, 'checking');
    assert.deepEqual(outcome(refused(item({ asked: 1 }), { ...no, waitSeconds: 121 }, now)), ['failed', 'throttled']);
  });

  it('a part that cannot be looked at is unknown, not failed: nothing was asked of it', () => {
    const part = item({ action: 'goes-with', goesWith: 'x', state: 'verifying' });

    assert.deepEqual(outcome(unseen(part, { why: 'lost-access', again: false }, now)), ['unknown', 'lost-access']);
  });
});

describe('the next moves of a run', () => {
  const many = (count: number, change: Partial<RunItem> = {}) =>
    Array.from({ length: count }, (_, i) => runItem(resource(`vm/m-${i}`), change));
  const moved = (items: readonly RunItem[], busy: readonly string[] = [], cancelledAt?: string) =>
    nextMoves({ act: 'delete', items, ...(cancelledAt === undefined ? {} : { cancelledAt }) }, new Set(busy), now);

  it('are four at a time, counting those that were taken up and not written down yet', () => {
    const items = many(9);

    assert.equal(moved(items).now.length, 4);
    assert.equal(
      moved(
        items,
        items.slice(0, 3).map(({ key }) => key),
      ).now.length,
      1,
    );
  });

  it('do not wait for those that were refused and wait themselves', () => {
    const resting = many(4, { state: 'checking', why: 'in-use', asked: 1, dueAt: '2026-03-02T08:00:30.000Z' });
    const next = moved([...resting, runItem(machine)]);

    assert.deepEqual([next.now.map(({ key }) => key), next.waitMs], [[machine.key], 30_000]);
  });

  it('look at eight parts at a time', () => {
    const parts = many(20, { action: 'goes-with', goesWith: machine.key });
    const whole = runItem(machine, { state: 'done' });

    assert.equal(moved([whole, ...parts]).now.length, 8);
    assert.equal(
      moved(
        [whole, ...parts],
        parts.slice(0, 8).map(({ key }) => key),
      ).now.length,
      0,
    );
  });

  const cancelled: readonly (readonly [string, Partial<RunItem>, string | undefined])[] = [
    ['what has not begun', {}, 'skipped'],
    ['what was refused and waits', { state: 'checking', asked: 1, why: 'in-use' }, 'skipped'],
    ['what was about to be asked for', { state: 'checking' }, 'skipped'],
    ['what was perhaps asked for', { state: 'running', asked: 1 }, 'verifying'],
    ['what is under way', { state: 'running', asked: 1, follow: { url: 'x', by: 'operation' } }, undefined],
    ['what is looked at', { state: 'verifying', asked: 1 }, undefined],
  ];
  for (const [what, change, expected] of cancelled)
    it(`after a cancel ${what} is ${expected ?? 'gone on with'}`, () => {
      const next = moved([item(change)], [], startedAt);

      assert.equal(next.settled[0]?.state, expected);
      assert.equal(next.now.length, expected === undefined ? 1 : 0);
    });
});
