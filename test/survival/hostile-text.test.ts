import assert from 'node:assert/strict';
import type { Json, WorldPerson } from '../../playground/world/types.ts';
import { isObject } from '../support/card-json.ts';
import { cardText, until } from '../support/house.ts';
import { pressed, typed } from './activities.ts';
import { assertHarmless, attack, attackTyped } from './harmless.ts';
import { type Detected, useScene } from './scene.ts';

describe('names and reasons that try to be more than text', () => {
  const scene = useScene({ world: { hostile: true } });
  let admin: WorldPerson;
  let detected: Detected;

  before(async () => {
    const { house } = scene();
    admin = house.person(/admin/i);
    const hostile = house.world.snapshot().customers.find((customer) => customer.name.includes('<at>'));
    const subscriptionId = hostile?.subscriptions[0]?.id;
    assert.ok(subscriptionId !== undefined);
    const raw = {
      displayName: attack,
      description: attack,
      affectedResources: [{ resourceId: `/subscriptions/x/resourceGroups/${attack}/providers/a/b/${attack}` }],
      additionalDetails: { CryptoCurrencyMiningPoolDomainName: attack, MiningPool_IP: [attack], VM_IP: attack },
    };
    detected = await scene().detected({ subscriptionId, raw });
    await scene().records.idle();
  });

  /** All that the bot has ever sent to the Bot Connector. */
  function sent(): readonly unknown[] {
    const requests = scene().house.world.requests();
    const posts = requests.filter(({ service, method }) => service === 'connector' && method !== 'GET');
    assert.ok(posts.length > 0);
    return posts.map(({ body }) => body);
  }

  /** Posts an activity of somebody whose own name is an attack, and answers what was answered. */
  async function asSomebodyElse(what: Json): Promise<unknown> {
    const from = { id: admin.teamsId, aadObjectId: admin.id, name: attack };
    const answer = await scene().house.world.post({ ...what, from });
    assert.equal(answer.status, 200, answer.body);
    return answer.body === '' ? undefined : JSON.parse(answer.body);
  }

  const said = () => ({ person: admin, conversation: scene().house.channel, id: `hostile-${Math.random()}` });

  async function press(verb: string, input: Json = {}): Promise<unknown> {
    const { house, records } = scene();
    const { revision } = (await records.caseOf(detected.caseId)).state;
    const data = { case: detected.caseId, rev: revision, ...input };
    const replyToId = detected.card.id;
    return asSomebodyElse(pressed(house, { ...said(), replyToId }, { type: 'Action.Execute', verb, data }));
  }

  it('are shown as text on the card in the channel', () => {
    const { text } = scene();

    assert.match(text(detected.card), /Corp/);
    for (const body of sent()) assertHarmless(body);
  });

  it('are shown as text on every card that a button opens', async () => {
    const opened = [
      await press('case.show'),
      await press('case.refresh'),
      await press('check.open', { check: 'standing' }),
      await press('check.open', { check: 'usage' }),
      await press('check.open', { check: 'customer' }),
      await press('decide.open'),
      await press('more.open'),
      await press('list.open', { which: 'cases' }),
    ];

    for (const answer of opened) {
      assert.ok(isObject(answer) && isObject(answer['value']), JSON.stringify(answer));
      assert.match(cardText(answer['value']), /Corp|_sub_/);
      assertHarmless(answer);
    }
  });

  it('are shown as text when they were pressed or typed: name, note, reason, answer of a check', async () => {
    const { house, records } = scene();
    const answers = [
      await press('claim'),
      await press('check.answer', { check: 'usage', answer: 'bad', note: attack }),
      await press('note', { text: attack }),
      await press('snooze', { hours: '4', reason: attack }),
    ];
    for (const words of [
      `note ${attackTyped}`,
      `standing ${attackTyped}`,
      `assign ${attackTyped}`,
      attackTyped,
      `show ${attackTyped}`,
    ])
      await asSomebodyElse(typed(house, said(), words));
    await asSomebodyElse(typed(house, said(), `fraud ${detected.number} ${attackTyped}`));
    await until(() => scene().alert(detected.alertId).status === 'resolved');
    await records.idle();

    const { verdict, notes } = (await records.caseOf(detected.caseId)).state;
    assert.ok(verdict.kind === 'fraud' && verdict.reason.includes('<at>Everyone</at>'), 'what was written is kept');
    assert.ok(notes.length > 0);
    for (const answer of [...answers, ...sent()]) assertHarmless(answer);
    assertHarmless(await press('claim', { rev: 1 }));
    assert.match(scene().text(detected.card), /bold/);
  });

  it('stay text where other people read them: the list of cases, and what happened meanwhile', async () => {
    const { ask, records } = scene();

    await ask(admin, 'cases', detected.card);
    await ask(admin, `show ${detected.number}`, detected.card);
    await records.idle();

    for (const body of sent()) assertHarmless(body);
    await records.proveJournals();
  });
});
