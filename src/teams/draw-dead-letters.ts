import { deadLettersCard } from '../../cards/dead-letters.ts';
import type { DeadLetterView } from '../../cards/dead-letters-views.ts';
import type { Json } from '../workflow/ports.ts';
import type { DeadLetter } from '../workflow/sending-ports.ts';
import { asJson } from './as-json.ts';
import type { BotDeps, Turn } from './context.ts';

/** Rows of one page. */
const mostRows = 8;

function letterView({ id, caseNumber, ...rest }: DeadLetter): DeadLetterView {
  return { ...rest, letter: id, ...(caseNumber === undefined ? {} : { number: caseNumber }) };
}

/** What failed for good, one page of it; `retried` says how many are just being tried again. For owners. */
export async function drawDeadLetters(
  deps: Pick<BotDeps, 'store'>,
  turn: Turn,
  { page = 1, retried }: { readonly page?: number; readonly retried?: number } = {},
): Promise<Json> {
  const { deadLetters } = deps.store;
  const first = (page - 1) * mostRows;
  const [rows, count] = await Promise.all([
    deadLetters.list(turn.partner.id, { offset: first, limit: mostRows }),
    deadLetters.count(turn.partner.id),
  ]);
  // A page beyond the end, as some were tried again meanwhile.
  if (rows.length === 0 && page > 1) return drawDeadLetters(deps, turn, retried === undefined ? {} : { retried });
  const said = retried === undefined ? {} : { retried };
  const view = { count, page, first, rows: rows.map(letterView), ...said };
  return asJson(deadLettersCard(view, turn.words));
}
