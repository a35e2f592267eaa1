import { setTimeout as pause } from 'node:timers/promises';
import type { Json, WorldMessage, WorldPerson } from '../../playground/world/types.ts';
import { buttonsOf, cardText } from '../support/house.ts';
import type { Place } from './place.ts';

export interface Deed {
  readonly kind: 'check' | 'note' | 'decide' | 'typed';
  readonly caseId: string;
  readonly personId: string;
  /** Text that is in this deed alone. */
  readonly mark: string;
  readonly activityId: string;
  /** Whether the bot said that it was done. What was not accepted may have been done: the answer may be lost. */
  readonly accepted: boolean;
}

/** People who work, and detections that arrive, until they are sent home. */
export interface Crowd {
  readonly deeds: readonly Deed[];
  readonly detections: readonly { readonly alertId: string; readonly subscriptionId: string }[];
  readonly goHome: () => Promise<void>;
}

const people = 3;
/** Milliseconds between two deeds of a person, and between two detections. */
const deedPause = [60, 350] as const;
const detectionPause = [80, 600] as const;

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function crowdIn(place: Place, random: () => number): Crowd {
  const deeds: Deed[] = [];
  const detections: { alertId: string; subscriptionId: string }[] = [];
  const home = new AbortController();
  const between = ([least, most]: readonly [number, number]) => least + random() * (most - least);
  const oneOf = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];

  const work = async (): Promise<void> => {
    while (!home.signal.aborted) {
      await pause(between(deedPause));
      const deed = await doSomething(place, {
        random,
        oneOf,
        mark: `deed ${deeds.length} ${Math.floor(random() * 1e9)}`,
      });
      if (deed !== undefined) deeds.push(deed);
    }
  };
  const detect = async (): Promise<void> => {
    while (!home.signal.aborted) {
      await pause(between(detectionPause));
      const detected = place.detect();
      if (detected !== undefined) detections.push(detected);
      await place.look();
    }
  };
  const working = Promise.all([detect(), ...Array.from({ length: people }, work)]);

  return {
    deeds,
    detections,
    goHome: async () => {
      home.abort();
      await working;
    },
  };
}

interface Chance {
  readonly random: () => number;
  readonly oneOf: <T>(list: readonly T[]) => T | undefined;
  readonly mark: string;
}

async function doSomething(place: Place, { random, oneOf, mark }: Chance): Promise<Deed | undefined> {
  const { conversations, messages } = place.world.snapshot();
  const card = oneOf(messages.filter((m) => m.from === 'bot' && !m.deleted && caseOn(m.card) !== undefined));
  const seen = card && caseOn(card.card);
  const teamId = conversations.find(({ id }) => id === card?.conversationId)?.teamId;
  const partner = place.partners.find((each) => each.teamId === teamId);
  const person = partner && oneOf(place.workers(partner));
  if (!card || !seen || !person) return undefined;

  // A client asks for the newest card before it shows one; where that fails the old one stays.
  const press = (verb: string, data: Json) =>
    place.world.execute({ personId: person.id, messageId: card.id, verb, data });
  const newest = caseOn((await press('case.refresh', { case: seen.caseId })).value) ?? seen;
  const onCase = { case: newest.caseId, rev: newest.rev };
  const verdict = oneOf(['fraud', 'legitimate', 'ignore'] as const) ?? 'fraud';
  const chance = random();
  if (chance < 0.15) return type(place, { card, person, mark, caseId: seen.caseId });
  const [verb, kind, data] =
    chance < 0.45
      ? (['check.answer', 'check', { check: 'usage', answer: 'bad', note: mark }] as const)
      : chance < 0.75
        ? (['note', 'note', { text: mark }] as const)
        : (['decide', 'decide', { verdict, reason: mark }] as const);
  const claimed = random() < 0.3 && caseOn((await press('claim', onCase)).value);
  const answer = await press(verb, { ...onCase, ...(claimed ? { rev: claimed.rev } : {}), ...data });
  // A refusal is a sentence, and what was too late a card that only shows the case.
  const accepted = answer.httpStatus === 200 && caseOn(answer.value) !== undefined;
  return { kind, caseId: seen.caseId, personId: person.id, mark, activityId: '', accepted };
}

async function type(
  { world }: Place,
  said: { card: WorldMessage; person: WorldPerson; mark: string; caseId: string },
): Promise<Deed> {
  const { caseId, mark } = said;
  const [, number = ''] = /(?:Case|Caso) (\d+)/.exec(cardText(said.card.card)) ?? [];
  const activityId = mark.replace(/\D/g, '');
  const status = await world.say({
    personId: said.person.id,
    conversationId: said.card.conversationId,
    threadId: said.card.threadId,
    text: `note ${number} ${mark}`,
    activityId,
  });
  return { kind: 'typed', caseId, personId: said.person.id, mark, activityId, accepted: status === 200 };
}

/** The case that a card is of, and the revision that it shows; of whole cards only, which offer everything. */
function caseOn(card: unknown): { readonly caseId: string; readonly rev: number } | undefined {
  const button = buttonsOf(card).find(({ verb }) => verb === 'more.open');
  const { case: caseId, rev } = button?.data ?? {};
  return typeof caseId === 'string' && typeof rev === 'number' ? { caseId, rev } : undefined;
}
