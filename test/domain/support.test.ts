import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { faultsOf, isAddress, requestNumber, type SupportForm, supportLimits } from '../../src/domain/support.ts';

const form: SupportForm = {
  title: 'Cryptomining notification',
  problemType: 'Adding or managing customers',
  impact: 'moderate',
  description: 'Contoso Production\nWhat is seen …',
  contactName: 'Ada Okoro',
  contactEmail: 'ada@northwind.example',
};

describe('the number of a support request', () => {
  for (const [typed, number] of [
    ['2603020010001234', '2603020010001234'],
    ['  #2603020010001234 ', '2603020010001234'],
    ['TrackingID-26030', 'TrackingID-26030'],
    ['a1b2c', 'a1b2c'],
  ] as const)
    it(`is ${typed}`, () => {
      assert.equal(requestNumber(typed), number);
    });

  for (const typed of [
    '',
    '   ',
    '#',
    '1234',
    'open',
    'not yet',
    '2603 0200 1000',
    '-12345',
    '../../customers',
    '12345?x=1',
    '12345%2f..',
    '12345\n',
    '12345\u0000',
    '１２３４５６',
    '1'.repeat(62),
    '9'.repeat(200_000),
  ])
    it(`is not ${JSON.stringify(typed).slice(0, 30)}`, () => {
      const found = requestNumber(typed);

      // A line end after it is how it was pasted.
      assert.equal(found, typed === '12345\n' ? '12345' : undefined);
    });
});

describe('a mail address', () => {
  for (const text of ['ada@northwind.example', ' ada@northwind.example ', 'a.b+c@x-y.co.uk', 'jörg@bücher.example'])
    it(`is ${text}`, () => {
      assert.equal(isAddress(text), true);
    });

  for (const text of [
    '',
    'ada',
    '@northwind.example',
    'ada@',
    'ada@northwind',
    'ada@@northwind.example',
    'ada@north..wind.example',
    'ada@northwind.example, eve@evil.example',
    'ada@northwind.example; eve@evil.example',
    'ada@northwind.example eve@evil.example',
    'Ada <ada@northwind.example>',
    'ada@northwind.example\r\nBcc: eve@evil.example',
    'ada@northwind.example\u2028x',
    'ada@northwind.example\u0000',
    'ada\u202e@northwind.example',
    '"ada"@northwind.example',
    'ada@[127.0.0.1]',
    `${'a'.repeat(65)}@northwind.example`,
    `ada@${'b'.repeat(250)}.example`,
    'a@'.repeat(100_000),
  ])
    it(`is not ${JSON.stringify(text).slice(0, 50)}`, () => {
      assert.equal(isAddress(text), false);
    });

  it('never holds what separates or ends a line, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        if (isAddress(text)) assert.doesNotMatch(text.trim(), /[\s,;<>]/u);
      }),
    );
  });
});

describe('the form of a request', () => {
  const faults = (change: Partial<SupportForm>) =>
    faultsOf({ ...form, ...change }, 'Contoso Production').map(({ field, what }) => `${field} ${what}`);

  it('is complete', () => {
    assert.deepEqual(faults({}), []);
    assert.deepEqual(faults({ description: ' contoso production, …' }), []);
  });

  const mistakes: readonly (readonly [Partial<SupportForm>, readonly string[]])[] = [
    [{ title: ' ' }, ['title missing']],
    [{ problemType: '' }, ['problemType missing']],
    [{ contactName: '\t' }, ['contactName missing']],
    [{ contactEmail: '' }, ['contactEmail missing']],
    [{ contactEmail: 'ada' }, ['contactEmail not-an-address']],
    [{ description: 'Something else' }, ['description missing']],
    [{ title: 'x'.repeat(supportLimits.title + 1) }, ['title too-long']],
    [{ contactName: 'x'.repeat(supportLimits.contact + 1) }, ['contactName too-long']],
    [{ contactPhone: '1'.repeat(supportLimits.contact + 1) }, ['contactPhone too-long']],
    [{ description: `Contoso Production${'x'.repeat(200_000)}` }, ['description too-long']],
    [
      { title: '', contactEmail: 'x', contactName: '' },
      ['title missing', 'contactName missing', 'contactEmail not-an-address'],
    ],
  ];
  for (const [change, expected] of mistakes)
    it(`is not: ${expected.join(', ')}`, () => {
      assert.deepEqual(faults(change), expected);
    });
});
