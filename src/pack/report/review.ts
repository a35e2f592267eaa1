import { checklistNames } from '../../domain/after-care.ts';
import { checkNames } from '../../domain/case.ts';
import { type Html, html, nothing } from './html.ts';
import { facts, note, section, table } from './parts.ts';
import type { Report } from './report.ts';

/** The three checks with their answers; a version that leaves them out says so. */
function checks({ source, tell }: Report): Html {
  if (source.redactor.leavesOut('assessment')) return note(tell.say('pack.review.leftOut'));
  return table(
    (['check', 'answer', 'who', 'when', 'note'] as const).map((name) => tell.say(`pack.review.${name}`)),
    checkNames.map((name) => {
      const check = source.case.checks[name];
      if (check.state === 'open') return [tell.say(`check.${name}`), tell.say('check.open'), '', '', ''];
      return [
        tell.say(`check.${name}`),
        tell.say(`check.${name}.${check.state}`),
        tell.text(check.by.name),
        html`<span class="when">${tell.moment(check.at)}</span>`,
        tell.text(check.note ?? ''),
      ];
    }),
  );
}

/** The earlier answer that this one repeats, or until when this one is remembered. */
function earlier({ source, tell }: Report): string | undefined {
  const { verdict, memory } = source.case;
  if (verdict.kind !== 'legitimate') return undefined;
  if (verdict.sameAs !== undefined) {
    const { number, by, at } = verdict.sameAs;
    return tell.say('pack.review.sameAs', { number, name: by.name, when: tell.moment(at) });
  }
  if (memory === undefined || memory.at !== verdict.at) return undefined;
  return memory.ended === undefined
    ? tell.say('pack.review.remembered', { when: tell.moment(memory.until) })
    : tell.say('pack.review.forgotten', { when: tell.moment(memory.ended.at) });
}

/** What people found out, decided, and did about the way in. */
export function review(report: Report): Html {
  const { source, tell } = report;
  const { verdict, closure, waiver, checklist = {}, spend } = source.case;
  const answered = checklistNames.flatMap((name) => {
    const answer = checklist[name];
    return answer === undefined ? [] : [{ name, ...answer }];
  });
  return section(
    tell.say('pack.review.title'),
    checks(report),
    facts([
      [
        tell.say('pack.review.verdict'),
        verdict.kind === 'none' ? tell.say('pack.review.none') : tell.say(`verdict.${verdict.kind}`),
      ],
      [
        tell.say('pack.review.decidedBy'),
        verdict.kind === 'none' ? undefined : `${tell.text(verdict.by.name)}, ${tell.moment(verdict.at)}`,
      ],
      [tell.say('pack.review.reason'), verdict.kind === 'none' ? undefined : tell.text(verdict.reason)],
      [tell.say('pack.review.earlier'), earlier(report)],
      [tell.say('pack.review.spend'), tell.say(`pack.spend.${spend}`)],
      [tell.say('pack.review.closed'), closure && tell.moment(closure.at)],
      [
        tell.say('pack.review.waiver'),
        waiver && tell.say('response.waiver', { name: waiver.by.name, reason: waiver.reason }),
      ],
    ]),
    answered.length === 0 ? nothing : html`<h3>${tell.say('pack.review.wayIn')}</h3>`,
    table(
      (['item', 'answer', 'who', 'when', 'note'] as const).map((name) => tell.say(`pack.review.${name}`)),
      answered.map(({ name, state, by, at, note: text }) => [
        tell.say(`checklist.${name}`),
        tell.say(`checklist.state.${state}`),
        tell.text(by.name),
        html`<span class="when">${tell.moment(at)}</span>`,
        tell.text(text ?? ''),
      ]),
    ),
  );
}
