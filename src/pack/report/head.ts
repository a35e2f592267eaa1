import { createHash } from 'node:crypto';
import type { Range } from '../../domain/money.ts';
import { burnReadings, burntIn } from './burn-chart.ts';
import { type Html, html, styleSheet } from './html.ts';
import { facts } from './parts.ts';
import type { Report } from './report.ts';
import { style } from './style.ts';

/** The page may use its own styles and nothing else: no script, no picture, nothing from anywhere. */
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action 'none'; base-uri 'none'`;

export function head({ tell, source }: Report): Html {
  const title = tell.say('pack.title', { number: source.case.number });
  return html`<!doctype html>
<html lang="${tell.words.language}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><title>${title}</title>${styleSheet(style)}</head>\n`;
}

function sum(label: string, value: string, sub: string): Html {
  return html`<div><span class="label">${label}</span><span class="value">${value}</span><span class="sub">${sub}</span></div>`;
}

/** The highest that was read, by its upper end. */
function highest(ranges: readonly Range[]): Range | undefined {
  return ranges.toSorted((a, b) => b.high - a.high)[0];
}

function sums({ source, tell }: Report): Html {
  const { case: c, journal, summary, runs } = source;
  const detected = c.detections.flatMap(({ detectedAt }) => detectedAt ?? []).toSorted()[0];
  const told = journal.findLast(({ event }) => event.type === 'reported' && event.goal.status === 'resolved')?.at;
  const gone = runs
    .filter(({ act }) => act === 'delete' || act === 'cancel')
    .flatMap(({ items }) => items)
    .filter(({ state }) => state === 'done');
  const most = highest([
    ...burnReadings(journal).map(({ range }) => range),
    ...(summary?.money.perHour ? [summary.money.perHour] : []),
  ]);
  const answered =
    detected === undefined || told === undefined ? tell.say('pack.sum.notAnswered') : tell.between(detected, told);
  return html`<div class="sums">
${sum(tell.say('pack.sum.answer'), answered, tell.say('pack.sum.answerSub', { when: tell.moment(c.deadlineAt) }))}
${sum(tell.say('pack.sum.burnt'), tell.range(burntIn(source)), tell.say('money.estimate'))}
${sum(tell.say('pack.sum.perHour'), tell.range(most), tell.say('money.estimate'))}
${sum(tell.say('pack.sum.gone'), tell.words.number(gone.length), gone.length === 0 ? '' : tell.say('pack.sum.goneSub'))}
</div>`;
}

/** What the document is about, and the four figures that everybody asks for first. */
export function opening(report: Report): Html {
  const { tell, source, asOf } = report;
  const { case: c, names, partner, wish } = source;
  return html`<header><div class="kind">${tell.say('pack.kind')} · ${tell.say(`pack.profile.${wish.profile}`)}</div>
<h1>${tell.say('pack.title', { number: c.number })}</h1>
<p>${tell.say('pack.asOf', { when: tell.moment(asOf) })}</p></header>
<p class="lead">${tell.say(`pack.lead.${c.verdict.kind}`)} ${tell.say(c.stage === 'closed' ? 'pack.lead.closed' : 'pack.lead.open')}</p>
${sums(report)}
${facts([
  [tell.say('pack.fact.partner'), tell.text(partner.name)],
  [tell.say('pack.fact.customer'), tell.text(names.customerName ?? '')],
  [tell.say('pack.fact.subscription'), tell.text(names.subscriptionName ?? '')],
  [tell.say('pack.fact.opened'), tell.moment(c.openedAt)],
  [tell.say('pack.fact.deadline'), tell.moment(c.deadlineAt)],
  [tell.say('pack.fact.owner'), c.owner && tell.text(c.owner.name)],
  [tell.say('pack.fact.test'), c.isTest ? tell.say('pack.fact.isTest') : undefined],
  [tell.say('pack.fact.subscriptionId'), html`<code>${tell.text(c.subscriptionId)}</code>`, 'wide'],
  [tell.say('pack.fact.tenantId'), html`<code>${tell.text(c.customerTenantId)}</code>`, 'wide'],
  [tell.say('pack.fact.caseId'), html`<code>${c.id}</code>`, 'wide'],
])}
<p class="note">${tell.say('pack.heuristic')} ${tell.say('pack.utc')}</p>`;
}
