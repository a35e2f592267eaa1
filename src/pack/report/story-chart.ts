import type { MessageKey } from '../../../cards/parts/words.ts';
import type { CaseEvent } from '../../domain/events.ts';
import type { PackSource } from '../../workflow/asking-ports.ts';
import { type Html, html, nothing } from './html.ts';
import type { Tell } from './tell.ts';

interface Milestone {
  readonly at: string;
  readonly key: MessageKey;
  readonly look: '' | ' bad' | ' good';
}

/** The event of the journal that each milestone is, and whether the first or the last of its kind counts. */
const steps: readonly {
  readonly is: (event: CaseEvent) => boolean;
  readonly key: MessageKey;
  readonly look?: Milestone['look'];
  readonly last?: true;
}[] = [
  { is: ({ type }) => type === 'opened', key: 'pack.story.opened' },
  { is: ({ type }) => type === 'claimed' || type === 'assigned', key: 'pack.story.claimed' },
  { is: ({ type }) => type === 'mail-asked' || type === 'contact-noted', key: 'pack.story.contacted' },
  { is: ({ type }) => type === 'decided', key: 'pack.story.decided', last: true },
  {
    is: (event) => event.type === 'reported' && event.goal.status === 'resolved',
    key: 'pack.story.reported',
    look: ' good',
    last: true,
  },
  { is: ({ type }) => type === 'stop-requested', key: 'pack.story.stopAsked' },
  { is: ({ type }) => type === 'plan-approved', key: 'pack.story.planApproved', last: true },
  { is: ({ type }) => type === 'run-ended', key: 'pack.story.runEnded', look: ' good', last: true },
  { is: (event) => event.type === 'looked-after', key: 'pack.story.lookedAfter', last: true },
  { is: ({ type }) => type === 'support-filed', key: 'pack.story.supportFiled' },
  { is: ({ type }) => type === 'closed', key: 'pack.story.closed', look: ' good', last: true },
];

/** What mattered, in time: Microsoft's first sign, our steps, and the end of the 24 hours. */
export function milestones(
  { case: c, journal }: Pick<PackSource, 'case' | 'journal'>,
  until: string,
): readonly Milestone[] {
  const earliest = (times: readonly (string | undefined)[]) =>
    times.flatMap((at) => (at === undefined || Number.isNaN(Date.parse(at)) ? [] : [at])).toSorted()[0];
  const outer: readonly (readonly [string | undefined, MessageKey, Milestone['look']])[] = [
    [earliest(c.detections.map((d) => d.firstObservedAt)), 'pack.story.firstSeen', ' bad'],
    [earliest(c.detections.map((d) => d.detectedAt)), 'pack.story.detected', ' bad'],
    [Date.parse(c.deadlineAt) <= Date.parse(until) ? c.deadlineAt : undefined, 'pack.story.deadline', ''],
  ];
  const ours = steps.flatMap(({ is, key, look = '', last }): readonly Milestone[] => {
    const found = last ? journal.findLast(({ event }) => is(event)) : journal.find(({ event }) => is(event));
    return found === undefined ? [] : [{ at: found.at, key, look }];
  });
  const seen = outer.flatMap(([at, key, look]): readonly Milestone[] => (at === undefined ? [] : [{ at, key, look }]));
  return [...seen, ...ours].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

const [width, row, spine] = [680, 22, 150];

/** The story as a line from top to bottom, with the time that passed between two steps. */
export function storyChart(story: readonly Milestone[], tell: Tell): Html {
  const height = story.length * row + 8;
  const y = (index: number) => index * row + 15;
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${tell.say('pack.chart.story')}">
<line class="spine" x1="${spine}" x2="${spine}" y1="${y(0)}" y2="${y(story.length - 1)}"/>
${story.map(({ at, key, look }, i) => {
  const before = story[i - 1]?.at;
  return html`<text x="${spine - 14}" y="${y(i) + 3}" text-anchor="end">${tell.moment(at)}</text>
<circle class="dot${look}" cx="${spine}" cy="${y(i)}" r="4.5"/>
<text class="strong" x="${spine + 14}" y="${y(i) + 3}">${tell.say(key)}</text>
${before === undefined ? nothing : html`<text class="soft" x="${width - 4}" y="${y(i) + 3}" text-anchor="end">${tell.say('pack.story.after', { time: tell.between(before, at) })}</text>`}`;
})}</svg>`;
}
