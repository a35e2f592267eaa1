import { duration } from '../../cards/parts/clock.ts';
import { joined, outside, say, unmarked } from '../../cards/parts/escape.ts';
import type { Case } from '../domain/case.ts';
import { minutesLeft } from '../domain/clocks.ts';
import type { Language, Partner } from '../domain/partner.ts';
import type { Reminder } from '../domain/reminders.ts';
import { partnerChannels } from '../domain/routing.ts';
import type { CaseNames } from '../workflow/case-ports.ts';
import type { Json } from '../workflow/ports.ts';
import type { NewPost, Place, Post } from '../workflow/post-ports.ts';
import type { RemindDeps } from '../workflow/remind.ts';
import type { Channel, TeamsPerson } from '../workflow/teams-ports.ts';
import { responders } from './candidates.ts';
import type { BotDeps } from './context.ts';
import { localTime } from './local-time.ts';
import { mentionsOf } from './mentions.ts';
import { textActivity } from './replies.ts';
import { wordsFor } from './words.ts';

type Deps = Pick<BotDeps, 'store' | 'newId' | 'now' | 'roles'>;

/** Responders that are called by name where a case belongs to nobody. */
const mostCalled = 5;

interface Said {
  readonly partner: Partner;
  readonly c: Case;
  readonly names: CaseNames;
  readonly reminder: Reminder;
  readonly now: Date;
}

/** Where a message goes, in which language, and what tells it from the others of the same reminder. */
interface Target {
  readonly place: Place;
  readonly language: Language;
  readonly id: string;
}

/**
 * Reminders of the 24 hours. First to the owner in the 1:1 chat, else in the case's threads; then there, with a mention;
 * last in the escalation channel, or as new messages in the case's channels, with the case's card.
 */
export function createClockReminders(deps: Deps): RemindDeps['clockReminders'] {
  return async (partner, c, reminder) => {
    const [names, cards, channels, owner] = await Promise.all([
      deps.store.names.names(partner.id, c.customerTenantId, c.subscriptionId),
      deps.store.posts.cardsOf(c.id),
      deps.store.channels.ofPartner(partner.id),
      c.owner && deps.store.people.find(c.owner.tenantId, c.owner.objectId),
    ]);
    const ready = channels.filter(({ state }) => state === 'ready');
    const said: Said = { partner, c, names, reminder, now: deps.now() };
    if (reminder.level === 'escalation') return escalation(deps, said, ready, cards);
    const own = reminder.level === 'owner' ? ownChat(partner, owner) : undefined;
    if (own !== undefined)
      return [
        fixed(deps, said, own, (language) => textActivity(toSomebody(said, language, outside(c.owner?.name ?? '')))),
        card(deps, said, own),
      ];
    const called = await calledBy(deps, said, owner);
    const { names: call, entities } = mentionsOf(called);
    return threads(partnerChannels(partner.routing, ready), cards).map((target) =>
      fixed(deps, said, target, (language) => ({
        type: 'message',
        text: toSomebody(said, language, call),
        ...(entities.length === 0 ? {} : { entities }),
      })),
    );
  };
}

function ownChat(partner: Partner, owner: TeamsPerson | undefined): Target | undefined {
  if (owner?.personalConversationId === undefined || owner.serviceUrl === undefined) return undefined;
  const { personalConversationId: conversationId, serviceUrl, tenantId } = owner;
  return {
    place: { kind: 'conversation', conversationId, serviceUrl, tenantId },
    language: owner.language ?? partner.language,
    id: conversationId,
  };
}

/** The owner; of a case that is nobody's, those who may work on it once it gets urgent. */
async function calledBy(
  deps: Deps,
  { partner, c, reminder }: Said,
  owner: TeamsPerson | undefined,
): Promise<readonly { readonly name: string; readonly teamsId?: string | undefined }[]> {
  if (c.owner) return [{ name: c.owner.name, teamsId: owner?.teamsId }];
  return reminder.level === 'owner' ? [] : (await responders(deps, partner)).slice(0, mostCalled);
}

/** The thread of the case's card in each channel; the channel itself where it has no card yet. */
function threads(ready: readonly Channel[], cards: readonly Post[]): readonly Target[] {
  const posted = cards.flatMap((post): Target[] =>
    post.place.kind !== 'channel' || post.sentTo === undefined
      ? []
      : [
          {
            place: {
              kind: 'conversation',
              conversationId: post.sentTo.conversationId,
              serviceUrl: post.serviceUrl,
              tenantId: post.tenantId,
            },
            language: post.language,
            id: post.id,
          },
        ],
  );
  return posted.length > 0 ? posted : ready.map(inChannel);
}

const inChannel = ({ id, language }: Channel): Target => ({ place: { kind: 'channel', channelId: id }, language, id });

function escalation(deps: Deps, said: Said, ready: readonly Channel[], cards: readonly Post[]): readonly NewPost[] {
  const chosen = ready.filter(({ id }) => id === said.partner.escalationChannelId);
  const shownIn = new Set(cards.map(({ place }) => (place.kind === 'channel' ? place.channelId : undefined)));
  const ofCase = ready.filter(({ id }) => shownIn.has(id));
  const elsewhere = partnerChannels(said.partner.routing, ready);
  const places = [chosen, ofCase, elsewhere].find((list) => list.length > 0) ?? [];
  return places.map(inChannel).flatMap((target) => {
    const text = fixed(deps, said, target, (language) =>
      textActivity(wordsFor(language).t('reminder.clock.escalation', { text: sentences(said, language) })),
    );
    return chosen.length > 0 && !shownIn.has(said.partner.escalationChannelId)
      ? [text, card(deps, said, target)]
      : [text];
  });
}

function fixed(
  deps: Deps,
  { partner, c, reminder }: Said,
  target: Target,
  draw: (language: Language) => Json,
): NewPost {
  const { place, language, id } = target;
  return {
    id: deps.newId('post'),
    partnerId: partner.id,
    place,
    content: { kind: 'fixed', activity: draw(language) },
    language,
    dedupeKey: `clock:${c.id}:${reminder.at}:${id}`,
  };
}

/** The case's card, once in a place: from then on it is true there, too. */
function card(deps: Deps, { partner, c }: Said, { place, language, id }: Target): NewPost {
  return {
    id: deps.newId('post'),
    partnerId: partner.id,
    place,
    content: { kind: 'case', caseId: c.id },
    language,
    dedupeKey: `clock-card:${c.id}:${id}`,
  };
}

function toSomebody(said: Said, language: Language, names: string): string {
  const { t } = wordsFor(language);
  const text = sentences(said, language);
  return names === '' ? t('reminder.clock.toNobody', { text }) : t('reminder.clock.to', { names, text });
}

/** How much time is left, what is missing, and whose it is. Outside names are without marks: some of it is read as Markdown. */
function sentences({ partner, c, names, reminder, now }: Said, language: Language): string {
  const words = wordsFor(language);
  const minutes = minutesLeft(c.deadlineAt, now);
  const { customerName = c.customerTenantId } = names;
  const clock = say(words, minutes < 0 ? 'reminder.clock.over' : 'reminder.clock.left', {
    number: c.number,
    customer: unmarked(customerName),
    left: duration(words, minutes),
    when: outside(localTime(c.deadlineAt, language, partner.timeZone)),
  });
  const missing = say(words, c.verdict.kind === 'none' ? 'reminder.clock.undecided' : 'reminder.clock.untold', {
    number: c.number,
  });
  const whose =
    c.owner === undefined
      ? say(words, 'reminder.clock.nobodys', { number: c.number })
      : say(words, 'reminder.clock.owners', { owner: unmarked(c.owner.name) });
  const isToOwner = c.owner !== undefined && reminder.level !== 'escalation';
  return joined(isToOwner ? [clock, missing] : [clock, missing, whose], ' ');
}
