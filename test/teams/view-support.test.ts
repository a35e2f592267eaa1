import assert from 'node:assert/strict';
import { supportCard } from '../../cards/support.ts';
import type { Detection } from '../../src/domain/detection.ts';
import { faultsOf, supportLimits } from '../../src/domain/support.ts';
import { defaultForm, subscriptionText, supportView } from '../../src/teams/view-support.ts';
import { wordsFor } from '../../src/teams/words.ts';
import { isObject, objectsOf } from '../support/card-json.ts';
import { ada, homeTenant } from '../support/people.ts';
import { by, caseAfter, caseOf, says } from '../support/played-case.ts';
import { detectionId, sampleDetection, subscription } from '../support/samples.ts';

const now = new Date('2026-03-02T10:00:00.000Z');
const profile = { name: 'Ada Okoro', email: 'ada@p.example', phone: '+39 045 000' };
const about = {
  case: caseAfter(),
  names: { customerName: 'Contoso', subscriptionName: 'prod' },
  kind: 'partner-center',
  partner: { name: 'Fabrikam', tenantId: homeTenant },
  person: { name: 'Ada Okoro' },
  profile,
  now,
} as const;
const number = '2611220050001234';

function compose(form = defaultForm(about)) {
  return by(ada, { type: 'compose-support', kind: 'partner-center', form, subscriptionName: 'prod' });
}

/** What the card's inputs hold before anybody types. */
function inputsOf(card: unknown): ReadonlyMap<unknown, unknown> {
  return new Map(
    [...objectsOf(card)].flatMap(({ object }) => (isInput(object) ? [[object['id'], object['value']]] : [])),
  );
}

function isInput(object: unknown): object is Record<string, unknown> {
  return isObject(object) && String(object['type']).startsWith('Input.');
}

describe('the view of a support request', () => {
  it('is filled with what Microsoft’s notice prescribes, and with the data of the case', () => {
    const { form, faults, state } = supportView(about);

    assert.deepEqual(faults, []);
    assert.equal(state, 'new');
    assert.deepEqual(
      [form.title, form.problemType, form.impact],
      ['Cryptomining notification', 'Adding or managing customers', 'moderate'],
    );
    assert.deepEqual([form.contactName, form.contactEmail, form.contactPhone], Object.values(profile));
    assert.ok(form.description.startsWith('prod\n'));
    for (const data of [
      homeTenant,
      about.case.customerTenantId,
      subscription,
      '/virtualMachines/vm0',
      'alert-0',
      'First seen by Microsoft: 2026-03-02 05:00 UTC',
      'Last seen by Microsoft: 2026-03-02 06:30 UTC',
      'We are looking into it.',
    ])
      assert.ok(form.description.includes(data), data);
    assert.match(form.description, /Our questions:\n- What was seen[^\n]+\n- Is anything else needed[^\n]+$/);
  });

  it('puts the person’s questions below the data', () => {
    assert.ok(defaultForm(about, 'Which addresses?').description.endsWith('Our questions:\nWhich addresses?'));
  });

  it('says that the mail address is missing where the profile cannot be read', () => {
    const { form, faults } = supportView({ ...about, profile: undefined });

    assert.equal(form.contactName, 'Ada Okoro');
    assert.deepEqual(faults, [{ field: 'contactEmail', what: 'missing' }]);
  });

  it('tells Microsoft what was done, without names of people', () => {
    const decided = caseAfter(
      by(ada, { type: 'answer-check', check: 'customer', answer: 'bad', from: 'Anna', way: 'call' }),
      by(ada, { type: 'decide', verdict: 'fraud', reason: 'Nobody ordered it' }),
      says({
        type: 'report-succeeded',
        goal: { status: 'resolved', reason: 'fraud' },
        detectionIds: [detectionId(0)],
        resolvedBy: 'ada@p.example',
      }),
    );

    const { description } = defaultForm({ ...about, case: decided });

    assert.match(description, /- The customer was asked and says that the activity is not expected\./);
    assert.match(description, /- We concluded that it is fraud \(2026-03-02 \d\d:\d\d UTC\)\./);
    assert.doesNotMatch(description, /Ada|Anna|ada@|Nobody ordered/);
  });

  it('stays complete on its own card, whatever the subscription is called', () => {
    const hostile = [
      '<at>All</at> {{DATE(1)}} ${x}',
      'https://evil.example/a',
      'www.evil.example',
      '  spaces  ',
      '*b*',
    ];
    for (const subscriptionName of hostile) {
      const view = supportView({ ...about, names: { subscriptionName } });
      const description = inputsOf(supportCard(view, wordsFor('it'))).get('description');

      const faults = faultsOf(
        { ...view.form, description: String(description) },
        subscriptionText(about.case, { subscriptionName }),
      );

      assert.deepEqual([faults, view.faults], [[], []], subscriptionName);
    }
  });

  it('has room for a case with thousands of resources, and says how many it leaves out', () => {
    const resources = Array.from({ length: 3000 }, (_, i) => ({
      id: `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm${i}`,
    }));
    const opening: Detection = sampleDetection(0, { resources });

    const view = supportView({ ...about, case: caseOf(opening) });

    assert.deepEqual(view.faults, []);
    assert.ok(view.form.description.length < supportLimits.description);
    assert.match(view.form.description, /- and 2,9\d\d more/);
  });

  it('shows what somebody composed, and offers each field to be copied', () => {
    const c = caseAfter(compose({ ...defaultForm(about), title: 'Changed by Ada' }));

    const view = supportView({ ...about, case: c });
    const card = supportCard(view, wordsFor('en'));
    const copied = [...objectsOf(card)].flatMap(({ object }) =>
      object['type'] === 'CodeBlock' ? [object['codeSnippet']] : [],
    );

    assert.equal(view.state, 'composed');
    assert.deepEqual(copied.slice(0, 3), ['Changed by Ada', 'Adding or managing customers', 'Moderate (B)']);
    assert.equal(copied.length, 7);
    assert.match(JSON.stringify(card), /Not filed until its number is here.*support\.file/);
  });

  it('leads to the new request while none is filed, and to one’s own requests afterwards', () => {
    const filed = caseAfter(compose(), by(ada, { type: 'file-support', kind: 'partner-center', number }));

    const pages = [about.case, filed].map((c) => supportView({ ...about, case: c }).links.map(({ page }) => page));

    assert.deepEqual(pages, [['support-fraud', 'support-new', 'support-list'], ['support-list']]);
    assert.equal(supportView({ ...about, case: filed }).request, number);
  });

  it('says why a look did not help, and who can see a request', () => {
    const c = caseAfter(
      compose(),
      by(ada, { type: 'file-support', kind: 'partner-center', number }),
      says({ type: 'support-tracked', kind: 'partner-center', number, why: 'not-found' }),
    );

    const card = JSON.stringify(supportCard(supportView({ ...about, case: c }), wordsFor('en')));

    assert.match(card, /shows no request of that number to this account/);
    assert.match(card, /only to the account that filed it/);
  });

  it('asks for what a credit needs, with the deadline as an estimate and earlier claims', () => {
    const view = supportView({ ...about, kind: 'azure', claims: [{ number: 7, at: now.toISOString() }] });
    const card = JSON.stringify(supportCard(view, wordsFor('en')));

    assert.deepEqual(view.claim, {
      used: [{ number: 7, at: now.toISOString() }],
      deadlineAt: '2026-05-01T05:00:00.000Z',
      daysLeft: 59,
    });
    assert.match(view.form.description, /Amount asked for, with currency:.*an earlier request for this customer/s);
    assert.match(card, /estimate, from the first sign.*asked for already, in case 7/);
    assert.match(card, /Microsoft\.Support\/supportTickets\/write/);
    assert.doesNotMatch(card, /older page/);
  });

  it('fits on a card with the longest description that can be filed', () => {
    for (const letter of ['"', '\\', '\n', '😀', 'x ', '“']) {
      const description = `prod ${letter.repeat(supportLimits.description)}`.slice(0, supportLimits.description);
      const form = { ...defaultForm(about), description };
      const filed = by(ada, { type: 'file-support', kind: 'partner-center', number });
      for (const c of [caseAfter(compose(form)), caseAfter(compose(form), filed)]) {
        const card = supportCard(supportView({ ...about, case: c }), wordsFor('it'));

        assert.ok(JSON.stringify(card).length < 40_000, JSON.stringify([letter, c.support?.['partner-center']?.state]));
      }
    }
  });

  it('does not pretend that a test is real', () => {
    const c = caseOf(sampleDetection(0, { isTest: true }));

    assert.match(defaultForm({ ...about, case: c }).description, /THIS IS A TEST/);
  });
});
