import { alertCard } from '../../cards/alert.ts';
import type { ClocksView } from '../../cards/asking-views.ts';
import { customerCard } from '../../cards/check-customer.ts';
import { standingCard } from '../../cards/check-standing.ts';
import { usageCard } from '../../cards/check-usage.ts';
import { decideCard } from '../../cards/decide.ts';
import { helloCard } from '../../cards/hello.ts';
import { helpCard } from '../../cards/help.ts';
import { moreCard } from '../../cards/more.ts';
import type { Words } from '../../cards/parts/words.ts';
import { staleCard } from '../../cards/stale.ts';
import { statusCard } from '../../cards/status.ts';
import type { CaseView, CheckView } from '../../cards/views.ts';
import { welcomeCard } from '../../cards/welcome.ts';
import type { Case, CheckName } from '../domain/case.ts';
import type { Entry } from '../domain/events.ts';
import type { ReadFacts } from '../domain/facts.ts';
import type { Pack } from '../domain/pack.ts';
import { isUnset, type Language, type Partner } from '../domain/partner.ts';
import { hasRole } from '../domain/people.ts';
import { workingDaysOf } from '../domain/working-days.ts';
import type { CaseNames } from '../workflow/case-ports.ts';
import type { Json } from '../workflow/ports.ts';
import { type ShownCase, type ShowOptions, showCase } from '../workflow/show-case.ts';
import type { Channel } from '../workflow/teams-ports.ts';
import { asJson } from './as-json.ts';
import { responders } from './candidates.ts';
import type { BotDeps, Turn } from './context.ts';
import { caseLinks, linksFor } from './links.ts';
import { neededBy, neededToTell, withSignInHint } from './sign-in-hint.ts';
import { checkView } from './view-checks.ts';
import { caseView, decideView, moreView } from './view-data.ts';
import { staleView } from './view-journal.ts';
import { readLedger } from './view-ledger.ts';
import { statusView } from './view-status.ts';
import { wordsFor } from './words.ts';

type Known = Omit<Partial<ShowOptions>, 'partner'>;

/** Cases reach this only once they are known to be the turn's partner's. */
async function shownOf(deps: BotDeps, { partner }: Turn, c: Case, known: Known = {}): Promise<ShownCase> {
  const shown = await showCase(deps.store, c, { facts: false, ...known, partner });
  if (!shown) throw new Error('a case without its partner');
  return shown;
}

export interface CaseDrawing {
  readonly language: Language;
  readonly now: Date;
  /** Teams ids of those whose clients ask for a fresh card by themselves. */
  readonly refreshFor?: readonly string[];
  /** Whether the one who looks may press anything. */
  readonly mayAct: boolean;
  readonly clocks?: ClocksView | undefined;
  readonly packs?: readonly Pick<Pack, 'state'>[];
}

/** The case card. */
export function caseJson(
  shown: Pick<ShownCase, 'case' | 'names' | 'previousNumber'>,
  { language, now, refreshFor, mayAct, clocks, packs }: CaseDrawing,
): Json {
  const view = caseView({
    case: shown.case,
    names: shown.names,
    links: linksFor(shown.case, caseLinks),
    now,
    ...(shown.previousNumber === undefined ? {} : { previousNumber: shown.previousNumber }),
    ...(refreshFor === undefined ? {} : { refreshFor }),
    ...(clocks === undefined ? {} : { clocks }),
    ...(packs === undefined ? {} : { packs }),
  });
  const { actions, ...rest } = alertCard(mayAct ? view : withoutQuick(view), wordsFor(language));
  return asJson(mayAct ? { ...rest, actions } : rest);
}

/** Whoever may only look is offered no answer. */
function withoutQuick({ recall, ...view }: CaseView): CaseView {
  if (recall === undefined) return view;
  const { quick: _, ...shown } = recall;
  return { ...view, recall: shown };
}

/** The card of one check, with the facts as last read. */
export function checkJson(
  shown: ShownCase,
  check: CheckName,
  language: Language,
  facts: ReadFacts | undefined,
  draftLanguage?: Language,
): Json {
  const words = wordsFor(language);
  return asJson(
    cardOf(
      checkView({
        case: shown.case,
        names: shown.names,
        partnerName: shown.partner.name,
        check,
        links: linksFor(shown.case, check === 'usage' ? ['azure-subscription'] : ['customer-subscriptions']),
        language,
        ...(facts === undefined ? {} : { facts }),
        ...(draftLanguage === undefined ? {} : { draftLanguage }),
      }),
      words,
    ),
  );
}

function cardOf(view: CheckView, words: Words): object {
  switch (view.check) {
    case 'standing':
      return standingCard(view, words);
    case 'usage':
      return usageCard(view, words);
    case 'customer':
      return customerCard(view, words);
  }
}

export async function drawCase(deps: BotDeps, turn: Turn, c: Case, names?: CaseNames): Promise<Json> {
  const [shown, clocks, packs] = await Promise.all([
    shownOf(deps, turn, c, names === undefined ? {} : { names }),
    deps.clocks(c, turn.partner.timeZone, workingDaysOf(turn.partner)),
    deps.store.packs.ofCase(c.id),
  ]);
  return caseJson(shown, {
    clocks,
    packs,
    language: turn.language,
    now: deps.now(),
    refreshFor: [turn.incoming.teamsId],
    mayAct: hasRole(turn.role, 'responder'),
  });
}

/** With `again` the facts that are there are left out, because they are being read anew. */
export async function drawCheck(
  deps: BotDeps,
  turn: Turn,
  c: Case,
  check: CheckName,
  options: { readonly again?: boolean; readonly draftLanguage?: Language } = {},
): Promise<Json> {
  const shown = await shownOf(deps, turn, c, { facts: true });
  const facts = options.again === true ? undefined : shown.facts[check];
  const card = checkJson(shown, check, turn.language, facts, options.draftLanguage);
  return withSignInHint(deps, turn, card, neededBy(c, card));
}

export async function drawDecide(deps: BotDeps, turn: Turn, c: Case): Promise<Json> {
  const { names } = await shownOf(deps, turn, c);
  const card = asJson(decideCard(decideView(c, names, turn.partner.memoryDays), turn.words));
  return withSignInHint(deps, turn, card, await neededToTell(deps, c));
}

export async function drawMore(deps: BotDeps, turn: Turn, c: Case): Promise<Json> {
  const [{ names }, candidates] = await Promise.all([shownOf(deps, turn, c), responders(deps, turn.partner)]);
  return asJson(moreCard(moreView(c, names, candidates), turn.words));
}

export async function drawStale(
  deps: BotDeps,
  turn: Turn,
  c: Case,
  stale: { readonly meanwhile: readonly Entry[]; readonly written?: string },
): Promise<Json> {
  const { names } = await shownOf(deps, turn, c);
  return asJson(staleCard(staleView(c, names, turn.words, stale), turn.words));
}

export function drawHelp(turn: Turn): Json {
  return asJson(
    helpCard(
      { scope: turn.incoming.isPersonal ? 'personal' : 'channel', isOwner: hasRole(turn.role, 'owner') },
      turn.words,
    ),
  );
}

/** Numbers of cases are only for those who may see cases. */
export async function drawHello(deps: Pick<BotDeps, 'store'>, turn: Turn): Promise<Json> {
  const [open, mine] = hasRole(turn.role, 'viewer')
    ? await Promise.all([
        deps.store.cases.countOpen(turn.partner.id),
        deps.store.cases.countOpen(turn.partner.id, turn.person.objectId),
      ])
    : [];
  const personName = turn.incoming.person.name;
  return asJson(
    helloCard(
      {
        ...(personName === '' ? {} : { personName }),
        ...(open === undefined || mine === undefined ? {} : { cases: { open, mine } }),
        isFirst: turn.incoming.isPersonal,
      },
      turn.words,
    ),
  );
}

export function drawWelcome(partner: Partner, channel: Channel, addedBy: string): Json {
  const words = wordsFor(channel.language);
  return asJson(
    welcomeCard(
      {
        partnerName: partner.name,
        ...(addedBy === '' ? {} : { addedBy }),
        ...(channel.name === undefined ? {} : { channelName: channel.name }),
        isUnset: isUnset(partner),
      },
      words,
    ),
  );
}

export async function drawStatus(deps: BotDeps, turn: Turn): Promise<Json> {
  const { partner } = turn;
  const { store } = deps;
  const now = deps.now();
  const [source, openCases, unreadable, failed, channels, held, ledger, alarms] = await Promise.all([
    store.partners.sourceState(partner.id),
    store.cases.countOpen(partner.id),
    store.detections.countUnreadable(partner.id),
    store.deadLetters.count(partner.id),
    store.channels.ofPartner(partner.id),
    store.consents.held(partner.id),
    readLedger(store.ledger, partner, now),
    store.alarms.openOf(partner.id),
  ]);
  const consent = held?.consent;
  return asJson(
    statusCard(
      statusView({
        partner,
        source,
        openCases,
        unreadable,
        failedPosts: failed.total,
        channels,
        ledger,
        alarms,
        consent,
        now,
      }),
      turn.words,
    ),
  );
}
