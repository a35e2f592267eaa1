import assert from 'node:assert/strict';
import type { Gap } from '../../src/domain/investigation.ts';
import { type AzureSeen, isBeingRead, mostSeen, readAtOf, seenIn } from '../../src/domain/seen.ts';
import { sampleCase, sampleDetection, startedAt } from '../support/samples.ts';

const readAt = '2026-03-02T09:00:00.000Z';

function azure(change: Partial<AzureSeen> = {}): AzureSeen {
  return { readAt, gaps: [], regions: ['WestEurope', 'global', ''], suspects: [], creators: [], ...change };
}

function usage(costs: readonly number[]) {
  const days = costs.map((cost, i) => ({ date: `2026-02-${10 + i}`, cost }));
  const spike = { kind: 'not-enough-history', days: days.length } as const;
  const newResources = { state: 'known', value: [] } as const;
  const value = { currency: 'EUR', days, spike, newResources };
  return { facts: { state: 'known', value } as const, readAt: startedAt };
}

describe('what a case is about', () => {
  it('is what its alerts name, in lower case and in one order', () => {
    const opening = sampleDetection(0, {
      signs: { vmAddresses: ['203.0.113.7'], poolAddresses: [], poolDomains: ['B.example', 'a.example', 'b.EXAMPLE '] },
    });

    const seen = seenIn(sampleCase(undefined, [], opening), { azure: azure(), usage: usage([1, 2, 3]) });

    assert.deepEqual(seen.poolDomains, ['a.example', 'b.example']);
    assert.deepEqual(seen.regions, ['westeurope']);
    assert.match(seen.named.join(), /^\/subscriptions\/[^A-Z]*\/vm0$/);
    assert.deepEqual(seen.unread, []);
  });

  it('costs what the dearest of the last seven days did, where there are three at least', () => {
    const cost = (costs: readonly number[]) => seenIn(sampleCase(), { usage: usage(costs), azure: azure() });

    assert.deepEqual(cost([900, 1, 2, 3, 4, 50, 6, 7]).cost, { highest: 50, currency: 'EUR' });
    assert.equal(cost([900, 1]).cost, undefined);
    assert.deepEqual(cost([900, 1]).unread, ['cost']);
  });

  it('is not read where nothing was, where the last look failed, or where a gap stands in the way', () => {
    const unread = (gaps: readonly Gap['what'][]) =>
      seenIn(sampleCase(), {
        usage: usage([1, 2, 3]),
        azure: azure({ gaps: gaps.map((what) => ({ what, why: 'forbidden' })) }),
      }).unread;
    const signs = { readAt, resources: 0, strong: 0, some: 0, burning: 0, gaps: 1, unreadable: true } as const;
    const all = ['resource', 'size', 'region', 'creator'];

    assert.deepEqual(seenIn(sampleCase(), {}).unread, ['resource', 'size', 'cost', 'region', 'creator']);
    assert.deepEqual(seenIn({ ...sampleCase(), signs }, { usage: usage([1, 2, 3]), azure: azure() }).unread, all);
    assert.deepEqual(unread(['activity']), ['creator']);
    assert.deepEqual(unread(['details', 'children']), ['resource', 'size']);
    assert.deepEqual(unread(['locks', 'cpu', 'audit']), []);
  });

  it('is too much to be compared where there is more than is kept', () => {
    const suspects = Array.from({ length: mostSeen + 1 }, (_, i) => ({ key: `/s/${i}` }));

    const seen = seenIn(sampleCase(), { usage: usage([1, 2, 3]), azure: azure({ suspects }) });

    assert.equal(seen.resources.length, mostSeen);
    assert.deepEqual(seen.unread, ['resource', 'size']);
  });

  it('names who made what is suspected, but no account of the partner’s own', () => {
    const creator = {
      key: 'Mallory@x.example',
      kind: 'person',
      name: 'Mallory@x.example',
      suspects: ['/s/1'],
    } as const;
    const creators = [
      creator,
      { ...creator, key: 'OUR-ID', kind: 'partner' },
      { ...creator, key: 'idle', suspects: [] },
    ] as const;

    const seen = seenIn(sampleCase(), { azure: azure({ creators }) }).creators;

    assert.deepEqual(seen[0], { caller: 'mallory@x.example', who: 'Mallory@x.example' });
    assert.match(JSON.stringify(seen[1]), /^\{"caller":"partner:[0-9a-f]{32}"\}$/);
    assert.equal(seen.length, 2);
    assert.deepEqual(seen, seenIn(sampleCase(), { azure: azure({ creators: creators.toReversed() }) }).creators);
  });

  it('was read when the older of its parts was, and is being read until both were', () => {
    assert.equal(readAtOf({ usage: usage([1]), azure: azure() }), startedAt);
    assert.equal(readAtOf({ azure: azure() }), undefined);
    assert.ok(isBeingRead({ azure: azure() }));
    assert.ok(!isBeingRead({ usage: usage([1]), azure: azure() }));
  });
});
