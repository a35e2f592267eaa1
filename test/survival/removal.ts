import assert from 'node:assert/strict';
import type { ResourceView } from '../../playground/world/azure/types.ts';
import type {
  InvokeAnswer,
  Json,
  NewDetection,
  WorldMessage,
  WorldPartner,
  WorldPerson,
} from '../../playground/world/types.ts';
import type { Case } from '../../src/domain/case.ts';
import { isId } from '../../src/domain/ids.ts';
import type { Run, RunItem } from '../../src/domain/run.ts';
import { buttonsOf, cardText, until } from '../support/house.ts';
import { answerText, buttonOf, type Detected, type Scene } from './scene.ts';

/** A plan that waits for somebody, and where it hangs. */
export interface PlanCard {
  readonly message: WorldMessage;
  /** What an approval carries, but for the name. */
  readonly data: Json;
  /** The subscription's name, as it has to be typed. */
  readonly name: string;
}

export interface Wish {
  readonly chosen?: readonly string[];
  readonly scope?: string;
  readonly attached?: 'true' | 'false';
  readonly kind?: 'subscription';
  /** An owner answers for more than the guards allow. */
  readonly lift?: true;
}

/** What people do about cases of fraud, by buttons of the cards that hang in the channel. */
export interface Removals {
  /** Who asks, and who approves. */
  readonly owner: WorldPerson;
  readonly remover: WorldPerson;
  /** A case of fraud in a subscription of its own, that was read. */
  readonly fraud: (more?: Parameters<Scene['detected']>[0]) => Promise<Detected>;
  /** So many at once. */
  readonly frauds: (
    count: number,
    more?: Omit<NewDetection, 'partnerTenantId' | 'subscriptionId'>,
  ) => Promise<readonly Detected[]>;
  /** Decides it, as its owner, and waits until its subscription was read. */
  readonly decided: (found: Pick<Detected, 'caseId' | 'card'>) => Promise<void>;
  /** Presses a button with the revision of now, whether the card shows it or not. */
  readonly does: (
    person: WorldPerson,
    found: Pick<Detected, 'caseId' | 'card'>,
    verb: string,
    data?: Json,
  ) => Promise<InvokeAnswer>;
  /** Asks for a plan as the owner; its card as soon as it can be approved. */
  readonly planned: (found: Detected, wish: Wish) => Promise<PlanCard>;
  readonly asked: (found: Detected, wish: Wish) => Promise<InvokeAnswer>;
  /** The plan's card in the thread of the case that says this. */
  readonly planSays: (found: Detected, words: RegExp) => Promise<WorldMessage>;
  readonly approves: (person: WorldPerson, plan: PlanCard, typedName?: string) => Promise<InvokeAnswer>;
  /** The run of the case, once it has ended. */
  readonly ended: (caseId: string) => Promise<Run>;
  readonly case: (caseId: string) => Promise<Case>;
  /** What stands in a subscription now. */
  readonly standing: (subscriptionId: string) => readonly ResourceView[];
  readonly miners: (subscriptionId: string) => readonly ResourceView[];
}

/** Those of the first partner, unless told of another. */
export function removalsIn(
  { house, records, detected, freshSubscription, channel, press }: Scene,
  partner: WorldPartner = house.partner,
): Removals {
  const { world } = house;
  const owner = house.person(/Megan|Chiara|owner/, partner.tenantId);
  const remover = house.person(/Isaiah|Giulia|remover/, partner.tenantId);
  const caseNow = async (caseId: string) => {
    const stored = isId('case', caseId) && (await house.app.store.cases.load(caseId));
    assert.ok(stored, `there is no case ${caseId}`);
    return stored.case;
  };
  const standing = (subscriptionId: string) =>
    (world.snapshot().azure.find(({ id }) => id === subscriptionId)?.resources ?? []).filter(
      ({ goneAt }) => goneAt === undefined,
    );
  const does: Removals['does'] = async (person, { caseId, card }, verb, data = {}) => {
    const { revision: rev } = await caseNow(caseId);
    return world.execute({ personId: person.id, messageId: card.id, verb, data: { case: caseId, rev, ...data } });
  };
  const decided: Removals['decided'] = async (found) => {
    await does(owner, found, 'claim');
    const answer = await does(owner, found, 'decide', { verdict: 'fraud', reason: 'Nobody ordered them.' });
    assert.equal((await caseNow(found.caseId)).verdict.kind, 'fraud', answerText(answer));
    await until(async () => (await caseNow(found.caseId)).signs);
  };
  const asked: Removals['asked'] = (found, { chosen = [], scope = 'chosen', attached = 'false', kind, lift }) => {
    const more = { ...(kind && { kind }), ...(lift && { lift }) };
    return does(owner, found, 'plan.request', {
      chosen: chosen.map((key) => key.replaceAll(',', '%2c')).join(','),
      scope,
      attached,
      ...more,
    });
  };
  const planSays: Removals['planSays'] = ({ card }, words) => {
    const isOf = (one: WorldMessage) =>
      one.threadId === card.threadId && one.id !== card.id && words.test(cardText(one.card).replaceAll('\n', ' '));
    return until(() => house.messages(card.conversationId).find(isOf));
  };
  return {
    owner,
    remover,
    does,
    decided,
    asked,
    planSays,
    standing,
    case: caseNow,
    miners: (subscriptionId) => standing(subscriptionId).filter(({ mines }) => mines),
    fraud: async (more) => {
      const found = await detected({ partner, ...more });
      await decided(found);
      return found;
    },
    frauds: async (count, more) => {
      const made = Array.from({ length: count }, () => freshSubscription(partner)).map(({ id, customerName }) => {
        const at = { partnerTenantId: partner.tenantId, subscriptionId: id };
        return { alertId: world.addDetection({ ...at, ...more }).id, subscriptionId: id, customerName, partner };
      });
      await house.look();
      await until(async () => {
        const known = new Set((await records.cases()).map(({ state }) => state.subscriptionId));
        return made.every(({ subscriptionId }) => known.has(subscriptionId));
      });
      await records.idle();
      const cases = new Map((await records.cases()).map(({ state }) => [state.subscriptionId, state]));
      const caseOn = ({ card }: WorldMessage) => buttonsOf(card).find(({ verb }) => verb === 'claim')?.data['case'];
      const cards = new Map(house.messages(channel(partner).id).map((one) => [caseOn(one), one]));
      const found = made.map((one): Detected => {
        const { id: caseId = '', number = 0 } = cases.get(one.subscriptionId) ?? {};
        const card = cards.get(caseId);
        assert.ok(card, `no card of ${one.customerName}`);
        return { ...one, caseId, number, card };
      });
      await Promise.all(found.map(decided));
      return found;
    },
    planned: async (found, wish) => {
      const answer = await asked(found, wish);
      const { plan } = await caseNow(found.caseId);
      assert.ok(plan, answerText(answer));
      const isOf = ({ card, threadId }: WorldMessage) =>
        threadId === found.card.threadId &&
        buttonsOf(card).some(({ verb, data }) => verb === 'plan.approve' && data['plan'] === plan.id);
      const {
        subscriptionName: name = '',
        state,
        stopped,
      } = await until(async () => {
        const { plan: made } = await caseNow(found.caseId);
        return made?.state !== 'requested' && made;
      });
      assert.equal(state, 'frozen', JSON.stringify(stopped));
      const message = await until(() => house.messages(found.card.conversationId).find(isOf));
      // As soon as it is written down where it was posted, the card is ours.
      await until(() => house.app.store.posts.byActivity(message.conversationId, message.id));
      return { message, data: buttonOf(message.card, 'plan.approve').data, name };
    },
    approves: (person, { message, name }, typedName = name) =>
      press(person, message, 'plan.approve', { typedName }, message.card),
    ended: async (caseId) => {
      const { run } = await until(async () => {
        const state = await caseNow(caseId);
        return state.run?.endedAt !== undefined && state;
      });
      const kept = run && (await house.app.store.runs.load(run.id));
      assert.ok(kept);
      return kept;
    },
  };
}

/** The key of a resource as plans name it. */
export function keyOf(subscriptionId: string, { group, type, name }: Pick<ResourceView, 'group' | 'type' | 'name'>) {
  return `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/${type}/${name}`.toLowerCase();
}

/** How an item ended, in a line: `done`, `failed locked`. */
export function endOf({ state, why }: RunItem): string {
  return why === undefined ? state : `${state} ${why}`;
}
