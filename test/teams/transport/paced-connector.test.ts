import assert from 'node:assert/strict';
import type { Connector } from '../../../src/teams/transport/connector.ts';
import { ConnectorError } from '../../../src/teams/transport/connector-error.ts';
import { createPacedConnector } from '../../../src/teams/transport/paced-connector.ts';
import type { CallRoom, CountedCall } from '../../../src/workflow/sending-ports.ts';
import { testDatabase } from '../../support/database.ts';

const tenantId = 'tenant';
const place = { serviceUrl: 'https://smba.example/', conversationId: '19:a@thread.tacv2;messageid=1', tenantId };
const person = { serviceUrl: 'https://smba.example/', tenantId, teamsId: '29:ada' };

describe('a connector that keeps room', () => {
  const { store } = testDatabase();
  let calls: string[];
  let asked: CountedCall[];
  let told: string[];

  beforeEach(() => {
    calls = [];
    asked = [];
    told = [];
  });

  const named = <T>(name: string, answer: T) => {
    calls.push(name);
    return Promise.resolve(answer);
  };
  const inner: Connector = {
    newThread: () => named('newThread', { conversationId: 'c', activityId: 'a' }),
    reply: () => named('reply', { conversationId: 'c', activityId: 'a' }),
    update: () => named('update', undefined),
    remove: () => named('remove', undefined),
    member: () => named('member', undefined),
    channel: () => named('channel', undefined),
    createPersonal: () => named('createPersonal', { conversationId: 'chat' }),
  };
  /** The real room, with what is asked of it written down; and `waits` milliseconds at the first take of a call. */
  const room = (waits = 0): CallRoom => ({
    take: async (call, given, patienceMs) => {
      asked.push(call);
      const taken = await store().callRoom.take(call, given, patienceMs);
      return given === undefined ? { ...taken, waitMs: waits } : taken;
    },
    giveBack: (call) => Promise.resolve(void told.push(`back ${call.about}`)),
    answered: (call) => Promise.resolve(void told.push(`answered ${call.about}`)),
  });

  it('takes room for what is no post, named by what Teams counts it by, and for no post', async () => {
    const connector = createPacedConnector(inner, room(), 100);

    await connector.member(place, '29:ada');
    await connector.createPersonal(person);
    await connector.remove(place, '1');
    await connector.channel({ ...place, teamId: '19:team' }, '19:a@thread.tacv2');
    await connector.reply(place, {});
    await connector.update(place, '1', {});
    await connector.newThread({ ...place, teamsChannelId: '19:a@thread.tacv2' }, {});

    const abouts = ['members:19:a@thread.tacv2', 'open:29:ada', '19:a@thread.tacv2', 'channels:19:team'];
    assert.deepEqual(
      asked,
      abouts.map((about) => ({ tenantId, about })),
    );
    assert.deepEqual(
      told,
      abouts.map((about) => `answered ${about}`),
    );
    assert.deepEqual(calls, ['member', 'createPersonal', 'remove', 'channel', 'reply', 'update', 'newThread']);
  });

  it('comes again at its moment, and then goes', async () => {
    await createPacedConnector(inner, room(40), 100).createPersonal(person);

    assert.deepEqual([asked.length, calls, told], [2, ['createPersonal'], ['answered open:29:ada']]);
  });

  it('makes no call that would have to wait too long, and gives the room back', async () => {
    const connector = createPacedConnector(inner, room(101), 100);

    await assert.rejects(
      connector.createPersonal(person),
      (error: unknown) => error instanceof ConnectorError && error.kind === 'throttled',
    );

    assert.deepEqual([calls, told], [[], ['back open:29:ada']]);
  });

  it('counts a call that failed', async () => {
    const failing = { ...inner, member: () => Promise.reject(new Error('no')) };

    await assert.rejects(createPacedConnector(failing, room(), 100).member(place, '29:ada'), /no/);

    assert.deepEqual(told, ['answered members:19:a@thread.tacv2']);
  });
});
