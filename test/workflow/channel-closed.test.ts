import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { OutsideError } from '../../src/domain/outside.ts';
import { createClosedNotices } from '../../src/teams/channel-notices.ts';
import type { OpenedChat } from '../../src/teams/own-chat.ts';
import { channelClosed } from '../../src/workflow/channel-closed.ts';
import type { RoleReader } from '../../src/workflow/ports.ts';
import type { Channel } from '../../src/workflow/teams-ports.ts';
import { makeChannel } from '../db/fixtures.ts';
import { fixed } from '../db/post-fixtures.ts';
import { testDatabase } from '../support/database.ts';
import { everyJournalHolds, type Workshop, workshop } from '../support/workshop.ts';

const unreachable = (error: unknown) => error instanceof OutsideError && error.why === 'unreachable';

describe('a channel that takes no messages any more', () => {
  const db = testDatabase();
  let w: Workshop;
  let other: Channel;
  let chat: string;
  let opened: OpenedChat;

  beforeEach(async () => {
    w = await workshop(db);
    other = await makeChannel(db.store(), w.partner);
    chat = `a:${randomUUID()}`;
    opened = { kind: 'chat', conversationId: chat };
    const { olga } = w.people;
    await db.store().people.see({ ...olga, teamsId: '29:olga', serviceUrl: 'https://smba.example/emea/' });
    await db.store().posts.add([fixed(w.channel, 'it waits')], []);
    await db.store().channelStates.close({ channelId: w.channel.id }, 'archived');
  });
  afterEach(() => everyJournalHolds(db));

  const closed = (roles: RoleReader = w.deps.roles) => {
    const closedNotices = createClosedNotices({
      ...w.deps,
      store: db.store(),
      roles,
      openChat: () => Promise.resolve(opened),
    });
    return channelClosed({ ...w.deps, closedNotices }, w.channel.id);
  };
  const dueIn = async (thread: string) =>
    (await db.store().posts.due(thread, 10)).map(({ content }) =>
      content.kind === 'fixed' ? content.activity : content,
    );
  const inOther = async () => JSON.stringify(await dueIn(other.teamsChannelId));

  it('has its owner told, everybody where alerts come instead, and what waits sent there', async () => {
    await closed();

    assert.match(await inOther(), /Messages cannot be posted in .*it waits|it waits.*Messages cannot be posted in /s);
    assert.equal((await dueIn(chat)).length, 1);
  });

  it('keeps no alert waiting for an owner who cannot be told now, and tells them once that is possible', async () => {
    opened = { kind: 'later' };

    await assert.rejects(closed(), unreachable);
    const meanwhile = await inOther();
    opened = { kind: 'chat', conversationId: chat };
    await closed();

    assert.match(meanwhile, /it waits/);
    assert.equal(await inOther(), meanwhile, 'nothing is said twice');
    assert.equal((await dueIn(chat)).length, 1);
  });

  it('is told to an owner later where roles cannot be read now', async () => {
    const unread: RoleReader = { ...w.deps.roles, roleOf: () => Promise.resolve({ role: 'none', unreadable: true }) };

    await assert.rejects(closed(unread), unreachable);
    await closed();

    assert.equal((await dueIn(chat)).length, 1);
  });

  it('is named whole, however long team and channel are called', async () => {
    const [teamName, name] = ['Operations of the north '.repeat(5).trim(), 'Alerts of all customers'];
    const { tenantId, teamId, teamsChannelId: id } = w.channel;
    await db.store().channels.rename(tenantId, { what: 'team', id: teamId, name: teamName });
    await db.store().channels.rename(tenantId, { what: 'channel', id, name });

    await closed();

    assert.match(JSON.stringify(await dueIn(chat)), new RegExp(`${teamName} > ${name}`));
  });
});
