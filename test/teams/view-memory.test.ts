import assert from 'node:assert/strict';
import type { Case } from '../../src/domain/case.ts';
import { day } from '../../src/domain/clocks.ts';
import type { Seen } from '../../src/domain/memory.ts';
import type { Recall } from '../../src/domain/recall.ts';
import { rememberIn } from '../../src/teams/memory-commands.ts';
import { memoryListView, recallView, rememberedView } from '../../src/teams/view-memory.ts';
import { ada, ben } from '../support/people.ts';
import { sampleCase, sampleCaseId, startedAt } from '../support/samples.ts';

const now = new Date(Date.parse(startedAt) + 60_000);
const inDays = (days: number): string => new Date(Date.parse(startedAt) + days * day).toISOString();
const from = { caseId: sampleCaseId, number: 7, by: ada, at: inDays(-10), reason: 'Theirs', until: inDays(20) };
const recall: Recall = { from, changes: [], unchecked: [], isReading: false, readAt: startedAt, at: startedAt };
const shown = (change: Partial<Recall>, more: Partial<Case> = {}) =>
  recallView({ ...sampleCase(), recall: { ...recall, ...change }, ...more }, now);

describe('the view of an earlier confirmation', () => {
  it('offers the quick answer only where everything was compared and nothing had changed', () => {
    const region = { what: 'region', regions: ['westus'] } as const;
    const views = [
      shown({}),
      shown({ changes: [region], unchecked: ['creator'] }),
      shown({ unchecked: ['creator'] }),
      shown({ isReading: true, unchecked: ['creator'] }),
      shown({ readAt: inDays(-2) }),
    ];

    assert.deepEqual(
      views.map((view) => [view?.state, view?.quick, view?.unchecked.length]),
      [
        ['same', startedAt, 0],
        ['changed', undefined, 1],
        ['unchecked', undefined, 1],
        ['reading', undefined, 0],
        ['old', undefined, 0],
      ],
    );
    assert.deepEqual(views[1]?.changes, [{ kind: 'region', regions: ['westus'] }]);
  });

  it('is not there once its time is over, the case decided or closed', () => {
    const verdict = { kind: 'ignore', reason: 'x', by: ada, at: startedAt, skipped: [] } as const;

    assert.equal(shown({ from: { ...from, until: startedAt } }), undefined);
    assert.equal(shown({}, { verdict }), undefined);
    assert.equal(shown({}, { stage: 'closed' }), undefined);
  });

  it('says until when a verdict is remembered, since when it is not, or which one it repeats', () => {
    const seen: Seen = {
      poolDomains: [],
      poolAddresses: [],
      vmAddresses: [],
      named: [],
      resources: [],
      regions: [],
      creators: [],
      unread: [],
    };
    const memory = { by: ada, at: startedAt, reason: 'x', until: inDays(9), seen };
    const verdict = { kind: 'legitimate', reason: 'x', by: ada, at: startedAt, skipped: [] } as const;
    const ended = { why: 'forgotten', by: ben, at: inDays(1) } as const;
    const view = (more: Partial<Case>) => rememberedView({ ...sampleCase(), verdict, ...more });

    assert.deepEqual(view({ memory }), { remembered: { until: inDays(9) } });
    assert.deepEqual(view({ memory: { ...memory, ended } }), {
      remembered: { until: inDays(9), endedAt: inDays(1) },
    });
    assert.deepEqual(view({ verdict: { ...verdict, sameAs: from } }), {
      sameAs: { number: 7, by: ada.name, at: from.at },
    });
    // Decided again, without being remembered.
    assert.deepEqual(view({ memory: { ...memory, at: inDays(-3), ended } }), {});
    const row = { ...memory, caseId: sampleCaseId, number: 7, revision: 3, subscriptionId: 's', customerTenantId: 'c' };
    const list = memoryListView({ rows: [row], total: 1 }, { page: 1, first: 0, days: 2, canForget: false });
    assert.equal(list.rows[0]?.until, inDays(2));
  });
});

describe('a reason that says how long', () => {
  it('begins with “for”, a number of days and a colon, in either language; all else is the reason', () => {
    assert.deepEqual(rememberIn('en', 'for 30 days: load test'), { reason: 'load test', rememberDays: 30 });
    assert.deepEqual(rememberIn('it', 'per 7 giorni: carico di prova'), { reason: 'carico di prova', rememberDays: 7 });
    assert.deepEqual(rememberIn('it', 'For 0 days: once: only'), { reason: 'once: only', rememberDays: 0 });
    for (const reason of ['for 30 days they test', 'for 4 hours: x', 'for: x', 'per 7: x', 'a: b', 'for 3 days:', ''])
      assert.deepEqual(rememberIn('en', reason), { reason });
  });
});
