import assert from 'node:assert/strict';
import { commandRoles, type PersonCommand } from '../../src/domain/commands.ts';
import { ada, ben, eve, nils, olga, rosa, vic } from '../support/people.ts';
import { approvalOf, planId, requestPlan, runId, samplePlan } from '../support/plans.ts';
import { by, caseAfter, decided, later, refusalOf, says } from '../support/played-case.ts';
import { keyOf } from '../support/readings.ts';
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
    { type: 'stop', runId: runId(), resources: [keyOf('vm/w-1')] },
    { type: 'start', runId: runId(), resources: [keyOf('vm/w-1')] },
    requestPlan,
    approvalOf(samplePlan()),
    { type: 'drop-plan', planId: planId() },
    { type: 'cancel-run', runId: runId() },
    { type: 'check-off', item: 'mfa', state: 'done' },
  ];
  const removes = commands.filter(({ type }) => commandRoles[type] === 'remover');

  it('every command that only removers may give is in the tests of rights', () => {
    const all = Object.entries(commandRoles).flatMap(([type, role]) => (role === 'remover' ? [type] : []));

    assert.deepEqual(removes.map(({ type }) => type).toSorted(), all.toSorted());
  });

  for (const command of removes)
    it(`${command.type} is refused to a responder, who learns that a remover may`, () => {
      assert.deepEqual(refusalOf(decided(caseAfter(), ada, command)), { kind: 'role-missing', needed: 'remover' });
      assert.notEqual(refusalOf(decided(caseAfter(), rosa, command))?.kind, 'role-missing');
    });

  for (const command of commands) {
    const needed = commandRoles[command.type];

    it(`${command.type} is refused to a viewer, naming the role that it needs`, () => {
      assert.deepEqual(refusalOf(decided(caseAfter(), vic, command)), { kind: 'role-missing', needed });
    });

    it(`${command.type} is refused to a person without a role`, () => {
      assert.deepEqual(refusalOf(decided(caseAfter(), nils, command)), { kind: 'role-missing', needed });
    });

    it(`${command.type} is refused to a person of another tenant, whatever role they hold there`, () => {
      assert.deepEqual(refusalOf(decided(caseAfter(), eve, command)), { kind: 'other-tenant' });
    });
  }

  it('an owner may what a responder may', () => {
    assert.equal(decided(caseAfter(), olga, claim).kind, 'events');
  });

  it('a closed case refuses all but notes, reopening, and calling off what still runs', () => {
    const refused = commands.filter((command) => refusalOf(decided(closed, rosa, command))?.kind === 'closed');

    assert.deepEqual(
      commands.filter((command) => !refused.includes(command)).map((command) => command.type),
      ['reopen', 'note', 'cancel-run'],
    );
  });

  it('a person without a role learns nothing of the case from the refusal', () => {
    assert.deepEqual(refusalOf(decided(closed, nils, claim)), { kind: 'role-missing', needed: 'responder' });
  });
});
