import assert from 'node:assert/strict';
import type { ReadFacts } from '../../src/domain/facts.ts';
import type { Partner } from '../../src/domain/partner.ts';
import { standardRemoval } from '../../src/domain/partner.ts';
import { checkView } from '../../src/teams/view-checks.ts';
import { draftFor, languageName } from '../../src/teams/view-draft.ts';
import { happened } from '../../src/teams/view-journal.ts';
import { caseListView } from '../../src/teams/view-list.ts';
import { statusView } from '../../src/teams/view-status.ts';
import { wordsFor } from '../../src/teams/words.ts';
import type { CaseSummary } from '../../src/workflow/case-ports.ts';
import { ada, homeTenant } from '../support/people.ts';
import { sampleCase, sampleCaseId, samplePartnerId, startedAt } from '../support/samples.ts';

const readAt = '2026-03-02T09:00:00.000Z';
const shown = {
  case: sampleCase(),
  names: { customerName: 'Contoso', subscriptionName: 'prod' },
  partnerName: 'Fabrikam',
  links: [],
  language: 'en',
} as const;

describe('the views of checks', () => {
  it('have no facts while these are being read', () => {
    for (const check of ['standing', 'usage', 'customer'] as const) {
      const view = checkView({ ...shown, check });

      assert.deepEqual([view.facts, view.readAt], [undefined, undefined]);
    }
  });

  it('hand over why something is not known', () => {
    const facts: ReadFacts = { check: 'usage', readAt, facts: { state: 'unavailable', why: 'mfa' } };

    const view = checkView({ ...shown, check: 'usage', facts });

    assert.deepEqual(view.facts, { state: 'unavailable', why: 'mfa' });
  });

  it('name new resources by their ids', () => {
    const id = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1';
    const made = { id, type: 'Microsoft.Compute/virtualMachines', location: 'koreacentral', createdAt: readAt };
    const facts: ReadFacts = {
      check: 'usage',
      readAt,
      facts: {
        state: 'known',
        value: {
          currency: 'EUR',
          days: [],
          spike: { kind: 'not-enough-history', days: 0 },
          newResources: { state: 'known', value: [made] },
        },
      },
    };

    const view = checkView({ ...shown, check: 'usage', facts });

    assert.ok(
      view.check === 'usage' && view.facts?.state === 'known' && view.facts.value.newResources.state === 'known',
    );
    assert.deepEqual(view.facts.value.newResources.value, [
      {
        name: 'vm1',
        type: 'microsoft.compute/virtualmachines',
        group: 'rg',
        location: 'koreacentral',
        createdAt: readAt,
      },
    ]);
  });

  it('draft a message in the language of the customer, whatever that of the reader is', () => {
    const facts: ReadFacts = {
      check: 'customer',
      readAt,
      facts: { state: 'known', value: { culture: 'it-IT', contactName: 'Anna Verdi' } },
    };

    const view = checkView({ ...shown, check: 'customer', facts });

    assert.ok(view.check === 'customer' && view.facts?.state === 'known');
    assert.equal(view.draft.language, 'it');
    assert.match(
      view.draft.body,
      /^Gentile Anna Verdi,\n\nMicrosoft ci ha segnalato[\s\S]*«prod»[\s\S]*vm0[\s\S]*Fabrikam$/,
    );
    assert.equal(view.facts.value.language, 'Italian (Italy)');
    assert.equal(view.draft.insteadOf, undefined);
  });
});

describe('the drafted message', () => {
  const about = { partnerName: 'Fabrikam', subscription: 'prod', isMining: true, resources: [] };

  it('falls back to English and says instead of what', () => {
    const draft = draftFor({ ...about, culture: 'fr-FR' }, 'it');

    assert.deepEqual([draft.language, draft.insteadOf], ['en', 'francese (Francia)']);
    assert.match(draft.body, /^Hello,/);
  });

  it('is in English without more ado where no language is known', () => {
    const draft = draftFor(about, 'it');

    assert.deepEqual([draft.language, draft.insteadOf], ['en', undefined]);
  });

  it('does not speak of mining where the alert does not', () => {
    assert.doesNotMatch(draftFor({ ...about, isMining: false }, 'en').body, /mining/);
  });

  it('takes a language tag that is none', () => {
    assert.equal(languageName('not a tag!', 'en'), 'not a tag!');
    assert.equal(draftFor({ ...about, culture: 'not a tag!' }, 'en').insteadOf, 'not a tag!');
  });
});

const row = (number: number, deadlineAt: string, verdict: CaseSummary['verdict'] = 'none'): CaseSummary => ({
  id: sampleCaseId,
  number,
  stage: 'new',
  customerTenantId: 'c',
  subscriptionId: 's',
  deadlineAt,
  isTest: false,
  verdict,
});

describe('the list of cases', () => {
  const list = { which: 'cases', page: 1, isMore: false, now: new Date(startedAt) } as const;

  it('has the soonest deadline first and what is decided last, without a clock', () => {
    const rows = [
      row(1, '2026-03-03T09:00:00.000Z'),
      row(2, '2026-03-01T09:00:00.000Z', 'fraud'),
      row(3, '2026-03-02T09:00:00.000Z'),
    ];

    const view = caseListView({ ...list, rows, total: 9 });

    assert.deepEqual(
      view.rows.map(({ number }) => number),
      [3, 1, 2],
    );
    assert.equal(view.rows.at(-1)?.clock, undefined);
    assert.equal(view.total, 9);
  });

  it('calls no case overdue that was taken up again after its answer', () => {
    const again = { ...row(1, '2026-03-01T09:00:00.000Z'), takenUpAt: startedAt };

    const view = caseListView({ ...list, rows: [again, row(2, '2026-03-01T09:00:00.000Z')], total: 2 });

    assert.deepEqual(
      view.rows.map(({ number, clock }) => [number, clock?.state]),
      [
        [2, 'overdue'],
        [1, 'reopened'],
      ],
    );
  });
});

describe('the status', () => {
  const partner: Partner = {
    id: samplePartnerId,
    tenantId: homeTenant,
    name: 'Fabrikam',
    source: 'graph',
    language: 'en',
    roleGroups: { viewer: [], responder: [], remover: [], owner: [] },
    removal: standardRemoval,
    extraAlertTypes: [],
    pollMinutes: 5,
    timeZone: 'UTC',
  };
  const stateOf = (source: Parameters<typeof statusView>[0]['source']) =>
    statusView({
      partner,
      source,
      openCases: { total: 0, isMore: false },
      unreadable: 0,
      failedPosts: 0,
      channels: [],
      ledger: { sources: [] },
      alarms: [],
      now: new Date(startedAt),
    }).source.state;

  it('tells a source that answers from one that is late, fails or was never asked', () => {
    assert.equal(stateOf({ failures: 0 }), 'never');
    assert.equal(stateOf({ failures: 0, polledAt: '2026-03-02T07:56:00.000Z' }), 'ok');
    assert.equal(stateOf({ failures: 0, polledAt: '2026-03-02T07:40:00.000Z' }), 'late');
    assert.equal(stateOf({ failures: 2, polledAt: '2026-03-02T07:56:00.000Z', error: 'x' }), 'failing');
  });
});

describe('journal entries in words', () => {
  it('name the person and what was done', () => {
    const at = startedAt;
    const actor = { kind: 'person', person: ada } as const;
    const entries = [
      { caseId: sampleCaseId, seq: 2, at, actor, event: { type: 'claimed', owner: ada } },
      { caseId: sampleCaseId, seq: 3, at, actor, event: { type: 'check-answered', check: 'usage', answer: 'bad' } },
      {
        caseId: sampleCaseId,
        seq: 4,
        at,
        actor: { kind: 'clock', name: 'reporter' },
        event: { type: 'closed', how: 'decided' },
      },
    ] as const;

    const told = happened(wordsFor('it'), entries).map(({ what }) => what);

    assert.deepEqual(told, [
      `${ada.name} ha preso in carico il caso.`,
      `${ada.name} ha risposto a «Consumi»: Anomali.`,
      'Il caso è stato chiuso dopo la decisione.',
    ]);
  });
});
