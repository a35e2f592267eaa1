import assert from 'node:assert/strict';
import type { WorldMessage, WorldPerson } from '../../playground/world/types.ts';
import type { Case } from '../../src/domain/case.ts';
import type { Detected, Scene } from '../survival/scene.ts';
import { until } from './house.ts';

/** Somebody who has not signed in, writes to the bot in their 1:1 chat, and wants a mail sent in their name. */
export interface Asker {
  readonly person: WorldPerson;
  readonly chat: string;
  /** A case, and the wish to mail its customer; answers once the bot has said all that it has to say. */
  wish(address?: string): Promise<Detected>;
  /** The same wish about a case that is there. */
  wishFor(found: Detected, address?: string): Promise<void>;
  /** Cards that ask to sign in, oldest first. */
  cards(): readonly WorldMessage[];
  card(): WorldMessage;
  /** What the bot wrote in the chat, oldest first. */
  said(): readonly string[];
  caseNow(found: Detected): Promise<Case>;
}

const oauthCard = 'application/vnd.microsoft.card.oauth';

export async function askerIn(scene: Scene, which: RegExp): Promise<Asker> {
  const { house, records } = scene;
  const { world } = house;
  const person = world.snapshot().people.find((one) => which.test(`${one.name} ${one.title}`));
  assert.ok(person, `nobody is ${which}`);
  world.setSignedIn(person.id, false);
  const { id: chat } = await world.installPersonal(person.id);
  const say = async (text: string) => {
    assert.equal(await world.say({ personId: person.id, conversationId: chat, text }), 200);
    await records.idle();
  };
  const ofBot = () => house.messages(chat).filter((message) => message.from === 'bot');
  const cards = () => ofBot().filter(({ card }) => card?.['contentType'] === oauthCard);
  const wishFor = async (found: Detected, address = 'anna@customer.example') => {
    await say(`mail ${found.number} ${address}`);
    await say('yes');
  };
  return {
    person,
    chat,
    wishFor,
    wish: async (address) => {
      const found = await scene.detected({ partner: house.partner });
      await wishFor(found, address);
      return found;
    },
    cards,
    card: () => {
      const last = cards().at(-1);
      assert.ok(last, 'the bot asked for no sign-in');
      return last;
    },
    said: () => ofBot().flatMap(({ text }) => (text === undefined ? [] : [text])),
    caseNow: async (found) => (await records.caseOf(found.caseId)).state,
  };
}

/** Goes through the sign-in window as a browser does, as whoever; answers what Teams is handed by its last page. */
export async function throughWindow(link: string, personId: string): Promise<string> {
  const away = await fetch(link, { redirect: 'manual' });
  const login = away.headers.get('location') ?? '';
  assert.match(await (await fetch(login)).text(), /Pick an account/);
  const back = await fetch(login, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ person: personId, mfa: 'on' }),
  });
  const last = await (await fetch(back.headers.get('location') ?? '')).text();
  return /signIn:"([^"]+)"/.exec(last)?.[1] ?? '';
}

/** The mail of a case, once something came of it. */
export function mailOf(asker: Asker, found: Detected): Promise<string | undefined> {
  return ended(() => asker.caseNow(found));
}

export function mailIn({ records }: Scene, { caseId }: Detected): Promise<string | undefined> {
  return ended(async () => (await records.caseOf(caseId)).state);
}

function ended(caseNow: () => Promise<Case>): Promise<string | undefined> {
  return until(async () => {
    const state = (await caseNow()).contact?.mails[0]?.state;
    return state === 'asked' || state === 'sending' ? undefined : state;
  });
}
