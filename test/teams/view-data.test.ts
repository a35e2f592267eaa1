import assert from 'node:assert/strict';
import { alertCard } from '../../cards/alert.ts';
import type { Case } from '../../src/domain/case.ts';
import { answerDeadline, hour } from '../../src/domain/clocks.ts';
import { caseView, decideView, moreView } from '../../src/teams/view-data.ts';
import { resourceView } from '../../src/teams/view-signs.ts';
import { wordsFor } from '../../src/teams/words.ts';
import { ada, ben } from '../support/people.ts';
import { by, caseAfter, caseOf, says } from '../support/played-case.ts';
import { detectionId, sampleCaseDetection, sampleDetection, startedAt } from '../support/samples.ts';

const now = new Date('2026-03-02T10:00:00.000Z');
const names = { customerName: 'Contoso', subscriptionName: 'prod' };
const view = (c: Case, at = now) => caseView({ case: c, names, links: [], now: at });

const stateAt = (c: Case, ms: number) => view(c, new Date(ms)).clock.state;

const decide = by(ada, { type: 'decide', verdict: 'fraud', reason: 'Nobody ordered it' });
const told = says({
  type: 'report-succeeded',
  goal: { status: 'resolved', reason: 'fraud' },
  detectionIds: [detectionId(0)],
  resolvedBy: 'ada@p.example',
});

describe('the view of a case', () => {
  it('says that an alert came after the decision was told, and offers to tell again', () => {
    const joined = says({ type: 'join-detection', detection: sampleCaseDetection(1) });
    const before = alertCard(view(caseAfter(decide, told)), wordsFor('en'));
    const after = alertCard(view(caseAfter(decide, told, joined)), wordsFor('en'));

    assert.deepEqual(
      [before, after].map((card) => JSON.stringify(card).includes('report.again')),
      [false, true],
    );
    assert.match(JSON.stringify(after), /has not been told about it/);
  });

  it('offers to tell again that somebody investigates, but not once the alert was resolved elsewhere', () => {
    const failed = says({
      type: 'report-failed',
      goal: { status: 'investigating' },
      why: 'mfa',
      detail: 'Unauthorized_MissingMFA',
    });
    const claimed = caseAfter(by(ada, { type: 'claim' }), failed);
    const elsewhere = caseAfter(
      by(ada, { type: 'claim' }),
      failed,
      says({ type: 'source-resolved', detectionId: detectionId(0), reason: 'ignore' }),
    );
    const drawn = (c: Case) => JSON.stringify(alertCard(view(c), wordsFor('en')));

    assert.match(drawn(claimed), /Partner Center does not know yet.*"verb":"report\.again"/);
    assert.doesNotMatch(drawn(elsewhere), /does not know yet|report\.again/);
  });

  it('adds up what its alerts say, and names nothing twice', () => {
    const second = sampleCaseDetection(1, {
      severity: 'low',
      hitCount: 6,
      firstObservedAt: '2026-03-01T23:00:00.000Z',
      lastObservedAt: '2026-03-02T08:30:00.000Z',
      signs: { vmAddresses: ['203.0.113.7'], poolAddresses: ['198.51.100.21'], poolDomains: ['POOL.example'] },
    });
    const c = caseAfter(says({ type: 'join-detection', detection: second }));

    const shown = view(c);

    assert.equal(shown.alerts, 2);
    assert.equal(shown.connections, 20);
    assert.equal(shown.severity, 'high');
    assert.equal(shown.firstSeenAt, '2026-03-01T23:00:00.000Z');
    assert.equal(shown.lastSeenAt, '2026-03-02T08:30:00.000Z');
    assert.deepEqual(shown.poolDomains, ['pool.example']);
    assert.deepEqual(shown.poolAddresses, ['198.51.100.20', '198.51.100.21']);
    assert.deepEqual(shown.vmAddresses, ['203.0.113.7']);
    assert.deepEqual(
      shown.resources.map(({ name }) => name),
      ['vm0', 'vm1'],
    );
  });

  it('passes over times that are none', () => {
    const c = caseOf(sampleDetection(0, { firstObservedAt: 'soon', lastObservedAt: 'never' }));

    const shown = view(c);

    assert.equal('firstSeenAt' in shown, false);
    assert.equal('lastSeenAt' in shown, false);
  });

  it('says who owns the case, what was checked and noted, under names alone', () => {
    const c = caseAfter(
      by(ada, { type: 'claim' }),
      by(ben, { type: 'answer-check', check: 'usage', answer: 'bad', note: 'six machines' }),
      by(ben, { type: 'note', text: 'calls back' }),
    );

    const shown = view(c);

    assert.equal(shown.ownerName, ada.name);
    assert.deepEqual(
      shown.checks.map(({ check, state, by: who }) => [check, state, who]),
      [
        ['standing', 'open', undefined],
        ['usage', 'bad', ben.name],
        ['customer', 'open', undefined],
      ],
    );
    assert.deepEqual(
      shown.notes.map(({ text, by: who }) => [text, who]),
      [['calls back', ben.name]],
    );
    assert.equal(JSON.stringify(shown).includes(ada.objectId), false);
  });

  it('carries the revision, so that a click on an old card can be told', () => {
    const c = caseAfter(by(ada, { type: 'claim' }));

    assert.deepEqual([view(c).rev, view(c).case], [c.revision, c.id]);
  });

  it('names an earlier case only where its number is known', () => {
    const c: Case = { ...caseAfter(), previousCaseId: `case_${'d'.repeat(32)}` };

    assert.equal(view(c).previous, undefined);
    assert.deepEqual(caseView({ case: c, names, links: [], now, previousNumber: 7 }).previous, {
      number: 7,
      case: `case_${'d'.repeat(32)}`,
    });
  });

  it('is drawn without a complaint at every step of a case', () => {
    const steps = [
      by(ada, { type: 'claim' }),
      by(ada, { type: 'answer-check', check: 'usage', answer: 'bad' }),
      decide,
      told,
    ];

    for (let count = 0; count <= steps.length; count++) {
      const card = alertCard(view(caseAfter(...steps.slice(0, count))), wordsFor('it'));

      assert.equal(card.type, 'AdaptiveCard');
    }
  });
});

describe('the clock of a case', () => {
  const deadline = Date.parse(answerDeadline('2026-03-02T07:00:00.000Z', startedAt));

  it('runs, warns and is overdue', () => {
    const c = caseAfter();

    assert.equal(stateAt(c, deadline - 7 * hour), 'running');
    assert.equal(stateAt(c, deadline - 6 * hour), 'soon');
    assert.equal(stateAt(c, deadline), 'soon');
    assert.equal(stateAt(c, deadline + 1), 'overdue');
  });

  it('goes on while a decision has not reached Partner Center', () => {
    const failed = says({
      type: 'report-failed',
      goal: { status: 'resolved', reason: 'fraud' },
      why: 'unreachable',
      detail: '',
    });

    assert.equal(stateAt(caseAfter(decide), deadline + hour), 'overdue');
    assert.equal(stateAt(caseAfter(decide, failed), deadline + hour), 'overdue');
  });

  it('ends when Partner Center knows, in time or late, whenever it is looked at', () => {
    const answered = caseAfter(decide, told);
    const late: Case = { ...answered, deadlineAt: '2026-03-02T07:30:00.000Z' };

    assert.equal(stateAt(answered, deadline + 100 * hour), 'answered');
    assert.equal(stateAt(late, deadline + 100 * hour), 'answered-late');
  });

  it('ends when the alert was resolved in Partner Center by somebody else', () => {
    const elsewhere = caseAfter(
      says({
        type: 'source-resolved',
        detectionId: detectionId(0),
        reason: 'ignore',
        by: 'x@p.example',
        at: '2026-03-02T09:00:00.000Z',
      }),
    );

    const shown = view(elsewhere);

    assert.equal(shown.clock.endedAt, '2026-03-02T09:00:00.000Z');
    assert.deepEqual(shown.closure?.kind, 'resolved-elsewhere');
  });

  it('does not call a reopened case overdue', () => {
    const c = caseAfter(
      decide,
      told,
      by(ada, { type: 'close', reason: 'gone', waive: true }),
      by(ada, { type: 'reopen', reason: 'back' }),
    );

    assert.equal(stateAt(c, deadline + 100 * hour), 'reopened');
  });

  it('goes on for a case reopened before Partner Center had an answer', () => {
    const c = caseAfter(decide, by(ada, { type: 'reopen', reason: 'too early' }));

    assert.equal(stateAt(c, deadline + hour), 'overdue');
  });
});

describe('the names of resources', () => {
  it('come from their ids', () => {
    const group = '/subscriptions/s/resourceGroups/rg1/providers';

    assert.deepEqual(resourceView(`${group}/Microsoft.Compute/virtualMachines/vm9`), {
      name: 'vm9',
      type: 'microsoft.compute/virtualmachines',
      group: 'rg1',
    });
    assert.deepEqual(resourceView(`${group}/Microsoft.Compute/virtualMachineScaleSets/set/virtualMachines/3`), {
      name: '3',
      type: 'microsoft.compute/virtualmachinescalesets/virtualmachines',
      group: 'rg1',
    });
    assert.deepEqual(resourceView('/subscriptions/abc'), { name: 'abc', type: 'microsoft.subscription' });
    assert.deepEqual(resourceView('just a name'), { name: 'just a name' });
    assert.deepEqual(resourceView(''), { name: '' });
  });
});

describe('the views of forms', () => {
  it('say which checks are open and how many alerts a decision is about', () => {
    const c = caseAfter(by(ada, { type: 'answer-check', check: 'usage', answer: 'good' }));

    const shown = decideView(c, names, undefined);

    assert.deepEqual([shown.openChecks, shown.alerts], [['standing', 'customer'], 1]);
  });

  it('offer to remember for as long as the policy allows, and nothing of a drill', () => {
    const offered = (c: Case, days?: number) => decideView(c, names, days).remember;

    assert.deepEqual(offered(caseAfter()), [90, 30, 7]);
    assert.deepEqual(offered(caseAfter(), 14), [14, 7]);
    assert.deepEqual(offered(caseAfter(), 0), []);
    assert.deepEqual(offered({ ...caseAfter(), isTest: true }), []);
  });

  it('offer to close only what is decided and told', () => {
    const offered = [caseAfter(), caseAfter(decide), caseAfter(decide, told)].map((c) => {
      const { canClose, canReopen } = moreView(c, names, []);
      return [canClose, canReopen];
    });

    assert.deepEqual(offered, [
      [false, false],
      [false, true],
      [true, true],
    ]);
  });

  it('do not offer to hand a case to the one who has it', () => {
    const c = caseAfter(by(ada, { type: 'claim' }));

    const { candidates } = moreView(c, names, [ada, ben]);

    assert.deepEqual(candidates, [{ id: ben.objectId, name: ben.name }]);
  });
});
