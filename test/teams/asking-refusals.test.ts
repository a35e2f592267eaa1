import assert from 'node:assert/strict';
import { askingRefusal, isAskingRefusal } from '../../src/teams/asking-refusals.ts';
import { buttonData } from '../../src/teams/button-data.ts';
import { wordsFor } from '../../src/teams/words.ts';
import { sampleCaseId } from '../support/samples.ts';

const on = { case: sampleCaseId, rev: 1 };

describe('refusals of the third end', () => {
  it('name each thing that a form lacks, in the reader’s language', () => {
    const refusal = {
      kind: 'form-incomplete',
      faults: [
        { field: 'contactEmail', what: 'not-an-address' },
        { field: 'description', what: 'too-long' },
        { field: 'impact', what: 'missing' },
      ],
    } as const;

    assert.equal(
      askingRefusal(wordsFor('en'), refusal),
      'The request is not complete yet: the contact’s e-mail address is not one; the description is too long (8,000 characters at most); something in it is missing or too long',
    );
    assert.match(askingRefusal(wordsFor('it'), refusal), /l’indirizzo e-mail del referente non è valido/);
  });

  it('say why nothing goes to an account that is suspected, and let its address be no link', () => {
    const said = askingRefusal(wordsFor('en'), { kind: 'recipient-suspected', address: '<at>x</at>@www.evil.example' });

    assert.match(said, /^Nothing was sent/);
    assert.doesNotMatch(said, /<at>|www\.evil/);
  });

  it('are told from others', () => {
    assert.equal(isAskingRefusal({ kind: 'not-filed' }), true);
    assert.equal(isAskingRefusal({ kind: 'closed' }), false);
  });
});

describe('buttons of the third end', () => {
  it('take a description of any length, which the domain then measures', () => {
    const description = 'x'.repeat(200_000);

    const read = buttonData['support.compose'].safeParse({ ...on, kind: 'partner-center', description });

    assert.equal(read.data?.description.length, 200_000);
    assert.equal(read.data?.impact, 'moderate');
  });

  it('take who answered and how, or neither', () => {
    const answer = { ...on, check: 'customer', answer: 'good' };

    const ways = [{ from: 'Anna', way: 'call' }, { way: '' }, {}].map(
      (more) => buttonData['check.answer'].safeParse({ ...answer, ...more }).data?.way,
    );

    assert.deepEqual(ways, ['call', undefined, undefined]);
  });

  it('refuse kinds, ways, profiles and ids that are none', () => {
    const bad = [
      buttonData['support.open'].safeParse({ ...on, kind: 'police' }),
      buttonData['contact.note'].safeParse({ ...on, triedWay: 'pigeon' }),
      buttonData['contact.settle'].safeParse({ ...on, mail: 'mail_1', sent: true }),
      buttonData['contact.send'].safeParse({ ...on, language: 'xx' }),
      buttonData['evidence.make'].safeParse({ ...on, profile: 'press', language: 'en' }),
      buttonData['evidence.fetch'].safeParse({ ...on, pack: '../../etc' }),
    ];

    assert.deepEqual(
      bad.filter(({ success }) => success),
      [],
    );
  });
});
