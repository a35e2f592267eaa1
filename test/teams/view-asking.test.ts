import assert from 'node:assert/strict';
import { alertCard } from '../../cards/alert.ts';
import { customerCard } from '../../cards/check-customer.ts';
import { evidenceCard } from '../../cards/evidence.ts';
import type { Case } from '../../src/domain/case.ts';
import type { MailId, PackId } from '../../src/domain/ids.ts';
import type { Pack } from '../../src/domain/pack.ts';
import { askingView } from '../../src/teams/view-asking.ts';
import { checkView } from '../../src/teams/view-checks.ts';
import { caseView } from '../../src/teams/view-data.ts';
import { draftFor } from '../../src/teams/view-draft.ts';
import { evidenceView } from '../../src/teams/view-evidence.ts';
import { happened } from '../../src/teams/view-journal.ts';
import { wordsFor } from '../../src/teams/words.ts';
import { objectsOf } from '../support/card-json.ts';
import { ada, ben } from '../support/people.ts';
import { by, caseAfter, says } from '../support/played-case.ts';
import { sampleCaseId } from '../support/samples.ts';

const now = new Date('2026-03-02T10:00:00.000Z');
const mailId: MailId = `mail_${'a'.repeat(32)}`;
const packId: PackId = `pack_${'b'.repeat(32)}`;
const mail = { id: mailId, to: 'anna@c.example', subject: 'Please check', body: 'Hello', language: 'en' } as const;
const sent = by(ada, { type: 'send-mail', mail });
const ended = (state: 'sent' | 'failed' | 'unknown') => says({ type: 'mail-ended', mailId, state });

function customer(c: Case, more: { readonly draftLanguage?: 'en' | 'it' } = {}) {
  const view = checkView({
    case: c,
    names: { subscriptionName: 'prod' },
    partnerName: 'Fabrikam',
    check: 'customer',
    links: [],
    language: 'en',
    ...more,
  });
  assert.ok(view.check === 'customer');
  return view;
}

const verbsOf = (card: unknown) =>
  [...objectsOf(card)].flatMap(({ object }) => (typeof object['verb'] === 'string' ? [object['verb']] : []));

const pack: Pack = {
  id: packId,
  caseId: sampleCaseId,
  profile: 'customer',
  language: 'it',
  by: ben,
  askedAt: now.toISOString(),
  state: 'ready',
  bytes: 2048,
  sha256: '0'.repeat(64),
  files: 9,
  builtAt: now.toISOString(),
};

describe('the view of contact with the customer', () => {
  it('asks whether a mail went only where nobody can tell', () => {
    const offers = (['sent', 'failed', 'unknown'] as const).map((state) =>
      verbsOf(customerCard(customer(caseAfter(sent, ended(state))), wordsFor('en'))).includes('contact.settle'),
    );

    assert.deepEqual(offers, [false, false, true]);
  });

  it('shows whom somebody called, and until when an answer is awaited', () => {
    const c = caseAfter(
      by(ada, { type: 'note-contact', way: 'call', to: 'Anna', note: 'Calls back' }),
      by(ben, { type: 'await-answer', until: '2026-03-02T12:00:00.000Z' }),
    );

    const { contact } = customer(c);

    assert.deepEqual(
      contact.tries.map(({ way, to, note, by: who }) => [way, to, note, who]),
      [['call', 'Anna', 'Calls back', 'Ada Okoro']],
    );
    assert.deepEqual(contact.askAgain, { at: '2026-03-02T12:00:00.000Z', by: 'Ben Ricci' });
  });

  it('keeps who answered, and by what way', () => {
    const c = caseAfter(
      by(ada, { type: 'answer-check', check: 'customer', answer: 'good', from: 'Anna Verdi', way: 'call' }),
    );

    const { answer } = customer(c);

    assert.deepEqual([answer.from, answer.way], ['Anna Verdi', 'call']);
    assert.match(JSON.stringify(customerCard(customer(c), wordsFor('en'))), /Said by: Anna Verdi · by phone/);
  });

  it('is written and spoken in the language that somebody chooses', () => {
    const { draft } = customer(caseAfter(), { draftLanguage: 'it' });

    assert.match(draft.body, /Microsoft ci ha segnalato/);
    assert.match(draft.script.join(), /Buongiorno, sono … di Fabrikam/);
    assert.equal(draft.isChosen, true);
    assert.equal(draft.insteadOf, undefined);
  });

  it('accuses nobody, in any language', () => {
    const about = { partnerName: 'P', subscription: 's', resources: [], isMining: true };
    for (const language of ['en', 'it'] as const) {
      const { subject, body, script } = draftFor(about, 'en', language);

      assert.doesNotMatch(
        [subject, body, ...script].join('\n'),
        /fraud|frode|attack|hacker|guilt|colpa|abus/i,
        language,
      );
    }
  });
});

describe('the third end on the case’s own card', () => {
  it('says nothing while nobody was asked', () => {
    assert.equal(askingView(caseAfter(), []), undefined);
  });

  it('says that a request is not filed, that a mail may not have gone, and that packs are ready', () => {
    const form = {
      title: 't',
      problemType: 'p',
      impact: 'moderate',
      description: 'prod',
      contactName: 'Ada',
      contactEmail: 'a@p.example',
    } as const;
    const c = caseAfter(
      by(ada, { type: 'compose-support', kind: 'partner-center', form, subscriptionName: 'prod' }),
      sent,
      ended('unknown'),
    );

    const view = caseView({ case: c, names: {}, links: [], now, packs: [pack] });
    const card = alertCard(view, wordsFor('en'));

    assert.match(
      JSON.stringify(card),
      /prepared by Ada Okoro, not filed yet.*not known whether the message.*One evidence pack is ready/,
    );
    assert.deepEqual(
      verbsOf(card).filter((verb) => /^(support|evidence)\./.test(verb)),
      ['support.open', 'evidence.open'],
    );
  });

  it('has buttons for asking and evidence once there is room, of a closed case too', () => {
    const decided = caseAfter(by(ada, { type: 'decide', verdict: 'legitimate', reason: 'Expected' }));
    const open = alertCard(caseView({ case: caseAfter(), names: {}, links: [], now }), wordsFor('en'));
    const after = alertCard(caseView({ case: decided, names: {}, links: [], now }), wordsFor('en'));

    assert.deepEqual(
      [open, after].map((card) => verbsOf(card).includes('support.open') && verbsOf(card).includes('evidence.open')),
      [false, true],
    );
  });
});

describe('the view of evidence packs', () => {
  it('offers to fetch only what is ready', () => {
    const { sha256: _, bytes: _bytes, files: _files, builtAt: _at, ...wish } = pack;
    const building: Pack = { ...wish, id: `pack_${'c'.repeat(32)}`, state: 'building' };
    const failed: Pack = { ...wish, id: `pack_${'d'.repeat(32)}`, state: 'failed', at: now.toISOString() };

    const view = evidenceView({ case: caseAfter(), names: {}, packs: [building, pack, failed], language: 'it' });
    const card = evidenceCard(view, wordsFor('en'));

    const fetched = [...objectsOf(card)].flatMap(({ object }) =>
      object['verb'] === 'evidence.fetch' ? [object['data']] : [],
    );
    assert.deepEqual(fetched, [{ case: view.case, rev: view.rev, pack: packId }]);
    assert.match(JSON.stringify(card), /9 files · 2 kB/);
  });

  it('says what each profile leaves out', () => {
    const view = evidenceView({ case: caseAfter(), names: {}, packs: [], language: 'en' });

    const leaves = Object.fromEntries(view.profiles.map(({ profile, leftOut }) => [profile, leftOut.length]));

    assert.equal(leaves['full'], 0);
    assert.ok((leaves['customer'] ?? 0) > 3 && (leaves['insurer'] ?? 0) > 3);
    for (const language of ['en', 'it'] as const) {
      for (const field of view.profiles.flatMap(({ leftOut }) => leftOut))
        assert.ok(wordsFor(language).has(`pack.field.${field}`), `${language} ${field}`);
    }
  });
});

describe('the journal of the third end', () => {
  it('says of what was held back that it was not sent, and why', () => {
    const actor = { kind: 'clock', name: 'mailer' } as const;
    const entry = { caseId: sampleCaseId, seq: 1, at: now.toISOString(), actor };
    const journal = [
      { ...entry, event: { type: 'mail-ended', mailId, state: 'failed', why: 'role-lost' } },
      { ...entry, event: { type: 'support-note-ended', kind: 'partner-center', why: 'role-lost' } },
    ] as const;

    const [english, italian] = (['en', 'it'] as const).map((language) => happened(wordsFor(language), journal));

    assert.match(
      JSON.stringify(english),
      /was not sent: whoever.*no longer had the role.*note was not sent: its writer/,
    );
    assert.match(JSON.stringify(italian), /non è stato inviato: chi.*non aveva più il ruolo.*nota non è stata inviata/);
  });

  it('tells a mail and what came of it, with the names of people', () => {
    const person = { kind: 'person', person: ada } as const;
    const clock = { kind: 'clock', name: 'mailer' } as const;
    const at = now.toISOString();
    const entry = { caseId: sampleCaseId, seq: 1, at };

    const told = happened(wordsFor('en'), [
      { ...entry, actor: person, event: { type: 'mail-asked', mail } },
      { ...entry, actor: clock, event: { type: 'mail-ended', mailId, state: 'unknown' } },
      { ...entry, actor: person, event: { type: 'mail-settled', mailId, sent: true } },
    ]);

    assert.deepEqual(
      told.map(({ what }) => what),
      [
        'Ada Okoro wrote to the customer, anna@c.example: Please check',
        'It is not known whether the message to the customer was sent.',
        'Ada Okoro says that the message went.',
      ],
    );
  });
});
