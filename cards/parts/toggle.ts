import type { IToggleVisibilityAction } from '@microsoft/teams.cards';
import type { Shown } from './escape.ts';
import { rich, run } from './text.ts';
import type { Container, Element, Rich } from './types.ts';

function toggle(title: Shown, id: string): IToggleVisibilityAction {
  return { type: 'Action.ToggleVisibility', title, targetElements: [id] };
}

/** A line that shows and hides the elements of `folded(id, …)`; `hint` is what a screen reader says. */
export function toggleLine(shown: Shown, id: string, hint: Shown = shown): Rich {
  return rich([{ ...run(shown, { size: 'Small' }), selectAction: toggle(hint, id) }], { spacing: 'None' });
}

/** Elements that a `toggleLine` shows and hides, without asking the bot. */
export function folded(id: string, items: readonly Element[], isOpen: boolean): Container {
  return { type: 'Container', id, spacing: 'Small', ...(isOpen ? {} : { isVisible: false }), items: [...items] };
}
