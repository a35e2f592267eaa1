import type { CaseMail } from '../../domain/contact.ts';
import { type SupportRequest, supportKinds } from '../../domain/support.ts';
import { type Html, html, nothing } from './html.ts';
import { facts, note, section, table } from './parts.ts';
import type { Report } from './report.ts';
import type { Tell } from './tell.ts';

function mail({ to, subject, body, state, by, at }: CaseMail, tell: Tell): Html {
  return html`<h3>${tell.text(subject)}</h3>
${facts([
  [tell.say('pack.asking.to'), tell.text(to)],
  [tell.say('pack.asking.by'), tell.text(by.name)],
  [tell.say('pack.asking.when'), tell.moment(at)],
  [tell.say('pack.asking.state'), tell.say(`pack.mail.${state}`)],
])}
<blockquote>${tell.text(body)}</blockquote>`;
}

function request({ kind, state, number, filedAt, form, tracking }: SupportRequest, tell: Tell): Html {
  return html`<h3>${tell.say(`pack.support.${kind}`)}</h3>
${facts([
  [tell.say('pack.support.number'), number === undefined ? tell.say('pack.support.notFiled') : tell.text(number)],
  [tell.say('pack.support.filed'), filedAt && tell.moment(filedAt)],
  [tell.say('pack.support.state'), tracking && tell.say(`requestStatus.${tracking.status}`)],
])}
${state === 'composed' || state === 'filed' ? html`<blockquote>${tell.text(`${form.title}\n\n${form.description}`)}</blockquote>` : nothing}`;
}

/** How the customer and Microsoft were asked. */
export function asking({ source, tell }: Report): Html {
  const { contact, support = {} } = source.case;
  const requests = supportKinds.flatMap((kind) => support[kind] ?? []);
  const tries = contact?.tries ?? [];
  const mails = contact?.mails ?? [];
  const isEmpty = requests.length + tries.length + mails.length === 0;
  return section(
    tell.say('pack.asking.title'),
    ...mails.map((one) => mail(one, tell)),
    tries.length === 0 ? nothing : html`<h3>${tell.say('pack.asking.tries')}</h3>`,
    table(
      (['when', 'way', 'to', 'by', 'note'] as const).map((name) => tell.say(`pack.asking.${name}`)),
      tries.map(({ at, way, to, by, note: text }) => [
        html`<span class="when">${tell.moment(at)}</span>`,
        tell.say(`pack.way.${way}`),
        tell.text(to ?? ''),
        tell.text(by.name),
        tell.text(text ?? ''),
      ]),
    ),
    ...requests.map((one) => request(one, tell)),
    isEmpty
      ? note(tell.say(source.redactor.leavesOut('support') ? 'pack.asking.leftOut' : 'pack.asking.none'))
      : nothing,
  );
}
