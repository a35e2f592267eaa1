import type { ClosureView, ReportView, VerdictView } from '../views.ts';
import { checkTitles } from './checks.ts';
import { dayAndTime, joined, outside, prose, type Shown, say } from './escape.ts';
import { heading, quiet, text } from './text.ts';
import type { Container, Element } from './types.ts';
import type { Words } from './words.ts';

const styles = { legitimate: 'good', fraud: 'attention', ignore: 'default' } as const;
const reasonLength = 400;
const detailLength = 160;

/** What Partner Center knows, as sentences; the first one of a failure says why. */
function reportLines(words: Words, report: ReportView): readonly Shown[] {
  if (report.state === 'none') return [];
  if (report.state === 'pending') {
    return [say(words, report.goal === 'investigating' ? 'report.pending.investigating' : 'report.pending.resolved')];
  }
  if (report.state === 'failed') {
    const failed = say(words, 'report.failed', { why: say(words, `report.failed.${report.why}`) });
    const detail = prose(report.detail, detailLength);
    return detail === '' ? [failed] : [failed, say(words, 'report.failed.detail', { detail })];
  }
  const done = say(words, `report.done.${report.goal}`);
  const untold = report.untold === undefined ? [] : [say(words, 'report.untold', { alerts: report.untold })];
  if (report.resolvedBy === undefined) return [done, ...untold];
  return [joined([done, say(words, 'report.done.by', { name: outside(report.resolvedBy) })], ' '), ...untold];
}

/** The report's sentences as elements. */
export function reportItems(words: Words, report: ReportView): Element[] {
  return reportLines(words, report).map((line, index) =>
    report.state === 'failed' && index === 0
      ? text(line, { weight: 'Bolder', color: 'Attention' }, { spacing: 'Small' })
      : quiet(line, { spacing: index === 0 ? 'Small' : 'None' }),
  );
}

/** The earlier answer that it repeats, or until when this one can be repeated. */
function rememberedItems(words: Words, { sameAs, remembered }: VerdictView): readonly Element[] {
  if (sameAs !== undefined) {
    const { number, by, at } = sameAs;
    return [
      quiet(say(words, 'verdict.sameAs', { number, name: outside(by), when: dayAndTime(at) }), { spacing: 'None' }),
    ];
  }
  if (remembered === undefined) return [];
  const { until, endedAt } = remembered;
  const said =
    endedAt === undefined
      ? say(words, 'verdict.remembered', { when: dayAndTime(until) })
      : say(words, 'verdict.forgotten', { when: dayAndTime(endedAt) });
  return [quiet(said, { spacing: 'None' })];
}

/** The decision: what, why, by whom, which checks it did without, and whether Partner Center knows. */
export function decision(words: Words, verdict: VerdictView, report: ReportView, isClosed: boolean): Container {
  const { kind, reason, by, at, skipped } = verdict;
  return {
    type: 'Container',
    style: report.state === 'failed' ? 'warning' : styles[kind],
    spacing: 'Medium',
    separator: kind === 'ignore',
    items: [
      heading(words, `verdict.title.${kind}`),
      text(prose(reason, reasonLength), {}, { spacing: 'Small' }),
      quiet(say(words, 'verdict.by', { name: outside(by), when: dayAndTime(at) }), { spacing: 'None' }),
      ...rememberedItems(words, verdict),
      ...(skipped.length > 0
        ? [quiet(say(words, 'check.skipped', { checks: checkTitles(words, skipped) }), { spacing: 'None' })]
        : []),
      ...(kind === 'fraud' && !isClosed ? [text(say(words, 'verdict.fraudNext'), {}, { spacing: 'Small' })] : []),
      ...reportItems(words, report),
    ],
  };
}

function closureLines(words: Words, closed: ClosureView): readonly Shown[] {
  const when = dayAndTime(closed.at);
  if (closed.kind === 'decided') return [say(words, 'closure.decided', { when })];
  if (closed.kind === 'closed-by-person') {
    const who = say(words, 'closure.person', { name: outside(closed.by), when });
    return [who, prose(closed.reason, reasonLength)];
  }
  const how =
    closed.by === undefined
      ? say(words, 'closure.elsewhere', { when })
      : say(words, 'closure.elsewhereBy', { name: outside(closed.by), when });
  return [how, say(words, `closure.reason.${closed.reason}`)];
}

/** How the case ended. */
export function closure(words: Words, closed: ClosureView): Container {
  return {
    type: 'Container',
    spacing: 'Medium',
    items: closureLines(words, closed).map((line, index) =>
      index === 0 ? text(line, { weight: 'Bolder' }) : text(line, {}, { spacing: 'None' }),
    ),
  };
}
