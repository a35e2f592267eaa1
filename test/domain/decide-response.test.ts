import assert from 'node:assert/strict';
import { checklistNames } from '../../src/domain/after-care.ts';
import { maxTextLength } from '../../src/domain/commands.ts';
import { decide } from '../../src/domain/decide.ts';
import type { Plan } from '../../src/domain/plan.ts';
import { approvingRole } from '../../src/domain/policy.ts';
import { olga, remo, rosa, standpoint } from '../support/people.ts';
import { approvalOf, planId, requestPlan, runId, samplePlan } from '../support/plans.ts';
import { by, caseAfter, caseOf, decided, eventsOf, observed, refusalOf, says } from '../support/played-case.ts';
import { keyOf } from '../support/readings.ts';
import { detectionId, sampleDetection } from '../support/samples.ts';

const fraud = by(rosa, { type: 'decide', verdict: 'fraud', reason: 'Nobody knows these machines' });
const told = says({
  type: 'report-succeeded',
  goal: { status: 'resolved', reason: 'fraud' },
  detectionIds: [detectionId(0)],
});
const reopen = { type: 'reopen', reason: 'The customer called' } as const;
const stop = { type: 'stop', runId: runId(7), resources: [keyOf('vm/w-1')] } as const;
const made = (plan: Plan) => says({ type: 'plan-made', plan });
const frozen = (plan = samplePlan()) => [fraud, by(rosa, requestPlan), made(plan)];
const soon = new Date('2026-03-02T08:05:00.000Z');
const approved = (plan = samplePlan()) => [...frozen(plan), by(remo, approvalOf(plan))];
const ended = (done: number, id = runId()) =>
  says({ type: 'run-ended', runId: id, counts: { done, failed: 0, skipped: 0, unknown: 0, open: 0 } });
const signs = { readAt: '2026-03-02T09:00:00.000Z', resources: 3, strong: 1, some: 0, burning: 0, gaps: 0 };
const answers = checklistNames.map((item) => by(rosa, { type: 'check-off', item, state: 'done' }));

describe('asking for a plan', () => {
  it('voids the one before, which nobody approved', () => {
    const events = eventsOf(decided(caseAfter(...frozen()), remo, { ...requestPlan, planId: planId(1) }));

    assert.deepEqual(events[0], { type: 'plan-voided', planId: planId(), why: 'dropped' });
    assert.equal(events[1]?.type, 'plan-requested');
  });

  it('under an id that was used is refused: nobody becomes the requester of another’s plan', () => {
    assert.deepEqual(refusalOf(decided(caseAfter(...frozen()), remo, requestPlan)), { kind: 'plan-pending' });
  });

  it('needs a verdict of fraud', () => {
    assert.deepEqual(refusalOf(decided(caseAfter(), rosa, requestPlan)), { kind: 'not-fraud' });
  });

  it('keeps each resource once', () => {
    const [key] = requestPlan.resources;
    const events = eventsOf(decided(caseAfter(fraud), rosa, { ...requestPlan, resources: [key, key] }));

    assert.deepEqual(events[0]?.type === 'plan-requested' && events[0].resources, [key]);
  });

  for (const change of [
    { resources: [] },
    { kind: 'group' as const },
    { kind: 'group' as const, group: ' \0 ' },
    { kind: 'group' as const, group: 'g'.repeat(91) },
  ])
    it(`of nothing is refused: ${JSON.stringify(change).slice(0, 60)}`, () => {
      assert.deepEqual(refusalOf(decided(caseAfter(fraud), rosa, { ...requestPlan, ...change })), {
        kind: 'nothing-chosen',
      });
    });

  it('beyond the guards is for an owner', () => {
    const command = { ...requestPlan, liftGuards: true };

    assert.deepEqual(refusalOf(decided(caseAfter(fraud), rosa, command)), { kind: 'guards-owner-only' });
    assert.equal(decided(caseAfter(fraud), olga, command).kind, 'events');
  });
});

describe('approving a plan', () => {
  const second = samplePlan({ needsSecond: true });
  const c = caseAfter(...frozen(second));
  const mistakes = [
    ['another plan', { planId: planId(3) }, { kind: 'plan-other' }],
    ['another hash', { hash: samplePlan({ total: 9 }).hash }, { kind: 'plan-other' }],
    ['another name', { typedName: 'Contoso' }, { kind: 'wrong-name', expected: 'Contoso Production' }],
    ['no name', { typedName: '' }, { kind: 'wrong-name', expected: 'Contoso Production' }],
  ] as const;
  for (const [what, change, refusal] of mistakes)
    it(`with ${what} is refused`, () => {
      assert.deepEqual(refusalOf(decided(c, remo, { ...approvalOf(second), ...change }, soon)), refusal);
    });

  it('takes the name as phones write it', () => {
    const typedName = ' CONTOSO  production\n';

    assert.equal(decided(c, remo, approvalOf(second, { typedName }), soon).kind, 'events');
  });

  for (const subscriptionName of ['', '   ', '\t'])
    it(`of a subscription named ${JSON.stringify(subscriptionName)} is refused: nothing can be typed`, () => {
      const plan = samplePlan({ subscriptionName });
      const refusal = refusalOf(decided(caseAfter(...frozen(plan)), remo, approvalOf(plan), soon));

      assert.equal(refusal?.kind, 'wrong-name');
    });

  it('by who asked for it is refused where it needs a second, under whatever name', () => {
    const again = standpoint({ ...rosa, name: 'Somebody', objectId: rosa.objectId.toUpperCase() }, 'owner');

    assert.equal(refusalOf(decide(c, approvalOf(second), again, soon))?.kind, 'second-person');
    const promoted = standpoint(rosa, 'approver');
    assert.deepEqual(refusalOf(decide(c, approvalOf(second), promoted, soon)), {
      kind: 'second-person',
      requester: rosa,
    });
  });

  it('is for an approver where it needs a second person, however the subscription ends', () => {
    const refused = decide(c, approvalOf(second), standpoint(remo, 'remover'), soon);
    const whole = { kind: 'subscription', state: 'frozen', needsSecond: false } as const;

    assert.deepEqual(refusalOf(refused), { kind: 'role-missing', needed: 'approver' });
    assert.equal(approvingRole(whole), 'approver');
  });

  it('by who asked for it is allowed where none is needed', () => {
    const plan = samplePlan({ needsSecond: false });

    assert.equal(decided(caseAfter(...frozen(plan)), rosa, approvalOf(plan), soon).kind, 'events');
  });

  it('is in time until the moment of its end, and not at it', () => {
    const end = new Date(second.expiresAt);
    const before = new Date(end.getTime() - 1);

    assert.equal(decided(c, remo, approvalOf(second), before).kind, 'events');
    assert.deepEqual(refusalOf(decided(c, remo, approvalOf(second), end)), { kind: 'plan-expired' });
  });

  it('a second time is refused, naming who did', () => {
    assert.deepEqual(refusalOf(decided(caseAfter(...approved()), olga, approvalOf(samplePlan()), soon)), {
      kind: 'already-approved',
      by: remo,
    });
  });

  it('under the id of a run that is over is refused', () => {
    const over = caseAfter(by(rosa, stop), ended(1, runId(7)), ...frozen());

    assert.deepEqual(refusalOf(decided(over, remo, approvalOf(samplePlan(), { run: 7 }), soon)), { kind: 'run-over' });
  });

  it('is refused once the verdict was taken back', () => {
    const back = caseAfter(...frozen(), by(rosa, reopen), fraud);

    assert.deepEqual(refusalOf(decided(back, remo, approvalOf(samplePlan()), soon)), { kind: 'plan-not-frozen' });
  });
});

describe('taking back a verdict of fraud', () => {
  it('calls off the deletion that is under way', () => {
    const after = caseAfter(...approved(), by(rosa, reopen));

    assert.deepEqual(after.run?.cancelledBy, rosa);
  });

  it('leaves a stop alone: it takes nothing away', () => {
    const after = caseAfter(fraud, by(rosa, stop), by(rosa, reopen));

    assert.equal(after.run?.cancelledBy, undefined);
  });
});

describe('stopping', () => {
  for (const key of [
    keyOf('vm/w-1').replace('44444444', '55555555'),
    `${keyOf('vm/w-1')}/../w-2`,
    `${keyOf('vm/w-1')}?x=1`,
    keyOf('vm/w-1').toUpperCase(),
    `${keyOf('vm/w-1')}\0`,
  ])
    it(`refuses ${JSON.stringify(key.slice(-40))}`, () => {
      assert.deepEqual(refusalOf(decided(caseAfter(), rosa, { ...stop, resources: [key] })), {
        kind: 'foreign-resource',
      });
    });

  it('is done to each resource once', () => {
    const [key] = stop.resources;

    assert.equal(caseAfter(by(rosa, { ...stop, resources: [key, key] })).run?.items, 1);
  });

  it('is not said to go on when it ended without having stopped anything', () => {
    assert.equal(caseAfter(by(rosa, stop), ended(0, runId(7))).spend, 'unknown');
    assert.equal(caseAfter(by(rosa, stop), ended(1, runId(7))).spend, 'stopping');
  });
});

describe('checking off', () => {
  it('takes no longer note than any other text', () => {
    const note = 'x'.repeat(maxTextLength + 1);

    assert.deepEqual(
      refusalOf(decided(caseAfter(fraud), rosa, { type: 'check-off', item: 'mfa', state: 'done', note })),
      { kind: 'text-too-long', max: maxTextLength },
    );
  });

  it('needs a note only to waive', () => {
    const item = { type: 'check-off', item: 'mfa' } as const;

    assert.equal(decided(caseAfter(fraud), rosa, { ...item, state: 'done' }).kind, 'events');
    assert.deepEqual(refusalOf(decided(caseAfter(fraud), rosa, { ...item, state: 'waived', note: ' ' })), {
      kind: 'reason-missing',
    });
  });
});

describe('closing a fraud case', () => {
  const quiet = says({ type: 'investigated', signs });
  const close = { type: 'close', reason: 'All gone' } as const;

  it('needs nothing burning and every point answered', () => {
    const c = caseAfter(fraud, told, quiet, ...answers, by(rosa, close));

    assert.equal(c.stage, 'closed');
    assert.ok(!('waiver' in c));
  });

  it('says what is open', () => {
    const refusal = refusalOf(decided(caseAfter(fraud, told, quiet, ...answers.slice(1)), rosa, close));

    assert.deepEqual(refusal, { kind: 'response-open', number: 1, burning: false, checklist: ['credentials'] });
  });

  it('of a drill needs neither', () => {
    const c = caseOf(sampleDetection(0, { isTest: true }), fraud, told, by(rosa, close));

    assert.equal(c.stage, 'closed');
  });

  it('waits for a run that goes on, with a waiver, too', () => {
    const c = caseAfter(...approved(), told);

    assert.deepEqual(refusalOf(decided(c, rosa, { ...close, waive: true })), { kind: 'run-running' });
  });
});

describe('a look after a removal', () => {
  const look = (hours: 1 | 24 | 72, change = {}) => ({
    type: 'looked-after' as const,
    hours,
    look: { hours, at: '2026-03-09T08:00:00.000Z', back: ['w-1'], fresh: [], burning: 1, unreadable: false, ...change },
    mayReopen: true,
  });
  const over = [...approved(), ended(1), told, by(rosa, { type: 'close', reason: 'Done', waive: true })];

  it('reopens a closed case where something came back', () => {
    const c = caseAfter(...over, says(look(1)));

    assert.deepEqual([c.stage, c.spend, c.closure, c.waiver], ['responding', 'burning', undefined, undefined]);
  });

  it('opens the checklist again where something came back, and only then', () => {
    const checked = by(rosa, { type: 'check-off', item: 'mfa', state: 'done' });
    const answered = [...approved(), ended(1), told, checked];

    assert.equal(caseAfter(...answered, says(look(1))).checklist, undefined);
    assert.equal(caseAfter(...answered, says(look(1, { back: [] }))).checklist?.mfa?.state, 'done');
  });

  it('leaves it closed where nothing did, or another case is open', () => {
    assert.equal(caseAfter(...over, says(look(1, { back: [] }))).stage, 'closed');
    assert.equal(caseAfter(...over, says({ ...look(1), mayReopen: false })).stage, 'closed');
  });

  it('leaves it closed where it was confirmed since as the customer’s own', () => {
    const legitimate = by(rosa, { type: 'decide', verdict: 'legitimate', reason: 'They called' });
    const goal = { status: 'resolved', reason: 'legitimate' } as const;
    const reported = says({ type: 'report-succeeded', goal, detectionIds: [detectionId(0)] });

    const c = caseAfter(...over, by(rosa, reopen), legitimate, reported, says(look(1)));

    assert.equal(c.stage, 'closed');
    assert.equal(c.afterCare?.looks.length, 1);
  });

  it('has people review again what was undecided when the source closed it', () => {
    const elsewhere = says({ type: 'source-resolved', detectionId: detectionId(0), reason: 'unknown' });

    const c = caseAfter(...over, by(rosa, reopen), elsewhere, says(look(1)));

    assert.deepEqual([c.stage, c.verdict.kind, c.closure], ['reviewing', 'none', undefined]);
  });

  it('of other hours than those that are due is no news', () => {
    assert.deepEqual(observed(caseAfter(...over), look(24)), []);
    assert.deepEqual(observed(caseAfter(...over), { ...look(1), look: look(24).look }), []);
  });
});
