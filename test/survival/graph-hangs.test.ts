import assert from 'node:assert/strict';
import type { WorldPerson } from '../../playground/world/types.ts';
import { hopelessMs, until } from '../support/house.ts';
import { answerText, buttonOf, type Detected, useScene } from './scene.ts';

/** How long Teams waits for the bot (facts/teams.md 1.5); whoever is answered later reads nothing of it. */
const teamsPatienceMs = 15_000;

describe('a directory that hangs', () => {
  const scene = useScene({ world: { teamsPatienceMs } });
  let found: Detected;
  let owner: WorldPerson;

  before(async () => {
    owner = scene().house.person(/admin/i);
    found = await scene().detected();
    await scene().records.idle();
  });

  it('leaves people an answer while Teams still waits for it, by button, word and form', async () => {
    const { house, now, records } = scene();
    const { world } = house;
    const claim = buttonOf(now(found.card)?.card, 'claim');
    // What was looked up before is remembered for two minutes.
    world.advance(3 * 60_000);
    world.addFault({ service: 'graph', times: 1000, act: { kind: 'delay', ms: hopelessMs } });

    const where = { conversationId: found.card.conversationId, threadId: found.card.threadId };
    const [pressed, entered, said] = await Promise.all([
      world.execute({ personId: owner.id, messageId: found.card.id, verb: 'claim', data: claim.data }),
      world.execute({ personId: owner.id, messageId: found.card.id, verb: 'settings.join', data: {} }),
      world.say({ personId: owner.id, text: `claim ${found.number}`, ...where }),
    ]);

    assert.deepEqual([pressed.httpStatus, entered.httpStatus, said], [200, 200, 200]);
    for (const answer of [pressed, entered]) assert.match(answerText(answer), /could not look up your role/);
    await until(() =>
      house
        .messages(found.card.conversationId)
        .find(
          ({ threadId, text }) => threadId === found.card.threadId && /could not look up your role/.test(text ?? ''),
        ),
    );
    assert.equal((await records.caseOf(found.caseId)).state.owner, undefined);
  });
});
