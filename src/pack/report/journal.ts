import { isSpeechless } from '../redacted.ts';
import { type Html, html } from './html.ts';
import { note, section, table } from './parts.ts';
import type { Report } from './report.ts';

/** Everything that happened to the case, as it is in journal.csv. */
export function journal({ source, tell, words, happened }: Report): Html {
  const rows = source.journal.map((entry) => {
    const { seq, at, actor, event } = entry;
    const [said] = isSpeechless(event, source.redactor) ? [] : happened(words, [entry]);
    return [
      seq,
      html`<span class="when">${tell.moment(at)}</span>`,
      actor.kind === 'person'
        ? tell.text(actor.person.name)
        : html`<span class="when">${tell.say('journal.itself')}</span>`,
      said === undefined ? tell.say('pack.journal.withheld') : tell.text(said.what),
    ];
  });
  return section(
    tell.say('pack.journal.title'),
    note(tell.say('pack.journal.note')),
    table(
      (['seq', 'when', 'who', 'what'] as const).map((name) => tell.say(`pack.journal.${name}`)),
      rows,
      { figures: [0] },
    ),
  );
}
