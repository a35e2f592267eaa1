import assert from 'node:assert/strict';
import type { WorldMessage } from '../../playground/world/types.ts';
import { until } from '../support/house.ts';
import { useScene } from '../survival/scene.ts';

const hour = 3_600_000;

describe('reminders of the 24 hours, in Teams', () => {
  const scene = useScene();
  const responder = () => scene().house.person(/responder|admin agent/i);
  const said = (is: (m: WorldMessage) => boolean) =>
    scene()
      .house.world.snapshot()
      .messages.filter((m) => m.from === 'bot' && is(m));
  const move = async (hours: number) => {
    scene().house.world.advance(hours * hour);
    await scene().house.look();
  };
  /** A case whose 24 hours begin now. */
  const detected = () => scene().detected();

  it('go to the thread while the case is nobody’s, then call people there, then stand alone in the channel', async () => {
    const admin = responder();
    const { card, number, customerName } = await detected();
    await scene().ask(admin, 'hello', card);
    const inThread = () => said((m) => m.threadId === card.threadId && /a reminder/i.test(m.text ?? ''));
    const alone = () =>
      said((m) => m.conversationId === card.conversationId && m.text?.startsWith('Escalation') === true);

    await until(() => scene().text(card).includes('Next reminder'));
    await move(1.1);
    const first = await until(() => inThread()[0]);
    await move(11);
    const second = await until(() => inThread()[1]);
    await move(8);
    const third = await until(() => alone()[0]);

    assert.match(first.text ?? '', new RegExp(`^A reminder\\. Case ${number} \\(${customerName}\\): 22\\sh left`));
    assert.match(first.text ?? '', new RegExp(`claim ${number}`));
    assert.match(
      second.text ?? '',
      new RegExp(`<at>${admin.name}</at>, a reminder\\. Case ${number} .*: 11\\sh \\d+\\smin left`),
    );
    assert.match(third.text ?? '', /3\sh \d+\smin left.*It is not decided\. It belongs to nobody/);
    assert.equal(third.threadId, third.id);
    await until(() => scene().text(card).includes('escalation'));
  });

  it('stand beside one morning for all, that of the partner, wherever its people sit', async () => {
    const elsewhere = scene().house.person(/helpdesk/i);
    const partner = scene()
      .house.world.snapshot()
      .partners.find(({ tenantId }) => tenantId === elsewhere.tenantId);
    const { card, number } = await detected();
    const chat = scene().house.world.personalChat(elsewhere.id);
    const morning = (text: string) => /If this waits until (\{\{.*?\}\} \{\{.*?\}\})/.exec(text)?.[1];
    const inChannel = await until(() => morning(scene().text(card)));

    await scene().ask(elsewhere, `show ${number}`, { conversationId: chat.id, threadId: '' });
    const own = await until(() =>
      said((m) => m.conversationId === chat.id && m.card !== undefined)
        .map((m) => morning(scene().text(m)))
        .find((text) => text !== undefined),
    );

    assert.notEqual(elsewhere.timeZone, partner?.timeZone);
    assert.equal(own, inChannel);
  });

  it('go to the owner’s own chat where there is one, with the case’s card, once', async () => {
    const admin = responder();
    const { card, number } = await detected();
    const chat = scene().house.world.personalChat(admin.id);
    await scene().ask(admin, 'hello', { conversationId: chat.id, threadId: '' });
    await scene().press(admin, card, 'claim');
    await until(() => scene().text(card).includes(`to ${admin.name}`));

    await move(1.1);
    const own = () => said((m) => m.conversationId === chat.id && (m.text ?? '').includes('a reminder'));
    const reminder = await until(() => own()[0]);
    await move(0.1);

    assert.match(
      reminder.text ?? '',
      new RegExp(`^${admin.name}, a reminder\\. Case ${number} .*It is not decided\\.$`),
    );
    assert.equal(own().length, 1);
    await until(() =>
      said((m) => m.conversationId === chat.id && m.card !== undefined).some((m) =>
        scene().text(m).includes('Next reminder'),
      ),
    );
  });

  it('are said once for several that the clock went over, and stop when the case is answered', async () => {
    const { card, alertId, number } = await detected();
    const ours = () => said((m) => (m.text ?? '').includes(`Case ${number} (`));

    await move(13);
    await until(() => ours().length === 1);
    const { world, partner } = scene().house;
    world.resolveAlert(partner.tenantId, alertId, 'legitimate', 'their admin');
    await scene().house.look();
    await until(() => scene().text(card).includes('Closed'));
    await move(10);

    assert.equal(ours().length, 1);
  });

  it('are told to be quiet beyond the 24 hours by who snoozes so long', async () => {
    const admin = responder();
    const { card, number } = await detected();

    const answer = await scene().ask(admin, `snooze ${number} 30h they call back`, card);

    assert.match(answer, /end before it/);
    await until(() => scene().text(card).includes('meanwhile nobody is reminded'));
    assert.ok(!scene().text(card).includes('Next reminder'));
  });
});
