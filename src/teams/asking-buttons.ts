import type { Verb } from '../../cards/verbs.ts';
import { hour } from '../domain/clocks.ts';
import { hasRole } from '../domain/people.ts';
import { handle } from '../workflow/handle.ts';
import type { Json } from '../workflow/ports.ts';
import { trackSupportJob } from '../workflow/write-case.ts';
import { askFiler } from './ask-for-errand.ts';
import { askForPack, fetchPack } from './asking-packs.ts';
import { buttonData } from './button-data.ts';
import type { BotDeps, Turn } from './context.ts';
import { drawCheck } from './draw.ts';
import { drawEvidence, drawSupport, subscriptionNameOf } from './draw-asking.ts';
import { answers, card, checked, message, type Press, press, shows } from './press.ts';
import { refusalText } from './refusals.ts';

type AskingVerb = Extract<
  Verb,
  | 'support.open'
  | 'support.compose'
  | 'support.file'
  | 'support.drop'
  | 'support.note'
  | 'support.track'
  | 'contact.send'
  | 'contact.settle'
  | 'contact.note'
  | 'contact.wait'
  | 'evidence.open'
  | 'evidence.make'
  | 'evidence.fetch'
>;

/** What the buttons do that ask Microsoft or the customer, and that make the evidence. */
export const askingButtons: Readonly<Record<AskingVerb, Press<unknown>>> = {
  'support.open': checked(buttonData['support.open'], (deps, turn, data) =>
    shows(deps, turn, data.case, (c) => drawSupport(deps, turn, c, data.kind)),
  ),
  'support.compose': checked(buttonData['support.compose'], async (deps, turn, data) => {
    const { case: caseId, rev: _, kind, contactPhone, ...fields } = data;
    const stored = await deps.store.cases.load(caseId);
    if (stored === undefined || stored.case.partnerId !== turn.partner.id)
      return message(turn.words.t('reply.unknownCase'));
    const form = { ...fields, ...(contactPhone.trim() === '' ? {} : { contactPhone }) };
    const subscriptionName = await subscriptionNameOf(deps, stored.case);
    return press(deps, turn, data, { type: 'compose-support', kind, form, subscriptionName }, async (after) => {
      const filed = await deps.fileSupport(turn.partner, turn.incoming.person, form);
      if (filed.kind !== 'filed') return drawSupport(deps, turn, after, kind);
      const { partner } = turn;
      const { person } = turn.incoming;
      const command = { type: 'file-support', kind, number: filed.number } as const;
      const done = await handle(deps.handle, {
        partner,
        person,
        caseId,
        command,
        key: `filed ${caseId} ${filed.number}`,
      });
      return drawSupport(deps, turn, done.kind === 'done' ? done.case : after, kind);
    });
  }),
  'support.file': checked(buttonData['support.file'], (deps, turn, data) =>
    press(deps, turn, data, { type: 'file-support', kind: data.kind, number: data.number }, (after) =>
      drawSupport(deps, turn, after, data.kind),
    ),
  ),
  'support.drop': checked(buttonData['support.drop'], (deps, turn, data) =>
    press(deps, turn, data, { type: 'drop-support', kind: data.kind }, (after) =>
      drawSupport(deps, turn, after, data.kind),
    ),
  ),
  'support.note': checked(buttonData['support.note'], (deps, turn, data) =>
    press(deps, turn, data, { type: 'support-note', kind: data.kind, text: data.text }, (after) =>
      drawSupport(deps, turn, after, data.kind),
    ),
  ),
  'support.track': checked(buttonData['support.track'], (deps, turn, data) =>
    answers(deps, turn, data.case, async (c) => {
      const waits = data.kind === 'partner-center' ? await askFiler(deps, turn, c) : undefined;
      if (waits !== undefined) return message(waits);
      await deps.store.posts.add([], [trackSupportJob(c.id, data.kind)]);
      return card(await drawSupport(deps, turn, c, data.kind));
    }),
  ),
  'contact.send': checked(buttonData['contact.send'], (deps, turn, data) => {
    const { to, subject, draft: body, language } = data;
    const mail = { id: deps.newId('mail'), to, subject, body, language };
    return press(deps, turn, data, { type: 'send-mail', mail }, customerCard(deps, turn));
  }),
  'contact.settle': checked(buttonData['contact.settle'], (deps, turn, data) =>
    press(deps, turn, data, { type: 'settle-mail', mailId: data.mail, sent: data.sent }, customerCard(deps, turn)),
  ),
  'contact.note': checked(buttonData['contact.note'], (deps, turn, data) => {
    const { triedWay: way, triedTo: to, triedNote: note } = data;
    return press(deps, turn, data, { type: 'note-contact', way, to, note }, customerCard(deps, turn));
  }),
  'contact.wait': checked(buttonData['contact.wait'], (deps, turn, data) => {
    const until = new Date(deps.now().getTime() + data.hours * hour).toISOString();
    return press(deps, turn, data, { type: 'await-answer', until }, customerCard(deps, turn));
  }),
  'evidence.open': checked(buttonData['evidence.open'], (deps, turn, data) =>
    shows(deps, turn, data.case, (c) => drawEvidence(deps, turn, c)),
  ),
  'evidence.make': checked(buttonData['evidence.make'], (deps, turn, data) =>
    hasRole(turn.role, 'responder')
      ? shows(deps, turn, data.case, async (c) => {
          await askForPack(deps, turn, c, { profile: data.profile, language: data.language });
          return drawEvidence(deps, turn, c);
        })
      : noResponder(deps, turn),
  ),
  'evidence.fetch': checked(buttonData['evidence.fetch'], async (deps, turn, data) =>
    message(await fetchPack(deps, turn, data.case, data.pack)),
  ),
};

function customerCard(deps: BotDeps, turn: Turn): (c: Parameters<typeof drawCheck>[2]) => Promise<Json> {
  return (after) => drawCheck(deps, turn, after, 'customer');
}

async function noResponder(deps: BotDeps, turn: Turn) {
  return message(await refusalText(deps, turn, { kind: 'role-missing', needed: 'responder' }));
}
