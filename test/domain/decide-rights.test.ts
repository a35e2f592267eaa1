import assert from 'node:assert/strict';
import type { PersonCommand } from '../../src/domain/commands.ts';
import { ada, ben, eve, nils, olga, vic } from '../support/people.ts';
import { by, caseAfter, decided, later, refusalOf, says } from '../support/played-case.ts';
import { detectionId } from '../support/samples.ts';

const claim = { type: 'claim' } as const;
const legitimate = { type: 'decide', verdict: 'legitimate', reason: 'The customer renders films' } as const;
const closed = caseAfter(
  by(ada, legitimate),
  says({
    type: 'report-succeeded',
    goal: { status: 'resolved', reason: 'legitimate' },
    detectionIds: [detectionId(0)],
  }),
);

describe('who may', () => {
  const commands: readonly PersonCommand[] = [
    claim,
    { type: 'release' },
    { type: 'assign', to: ben },
    { type: 'answer-check', check: 'usage', answer: 'good' },
    legitimate,
    { type: 'reopen', reason: 'x' },
    { type: 'note', text: 'x' },
    { type: 'snooze', until: later(), reason: 'x' },
    { type: 'close', reason: 'x' },
    { type: 'report-again' },
  ];

  for (const command of commands) {
    it(`${command.type} is refused to a viewer, naming the role that it needs`, () => {
      assert.deepEqual(refusalOf(decided(caseAfter(), vic, command)), { kind: 'role-missing', needed: 'responder' });
    });

    it(`${command.type} is refused to a person without a role`, () => {
      assert.deepEqual(refusalOf(decided(caseAfter(), nils, command)), { kind: 'role-missing', needed: 'responder' });
    });

    it(`${command.type} is refused to a person of another tenant, whatever role they hold there`, () => {
      assert.deepEqual(refusalOf(decided(caseAfter(), eve, command)), { kind: 'other-tenant' });
    });
  }

  it('an owner may what a responder may', () => {
    assert.equal(decided(caseAfter(), olga, claim).kind, 'events');
  });

  it('a closed case refuses all but notes and reopening', () => {
    const refused = commands.filter((command) => refusalOf(decided(closed, ada, command))?.kind === 'closed');

    assert.deepEqual(
      commands.filter((command) => !refused.includes(command)).map((command) => command.type),
      ['reopen', 'note'],
    );
  });

  it('a person without a role learns nothing of the case from the refusal', () => {
    assert.deepEqual(refusalOf(decided(closed, nils, claim)), { kind: 'role-missing', needed: 'responder' });
  });
});
