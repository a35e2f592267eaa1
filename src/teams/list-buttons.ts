import type { Verb } from '../../cards/verbs.ts';
import type { PostId } from '../domain/ids.ts';
import { hasRole } from '../domain/people.ts';
import { buttonData } from './button-data.ts';
import type { BotDeps, Turn } from './context.ts';
import { drawCase } from './draw.ts';
import { alertListJson, drawList } from './draw-list.ts';
import { type ButtonAnswer, card, checked, message, noRole, type Press, shows } from './press.ts';

type ListVerb = Extract<Verb, 'list.open' | 'alerts.open' | 'alerts.card'>;

/** What the buttons of lists do. */
export const listButtons: Readonly<Record<ListVerb, Press<unknown>>> = {
  'list.open': checked(buttonData['list.open'], async (deps, turn, { which, page }) =>
    hasRole(turn.role, 'viewer') ? card(await drawList(deps, turn, which, page)) : noRole(deps, turn),
  ),
  'alerts.open': checked(buttonData['alerts.open'], (deps, turn, { list, page }) =>
    showAlertList(deps, turn, list, page),
  ),
  // Who may only look sees the case, and the channel stays as it is.
  'alerts.card': checked(buttonData['alerts.card'], async (deps, turn, { list, case: caseId, page }) => {
    if (!hasRole(turn.role, 'responder')) return shows(deps, turn, caseId, (c) => drawCase(deps, turn, c));
    const stored = await deps.store.cases.load(caseId);
    if (stored?.case.partnerId !== turn.partner.id) return message(turn.words.t('reply.unknownCase'));
    await deps.store.alertLists.giveCard(list, caseId);
    return showAlertList(deps, turn, list, page);
  }),
};

/** A list as it is now, for those of its partner who may see cases. */
async function showAlertList(deps: BotDeps, turn: Turn, list: PostId, page: number): Promise<ButtonAnswer> {
  if (!hasRole(turn.role, 'viewer')) return noRole(deps, turn);
  const drawing = { language: turn.language, page, refreshFor: [turn.incoming.teamsId] };
  const drawn = await alertListJson(deps, list, drawing, ({ partnerId }) => partnerId === turn.partner.id);
  return drawn === undefined ? message(turn.words.t('reply.unknownList')) : card(drawn);
}
