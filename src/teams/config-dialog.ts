import type { Json } from '../workflow/ports.ts';
import { isVerb } from './button-data.ts';
import type { ButtonAnswer } from './press.ts';
import { isRecord } from './transport/is-record.ts';

/*
 * The dialog that Teams opens at an installation, and by "Settings" at the bot's name (learn: bot configuration experience):
 * `config/fetch` and `config/submit`, each answered with a card or a sentence.
 */

/** What was pressed in the dialog; the settings themselves where it is only opened, or where it makes no sense. */
export function pressedInDialog(value: Json | undefined): { readonly verb: string; readonly data: object } {
  const submitted = isRecord(value) ? value['data'] : undefined;
  const { verb, ...data } = isRecord(submitted) ? submitted : {};
  return isVerb(verb) ? { verb, data } : { verb: 'settings.open', data: {} };
}

/**
 * An answer as the dialog shows it. Dialogs submit and do not execute, so that each button carries its verb in its data
 * (assumption: Teams' samples have Action.Submit there, and the documents do not speak of Action.Execute).
 */
export function dialogAnswer(answer: ButtonAnswer, title: string): object {
  const config =
    answer.kind === 'message'
      ? { type: 'message', value: answer.text }
      : { type: 'continue', value: { title, height: 'large', width: 'medium', card: attachment(answer.card) } };
  return { responseType: 'config', config };
}

function attachment(card: unknown): object {
  return { contentType: 'application/vnd.microsoft.card.adaptive', content: submitting(card) };
}

function submitting(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(submitting);
  if (typeof part !== 'object' || part === null) return part;
  const inner = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, submitting(value)]));
  if (inner['type'] !== 'Action.Execute') return inner;
  const { verb, data, ...rest } = inner;
  return { ...rest, type: 'Action.Submit', data: { ...Object(data), verb } };
}
