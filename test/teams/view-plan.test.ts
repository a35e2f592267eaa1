import assert from 'node:assert/strict';
import { planCard } from '../../cards/plan.ts';
import type { Case } from '../../src/domain/case.ts';
import type { Plan, PlanStop } from '../../src/domain/plan.ts';
import type { Run } from '../../src/domain/run.ts';
import { planView } from '../../src/teams/view-plan.ts';
import { runView } from '../../src/teams/view-run.ts';
import { wordsFor } from '../../src/teams/words.ts';
import { drawn, inputOf, verbsOf } from '../support/drawn.ts';
import { remo, rosa } from '../support/people.ts';
import { approvalOf, itemsOfPlan, planFor, planId, requestPlan, runId, runItem, samplePlan } from '../support/plans.ts';
import { by, caseAfter, says } from '../support/played-case.ts';
import { readAt, resource } from '../support/readings.ts';
import { sampleCaseId } from '../support/samples.ts';

const names = { customerName: 'Contoso', subscriptionName: 'Contoso Production' };
const fraud = by(rosa, { type: 'decide', verdict: 'fraud', reason: 'Nobody knows these machines' });
const asked = [fraud, by(rosa, requestPlan)] as const;
const plan = samplePlan();
const frozen = [...asked, says({ type: 'plan-made', plan })] as const;
const approved = [...frozen, by(remo, approvalOf(plan))] as const;

const runOf = (of: Plan, change: Partial<Run> = {}): Run => ({
  id: runId(),
  caseId: sampleCaseId,
  act: 'delete',
  planId: of.id,
  by: remo,
  startedAt: readAt,
  items: itemsOfPlan(of),
  ...change,
});

const view = (c: Case, kept: { readonly plan?: Plan; readonly run?: Run } = {}) =>
  planView({ case: c, names, planId: planId(), ...kept });
const card = (c: Case, kept: { readonly plan?: Plan; readonly run?: Run } = {}) =>
  planCard(view(c, kept), wordsFor('en'));

describe('the view of a plan', () => {
  it('goes from being made over waiting to being carried out and done', () => {
    const run = runOf(plan);
    const over = runOf(plan, { endedAt: readAt, items: run.items.map((item) => ({ ...item, state: 'done' })) });

    const states = [
      view(caseAfter(...asked)),
      view(caseAfter(...asked), { plan }),
      view(caseAfter(...frozen), { plan }),
      view(caseAfter(...approved), { plan }),
      view(caseAfter(...approved), { plan, run }),
      view(caseAfter(...approved), { plan, run: over }),
    ];

    assert.deepEqual(
      states.map(({ progress }) => progress.state),
      ['requested', 'requested', 'frozen', 'approved', 'approved', 'approved'],
    );
    for (const shown of states)
      for (const language of ['en', 'it'] as const) drawn(planCard(shown, wordsFor(language)));
    assert.match(drawn(card(caseAfter(...approved), { plan, run: over })), /All gone; verified/);
  });

  it('is approved by the name that its own button carries the hash of', () => {
    const shown = card(caseAfter(...frozen), { plan });

    assert.match(String(inputOf(shown, 'typedName')?.['label']), new RegExp(`: ${plan.subscriptionName}$`));
    assert.match(drawn(shown), new RegExp(`"verb":"plan.approve","data":\\{[^}]*"hash":"${plan.hash}"`));
  });

  it('of a guard says why, and offers to lift it only where an owner can', () => {
    const stopped = (stop: PlanStop) =>
      card(caseAfter(...asked, says({ type: 'plan-stopped', planId: planId(), stop })));
    const lifts = (stop: PlanStop) => /"lift":true/.test(drawn(stopped(stop)));

    assert.deepEqual(
      [
        lifts({ kind: 'too-many', count: 40, most: 25 }),
        lifts({ kind: 'too-large-a-share', percent: 44, most: 30 }),
        lifts({ kind: 'nothing-left' }),
        lifts({ kind: 'group-not-allowed', because: 'locked', detail: 'stlogs' }),
        lifts({ kind: 'needs-sign-in' }),
      ],
      [true, true, false, false, false],
    );
  });

  it('that something could not be read for says why in words, whatever the reason is called', () => {
    const stopped = (what: string) =>
      drawn(
        card(caseAfter(...asked, says({ type: 'plan-stopped', planId: planId(), stop: { kind: 'unreadable', what } }))),
      );

    assert.match(stopped('forbidden'), /could not be read\. Mining Watch has no permission to read this\./);
    assert.match(stopped('throttled'), /could not be read\. Microsoft has not prepared this yet\. Check again later\./);
    assert.match(stopped('of another version'), /could not be read\. The service’s answer could not be read\./);
  });

  it('shows what became different, and offers to make it anew', () => {
    const drift = { changed: [{ name: 'w-1', what: 'another' }], came: ['w-9'], went: [] } as const;
    const voided = card(caseAfter(...approved, says({ type: 'plan-void', planId: planId(), why: 'drift', drift })), {
      plan,
    });

    assert.match(drawn(voided), /w-1 is another one of the same name.*w-9/);
    assert.ok(verbsOf(voided).includes('plan.request'));
  });

  it('that another has replaced is no longer valid, and cannot be approved', () => {
    const replaced = caseAfter(...frozen, by(remo, { ...requestPlan, planId: planId(1) }));

    const shown = card(replaced, { plan });

    assert.equal(view(replaced, { plan }).progress.state, 'void');
    assert.equal(verbsOf(shown).includes('plan.approve'), false);
    assert.match(drawn(shown), /Another plan was asked for since/);
  });

  it('of a closed case can no longer be approved', () => {
    const closed: Case = { ...caseAfter(...frozen), stage: 'closed' };

    assert.deepEqual(verbsOf(card(closed, { plan })), ['case.show']);
    assert.equal(inputOf(card(closed, { plan }), 'typedName'), undefined);
  });

  it('says with each item what disappears with it, and counts all', () => {
    const machine = resource('vm/w-1');
    const part = resource(`${machine.key}/extensions/driver`, { parent: machine.key });
    const made = planFor([machine], [machine, part]);

    const { progress } = view(caseAfter(...asked, says({ type: 'plan-made', plan: made })), { plan: made });

    assert.ok(progress.state === 'frozen');
    assert.deepEqual(
      progress.frozen.items.map(({ name, goesWith }) => [name, goesWith]),
      [['w-1', ['driver']]],
    );
    assert.equal(progress.frozen.itemsTotal, 2);
  });

  it('shows whoever approves each resource of the largest plan that needs no lifted guard', () => {
    const machines = Array.from({ length: 25 }, (_, index) => resource(`vm/${'n'.repeat(60)}-${index}`));
    const full = planFor(machines, machines);
    const c = caseAfter(...asked, says({ type: 'plan-made', plan: full }));

    const text = drawn(card(c, { plan: full }));

    assert.doesNotMatch(text, /and \d+ more/);
    for (const { name } of machines) assert.ok(text.includes(name), name);
  });

  it('of five hundred resources still fits, begun or not', () => {
    const machines = Array.from({ length: 500 }, (_, index) => resource(`vm/${'n'.repeat(60)}-${index}`));
    const large = planFor(machines, machines);
    const c = caseAfter(...asked, says({ type: 'plan-made', plan: large }));

    assert.match(drawn(card(c, { plan: large })), /and 4\d\d more/);
    assert.match(drawn(card(caseAfter(...approved), { plan: large, run: runOf(large) })), /0 of 500 finished/);
  });
});

describe('the view of a run', () => {
  it('shows first what is under way, then what went wrong, and what is done last', () => {
    const states = ['done', 'planned', 'failed', 'running', 'skipped', 'unknown', 'verifying', 'checking'] as const;
    const items = states.map((state) => runItem(resource(`vm/${state}`), { state }));

    const shown = runView(runOf(plan, { items }));

    assert.deepEqual(
      shown.items.map(({ state }) => state),
      ['running', 'verifying', 'checking', 'failed', 'unknown', 'skipped', 'planned', 'done'],
    );
    assert.deepEqual(shown.counts, { done: 1, failed: 1, skipped: 1, unknown: 1, open: 4 });
  });

  it('never calls something gone before it is proven', () => {
    const items = (['running', 'verifying', 'unknown', 'failed'] as const).map((state) =>
      runItem(resource(`vm/${state}`), { state }),
    );

    const shown = drawn(card(caseAfter(...approved), { plan, run: runOf(plan, { items }) }));

    assert.doesNotMatch(shown, /"Gone"/);
  });
});
