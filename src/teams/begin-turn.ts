import { minute } from '../domain/clocks.ts';
import { type Language, languages, type Partner } from '../domain/partner.ts';
import type { TeamsPerson } from '../workflow/teams-ports.ts';
import type { Acquaintances, BotDeps, Turn } from './context.ts';
import type { Incoming } from './incoming.ts';
import { wordsFor } from './words.ts';

/** The language that a client speaks, where we have words in it. */
export function languageOf(locale: string | undefined): Language | undefined {
  const tag = locale?.slice(0, 2).toLowerCase();
  return languages.find((language) => language === tag);
}

const freshFor = minute;
const mostRemembered = 5000;

/** Remembers for a minute whom this process has written down, so that a click does not cost a row each time. */
export function createAcquaintances(deps: Pick<BotDeps, 'store' | 'now'>): Acquaintances {
  const met = new Map<string, { readonly person: TeamsPerson; readonly until: number }>();
  const keyOf = (p: { readonly tenantId: string; readonly objectId: string }) => `${p.tenantId} ${p.objectId}`;
  return {
    async meet(incoming) {
      const key = keyOf(incoming.person);
      const now = deps.now().getTime();
      const known = met.get(key);
      if (known && known.until > now && isSame(known.person, incoming)) return known.person;
      const person = await deps.store.people.see({
        ...incoming.person,
        teamsId: incoming.teamsId,
        serviceUrl: incoming.serviceUrl,
        ...(incoming.isPersonal ? { personalConversationId: incoming.conversationId } : {}),
      });
      if (met.size >= mostRemembered) met.clear();
      met.set(key, { person, until: now + freshFor });
      return person;
    },
    forget: (person) => void met.delete(keyOf(person)),
  };
}

function isSame(known: TeamsPerson, incoming: Incoming): boolean {
  const samePlace = !incoming.isPersonal || known.personalConversationId === incoming.conversationId;
  return (
    samePlace &&
    known.name === incoming.person.name &&
    known.teamsId === incoming.teamsId &&
    known.serviceUrl === incoming.serviceUrl
  );
}

/** Finds out who speaks and what they may, before anything is done for them. */
export async function beginTurn(deps: BotDeps, incoming: Incoming, partner: Partner): Promise<Turn> {
  const [person, { role, unreadable }] = await Promise.all([
    deps.acquaintances.meet(incoming),
    deps.roles.roleOf(partner, incoming.person),
  ]);
  const language = person.language ?? languageOf(incoming.locale) ?? partner.language;
  return { incoming, partner, person, role, rolesUnreadable: unreadable, language, words: wordsFor(language) };
}
