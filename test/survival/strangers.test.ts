import assert from 'node:assert/strict';
import type { WorldConversation } from '../../playground/world/types.ts';
import { pressed, typed } from './activities.ts';
import { answerText, type Detected, useScene } from './scene.ts';

const unknownTenant = 'dddddddd-0000-4000-8000-00000000000d';
const aMinute = 61_000;

describe('a tenant that is not served', () => {
  const scene = useScene();

  const elsewhere = (who: RegExp): WorldConversation => ({
    ...scene().house.world.personalChat(scene().house.person(who).id),
    tenantId: unknownTenant,
  });
  const answers = ({ id }: WorldConversation) =>
    scene()
      .house.messages(id)
      .filter(({ from }) => from === 'bot');
  const counted = async () =>
    (
      await scene().records.pool.query<{ conversation_id: string; activities: number }>(
        'select conversation_id, activities from unknown_tenants where tenant_id = $1 order by 1',
        [unknownTenant],
      )
    ).rows;

  it('is answered once in each conversation, and counted each time', async () => {
    const { house } = scene();
    const person = house.person(/admin/i);

    const places = [elsewhere(/helpdesk/i), elsewhere(/billing/i)];

    for (const conversation of places)
      for (const id of ['1', '2', '3']) await house.world.post(typed(house, { person, conversation, id }, 'cases'));

    for (const place of places)
      assert.match(
        answers(place)
          .map(({ text }) => text)
          .join('|'),
        /^Mining Watch is not set up for your organisation[^|]*$/,
      );
    assert.deepEqual(
      (await counted()).map(({ activities }) => activities),
      [3, 3],
    );
  });

  it('learns nothing by a button', async () => {
    const { house, detected } = scene();
    const { caseId, card } = await detected();
    const said = { person: house.person(/admin/i), conversation: elsewhere(/guest/i), replyToId: card.id };

    const action = { type: 'Action.Execute', verb: 'case.show', data: { case: caseId, rev: 1 } };
    const answer = await house.world.post(pressed(house, said, action));

    assert.match(answer.body, /not set up for your organisation/);
    assert.ok(!answer.body.includes(caseId));
  });
});

describe('a partner that has given nobody a role', () => {
  const scene = useScene();
  let detected: Detected;

  before(async () => {
    detected = await scene().detected();
    const { house, records } = scene();
    await records.pool.query(
      `update partners set role_groups = '{"viewer":[],"responder":[],"remover":[],"owner":[]}'`,
    );
    house.world.advance(aMinute);
  });

  it('has one owner, who installed the bot', async () => {
    const { house, press } = scene();

    const answer = await press(house.person(/admin|owner/i), detected.card, 'claim');

    assert.match(answer.type ?? '', /adaptive/);
  });

  it('says to everybody else what is to be set', async () => {
    const { house, press } = scene();

    const answer = await press(house.person(/helpdesk/i), detected.card, 'more.open');

    assert.match(answerText(answer), /only the person who installed me first may act.*in the settings, under Roles/);
  });

  it('gets no second owner when somebody adds the bot to a team of their own', async () => {
    const { house, press } = scene();
    await house.world.uninstall(house.partner.teamId, house.person(/helpdesk/i).id);
    await house.world.install(house.partner.teamId, house.person(/helpdesk/i).id);

    const answer = await press(house.person(/helpdesk/i), detected.card, 'more.open');

    assert.match(answerText(answer), /only the person who installed me first may act/);
  });
});
