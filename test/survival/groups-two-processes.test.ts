import assert from 'node:assert/strict';
import type { Json, WorldPerson } from '../../playground/world/types.ts';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { quietLog } from '../support/quiet-log.ts';
import { adaptiveCard, answerText, type Detected, useScene } from './scene.ts';

describe('the group of a role, changed in one of two that serve one database', () => {
  const scene = useScene({ world: { limits: false } });
  let other: App;
  let endpoint: string;
  let detected: Detected;
  let owner: WorldPerson;
  let helper: WorldPerson;

  before(async () => {
    const { house } = scene();
    owner = house.person(/admin/i);
    helper = house.person(/helpdesk/i);
    detected = await scene().detected();
    const env = { ...house.world.botEnv(), DATABASE_URL: house.databaseUrl, PORT: '0', HOST: '127.0.0.1' };
    other = await createApp({ config: readConfig(env), log: quietLog, now: () => house.world.now() });
    endpoint = `http://127.0.0.1:${(await other.start()).port}/api/messages`;
  });
  after(() => other?.stop());

  function press(at: 'first' | 'other', person: WorldPerson, verb: string, data: Json) {
    const { house } = scene();
    house.world.setBotEndpoint(at === 'first' ? house.endpoint : endpoint);
    return house.world.execute({ personId: person.id, messageId: detected.card.id, verb, data });
  }
  const notes = async (at: 'first' | 'other') => {
    const { revision: rev } = (await scene().records.caseOf(detected.caseId)).state;
    const answer = await press(at, helper, 'note', { case: detected.caseId, rev, text: 'A note' });
    return answer.type === adaptiveCard || answerText(answer);
  };
  const revision = async () =>
    (
      await scene().records.pool.query<{ rev: number }>(
        'select settings_revision as rev from partners where tenant_id = $1',
        [scene().house.partner.tenantId],
      )
    ).rows[0]?.rev;

  it('counts there at once, and in the other within a minute, for those who lose it and those who get it', async () => {
    const { house } = scene();
    const { responder } = house.partner.groups;
    assert.deepEqual([await notes('first'), await notes('other')], [true, true]);

    const group = { role: 'responder', group: responder, how: 'take' };
    const taken = await press('first', owner, 'settings.group', { rev: await revision(), ...group });
    const here = await notes('first');
    house.world.advance(60_000);
    const there = await notes('other');
    const given = await press('other', owner, 'settings.group', { rev: await revision(), ...group, how: 'besides' });
    const back = await notes('other');
    house.world.advance(60_000);

    for (const answer of [taken, given]) assert.match(answerText(answer), /Saved/);
    for (const answer of [here, there]) assert.match(String(answer), /need the role viewer/);
    assert.deepEqual([back, await notes('first')], [true, true]);
  });
});
