import type { Plan } from '../../domain/plan.ts';
import { countItems, type ItemState, type Run, type RunItem } from '../../domain/run.ts';
import { type Html, html, nothing } from './html.ts';
import { badge, facts, list, note, section, table } from './parts.ts';
import type { Report } from './report.ts';
import { burnText, levelLooks, resourceName, shortType } from './resources.ts';
import type { Tell } from './tell.ts';

/** Resources of one run or plan that are listed; the files hold all. */
const mostRows = 80;

const looks: Readonly<Record<ItemState, 'good' | 'bad' | 'warning' | 'plain'>> = {
  done: 'good',
  failed: 'bad',
  unknown: 'warning',
  skipped: 'plain',
  planned: 'plain',
  checking: 'plain',
  running: 'plain',
  verifying: 'plain',
};

function outcome({ act }: Run, { state, why }: RunItem, tell: Tell): Html {
  const word = state === 'done' ? tell.say(`pack.item.done.${act}`) : tell.say(`pack.item.${state}`);
  return html`${badge(looks[state], word)} ${why === undefined ? nothing : tell.say(`outcome.${why}`)}`;
}

function runPart(run: Run, plan: Plan | undefined, tell: Tell): Html {
  const { items, act } = run;
  const counts = countItems(items);
  return html`<h3>${tell.say(run.endedAt === undefined ? `run.title.${act}` : `run.over.${act}`)}</h3>
${facts([
  [tell.say('pack.work.by'), tell.text(run.by.name)],
  [tell.say('pack.work.began'), tell.moment(run.startedAt)],
  [tell.say('pack.work.ended'), run.endedAt && tell.moment(run.endedAt)],
  [tell.say('pack.work.result'), tell.say('pack.work.counts', { done: counts.done, all: items.length })],
  [tell.say('pack.work.plan'), plan && html`<code>${plan.hash}</code>`, 'wide'],
])}
${table(
  (['resource', 'outcome', 'ended'] as const).map((name) => tell.say(`pack.work.${name}`)),
  items
    .slice(0, mostRows)
    .map((item) => [
      resourceName(item, tell),
      outcome(run, item, tell),
      html`<span class="when">${tell.moment(item.endedAt)}</span>`,
    ]),
)}
${items.length > mostRows ? note(tell.say('pack.work.more', { shown: mostRows, all: items.length })) : nothing}`;
}

/** What the plan was about, with the signs that it was chosen for: later readings do not know it any more. */
function planItems({ items }: Plan, tell: Tell): Html {
  return html`${table(
    (['name', 'type', 'region', 'size', 'signs', 'perHour'] as const).map((name) => tell.say(`pack.resources.${name}`)),
    items
      .slice(0, mostRows)
      .map(({ resource, level, score, burn }) => [
        resourceName(resource, tell),
        shortType(resource.type),
        tell.text(resource.location),
        tell.text(resource.size ?? ''),
        badge(levelLooks[level], tell.say('level.score', { level: tell.say(`level.${level}`), score })),
        burnText(burn, tell),
      ]),
    { figures: [5] },
  )}${items.length > mostRows ? note(tell.say('pack.plan.more', { shown: mostRows, all: items.length })) : nothing}`;
}

function planPart(plan: Plan, { source, tell }: Report): Html {
  const approved = source.journal.find(({ event }) => event.type === 'plan-approved' && event.planId === plan.id);
  const approver = approved?.actor.kind === 'person' ? approved.actor.person.name : undefined;
  return html`<h3>${tell.say('pack.plan.title', { items: plan.items.length })}</h3>
${facts([
  [tell.say('pack.plan.by'), tell.text(plan.by.name)],
  [tell.say('pack.plan.made'), tell.moment(plan.madeAt)],
  [
    tell.say('pack.plan.approved'),
    approver === undefined
      ? tell.say('pack.plan.notApproved')
      : tell.say('pack.plan.approvedBy', { name: approver, when: tell.moment(approved?.at) }),
  ],
  [tell.say('pack.plan.second'), tell.say(plan.needsSecond ? 'pack.yes' : 'pack.no')],
  [tell.say('pack.plan.saves'), plan.saves && tell.range(plan.saves)],
  [tell.say('pack.plan.hash'), html`<code>${plan.hash}</code>`, 'wide'],
])}
${planItems(plan, tell)}
${
  plan.excluded.length === 0
    ? nothing
    : html`<p>${tell.say('pack.plan.excluded')}</p>${list(
        plan.excluded.map((one) => html`${resourceName(one, tell)}: ${tell.say(`plan.excluded.${one.why}`)}`),
      )}`
}`;
}

/** What was decided to be done in Azure, by whom, and what came of it, resource by resource. */
export function work(report: Report): Html {
  const { source, tell } = report;
  const { plans, runs, case: c } = source;
  const again = c.afterCare?.looks ?? [];
  if (plans.length + runs.length === 0) return section(tell.say('pack.work.title'), note(tell.say('pack.work.none')));
  return section(
    tell.say('pack.work.title'),
    ...plans.map((plan) => planPart(plan, report)),
    ...runs.map((run) =>
      runPart(
        run,
        plans.find(({ id }) => id === run.planId),
        tell,
      ),
    ),
    again.length === 0 ? nothing : html`<h3>${tell.say('pack.work.lookedAfter')}</h3>`,
    list(
      again.map(({ hours, at, unreadable, back, fresh }) => {
        const key = unreadable ? 'unreadable' : back.length + fresh.length > 0 ? 'back' : 'well';
        return html`${tell.say(`response.looked.${key}`, { hours })} (${tell.moment(at)})`;
      }),
    ),
  );
}
