import assert from 'node:assert/strict';
import { cardText, until, withDigests } from './support/house.ts';
import { useScene } from './survival/scene.ts';

const hour = 3_600_000;

describe('the digest of a partner', () => {
  const scene = useScene({ world: withDigests });

  it('is said in the channel on a working morning, and whenever somebody asks, in their language', async () => {
    const { house, ask } = scene();
    const { card } = await scene().detected();
    await scene().detected({ isTest: true });
    const owner = house.person(/Megan/);

    const typed = await ask(owner, 'digest', card);
    assert.match(typed, /One open case · nobody is on one of them · one test/);
    assert.match(typed, /If what is undecided waits until/);
    await ask(owner, 'lingua it', card);
    assert.match(await ask(owner, 'riepilogo', card), /Un caso aperto .* una prova/);

    const digests = () =>
      house
        .messages(card.conversationId)
        .filter(({ threadId, id, card: shown }) =>
          threadId === id ? /Digest|Riepilogo/.test(cardText(shown)) : false,
        );
    const before = digests().length;
    // Whatever day it is: within four days there is a working morning.
    for (let hours = 0; hours < 4 * 24 && digests().length === before; hours += 2) {
      house.world.advance(2 * hour);
      await house.look();
      await scene().records.idle();
    }
    await until(() => digests().length > before);
    const [digest] = digests().slice(-1);

    assert.match(cardText(digest?.card), /open case|cas[oi] apert[oi]/);
  });
});
