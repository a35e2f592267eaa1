import assert from 'node:assert/strict';
import { idMaker } from '../../src/domain/ids.ts';
import type { Pack } from '../../src/domain/pack.ts';
import type { Person } from '../../src/domain/people.ts';
import { packNotice } from '../../src/teams/pack-notice.ts';
import type { NewPost } from '../../src/workflow/post-ports.ts';
import { newId } from '../db/fixtures.ts';
import { testDatabase } from '../support/database.ts';
import { startedAt } from '../support/samples.ts';
import { type Workshop, workshop } from '../support/workshop.ts';

describe('the word that an evidence pack is ready', () => {
  const db = testDatabase();
  let w: Workshop;

  beforeEach(async () => {
    w = await workshop(db);
    await w.receive(w.alert());
  });

  async function packOf(by: Person, state: 'ready' | 'failed' = 'ready'): Promise<Pack> {
    const { id: caseId } = await w.openCase();
    const wish = { id: newId('pack'), caseId, profile: 'full', language: 'it', by, askedAt: startedAt } as const;
    return state === 'failed'
      ? { ...wish, state, at: startedAt }
      : { ...wish, state, bytes: 1, sha256: '0', files: 1, builtAt: startedAt };
  }
  /** The case's card hangs in the channel. */
  async function posted(): Promise<void> {
    const { id } = await w.openCase();
    const { rows } = await db
      .database()
      .pool.query<{ id: `post_${string}` }>('select id from posts where case_id = $1', [id]);
    for (const row of rows)
      await db
        .store()
        .posts.sent(row.id, { conversationId: `${w.channel.teamsChannelId};messageid=7`, activityId: '7' }, 1);
  }
  async function known(person: Person, change: object = {}): Promise<void> {
    await db
      .store()
      .people.see({ ...person, teamsId: `29:${person.name}`, serviceUrl: 'https://smba.example/', ...change });
  }
  const notice = (pack: Pack) => packNotice({ store: db.store(), newId: idMaker(() => crypto.randomUUID()) }, pack);
  const textOf = ([post]: readonly NewPost[]) => {
    assert.equal(post?.content.kind, 'fixed');
    return JSON.stringify(post.content.activity);
  };

  it('is said in the thread of the case’s card, with a mention of who asked', async () => {
    await posted();
    await known(w.people.ada);

    const { posts } = await notice(await packOf(w.people.ada));

    assert.equal(posts.length, 1);
    assert.deepEqual(posts[0]?.place, {
      kind: 'conversation',
      conversationId: `${w.channel.teamsChannelId};messageid=7`,
      serviceUrl: w.channel.serviceUrl,
      tenantId: w.partner.tenantId,
    });
    assert.match(textOf(posts), /<at>Ada<\/at>, the evidence pack of case 1 is ready/);
    assert.match(textOf(posts), /"mentioned":\{"id":"29:Ada","name":"Ada"\}/);
  });

  it('is said to them alone where they have written to the bot, in their language', async () => {
    await posted();
    await known(w.people.ada, { personalConversationId: 'a:ada', language: 'it' });

    const { posts } = await notice(await packOf(w.people.ada));

    assert.equal(posts[0]?.place.kind === 'conversation' && posts[0].place.conversationId, 'a:ada');
    assert.match(textOf(posts), /Il dossier del caso 1 è pronto/);
  });

  it('names somebody whom the bot does not know without a mention, and lets a name be a name', async () => {
    await posted();

    const { posts } = await notice(await packOf({ ...w.people.ada, name: '<at>Everyone</at> **x**' }));

    assert.doesNotMatch(textOf(posts), /<at|\*\*|entities/);
    assert.match(textOf(posts), /Everyone/);
  });

  it('says too that it could not be made, and says both where it was made after all', async () => {
    await posted();
    const failed = await packOf(w.people.ada, 'failed');
    const { id } = failed;

    const first = await notice(failed);
    const second = await notice({ ...(await packOf(w.people.ada)), id });

    assert.match(textOf(first.posts), /could not be made/);
    await db.store().posts.add([...first.posts, ...first.posts.map((post) => ({ ...post, id: newId('post') }))], []);
    await db.store().posts.add(second.posts, []);
    const { rows } = await db
      .database()
      .pool.query<{ count: number }>('select count(*)::int as count from posts where dedupe_key like $1', [
        `pack:${id}:%`,
      ]);
    assert.deepEqual(rows, [{ count: 2 }]);
  });

  it('is said nowhere where no card hangs, and nothing while it is made', async () => {
    const pack = await packOf(w.people.ada);
    const { id, caseId, profile, language, by, askedAt } = pack;

    assert.deepEqual(await notice(pack), { posts: [], jobs: [] });
    const building = { id, caseId, profile, language, by, askedAt, state: 'building' } as const;
    assert.deepEqual(await notice(building), { posts: [], jobs: [] });
  });
});
