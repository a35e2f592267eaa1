import assert from 'node:assert/strict';
import { afterCareHours, checklistNames } from '../../src/domain/after-care.ts';
import type { Case } from '../../src/domain/case.ts';
import type { CaseEvent } from '../../src/domain/events.ts';
import { hasRole, type Person, samePerson } from '../../src/domain/people.ts';
import { approvingRole } from '../../src/domain/policy.ts';
import type { Turn } from '../support/arbitraries.ts';
import { always, atEveryMoment, atEveryTurn } from '../support/lives.ts';
import { ada, ben, heldRoles } from '../support/people.ts';
import { goodKeys } from '../support/response-arbitraries.ts';

const responseTypes = ['stop', 'start', 'request-plan', 'approve-plan', 'drop-plan', 'cancel-run'];

/** The event of the type that a turn brought. */
function brought<T extends CaseEvent['type']>(
  { decision }: Turn,
  type: T,
): Extract<CaseEvent, { type: T }> | undefined {
  const isOne = (event: CaseEvent): event is Extract<CaseEvent, { type: T }> => event.type === type;
  return decision.kind === 'events' ? decision.events.find(isOne) : undefined;
}

function actorOf({ step }: Turn): Person {
  assert.ok(step.kind === 'person');
  return step.who;
}

const isUnderWay = ({ run }: Case) => run !== undefined && run.endedAt === undefined;

describe('a removal, whatever people, jobs and clocks do', () => {
  it('is approved only of a fraud case, as the plan that was frozen, by its hash and its name, in time', () => {
    atEveryTurn((turn) => {
      const approved = brought(turn, 'plan-approved');
      if (approved === undefined) return;
      const { before, command, now } = turn;

      assert.ok(command.type === 'approve-plan');
      assert.equal(before.verdict.kind, 'fraud');
      assert.equal(before.stage, 'responding');
      assert.equal(before.plan?.state, 'frozen');
      assert.equal(before.plan.id, approved.planId);
      assert.equal(before.plan.hash, approved.hash);
      assert.equal(approved.hash, command.hash);
      assert.ok(Date.parse(before.plan.expiresAt ?? '') > now.getTime());
      assert.equal(command.typedName.trim().replaceAll(/\s+/g, ' ').toLowerCase(), 'contoso production');
      assert.equal(before.plan.subscriptionName, 'Contoso Production');
    });
  });

  it('is approved by another person than who asked for it, where it needs a second', () => {
    atEveryTurn((turn) => {
      if (brought(turn, 'plan-approved') === undefined || turn.before.plan?.needsSecond === false) return;

      assert.ok(turn.before.plan && !samePerson(turn.before.plan.by, actorOf(turn)));
    });
  });

  it('has one requester for as long as its plan has its id', () => {
    atEveryTurn(({ before, after }) => {
      if (before.plan === undefined || before.plan.id !== after.plan?.id) return;

      assert.deepEqual([after.plan.by, after.plan.at], [before.plan.by, before.plan.at]);
    });
  });

  it('is asked for, approved, begun, and called off, only by people who may remove', () => {
    atEveryTurn((turn) => {
      if (!responseTypes.includes(turn.command.type) || turn.decision.kind === 'refused') return;

      assert.ok(hasRole(heldRoles.get(actorOf(turn)) ?? 'none', 'remover'));
    });
  });

  it('is refused to responders, who learn which role they lack', () => {
    atEveryTurn(({ step, command, decision, before }) => {
      if (step.kind !== 'person' || ![ada, ben].includes(step.who) || !responseTypes.includes(command.type)) return;
      const needed = command.type === 'approve-plan' ? approvingRole(before.plan) : 'remover';

      assert.deepEqual(decision, { kind: 'refused', refusal: { kind: 'role-missing', needed } });
    });
  });

  it('is approved only by an approver, where it needs a second person', () => {
    atEveryTurn((turn) => {
      if (brought(turn, 'plan-approved') === undefined || turn.before.plan?.needsSecond === false) return;

      assert.ok(hasRole(heldRoles.get(actorOf(turn)) ?? 'none', 'approver'));
    });
  });

  it('goes beyond the guards only where an owner asked for it', () => {
    atEveryTurn((turn) => {
      if (brought(turn, 'plan-requested')?.liftGuards !== true) return;

      assert.equal(heldRoles.get(actorOf(turn)), 'owner');
    });
  });

  it('names resources of its own subscription, each once, as keys', () => {
    always(({ entries }) => {
      for (const { event } of entries) {
        if (!('resources' in event)) continue;

        assert.equal(new Set(event.resources).size, event.resources.length);
        assert.ok(event.resources.every((key) => goodKeys.includes(key)));
      }
    });
  });

  it('is never begun while another one is under way, and never under an id that the last one had', () => {
    atEveryTurn((turn) => {
      const begun =
        brought(turn, 'stop-requested') ?? brought(turn, 'start-requested') ?? brought(turn, 'plan-approved');
      if (begun === undefined) return;

      assert.ok(!isUnderWay(turn.before));
      assert.notEqual(turn.before.run?.id, begun.runId);
      assert.ok(isUnderWay(turn.after));
    });
  });

  it('ends once: what is over is never changed again', () => {
    atEveryTurn(({ before, after }) => {
      if (before.run?.endedAt === undefined || before.run.id !== after.run?.id) return;

      assert.deepEqual(after.run, before.run);
    });
  });

  it('disappears only where nothing was begun of it: its plan is void', () => {
    atEveryTurn(({ before, after, command }) => {
      if (before.run === undefined || after.run !== undefined) return;

      assert.equal(command.type, 'plan-void');
      assert.equal(before.run.id, before.plan?.runId);
      assert.equal(after.plan?.state, 'void');
    });
  });

  it('is called off when the verdict is taken back', () => {
    atEveryTurn((turn) => {
      if (brought(turn, 'reopened') === undefined) return;
      const { run, plan } = turn.after;

      if (run && isUnderWay(turn.after) && (run.act === 'delete' || run.act === 'cancel')) assert.ok(run.cancelledBy);
      assert.ok(plan?.state !== 'requested' && plan?.state !== 'frozen');
    });
  });

  it('can be called off as long as it is under way, whatever became of the case', () => {
    atEveryTurn(({ step, before, command, decision }) => {
      if (command.type !== 'cancel-run' || step.kind !== 'person' || command.runId !== before.run?.id) return;
      if (!isUnderWay(before) || !hasRole(heldRoles.get(step.who) ?? 'none', 'remover')) return;
      if (step.who.tenantId !== ada.tenantId) return;

      assert.equal(decision.kind, 'events');
    });
  });

  it('is followed by looks after 1, 24 and 72 hours, each at most once, in this order', () => {
    atEveryMoment(({ afterCare }) => {
      const hours = afterCare?.looks.map((look) => look.hours) ?? [];

      assert.deepEqual(
        hours,
        afterCareHours.filter((one) => hours.includes(one)),
      );
      assert.equal(afterCare?.next === undefined, afterCare?.dueAt === undefined);
      if (afterCare?.next !== undefined)
        assert.ok(afterCare.looks.every(({ hours: one, unreadable }) => one < (afterCare.next ?? 0) || unreadable));
    });
  });

  it('is looked after only where something was removed', () => {
    atEveryTurn((turn) => {
      if (turn.before.afterCare !== undefined || turn.after.afterCare === undefined) return;
      const ended = brought(turn, 'run-ended');

      assert.ok(ended && ended.counts.done > 0);
      assert.ok(turn.after.run?.act === 'delete' || turn.after.run?.act === 'cancel');
    });
  });
});

describe('a fraud case, whatever people, jobs and clocks do', () => {
  it('closes only with nothing burning, nothing under way and the checklist answered, or by a waiver that names a person', () => {
    atEveryTurn(({ before, after }) => {
      if (before.stage === 'closed' || after.stage !== 'closed' || after.verdict.kind !== 'fraud') return;

      assert.ok(!isUnderWay(before));
      if (after.isTest) return;
      const isDone = before.spend === 'stopped' && checklistNames.every((name) => before.checklist?.[name]);
      if (isDone) assert.equal(after.waiver, undefined);
      else {
        assert.ok(after.waiver && after.closure?.kind === 'closed-by-person');
        assert.deepEqual([after.waiver.by, after.waiver.reason], [after.closure.by, after.closure.reason]);
      }
    });
  });

  it('is taken up again by a look only from closed, when something came back and no other case is open', () => {
    atEveryTurn((turn) => {
      const { command, before, after } = turn;
      if (command.type !== 'looked-after' || after.stage === before.stage) return;

      assert.equal(before.stage, 'closed');
      assert.ok(command.mayReopen);
      assert.ok(command.look.back.length + command.look.fresh.length > 0);
      assert.ok(before.verdict.kind === 'fraud' || before.verdict.kind === 'none');
      assert.ok(!('waiver' in after));
      assert.equal(after.revision, before.revision + 1);
    });
  });

  it('is never said to have stopped burning but by a look that found nothing that burns', () => {
    atEveryTurn(({ command, before, after }) => {
      if (after.spend !== 'stopped' || before.spend === 'stopped') return;

      if (command.type === 'investigated') assert.equal(command.signs.burning, 0);
      else assert.equal(command.type === 'looked-after' && command.look.burning, 0);
      if (command.type === 'investigated') assert.ok(!command.signs.unreadable);
    });
  });
});
