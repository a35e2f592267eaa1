import assert from 'node:assert/strict';
import type {
  InvokeAnswer,
  NewDetection,
  WorldConversation,
  WorldMessage,
  WorldPartner,
  WorldPerson,
} from '../../playground/world/types.ts';
import {
  buttonsOf,
  type CardButton,
  cardText,
  type House,
  type HouseOptions,
  until,
  useHouse,
} from '../support/house.ts';
import { openRecords, type Records } from './records.ts';

export interface Detected {
  readonly alertId: string;
  readonly subscriptionId: string;
  readonly customerName: string;
  readonly caseId: string;
  readonly number: number;
  readonly partner: WorldPartner;
  /** The card as it was posted; `Scene.now` tells how it looks now. */
  readonly card: WorldMessage;
}

/** A house with people in it, and what they do there. */
export interface Scene {
  readonly house: House;
  readonly records: Records;
  readonly partner: (index: number) => WorldPartner;
  /** The channel that a partner's cards are posted into. */
  readonly channel: (partner?: WorldPartner) => WorldConversation;
  /** A subscription that no case was opened for yet. */
  readonly freshSubscription: (partner?: WorldPartner) => { readonly id: string; readonly customerName: string };
  /** A detection in a subscription of its own, as soon as its card is posted. */
  readonly detected: (more?: Partial<NewDetection> & { readonly partner?: WorldPartner }) => Promise<Detected>;
  readonly now: (message: WorldMessage) => WorldMessage | undefined;
  /** The card in one line. */
  readonly text: (message: WorldMessage) => string;
  /** Presses the button of a card that has this verb, and the values given where it has them fixed. */
  readonly press: (
    person: WorldPerson,
    message: WorldMessage,
    verb: string,
    input?: Record<string, unknown>,
    card?: unknown,
  ) => Promise<InvokeAnswer>;
  /** Writes to the bot and answers what it answered. */
  readonly ask: (
    person: WorldPerson,
    text: string,
    where: Pick<WorldMessage, 'conversationId' | 'threadId'>,
  ) => Promise<string>;
  readonly alert: (id: string) => {
    readonly status: string;
    readonly resolvedReason: string | null;
    readonly resolvedBy: string | null;
  };
}

export const adaptiveCard = 'application/vnd.microsoft.card.adaptive';
export const sentence = 'application/vnd.microsoft.activity.message';

export function useScene(options: HouseOptions = {}): () => Scene {
  const house = useHouse(options);
  let scene: Scene | undefined;
  before(() => {
    scene = sceneIn(house(), openRecords(house().databaseUrl));
  });
  after(() => scene?.records.close());
  return () => {
    if (scene === undefined) throw new Error('the scene is there only while tests run');
    return scene;
  };
}

function sceneIn(house: House, records: Records): Scene {
  const { world } = house;
  const used = new Set<string>();
  const now = (message: WorldMessage) => house.messages(message.conversationId).find((m) => m.id === message.id);
  const partner = (index: number) => {
    const found = world.snapshot().partners[index];
    if (found === undefined) throw new Error(`there is no partner ${index}`);
    return found;
  };
  const channel = ({ teamId }: WorldPartner = house.partner) => {
    const { conversations, messages } = world.snapshot();
    const welcomed = new Set(messages.filter((m) => m.from === 'bot').map((m) => m.conversationId));
    const found = conversations.find((c) => c.teamId === teamId && welcomed.has(c.id));
    if (found === undefined) throw new Error('the bot is in no channel of the team');
    return found;
  };
  const freshSubscription = ({ tenantId }: WorldPartner = house.partner) => {
    const { alerts, customers } = world.snapshot();
    const known = new Set([...used, ...alerts.map((a) => a.subscriptionId)]);
    for (const { partnerTenantId, name, subscriptions } of customers) {
      const free = subscriptions.find((s) => partnerTenantId === tenantId && !known.has(s.id));
      if (free === undefined) continue;
      used.add(free.id);
      return { id: free.id, customerName: name };
    }
    throw new Error('every subscription has a case already');
  };

  return {
    house,
    records,
    partner,
    channel,
    freshSubscription,
    now,

    async detected({ partner: of = house.partner, ...more } = {}) {
      const { id, customerName } = freshSubscription(of);
      const alert = world.addDetection({ partnerTenantId: of.tenantId, subscriptionId: id, ...more });
      await house.look();
      const { state } = await until(async () =>
        (await records.cases()).find((row) => row.state.subscriptionId === alert.subscriptionId),
      );
      const card = await until(() =>
        house.messages(channel(of).id).find((m) => buttonsOf(m.card).some((b) => b.data['case'] === state.id)),
      );
      // Before it is written down where the card is, what is typed below it is of no known case.
      const known = `select from posts where case_id = $1 and kind = 'case' and sent_activity_id is not null`;
      await until(async () => (await records.pool.query(known, [state.id])).rowCount !== 0);
      const { subscriptionId } = alert;
      return {
        alertId: alert.id,
        subscriptionId,
        customerName,
        caseId: state.id,
        number: state.number,
        partner: of,
        card,
      };
    },

    text: (message) => cardText(now(message)?.card).replaceAll('\n', ' '),

    async press(person, message, verb, input = {}, card = now(message)?.card) {
      const { data } = buttonOf(card, verb, input);
      return world.execute({ personId: person.id, messageId: message.id, verb, data: { ...data, ...input } });
    },

    async ask(person, text, { conversationId, threadId }) {
      const said = () => house.messages(conversationId).filter((m) => m.from === 'bot');
      const known = new Set(said().map((m) => m.id));
      const personal = world.snapshot().conversations.some((c) => c.id === conversationId && c.kind === 'personal');
      const thread = personal ? {} : { threadId };
      assert.equal(await world.say({ personId: person.id, conversationId, text, ...thread }), 200);
      const answer = await until(() => said().find((m) => !known.has(m.id) && (personal || m.threadId === threadId)));
      return answer.text ?? cardText(answer.card);
    },

    alert(id) {
      const found = world.snapshot().alerts.find((a) => a.id === id);
      if (found === undefined) throw new Error(`there is no alert ${id}`);
      return found;
    },
  };
}

/** The button of a card with this verb, and with the values given where it has them fixed. */
export function buttonOf(card: unknown, verb: string, fixed: Readonly<Record<string, unknown>> = {}): CardButton {
  const found = buttonsOf(card).find(
    (button) =>
      button.verb === verb &&
      Object.entries(fixed).every(([key, value]) => !(key in button.data) || button.data[key] === value),
  );
  if (found === undefined) throw new Error(`the card has no button ${verb}`);
  return found;
}

/** What a person reads of an answer to a button. */
export function answerText(answer: InvokeAnswer): string {
  return typeof answer.value === 'string' ? answer.value : cardText(answer.value);
}
