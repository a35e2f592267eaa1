import { alertListCard } from '../../cards/alert-list.ts';
import { caseListCard } from '../../cards/case-list.ts';
import type { ListName } from '../../cards/views.ts';
import type { AlertBursts } from '../domain/alert-bursts.ts';
import type { PostId } from '../domain/ids.ts';
import type { Language } from '../domain/partner.ts';
import type { Json, Store } from '../workflow/ports.ts';
import type { AlertList } from '../workflow/sending-ports.ts';
import { asJson } from './as-json.ts';
import type { BotDeps, Turn } from './context.ts';
import { alertListView, caseListView } from './view-list.ts';
import { wordsFor } from './words.ts';

/** Rows that a list of cases shows. */
const mostRows = 10;
/** Pages that a list of cases has: as many as are counted. Nobody reads on, and what lies far behind is slow to get at. */
const mostPages = 100;
/** Rows that a list of alerts shows: all of a usual burst's on one card, and still one screen. */
const mostAlerts = 15;

/** Open cases, page by page; the last page for one beyond the most that there are. */
export async function drawList(
  deps: Pick<BotDeps, 'store' | 'now'>,
  turn: Turn,
  which: ListName,
  asked = 1,
): Promise<Json> {
  const page = Math.min(asked, mostPages);
  const owner = which === 'mine' ? { ownerObjectId: turn.person.objectId } : {};
  const of = { partnerId: turn.partner.id, ...owner };
  const [rows, counted] = await Promise.all([
    deps.store.cases.list({ ...of, open: true, limit: mostRows, offset: (page - 1) * mostRows }),
    deps.store.cases.countListed(turn.partner.id, owner.ownerObjectId),
  ]);
  // A page beyond the end, as cases were closed meanwhile.
  if (rows.length === 0 && page > 1) return drawList(deps, turn, which, 1);
  return asJson(caseListCard(caseListView({ which, page, rows, ...counted, now: deps.now() }), turn.words));
}

interface ListDrawing {
  readonly language: Language;
  readonly page: number;
  /** Whose clients ask for a fresh card by themselves; of the list as it is read where left out. */
  readonly refreshFor?: readonly string[];
}

/** The card that alerts of a burst share, as it is now. Undefined for an unknown list, or one `mayShow` says no to. */
export async function alertListJson(
  deps: { readonly store: Pick<Store, 'alertLists'>; readonly bursts: AlertBursts; readonly now: () => Date },
  listId: PostId,
  { language, page, refreshFor }: ListDrawing,
  mayShow: (list: AlertList) => boolean = () => true,
): Promise<Json | undefined> {
  const read = (at: number) => deps.store.alertLists.read(listId, { offset: (at - 1) * mostAlerts, limit: mostAlerts });
  const asked = await read(page);
  const isBeyond = asked !== undefined && asked.rows.length === 0 && page > 1;
  const list = isBeyond ? await read(1) : asked;
  if (list === undefined || !mayShow(list)) return undefined;
  const shown = isBeyond ? 1 : page;
  const view = alertListView({
    listId,
    list,
    page: shown,
    first: (shown - 1) * mostAlerts,
    rule: deps.bursts,
    refreshFor: refreshFor ?? list.teamsIds,
    now: deps.now(),
  });
  return asJson(alertListCard(view, wordsFor(language)));
}
