import { outside, say } from '../../cards/parts/escape.ts';
import { type ChecklistName, checklistNames } from '../domain/after-care.ts';
import type { Case } from '../domain/case.ts';
import type { PersonCommand } from '../domain/commands.ts';
import { hasRole } from '../domain/people.ts';
import type { BotDeps, Reply, Turn } from './context.ts';
import { drawAfterCare, drawTimeline } from './draw-response.ts';
import { lookInto } from './look-into.ts';
import { type CommandName, fold } from './parse-command.ts';
import { planPosts } from './plan-posts.ts';
import { refusalText } from './refusals.ts';
import { runTyped } from './run-command.ts';
import { namedKeys } from './selection.ts';
import { vocabulariesFor } from './typed-words.ts';
import { ask, refusedAnyway, type Typed, text, withCase } from './with-case.ts';

type ResponseName = Extract<
  CommandName,
  | 'inventory'
  | 'timeline'
  | 'stop'
  | 'start'
  | 'plan'
  | 'approve'
  | 'drop'
  | 'halt'
  | 'progress'
  | 'cancel-subscription'
  | 'checklist'
>;

/** What the typed commands of the second end do; each is what a button does, too. */
export const responseCommands: Readonly<Record<ResponseName, Typed>> = {
  inventory: (deps, turn, command) =>
    withCase(deps, turn, command, async (c) => {
      await lookInto(deps, turn, c);
      return [{ kind: 'inventory', case: c }];
    }),
  // In a channel everybody reads it: whose account it was is said in the owner's own chat only.
  timeline: (deps, turn, command) =>
    withCase(deps, turn, command, async (c) => {
      const isRead = c.signs !== undefined || (await lookInto(deps, turn, c));
      const revealsUs = hasRole(turn.role, 'owner') && turn.incoming.isPersonal;
      return [{ kind: 'card', card: await drawTimeline(deps, turn, c, { isReading: !isRead, revealsUs }) }];
    }),
  stop: chosen((resources, deps) => ({ type: 'stop', runId: deps.newId('run'), resources })),
  start: (deps, turn, command) =>
    withCase(deps, turn, command, async (c) => {
      const stops = (await deps.store.runs.ofCase(c.id)).filter(({ act }) => act === 'stop');
      const resources = (stops[0]?.items ?? []).filter(({ state }) => state === 'done').map(({ key }) => key);
      return runTyped(deps, turn, c.id, { type: 'start', runId: deps.newId('run'), resources });
    }),
  plan: (deps, turn, command) => planned(deps, turn, command),
  'cancel-subscription': (deps, turn, command) =>
    withCase(deps, turn, command, (c) => requestPlan(deps, turn, c, { kind: 'subscription', resources: [] })),
  approve: (deps, turn, command) => withCase(deps, turn, command, (c) => approve(deps, turn, c, command.rest)),
  drop: onPlan((planId) => ({ type: 'drop-plan', planId })),
  halt: (deps, turn, command) =>
    withCase(deps, turn, command, async (c) =>
      c.run === undefined
        ? text(await refusalText(deps, turn, { kind: 'run-over' }))
        : runTyped(deps, turn, c.id, { type: 'cancel-run', runId: c.run.id }),
    ),
  progress: (deps, turn, command) =>
    withCase(deps, turn, command, async (c): Promise<readonly Reply[]> => {
      if (c.plan) return [{ kind: 'plan', case: c, planId: c.plan.id }];
      return [{ kind: c.run ? 'inventory' : 'case', case: c }];
    }),
  checklist: (deps, turn, command) => withCase(deps, turn, command, (c) => checklist(deps, turn, c, command.rest)),
};

/** A command about resources that are named, or about all with strong signs. */
function chosen(make: (resources: readonly string[], deps: BotDeps) => PersonCommand): Typed {
  return (deps, turn, command) =>
    withCase(deps, turn, command, async (c) => {
      const named = await resourcesOf(deps, turn, c, command.rest);
      return named.kind === 'keys' ? runTyped(deps, turn, c.id, make(named.keys, deps)) : named.replies;
    });
}

type Resources =
  | { readonly kind: 'keys'; readonly keys: readonly string[] }
  | { readonly kind: 'said'; readonly replies: readonly Reply[] };

/** What is not known by name is not guessed; where none has strong signs, people choose themselves. */
async function resourcesOf(deps: BotDeps, turn: Turn, c: Case, typed: string): Promise<Resources> {
  if (c.signs === undefined) await lookInto(deps, turn, c);
  const named = await namedKeys(deps, c, typed);
  if (named.kind === 'unknown') {
    const refusal = await refusalText(deps, turn, { kind: 'unknown-resource', name: named.name });
    return {
      kind: 'said',
      replies: [
        { kind: 'text', text: refusal },
        { kind: 'inventory', case: c },
      ],
    };
  }
  if (named.keys.length > 0) return named;
  return {
    kind: 'said',
    replies: [
      { kind: 'text', text: turn.words.t('reply.whichResources', { number: c.number }) },
      { kind: 'inventory', case: c },
    ],
  };
}

async function planned(deps: BotDeps, turn: Turn, command: Parameters<Typed>[2]): Promise<readonly Reply[]> {
  return withCase(deps, turn, command, async (c) => {
    const refusal = refusedAnyway(deps, turn, c, {
      type: 'request-plan',
      planId: deps.newId('plan'),
      kind: 'subscription',
      resources: [],
      withAttached: true,
      liftGuards: false,
    });
    if (refusal) return text(await refusalText(deps, turn, refusal));
    const group = groupNamed(turn, command.rest);
    if (group !== undefined) return requestPlan(deps, turn, c, { kind: 'group', resources: [], group });
    const named = await resourcesOf(deps, turn, c, command.rest);
    return named.kind === 'keys'
      ? requestPlan(deps, turn, c, { kind: 'resources', resources: named.keys })
      : named.replies;
  });
}

/** `group rg-x`, in either language. */
function groupNamed(turn: Turn, typed: string): string | undefined {
  const [first = '', name, ...more] = typed.split(/\s+/);
  const isGroup = vocabulariesFor(turn.language).some(({ group }) => group.map(fold).includes(fold(first)));
  return isGroup && name !== undefined && more.length === 0 ? name.toLowerCase() : undefined;
}

async function requestPlan(
  deps: BotDeps,
  turn: Turn,
  c: Case,
  wish: {
    readonly kind: 'resources' | 'group' | 'subscription';
    readonly resources: readonly string[];
    readonly group?: string;
  },
): Promise<readonly Reply[]> {
  const planId = deps.newId('plan');
  const replies = await runTyped(deps, turn, c.id, {
    type: 'request-plan',
    planId,
    ...wish,
    withAttached: true,
    liftGuards: false,
  });
  const after = (await deps.store.cases.load(c.id))?.case;
  if (after?.plan?.id !== planId) return replies;
  await deps.store.posts.add(await planPosts(deps, turn, after, planId), []);
  return replies;
}

function onPlan(make: (planId: NonNullable<Case['plan']>['id']) => PersonCommand): Typed {
  return (deps, turn, command) =>
    withCase(deps, turn, command, async (c) =>
      c.plan === undefined
        ? text(await refusalText(deps, turn, { kind: 'plan-not-frozen' }))
        : runTyped(deps, turn, c.id, make(c.plan.id)),
    );
}

/** With the name at once, or by a question whose answer is bound to the plan that the person is shown. */
async function approve(deps: BotDeps, turn: Turn, c: Case, typedName: string): Promise<readonly Reply[]> {
  const { plan } = c;
  if (plan?.hash === undefined) return text(await refusalText(deps, turn, { kind: 'plan-not-frozen' }));
  const command = approval(deps, { planId: plan.id, hash: plan.hash }, typedName);
  if (typedName !== '') return runTyped(deps, turn, c.id, command);
  const refusal = refusedAnyway(
    deps,
    turn,
    c,
    approval(deps, { planId: plan.id, hash: plan.hash }, plan.subscriptionName ?? ''),
  );
  if (refusal) return text(await refusalText(deps, turn, refusal));
  await ask(deps, turn, { caseId: c.id, ask: { kind: 'approve', planId: plan.id, hash: plan.hash } });
  const question = say(turn.words, 'ask.approve', { number: c.number, name: outside(plan.subscriptionName ?? '') });
  return [
    { kind: 'plan', case: c, planId: plan.id },
    { kind: 'text', text: question },
  ];
}

export function approval(
  deps: Pick<BotDeps, 'newId'>,
  { planId, hash }: { readonly planId: NonNullable<Case['plan']>['id']; readonly hash: string },
  typedName: string,
): PersonCommand {
  return { type: 'approve-plan', planId, hash, typedName, runId: deps.newId('run') };
}

/** `checklist mfa done`, `checklist budget waived the customer has its own`; alone it shows the list. */
async function checklist(deps: BotDeps, turn: Turn, c: Case, typed: string): Promise<readonly Reply[]> {
  const answer = checklistAnswer(turn, typed);
  if (answer === undefined) return [{ kind: 'card', card: await drawAfterCare(deps, turn, c) }];
  return runTyped(deps, turn, c.id, { type: 'check-off', ...answer });
}

function checklistAnswer(
  turn: Turn,
  typed: string,
): { readonly item: ChecklistName; readonly state: 'done' | 'waived'; readonly note: string } | undefined {
  const folded = fold(typed.trim());
  const said = (phrases: readonly string[], rest: string) =>
    phrases
      .map(fold)
      .toSorted((a, b) => b.length - a.length)
      .find((phrase) => rest === phrase || rest.startsWith(`${phrase} `));
  for (const { checklist: items, checklistStates } of vocabulariesFor(turn.language)) {
    for (const item of checklistNames) {
      const phrase = said(items[item], folded);
      if (phrase === undefined) continue;
      const rest = folded.slice(phrase.length).trim();
      for (const state of ['done', 'waived'] as const) {
        const word = said(checklistStates[state], rest);
        if (word === undefined) continue;
        const count = phrase.split(' ').length + word.split(' ').length;
        return { item, state, note: typed.trim().split(/\s+/).slice(count).join(' ') };
      }
    }
  }
  return undefined;
}
