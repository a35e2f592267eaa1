import assert from 'node:assert/strict';
import type { WorldPerson } from '../../playground/world/types.ts';
import { commandNames } from '../../src/teams/parse-command.ts';
import { typedWords } from '../../src/teams/words.ts';
import { type Detected, useScene } from './scene.ts';

describe('what belongs to somebody else', () => {
  const scene = useScene({ installed: 'all' });
  let own: Detected;
  let other: Detected;
  let admin: WorldPerson;

  before(async () => {
    const { detected, partner } = scene();
    own = await detected();
    // Two, so that one of their numbers is not a number of ours.
    await detected({ partner: partner(1) });
    other = await detected({ partner: partner(1) });
    admin = scene().house.person(/admin/i);
    await scene().records.idle();
  });

  /** Types it, and proves that no case came of it; questions and languages are the typist's own. */
  async function says(person: WorldPerson, text: string, alone = false): Promise<string> {
    const { ask, house, records } = scene();
    const before = await records.cases();
    const where = alone ? { conversationId: house.world.personalChat(person.id).id, threadId: '' } : own.card;

    const answer = await ask(person, text, where);
    await records.idle();

    assert.deepEqual(await records.cases(), before);
    return answer;
  }

  for (const name of commandNames) {
    it(`cannot be reached by its number: ${name}`, async () => {
      for (const language of ['en', 'it'] as const) {
        const [word = ''] = typedWords(language, `commands.${name}`);

        const answer = await says(admin, `${word} ${other.number} 2h a good reason`, language === 'it');

        assert.ok(answer.length > 10);
        for (const secret of [other.customerName, other.subscriptionId, other.alertId])
          assert.ok(!answer.includes(secret), answer);
      }
    });
  }

  it('does not exist, as a number that never was', async () => {
    const [theirs, never] = [await says(admin, `claim ${other.number}`), await says(admin, 'claim 977')];

    assert.equal(theirs.replaceAll(String(other.number), '977'), never);
  });

  it('is answered by the person who was asked, and by nobody else', async () => {
    const { ask, house, records } = scene();
    const helper = house.person(/helpdesk/i);
    const asked = await ask(admin, `fraud ${own.number}`, own.card);

    const answer = await says(helper, 'Nobody knows these machines.');
    await ask(admin, 'The customer has never heard of them.', own.card);

    assert.match(asked, /why|reason/i);
    assert.doesNotMatch(answer, /decided/i);
    const { verdict } = (await records.caseOf(own.caseId)).state;
    assert.ok(verdict.kind === 'fraud');
    assert.deepEqual([verdict.by.name, verdict.reason], [admin.name, 'The customer has never heard of them.']);
  });

  it('is not answered in another conversation than the one it was asked in', async () => {
    const { ask, house, records } = scene();
    const elsewhere = house.world.personalChat(admin.id);
    await ask(admin, `reopen ${own.number}`, own.card);
    const before = (await records.caseOf(own.caseId)).state;

    await ask(admin, 'The machines came back.', { conversationId: elsewhere.id, threadId: '' });

    assert.deepEqual((await records.caseOf(own.caseId)).state, before);
    await ask(admin, 'cancel', own.card);
  });
});
