import assert from 'node:assert/strict';
import { afterCareCard } from '../../cards/after-care.ts';
import { alertCard } from '../../cards/alert.ts';
import { moreCard } from '../../cards/more.ts';
import { checklistNames } from '../../src/domain/after-care.ts';
import type { Case } from '../../src/domain/case.ts';
import { afterCareView } from '../../src/teams/view-after-care.ts';
import { caseView, moreView } from '../../src/teams/view-data.ts';
import { happened } from '../../src/teams/view-journal.ts';
import { wordsFor } from '../../src/teams/words.ts';
import { play } from '../support/arbitraries.ts';
import { drawn, inputOf, verbsOf } from '../support/drawn.ts';
import { rosa } from '../support/people.ts';
import { runId } from '../support/plans.ts';
import { by, caseAfter, says } from '../support/played-case.ts';
import { keyOf } from '../support/readings.ts';
import { removal } from '../support/removal-story.ts';
import { sampleDetection } from '../support/samples.ts';

const names = { customerName: 'Contoso', subscriptionName: 'prod' };
const words = wordsFor('en');
const now = new Date('2026-03-02T10:00:00.000Z');
const fraud = by(rosa, { type: 'decide', verdict: 'fraud', reason: 'Nobody knows these machines' });
const stop = by(rosa, { type: 'stop', runId: runId(7), resources: [keyOf('vm/w-1')] });
const answers = checklistNames.map((item) => by(rosa, { type: 'check-off', item, state: 'done' }));
const signs = { readAt: now.toISOString(), resources: 3, strong: 1, some: 0, burning: 0, gaps: 0 };

const shownCase = (c: Case) => alertCard(caseView({ case: c, names, links: [], now }), words);

/** The case after each step of a removal that goes as it should. */
function* along(): Iterable<Case> {
  for (let steps = 1; steps <= removal.length; steps++) yield play(sampleDetection(), removal.slice(0, steps)).case;
}

describe('the after-care of a case', () => {
  it('names the looks that are still to come, and those that were made', () => {
    const cares = [...along()].filter(({ afterCare }) => afterCare !== undefined);

    const shown = cares.map((c) => {
      const { due, looks } = afterCareView(c, names);
      return `${looks.map(({ hours }) => hours).join()} | ${due.map(({ hours }) => hours).join()}`;
    });

    assert.deepEqual([...new Set(shown)], [' | 1,24,72', '1 | 24,72', '1,24 | 72', '1,24,72 | ']);
  });

  it('says what keeps the case from being closed until nothing does', () => {
    const open = afterCareView(caseAfter(fraud), names);
    const done = afterCareView(caseAfter(fraud, ...answers, says({ type: 'investigated', signs })), names);

    assert.deepEqual(open.open, { burning: true, checklist: checklistNames });
    assert.deepEqual(done.open, { burning: false, checklist: [] });
    assert.match(drawn(afterCareCard(done, words)), /Nothing keeps the case from being closed/);
  });

  it('asks for the points that are open first, and for any once all are answered', () => {
    const some = afterCareCard(afterCareView(caseAfter(fraud, ...answers.slice(0, 5)), names), words);
    const all = afterCareCard(afterCareView(caseAfter(fraud, ...answers), names), words);

    assert.deepEqual(inputOf(some, 'item')?.['value'], 'budget');
    const choices = inputOf(all, 'item')?.['choices'];
    assert.equal(Array.isArray(choices) && choices.length, checklistNames.length);
  });
});

describe('the case card along a removal', () => {
  it('is drawn without a complaint at every step, in both languages, with at most six buttons', () => {
    for (const c of along()) {
      for (const language of ['en', 'it'] as const) {
        const card = alertCard(caseView({ case: c, names, links: [], now }), wordsFor(language));
        drawn(card);
        assert.ok((card.actions ?? []).length <= 6);
      }
    }
  });

  it('leads to what may mine before a decision, too', () => {
    assert.ok(verbsOf(shownCase(caseAfter())).includes('inventory.open'));
    assert.match(drawn(shownCase(caseAfter())), /Nobody has looked at the resources yet/);
  });

  it('does not say that nothing runs before somebody looked', () => {
    assert.doesNotMatch(drawn(shownCase(caseAfter(fraud, stop))), /Nothing suspicious is running/);
    assert.match(
      drawn(shownCase(caseAfter(fraud, says({ type: 'investigated', signs })))),
      /Nothing suspicious is running; verified/,
    );
  });
});

describe('the form that closes a fraud case', () => {
  it('says what is open and asks who answers for it, until nothing is', () => {
    const told = { ...caseAfter(fraud), report: { state: 'none' } } as const;
    const done = {
      ...caseAfter(fraud, ...answers, says({ type: 'investigated', signs })),
      report: { state: 'none' },
    } as const;

    const open = moreCard(moreView(told, names, []), words);
    const closable = moreCard(moreView(done, names, []), words);

    assert.ok(inputOf(open, 'waive'));
    assert.match(drawn(open), /6 points are open/);
    assert.equal(inputOf(closable, 'waive'), undefined);
  });

  it('stands beside the last resort, which is offered of a fraud alone', () => {
    const legitimate = by(rosa, { type: 'decide', verdict: 'legitimate', reason: 'Ordered' });

    assert.ok(verbsOf(moreCard(moreView(caseAfter(fraud), names, []), words)).includes('plan.request'));
    assert.equal(verbsOf(moreCard(moreView(caseAfter(legitimate), names, []), words)).includes('plan.request'), false);
  });
});

describe('the journal of a removal', () => {
  it('is told in sentences of both languages', () => {
    const { entries } = play(sampleDetection(), removal);

    for (const language of ['en', 'it'] as const) {
      const told = happened(wordsFor(language), entries);
      assert.equal(told.length, entries.length);
      assert.ok(told.every(({ what }) => what.length > 5 && !/[{}]/.test(what)));
    }
  });
});
