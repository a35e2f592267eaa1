import { outside, say } from '../../cards/parts/escape.ts';
import type { MessageKey, Words } from '../../cards/parts/words.ts';
import type { PersonCommand } from '../domain/commands.ts';
import { wishLife } from '../domain/sign-in.ts';
import type { Turn } from './context.ts';
import type { WaitsForSignIn } from './give-command.ts';

export const wishMinutes = wishLife / 60_000;

const names: Readonly<Partial<Record<PersonCommand['type'], MessageKey>>> = {
  'send-mail': 'wish.send-mail',
  stop: 'wish.stop',
  start: 'wish.start',
  'request-plan': 'wish.request-plan',
  'approve-plan': 'wish.approve-plan',
  'support-note': 'wish.support-note',
  'report-again': 'wish.report-again',
};

/** What was wished, in a few words. */
export function wishName(words: Words, type: PersonCommand['type']): string {
  return words.t(names[type] ?? 'wish.other');
}

/** That a command waits for a sign-in, and where that is asked for. */
export function waitsText({ words, incoming }: Turn, { how, needs, before }: WaitsForSignIn): string {
  const service = outside(words.t(`signIn.service.${needs}`));
  const text = say(words, how === 'asked' && incoming.isPersonal ? 'signIn.waits.asked-here' : `signIn.waits.${how}`, {
    service,
    minutes: wishMinutes,
  });
  if (before === undefined) return text;
  return `${text} ${say(words, 'signIn.replaces', { what: outside(wishName(words, before)) })}`;
}
