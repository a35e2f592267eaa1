import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { inventoryCard } from '../../cards/inventory.ts';
import { resourceKey } from '../../src/domain/azure-resource.ts';
import type { Case } from '../../src/domain/case.ts';
import { investigate, summarize } from '../../src/domain/investigate.ts';
import type { InvestigationSummary } from '../../src/domain/investigation.ts';
import type { Run } from '../../src/domain/run.ts';
import { buttonData } from '../../src/teams/button-data.ts';
import { inventoryView, mostShownResources } from '../../src/teams/view-inventory.ts';
import { wordsFor } from '../../src/teams/words.ts';
import { objectsOf } from '../support/card-json.ts';
import { drawn, inputOf, verbsOf } from '../support/drawn.ts';
import { anyContext, anyReading } from '../support/investigation-arbitraries.ts';
import { remo, rosa } from '../support/people.ts';
import { investigated, planId, requestPlan, runId, runItem } from '../support/plans.ts';
import { by, caseAfter, says } from '../support/played-case.ts';
import { readAt, resource } from '../support/readings.ts';
import { sampleCaseId } from '../support/samples.ts';

const names = { customerName: 'Contoso', subscriptionName: 'Contoso Production' };
const fraud = by(rosa, { type: 'decide', verdict: 'fraud', reason: 'Nobody knows these machines' });
const machines = Array.from({ length: 30 }, (_, index) => resource(`vm/w-${index}`));
const found = machines.map((machine, index) =>
  investigated(machine, index < 3 ? {} : { level: index < 6 ? 'some' : 'weak', score: 20 }),
);
const summary: InvestigationSummary = {
  readAt,
  money: { unknown: 0 },
  timeline: { entries: [], creators: [], since: readAt, gaps: [] },
  gaps: [{ what: 'cpu', why: 'forbidden' }],
  counts: { all: 90, strong: 3, some: 3, weak: 24, none: 60, burning: 3 },
};
const signs = { readAt, resources: 90, strong: 3, some: 3, burning: 3, gaps: 1 };

const stopRun: Run = {
  id: runId(7),
  caseId: sampleCaseId,
  act: 'stop',
  by: rosa,
  startedAt: readAt,
  endedAt: readAt,
  items: [
    runItem(resource('vm/w-1'), { state: 'done' }),
    runItem(resource('vm/w-2'), { state: 'failed', why: 'policy' }),
  ],
};
const stop = by(rosa, { type: 'stop', runId: runId(7), resources: stopRun.items.map(({ key }) => key) });
const stopEnded = says({
  type: 'run-ended',
  runId: runId(7),
  counts: { done: 1, failed: 1, skipped: 0, unknown: 0, open: 0 },
});

type Shown = Parameters<typeof inventoryView>[0];
const view = (c: Case, change: Partial<Shown> = {}) =>
  inventoryView({ case: c, names, links: [], summary, resources: found, isReading: false, ...change });
const card = (c: Case, change: Partial<Shown> = {}) => inventoryCard(view(c, change), wordsFor('en'));

/** The verbs of the buttons that stand out. */
const standsOut = (drawnCard: object) =>
  [...objectsOf(drawnCard)].flatMap(({ object }) => (object['style'] === 'positive' ? [String(object['verb'])] : []));

describe('the inventory of a case', () => {
  it('shows the first rows, offers what may mine to be chosen, and ticks only what has strong signs', () => {
    const shown = view(caseAfter(fraud));
    const chosen = inputOf(card(caseAfter(fraud)), 'chosen');

    assert.equal(shown.found?.rows.length, 8);
    assert.equal(shown.found?.choices.length, 25);
    assert.deepEqual(
      String(chosen?.['value']).split(','),
      machines.slice(0, 3).map(({ key }) => key),
    );
  });

  it('offers nothing without signs', () => {
    const shown = view(caseAfter(), { resources: [investigated(resource('vm/web'), { level: 'none', score: 0 })] });

    assert.deepEqual([shown.found?.rows, shown.found?.choices, shown.found?.groups], [[], [], []]);
  });

  it('sends what its form shows in a way that the bot reads back, commas and blanks in names too', () => {
    const keys = ['vm/one, two', 'vm/failure anomalies - w', 'vm/plain'].map((path) => resource(path));
    const c = caseAfter(fraud);
    const form = card(c, { resources: keys.map((machine) => investigated(machine)) });

    const read = buttonData['resources.stop'].parse({
      case: c.id,
      rev: c.revision,
      chosen: inputOf(form, 'chosen')?.['value'],
      scope: inputOf(form, 'scope')?.['value'],
      attached: inputOf(form, 'attached')?.['value'],
    });

    assert.deepEqual(
      read.chosen,
      keys.map(({ key }) => key),
    );
    assert.deepEqual([read.scope, read.attached], [{ of: 'chosen' }, true]);
  });

  it('plans deletions only of what was decided to be fraud', () => {
    assert.deepEqual(verbsOf(card(caseAfter(fraud))).includes('plan.request'), true);
    assert.deepEqual(verbsOf(card(caseAfter())).includes('plan.request'), false);
    assert.match(drawn(card(caseAfter())), /only once the case is decided as fraud/);
  });

  it('has the next step stand out: to stop while something runs, to plan once nothing does', () => {
    const idle = { ...summary, counts: { ...summary.counts, burning: 0 } };

    assert.deepEqual(standsOut(card(caseAfter(fraud))), ['resources.stop']);
    assert.deepEqual(standsOut(card(caseAfter(fraud), { summary: idle })), ['plan.request']);
  });

  it('counts only the levels of which something was found', () => {
    const only = { ...summary, counts: { all: 57, strong: 4, some: 0, weak: 0, none: 53, burning: 4 } };
    const nothing = { ...summary, counts: { all: 57, strong: 0, some: 0, weak: 0, none: 57, burning: 0 } };

    assert.match(drawn(card(caseAfter(), { summary: only })), /57 resources: 4 with strong signs\. 4 of them run/);
    assert.match(
      drawn(card(caseAfter(), { summary: nothing, resources: [] })),
      /57 resources: none with signs of mining\."/,
    );
  });

  it('leads to a plan that is alive instead of offering another', () => {
    const verbs = verbsOf(card(caseAfter(fraud, by(rosa, requestPlan))));

    assert.deepEqual([verbs.includes('plan.open'), verbs.includes('plan.request')], [true, false]);
  });

  it('can undo a stop that stopped something, until something else is done', () => {
    const stopped = caseAfter(fraud, stop, stopEnded);
    const begun = caseAfter(fraud, stop);
    const other: Case = { ...stopped, run: { id: runId(8), act: 'delete', by: remo, at: readAt, items: 1 } };

    assert.deepEqual(view(stopped, { run: stopRun }).undo, { run: runId(7), count: 1 });
    assert.equal(view(begun, { run: { ...stopRun, endedAt: undefined } }).undo, undefined);
    assert.deepEqual([view(other, { run: stopRun }).undo, view(other, { run: stopRun }).run], [undefined, undefined]);
  });

  it('shows a stop that is under way, with how to call off what has not begun', () => {
    const running = card(caseAfter(fraud, stop), { run: { ...stopRun, endedAt: undefined } });

    assert.deepEqual(
      verbsOf(running).filter((verb) => verb.startsWith('r')),
      ['run.cancel'],
    );
    assert.equal(inputOf(running, 'chosen'), undefined);
  });

  it('says that it is being read, or could not be read, and never that all is well then', () => {
    const blind = caseAfter(says({ type: 'investigated', signs: { ...signs, strong: 0, unreadable: true } }));
    const nothing: InvestigationSummary = {
      ...summary,
      counts: { all: 0, strong: 0, some: 0, weak: 0, none: 0, burning: 0 },
      gaps: [{ what: 'resources', why: 'forbidden' }],
    };

    const unreadable = view(blind, { summary: nothing, resources: [] });
    const before = view(blind);
    const reading = inventoryView({ case: caseAfter(), names, links: [], resources: [], isReading: true });

    assert.deepEqual([unreadable.trouble, unreadable.found], ['forbidden', undefined]);
    assert.deepEqual([before.trouble, before.found?.counts.strong], ['unknown', 3]);
    assert.deepEqual([reading.isReading, reading.found], [true, undefined]);
    for (const one of [unreadable, before, reading])
      assert.doesNotMatch(drawn(inventoryCard(one, wordsFor('en'))), /Nothing here shows signs/);
  });

  it('does not name an account of the partner’s own, which only owners are told of', () => {
    const creator = {
      key: 'k',
      kind: 'partner',
      name: 'helpdesk@partner.example',
      mfa: 'no',
      firstAt: readAt,
    } as const;
    const creators = [{ ...creator, addresses: [], suspects: [], siblings: [] }];
    const finding = {
      rule: 'E9',
      variant: 'password',
      weight: 5,
      values: { who: creator.name },
      from: 'activity',
    } as const;

    const shown = drawn(
      card(caseAfter(fraud), {
        summary: { ...summary, timeline: { ...summary.timeline, creators } },
        resources: [investigated(resource('vm/w-1'), { findings: [finding] })],
      }),
    );

    assert.doesNotMatch(shown, /helpdesk/);
    assert.match(shown, /an account that is not named here created it/);
  });

  it('is drawn without a complaint from any reading, in both languages', () => {
    fc.assert(
      fc.property(anyReading, anyContext, fc.boolean(), (reading, context, isFraud) => {
        const whole = investigate(reading, context);
        const shown = view(isFraud ? caseAfter(fraud) : caseAfter(), {
          summary: summarize(whole),
          resources: whole.resources.slice(0, mostShownResources),
        });

        for (const language of ['en', 'it'] as const) drawn(inventoryCard(shown, wordsFor(language)));
      }),
      { numRuns: 60 },
    );
  });
});

describe('what the buttons of the second end carry', () => {
  const on = { case: sampleCaseId, rev: 3 };

  it('is refused where it is not what the card wrote', () => {
    const bad: readonly (readonly [keyof typeof buttonData, object])[] = [
      ['plan.approve', { ...on, plan: planId(), hash: 'F'.repeat(64), typedName: 'x' }],
      ['plan.approve', { ...on, plan: 'plan_1', hash: 'f'.repeat(64), typedName: 'x' }],
      ['resources.start', { ...on, run: planId() }],
      ['resources.stop', { ...on, chosen: Array.from({ length: 101 }, (_, n) => `/x/${n}`).join(',') }],
      ['resources.stop', { ...on, chosen: `/${'x'.repeat(600)}` }],
      ['plan.request', { ...on, kind: 'group' }],
      ['plan.request', { ...on, lift: 'true' }],
      ['checklist.answer', { ...on, item: 'everything', state: 'done' }],
    ];

    for (const [verb, data] of bad) assert.equal(buttonData[verb].safeParse(data).success, false, verb);
  });

  it('is read as nothing where a form was left alone', () => {
    const read = buttonData['plan.request'].parse({ ...on, chosen: '', scope: '', attached: 'false' });

    assert.deepEqual([read.chosen, read.scope, read.attached], [[], { of: 'chosen' }, false]);
    assert.equal(buttonData.close.parse({ ...on, because: 'x' }).waive, false);
  });

  it('names groups and resources as they are compared, in lower case', () => {
    const read = buttonData['resources.stop'].parse({ ...on, chosen: ' /Subscriptions/X/ ,', scope: 'group:RG-One' });

    assert.deepEqual([read.chosen, read.scope], [[resourceKey('/subscriptions/x')], { of: 'group', group: 'rg-one' }]);
  });
});
