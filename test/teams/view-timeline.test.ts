import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { timelineCard } from '../../cards/timeline.ts';
import { investigate, summarize } from '../../src/domain/investigate.ts';
import type { InvestigationSummary } from '../../src/domain/investigation.ts';
import type { Creator, TimelineEntry } from '../../src/domain/timeline.ts';
import { timelineView } from '../../src/teams/view-timeline.ts';
import { wordsFor } from '../../src/teams/words.ts';
import { drawn } from '../support/drawn.ts';
import { anyContext, anyReading } from '../support/investigation-arbitraries.ts';
import { caseAfter } from '../support/played-case.ts';
import { keyOf, readAt } from '../support/readings.ts';

const names = { customerName: 'Contoso', subscriptionName: 'prod' };
const [first, second] = [keyOf('vm/w-1'), keyOf('vm/w-2')];

const ours: Creator = {
  key: 'ours',
  kind: 'partner',
  name: 'helpdesk@partner.example',
  appId: 'our-app',
  addresses: ['203.0.113.9'],
  mfa: 'no',
  firstAt: readAt,
  suspects: [first],
  siblings: [],
};
const stranger: Creator = {
  ...ours,
  key: 'stranger',
  kind: 'application',
  name: 'ci-runner',
  appId: 'their-app',
  suspects: [second],
};

const entry = (creator: string, resource: string): TimelineEntry => ({
  at: readAt,
  until: readAt,
  kind: 'created',
  correlationId: creator,
  creator,
  resources: [resource],
  regions: ['brazilsouth'],
  failed: false,
});

const summary: InvestigationSummary = {
  readAt,
  money: { unknown: 0 },
  gaps: [],
  counts: { all: 2, strong: 2, some: 0, weak: 0, none: 0, burning: 2 },
  timeline: {
    entries: [entry('ours', first), entry('stranger', second)],
    creators: [stranger, ours],
    since: readAt,
    gaps: [],
  },
};

const base = { case: caseAfter(), names, links: [], summary, isReading: false };

describe('the timeline of a case', () => {
  it('names an account of the partner’s own only where that may be known', () => {
    const hidden = drawn(timelineCard(timelineView({ ...base, revealsUs: false }), wordsFor('en')));
    const told = drawn(timelineCard(timelineView({ ...base, revealsUs: true }), wordsFor('en')));

    assert.doesNotMatch(hidden, /helpdesk|our-app|your own organisation/);
    assert.match(hidden, /An account of another organisation that has access/);
    assert.match(told, /helpdesk@partner\.example.*An account of your own organisation/);
    assert.match(hidden, /ci-runner/);
  });

  it('of one resource leaves out what is about others', () => {
    const shown = timelineView({ ...base, resource: second, revealsUs: true });

    assert.equal(shown.of, 'w-2');
    assert.deepEqual(
      shown.found?.creators.map(({ name }) => name),
      ['ci-runner'],
    );
    assert.equal(shown.found?.total, 1);
  });

  it('leaves out names that Azure made up, and the id of a tool that it names anyway', () => {
    const grant = keyOf('grant/a46b7a2b-2188-4d1d-83b5-70301e51542e');
    const granted: TimelineEntry = { ...entry('stranger', grant), kind: 'role-granted', what: 'Contributor' };
    const { timeline } = summary;
    const by: Creator = { ...stranger, tool: 'azure-cli' };
    const shown = timelineView({
      ...base,
      summary: { ...summary, timeline: { ...timeline, entries: [granted], creators: [by] } },
      revealsUs: true,
    });

    const card = drawn(timelineCard(shown, wordsFor('en')));
    assert.doesNotMatch(card, /a46b7a2b|their-app/);
    assert.match(card, /Contributor/);
    assert.match(card, /with the Azure command line/);
  });

  it('says that it is being read where nothing was read yet', () => {
    const { summary: _, ...unread } = base;
    const shown = timelineView({ ...unread, isReading: true, revealsUs: false });

    assert.equal(shown.found, undefined);
    assert.match(drawn(timelineCard(shown, wordsFor('en'))), /being read/);
  });

  it('is drawn without a complaint from any reading, and never tells others whose account it was', () => {
    fc.assert(
      fc.property(anyReading, anyContext, (reading, context) => {
        const whole = summarize(investigate(reading, context));
        const shown = timelineView({ ...base, summary: whole, revealsUs: false });

        for (const language of ['en', 'it'] as const) drawn(timelineCard(shown, wordsFor(language)));
        assert.ok(shown.found?.creators.every(({ kind }) => kind !== 'partner'));
      }),
      { numRuns: 60 },
    );
  });
});
