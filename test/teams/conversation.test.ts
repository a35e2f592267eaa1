import assert from 'node:assert/strict';
import type { WorldPerson } from '../../playground/world/types.ts';
import { type Detected, useScene } from '../survival/scene.ts';

describe('what the bot says in a thread', () => {
  const scene = useScene();
  let detected: Detected;
  before(async () => {
    detected = await scene().detected();
  });

  const ask = (person: WorldPerson, text: string) => scene().ask(person, text, detected.card);
  const admin = () => scene().house.person(/admin/i);

  it('asks for no reason of what would be refused with any', async () => {
    const closing = await ask(admin(), 'close');
    const reopening = await ask(admin(), 'reopen');
    const waiting = await ask(admin(), 'snooze 30d');

    assert.match(closing, /^Please decide first/);
    assert.match(reopening, /^The case is still open/);
    assert.match(waiting, /^A reminder can be set for up to 7 days/);
  });

  it('tells those who may see no case no figures', async () => {
    const guest = scene().house.person(/guest/i);

    assert.doesNotMatch(await ask(guest, 'hello'), /case is open|cases are open|no case/i);
    assert.match(await ask(admin(), 'hello'), /One case is open\. It is not yours\./);
  });

  it('names the next step, also when somebody takes a case that is decided', async () => {
    const claimed = await ask(admin(), 'claim');
    await ask(admin(), 'fraud nobody knows these machines');
    await ask(admin(), 'release');
    const again = await ask(admin(), 'claim');
    const decidedAgain = await ask(admin(), 'legitimate');

    assert.match(claimed, /Next: is the customer's account in good standing/);
    assert.match(again, /is yours\. The case is already decided\./);
    assert.match(decidedAgain, /^The case is already decided: fraud, by Megan Bowen\. Reopen it/);
  });
});
