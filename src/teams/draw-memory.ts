import { memoryCard } from '../../cards/memory.ts';
import { policyDays } from '../domain/memory.ts';
import { hasRole } from '../domain/people.ts';
import type { Json } from '../workflow/ports.ts';
import { asJson } from './as-json.ts';
import type { BotDeps, Turn } from './context.ts';
import { memoryListView } from './view-memory.ts';

/** Rows of one page: each has its reason and two things to press. */
const mostRows = 6;

/** What is remembered for the turn's partner, page by page. */
export async function drawMemories(
  deps: Pick<BotDeps, 'store' | 'now'>,
  turn: Pick<Turn, 'partner' | 'role' | 'words'>,
  page = 1,
): Promise<Json> {
  const { partner, role, words } = turn;
  const days = policyDays(partner.memoryDays);
  const first = (page - 1) * mostRows;
  const now = deps.now().toISOString();
  const found = await deps.store.memories.list(partner.id, { now, days, limit: mostRows, offset: first });
  // A page beyond the end, as something was forgotten meanwhile.
  if (found.rows.length === 0 && page > 1) return drawMemories(deps, turn, 1);
  const view = memoryListView(found, { page, first, days, canForget: hasRole(role, 'approver') });
  return asJson(memoryCard(view, words));
}
