import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { hour } from '../../src/domain/clocks.ts';
import { idMaker } from '../../src/domain/ids.ts';
import { type DigestDeps, sayDigests } from '../../src/workflow/digest.ts';
import { testDatabase } from '../support/database.ts';
import { type Workshop, workshop } from '../support/workshop.ts';

const newId = idMaker(randomUUID);

describe('saying digests', () => {
  const db = testDatabase();
  let w: Workshop;
  let drawn = 0;

  beforeEach(async () => {
    w = await workshop(db);
    drawn = 0;
  });

  const say = (change: Partial<DigestDeps> = {}) =>
    sayDigests({
      ...w.deps,
      // Others of the tests' database are none of this one's business.
      partners: { all: () => w.deps.partners.all().then((all) => all.filter(({ id }) => id === w.partner.id)) },
      digestPosts: (partner, wanted) => {
        drawn += 1;
        return Promise.resolve(
          wanted.map(({ channel, key }) => ({
            id: newId('post'),
            partnerId: partner.id,
            place: { kind: 'channel', channelId: channel.id },
            content: { kind: 'fixed', activity: { type: 'message', text: 'Digest' } },
            language: channel.language,
            dedupeKey: key,
          })),
        );
      },
      ...change,
    });
  const said = async () => {
    const { rows } = await db
      .database()
      .pool.query<{ key: string }>(
        `select dedupe_key as key from posts where partner_id = $1 and dedupe_key like 'digest:%' order by ordinal`,
        [w.partner.id],
      );
    return rows.map(({ key }) => key);
  };

  it('says one a day in a channel, however often and by however many processes it is looked at', async () => {
    // The samples begin at eight in the morning on a Monday, in UTC.
    await say();
    assert.deepEqual(await said(), []);
    w.clock.move(hour / 2);

    await Promise.all([say(), say(), say()]);
    await say();
    const before = drawn;
    await say();

    assert.deepEqual(await said(), [`digest:${w.channel.id}:2026-03-02`]);
    assert.equal(drawn, before, 'one that was said is not drawn again');
    w.clock.move(24 * hour);
    await say();
    assert.equal((await said()).length, 2);
  });

  it('says none to a channel that takes none, and makes up for one that was missed for some hours', async () => {
    await w.deps.channels.setState(w.channel.id, 'gone');
    w.clock.move(hour);
    await say();
    assert.deepEqual(await said(), []);
    await w.deps.channels.setState(w.channel.id, 'ready');
    w.clock.move(2 * hour);

    await say();

    assert.equal((await said()).length, 1);
  });

  it('heeds the partner’s own time and zone, or that there shall be none', async () => {
    const at = (digestAt: string, timeZone: string) => ({
      partners: { all: () => Promise.resolve([{ ...w.partner, digestAt, timeZone }]) },
    });

    await say(at('off', 'UTC'));
    await say(at('08:30', 'UTC'));
    assert.deepEqual(await said(), []);
    await say(at('09:00', 'Europe/Rome'));

    assert.equal((await said()).length, 1);
  });
});
