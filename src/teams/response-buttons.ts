import type { Verb } from '../../cards/verbs.ts';
import type { Case } from '../domain/case.ts';
import type { CaseId, PlanId } from '../domain/ids.ts';
import { hasRole } from '../domain/people.ts';
import { buttonData } from './button-data.ts';
import type { BotDeps, Turn } from './context.ts';
import { drawAfterCare, drawInventory, drawPlan, drawTimeline } from './draw-response.ts';
import { lookInto } from './look-into.ts';
import { isOurCard } from './our-card.ts';
import { planPosts } from './plan-posts.ts';
import { type ButtonAnswer, checked, message, type OnCase, type Press, press, shows } from './press.ts';
import { type Selection, selectedKeys, strongKeys } from './selection.ts';

type ResponseVerb = Extract<
  Verb,
  | 'inventory.open'
  | 'investigate.again'
  | 'timeline.open'
  | 'resources.stop'
  | 'resources.start'
  | 'plan.request'
  | 'plan.open'
  | 'plan.approve'
  | 'plan.drop'
  | 'run.cancel'
  | 'aftercare.open'
  | 'checklist.answer'
>;

/** What the buttons of the second end do. Those that act in Azure are taken only from a card that we posted there. */
export const responseButtons: Readonly<Record<ResponseVerb, Press<unknown>>> = {
  'inventory.open': checked(buttonData['inventory.open'], (deps, turn, data) =>
    shows(deps, turn, data.case, async (c) => {
      const isRead = c.signs !== undefined || (await lookInto(deps, turn, c));
      return drawInventory(deps, turn, await latest(deps, c), { isReading: !isRead });
    }),
  ),
  'investigate.again': checked(buttonData['investigate.again'], (deps, turn, data) =>
    shows(deps, turn, data.case, async (c) => {
      const isRead = await lookInto(deps, turn, c);
      return drawInventory(deps, turn, await latest(deps, c), { isReading: !isRead });
    }),
  ),
  'timeline.open': checked(buttonData['timeline.open'], (deps, turn, data) =>
    shows(deps, turn, data.case, async (c) => {
      const isRead = c.signs !== undefined || (await lookInto(deps, turn, c));
      const of = data.resource === undefined ? {} : { resource: data.resource };
      return drawTimeline(deps, turn, c, { isReading: !isRead, revealsUs: hasRole(turn.role, 'owner'), ...of });
    }),
  ),
  'resources.stop': checked(buttonData['resources.stop'], (deps, turn, data) =>
    grave(deps, turn, data, async (c) => {
      const resources = await selectedKeys(deps, c, data);
      const command = { type: 'stop', runId: deps.newId('run'), resources } as const;
      return press(deps, turn, data, command, (after) => drawInventory(deps, turn, after, { isReading: false }));
    }),
  ),
  'resources.start': checked(buttonData['resources.start'], (deps, turn, data) =>
    grave(deps, turn, data, async () => {
      const run = await deps.store.runs.load(data.run);
      const stopped = run?.caseId === data.case && run.act === 'stop' ? run.items : [];
      const resources = stopped.filter(({ state }) => state === 'done').map(({ key }) => key);
      const command = { type: 'start', runId: deps.newId('run'), resources } as const;
      return press(deps, turn, data, command, (after) => drawInventory(deps, turn, after, { isReading: false }));
    }),
  ),
  'plan.request': checked(buttonData['plan.request'], (deps, turn, data) =>
    grave(deps, turn, data, async (c) => {
      const wish = await wishOf(deps, c, data);
      if (wish === undefined) return message(turn.words.t('reply.badButton'));
      const planId = deps.newId('plan');
      const command = { type: 'request-plan', planId, ...wish, liftGuards: data.lift === true } as const;
      return press(deps, turn, data, command, async (after) => {
        const made = after.plan?.id ?? planId;
        await deps.store.posts.add(await planPosts(deps, turn, after, made), []);
        return drawPlan(deps, turn, after, made);
      });
    }),
  ),
  'plan.open': checked(buttonData['plan.open'], (deps, turn, data) =>
    shows(deps, turn, data.case, (c) => drawPlan(deps, turn, c, data.plan)),
  ),
  'plan.approve': checked(buttonData['plan.approve'], (deps, turn, data) =>
    grave(deps, turn, data, () => {
      const { plan: planId, hash, typedName } = data;
      const command = { type: 'approve-plan', planId, hash, typedName, runId: deps.newId('run') } as const;
      return press(deps, turn, data, command, (after) => drawPlan(deps, turn, after, planId));
    }),
  ),
  'plan.drop': checked(buttonData['plan.drop'], (deps, turn, data) =>
    press(deps, turn, data, { type: 'drop-plan', planId: data.plan }, (after) =>
      drawPlan(deps, turn, after, data.plan),
    ),
  ),
  'run.cancel': checked(buttonData['run.cancel'], (deps, turn, data) =>
    press(deps, turn, data, { type: 'cancel-run', runId: data.run }, (after) => drawRun(deps, turn, after)),
  ),
  'aftercare.open': checked(buttonData['aftercare.open'], (deps, turn, data) =>
    shows(deps, turn, data.case, (c) => drawAfterCare(deps, turn, c)),
  ),
  'checklist.answer': checked(buttonData['checklist.answer'], (deps, turn, data) => {
    const { item, state, note } = data;
    return press(deps, turn, data, { type: 'check-off', item, state, note }, (after) =>
      drawAfterCare(deps, turn, after),
    );
  }),
};

/** The case as it is after a look that may have changed it. */
async function latest(deps: BotDeps, c: Case): Promise<Case> {
  return (await deps.store.cases.load(c.id))?.case ?? c;
}

function drawRun(deps: BotDeps, turn: Turn, c: Case) {
  const { run, plan } = c;
  return run !== undefined && plan?.runId === run.id
    ? drawPlan(deps, turn, c, plan.id)
    : drawInventory(deps, turn, c, { isReading: false });
}

/** For what cannot be taken back: only from our own card where we posted it, about a case of the turn's partner. */
async function grave(
  deps: BotDeps,
  turn: Turn,
  data: OnCase,
  act: (c: Case) => Promise<ButtonAnswer>,
): Promise<ButtonAnswer> {
  const stored = await deps.store.cases.load(data.case);
  if (stored === undefined || stored.case.partnerId !== turn.partner.id)
    return message(turn.words.t('reply.unknownCase'));
  return (await isOurCard(deps, turn)) ? act(stored.case) : message(turn.words.t('reply.forwardedCard'));
}

interface AskedPlan extends Selection {
  readonly case: CaseId;
  readonly kind?: 'subscription' | undefined;
  readonly again?: PlanId | undefined;
}

type Wish = Pick<
  Extract<Parameters<typeof press>[3], { type: 'request-plan' }>,
  'kind' | 'resources' | 'group' | 'withAttached'
>;

/** What a plan is asked for; of the same as an earlier one, as the journal has it. */
async function wishOf(deps: BotDeps, c: Case, data: AskedPlan): Promise<Wish | undefined> {
  const { again, kind, scope, attached: withAttached } = data;
  if (again !== undefined) {
    const events = (await deps.store.cases.journal(c.id)).map(({ event }) => event);
    const before = events.find((event) => event.type === 'plan-requested' && event.planId === again);
    if (before?.type !== 'plan-requested') return undefined;
    const group = before.group === undefined ? {} : { group: before.group };
    return { kind: before.kind, resources: before.resources, ...group, withAttached: before.withAttached };
  }
  if (kind === 'subscription') return { kind, resources: [], withAttached };
  if (scope.of === 'group') return { kind: 'group', resources: [], group: scope.group, withAttached };
  const resources = scope.of === 'strong' ? await strongKeys(deps, c) : [...new Set(data.chosen)];
  return { kind: 'resources', resources, withAttached };
}
