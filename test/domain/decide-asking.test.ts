import assert from 'node:assert/strict';
import { apply } from '../../src/domain/apply.ts';
import type { Case } from '../../src/domain/case.ts';
import type { ClockCommand, PersonCommand } from '../../src/domain/commands.ts';
import { type Mail, mailLimits } from '../../src/domain/contact.ts';
import type { MailId } from '../../src/domain/ids.ts';
import { type RequestTracking, supportLimits } from '../../src/domain/support.ts';
import { ada, ben } from '../support/people.ts';
import { by, caseAfter, decided, eventsOf, observed, refusalOf, says } from '../support/played-case.ts';

const hour = 3_600_000;
const form = {
  title: 'Cryptomining notification',
  problemType: 'Adding or managing customers',
  impact: 'moderate',
  description: 'prod: what is seen',
  contactName: 'Ada Okoro',
  contactEmail: 'ada@northwind.example',
} as const;
const compose = { type: 'compose-support', kind: 'partner-center', form, subscriptionName: 'prod' } as const;
const file = { type: 'file-support', kind: 'partner-center', number: '2603020010001234' } as const;
const mailId: MailId = `mail_${'a'.repeat(32)}`;
const mail: Mail = { id: mailId, to: 'anna@c.example', subject: 'Please check', body: 'Hello', language: 'en' };
const composed = by(ada, compose);
const filed = by(ben, file);
const asked = by(ada, { type: 'send-mail', mail });
const begun = says({ type: 'mail-begun', mailId });
const ended = (state: 'sent' | 'failed' | 'unknown') => says({ type: 'mail-ended', mailId, state });
const requestOf = (c: Case) => c.support?.['partner-center'] ?? assert.fail('there is no request');
const mailOf = (c: Case) => c.contact?.mails.at(-1) ?? assert.fail('there is no mail');
const refused = (c: Case, command: PersonCommand) => refusalOf(decided(c, ada, command));

describe('a support request', () => {
  it('is composed until somebody says its number', () => {
    const before = requestOf(caseAfter(composed));
    const after = requestOf(caseAfter(composed, filed));

    assert.deepEqual([before.state, before.number, before.by], ['composed', undefined, ada]);
    assert.deepEqual([after.state, after.number, after.by, after.filedBy], ['filed', file.number, ada, ben]);
    assert.equal(after.remindAt, undefined);
  });

  it('that lacks something is refused with all that it lacks', () => {
    const refusal = refused(caseAfter(), { ...compose, form: { ...form, title: '', contactEmail: 'ada' } });

    assert.deepEqual(refusal, {
      kind: 'form-incomplete',
      faults: [
        { field: 'title', what: 'missing' },
        { field: 'contactEmail', what: 'not-an-address' },
      ],
    });
  });

  it('cannot hold 200 KB of questions', () => {
    const description = `prod ${'why? '.repeat(40_000)}`;

    const refusal = refused(caseAfter(), { ...compose, form: { ...form, description } });

    assert.deepEqual(refusal?.kind === 'form-incomplete' && refusal.faults, [
      { field: 'description', what: 'too-long' },
    ]);
  });

  it('keeps what no database can store in a form that one can', () => {
    const [event] = eventsOf(
      decided(caseAfter(), ada, { ...compose, form: { ...form, description: 'prod \0 \ud800 and more' } }),
    );

    assert.ok(event?.type === 'support-composed');
    assert.doesNotMatch(event.form.description, /\0/);
    assert.ok(event.form.description.isWellFormed());
  });

  const refusals: readonly (readonly [string, Case, PersonCommand, string])[] = [
    ['a number of what nobody composed', caseAfter(), file, 'nothing-composed'],
    ['a number that is none', caseAfter(composed), { ...file, number: 'not yet' }, 'no-request-number'],
    [
      'dropping what is filed',
      caseAfter(composed, filed),
      { type: 'drop-support', kind: 'partner-center' },
      'nothing-composed',
    ],
    [
      'a note to what has no number',
      caseAfter(composed),
      { type: 'support-note', kind: 'partner-center', text: 'x' },
      'not-filed',
    ],
    [
      'an empty note',
      caseAfter(composed, filed),
      { type: 'support-note', kind: 'partner-center', text: ' \0 ' },
      'reason-missing',
    ],
    [
      'a note that is too long',
      caseAfter(composed, filed),
      { type: 'support-note', kind: 'partner-center', text: 'x'.repeat(supportLimits.note + 1) },
      'text-too-long',
    ],
    [
      'a second note while one is on its way',
      caseAfter(composed, filed, by(ada, { type: 'support-note', kind: 'partner-center', text: 'x' })),
      { type: 'support-note', kind: 'partner-center', text: 'y' },
      'note-under-way',
    ],
  ];
  for (const [what, c, command, kind] of refusals)
    it(`does not take ${what}`, () => {
      assert.equal(refused(c, command)?.kind, kind);
    });

  describe('that is followed', () => {
    const tracking: RequestTracking = { status: 'open', notes: [{ text: 'We look into it', by: 'Microsoft' }] };
    const tracked = (change: Partial<Extract<ClockCommand, { type: 'support-tracked' }>> = {}) =>
      ({ type: 'support-tracked', kind: 'partner-center', number: file.number, tracking, ...change }) as const;

    it('has what Partner Center said last, and since when', () => {
      const request = requestOf(caseAfter(composed, filed, says(tracked())));

      assert.deepEqual({ ...request.tracking, readAt: '' }, { ...tracking, readAt: '' });
    });

    it('has no entry of a look that found nothing new, nor of one that met the same trouble', () => {
      const { tracking: _, ...blind } = tracked();
      const lost = { ...blind, why: 'not-found' } as const;
      const c = caseAfter(composed, filed, says(tracked()));
      const troubled = caseAfter(composed, filed, says(tracked()), says(lost));

      assert.deepEqual(observed(c, tracked()), []);
      assert.deepEqual(observed(c, tracked({ tracking: { ...tracking, status: 'closed' } })).length, 1);
      assert.deepEqual(observed(troubled, lost), []);
      assert.deepEqual(observed(troubled, { ...lost, why: 'forbidden' }).length, 1);
      assert.deepEqual(observed(troubled, tracked()).length, 1);
    });

    it('is as it was after the small entry that unchanged looks once were', () => {
      const { tracking: _, ...small } = tracked();
      const c = caseAfter(composed, filed, says(tracked()));
      const event = { ...small, type: 'support-tracked' } as const;

      const actor = { kind: 'clock', name: 'support' } as const;
      const at = '2026-03-03T08:00:00.000Z';

      const later = apply(c, { caseId: c.id, seq: c.seq + 1, at, actor, event });

      assert.deepEqual(requestOf(later).tracking, { ...tracking, readAt: at });
    });

    it('has its trouble until a look succeeds, and keeps what was known', () => {
      const { tracking: _, ...blind } = tracked();
      const troubled = caseAfter(composed, filed, says(tracked()), says({ ...blind, why: 'needs-person' }));
      const again = caseAfter(composed, filed, says({ ...blind, why: 'needs-person' }), says(tracked()));

      assert.deepEqual(
        [requestOf(troubled).trouble?.why, requestOf(troubled).tracking?.status],
        ['needs-person', 'open'],
      );
      assert.equal(requestOf(again).trouble, undefined);
    });

    it('takes no news of another number', () => {
      assert.deepEqual(observed(caseAfter(composed, filed), tracked({ number: '999999' })), []);
      assert.deepEqual(observed(caseAfter(composed), tracked()), []);
    });

    it('has a note sent, or failed with its reason, once', () => {
      const note = by(ada, { type: 'support-note', kind: 'partner-center', text: 'Any news?' });
      const over = says({ type: 'support-note-ended', kind: 'partner-center' });
      const failed = says({ type: 'support-note-ended', kind: 'partner-center', why: 'mfa' });

      assert.equal(requestOf(caseAfter(composed, filed, note, over)).note?.state, 'sent');
      assert.deepEqual(requestOf(caseAfter(composed, filed, note, failed)).note, {
        text: 'Any news?',
        by: ada,
        state: 'failed',
        why: 'mfa',
      });
      assert.deepEqual(
        observed(caseAfter(composed, filed, note, over), { type: 'support-note-ended', kind: 'partner-center' }),
        [],
      );
    });
  });

  it('is asked after once, when its time has come and it has no number', () => {
    const c = caseAfter(composed);
    const at = Date.parse(requestOf(c).remindAt ?? '');
    const remind = (ms: number) =>
      ({ type: 'remind-support', kind: 'partner-center', now: new Date(ms).toISOString() }) as const;

    assert.deepEqual(observed(c, remind(at - 1)), []);
    assert.equal(observed(c, remind(at))[0]?.type, 'support-reminded');
    assert.deepEqual(observed(caseAfter(composed, says(remind(at))), remind(at + hour)), []);
    assert.deepEqual(observed(caseAfter(composed, filed), remind(at)), []);
  });
});

describe('a mail to the customer', () => {
  const smuggled = ['Hello\r\nBcc: eve@evil.example', 'Hello\nx', 'Hello\u0007', 'Hello\u0085x', 'Hello\tx'];
  for (const subject of smuggled)
    it(`has no subject ${JSON.stringify(subject)}`, () => {
      assert.deepEqual(refused(caseAfter(), { type: 'send-mail', mail: { ...mail, subject } }), {
        kind: 'bad-subject',
      });
    });

  const mistakes: readonly (readonly [Partial<Mail>, string])[] = [
    [{ to: '' }, 'bad-address'],
    [{ to: 'anna@c.example, eve@evil.example' }, 'bad-address'],
    [{ to: 'anna@c.example\r\nBcc: eve@evil.example' }, 'bad-address'],
    [{ subject: ' ' }, 'mail-empty'],
    [{ body: ' \n ' }, 'mail-empty'],
    [{ subject: 'x'.repeat(mailLimits.subject + 1) }, 'text-too-long'],
    [{ body: 'x'.repeat(200_000) }, 'text-too-long'],
  ];
  for (const [change, kind] of mistakes)
    it(`is refused with ${JSON.stringify(change).slice(0, 50)}`, () => {
      assert.equal(refused(caseAfter(), { type: 'send-mail', mail: { ...mail, ...change } })?.kind, kind);
    });

  it('waits until the one before has ended', () => {
    const another = { type: 'send-mail', mail: { ...mail, id: `mail_${'b'.repeat(32)}` } } as const;

    assert.deepEqual(refused(caseAfter(asked), another), { kind: 'mail-under-way' });
    assert.deepEqual(refused(caseAfter(asked, begun), another), { kind: 'mail-under-way' });
    assert.equal(decided(caseAfter(asked, begun, ended('unknown')), ada, another).kind, 'events');
  });

  it('is begun once: who comes second may not send it', () => {
    assert.equal(observed(caseAfter(asked), { type: 'mail-begun', mailId })[0]?.type, 'mail-begun');
    assert.deepEqual(observed(caseAfter(asked, begun), { type: 'mail-begun', mailId }), []);
    assert.deepEqual(observed(caseAfter(asked, begun, ended('sent')), { type: 'mail-begun', mailId }), []);
  });

  it('has one end, whoever else says another', () => {
    for (const state of ['sent', 'failed', 'unknown'] as const) {
      const c = caseAfter(asked, begun, ended(state));

      assert.equal(mailOf(c).state, state);
      assert.deepEqual(observed(c, { type: 'mail-ended', mailId, state: 'sent' }), []);
    }
  });

  it('of which nobody can tell is settled by a person, and no other is', () => {
    const settle = (sent: boolean) => ({ type: 'settle-mail', mailId, sent }) as const;
    const unknown = [asked, begun, ended('unknown')];

    assert.equal(mailOf(caseAfter(...unknown, by(ben, settle(true)))).state, 'sent');
    assert.equal(mailOf(caseAfter(...unknown, by(ben, settle(false)))).state, 'failed');
    for (const c of [caseAfter(), caseAfter(asked), caseAfter(asked, begun, ended('sent'))])
      assert.deepEqual(refused(c, settle(true)), { kind: 'nothing-to-settle' });
  });
});

describe('the customer’s answer', () => {
  it('is waited for until a time that a person sets, within a week', () => {
    const from = Date.parse('2026-03-02T09:00:00.000Z');
    const wait = (ms: number) => ({ type: 'await-answer', until: new Date(from + ms).toISOString() }) as const;

    assert.equal(decided(caseAfter(), ada, wait(4 * hour), new Date(from)).kind, 'events');
    for (const ms of [0, -hour, 7 * 24 * hour + 1])
      assert.equal(refusalOf(decided(caseAfter(), ada, wait(ms), new Date(from)))?.kind, 'snooze-out-of-range');
  });

  it('is kept with the way, in one line whom, and what was said', () => {
    const c = caseAfter(
      by(ada, { type: 'note-contact', way: 'call', to: ' Anna\n Rossi ', note: ' They know nothing.\n' }),
    );

    const [tried] = c.contact?.tries ?? [];
    assert.deepEqual(
      [tried?.way, tried?.to, tried?.note, tried?.by],
      ['call', 'Anna Rossi', 'They know nothing.', ada],
    );
  });
});
