import type { Verb, VerbData } from '../verbs.ts';
import type { CaseRef } from '../views.ts';
import { type Shown, say } from './escape.ts';
import { run } from './text.ts';
import type { Action, Card } from './types.ts';
import type { MessageKey, Words } from './words.ts';

type Fixed<V extends Verb> = VerbData[V]['fixed'];

export interface ButtonOptions {
  readonly style?: 'positive' | 'destructive';
  /** Tooltip, and what a screen reader says besides the title. */
  readonly hint?: Shown;
  /** Whether the card's inputs are checked and sent along; default no. */
  readonly withInputs?: boolean;
}

/** A button that does `verb` with `data`. */
export function button<V extends Verb>(title: Shown, verb: V, data: Fixed<V>, options: ButtonOptions = {}) {
  return {
    type: 'Action.Execute',
    title,
    verb,
    data,
    ...(options.hint && { tooltip: options.hint }),
    ...(options.style && { style: options.style }),
    associatedInputs: options.withInputs ? 'auto' : 'none',
  } as const satisfies Action;
}

/** The case and revision that every button about a case carries. */
export function onCase(view: CaseRef): { readonly case: string; readonly rev: number } {
  return { case: view.case, rev: view.rev };
}

/** The case that the settings lead back to, where they were opened from its card. */
export function fromCase(view: { readonly case?: string }): { readonly from?: string } {
  return view.case === undefined ? {} : { from: view.case };
}

export function back(words: Words, view: CaseRef) {
  return button(say(words, 'action.back'), 'case.show', { case: view.case }, { hint: say(words, 'action.back.hint') });
}

/** Small text that does `verb` with `data` when it is pressed: where a button would be a seventh. */
export function pressable<V extends Verb>(title: Shown, verb: V, data: Fixed<V>, shown: Shown = title) {
  const { type, associatedInputs } = button(title, verb, data);
  return { ...run(shown, { size: 'Small' }), selectAction: { type, verb, title, data, associatedInputs } };
}

/** A button that unfolds a form below it, without asking the bot. */
export function unfold(words: Words, key: MessageKey, body: Card['body'], actions: readonly Action[]): Action {
  return {
    type: 'Action.ShowCard',
    title: say(words, key),
    card: { type: 'AdaptiveCard', version: '1.5', body, actions: [...actions] },
  };
}
