import assert from 'node:assert/strict';
import type { WorldMessage } from '../playground/world/types.ts';
import { minute } from '../src/domain/clocks.ts';
import { type Asker, askerIn, mailOf, throughWindow } from './support/signing-in.ts';
import { answerText, useScene } from './survival/scene.ts';

const content = ({ card }: WorldMessage) => JSON.stringify(card?.['content']);

describe('A person signs in', () => {
  const scene = useScene({ world: { size: { partners: 1, subscriptionsPerPartner: 30 } } });
  let alex: Asker;
  const world = () => scene().house.world;
  const wentOn = () => alex.said().filter((text) => text.includes('so I went on')).length;
  const mails = () => world().snapshot().mails;

  before(async () => {
    alex = await askerIn(scene(), /responder/);
  });
  beforeEach(() => {
    world().setSignedIn(alex.person.id, false);
    world().signIn.setConsent('administrator');
  });
  afterEach(() => scene().records.pool.query('delete from sign_ins'));

  it('by themselves: the client offers its token, and what was wished goes on', async () => {
    const found = await alex.wish();

    assert.match(
      alex.said().at(-1) ?? '',
      /needs your own sign-in to Microsoft 365\. I have asked you for it here\..*30 minutes/,
    );
    assert.equal((await alex.caseNow(found)).contact, undefined, 'nothing is asked for on the case yet');
    assert.match(content(alex.card()), /"tokenExchangeResource":\{"id":"[^"]+","uri":"api:\/\/botid-/);
    const status = await world().signIn.silently({ personId: alex.person.id, messageId: alex.card().id });
    await scene().records.idle();

    assert.equal(status, 200);
    assert.equal(await mailOf(alex, found), 'sent');
    assert.deepEqual(mails().at(-1)?.to, ['anna@customer.example']);
    assert.match(alex.said().at(-1) ?? '', /^You have signed in, so I went on\. .*anna@customer\.example/s);
    assert.equal(world().signIn.holds(alex.person.id, 'graph'), true);
    assert.equal(world().signIn.holds(alex.person.id, 'azure'), false);
  });

  it('each of their clients once: all get the same answer, and the wish goes on once', async () => {
    const found = await alex.wish();
    const before = { mails: mails().length, said: wentOn() };
    const offer = () => world().signIn.silently({ personId: alex.person.id, messageId: alex.card().id });

    const together = await Promise.all([offer(), offer(), offer()]);
    const later = await offer();
    await scene().records.idle();

    assert.deepEqual([...together, later], [200, 200, 200, 200]);
    assert.equal(await mailOf(alex, found), 'sent');
    assert.equal(mails().length, before.mails + 1);
    assert.equal(wentOn(), before.said + 1);
  });

  it('in the window where they have to consent: 412 shows its button, its code is verified', async () => {
    world().signIn.setConsent('people');
    const found = await alex.wish();
    const { id: messageId } = alex.card();

    const silent = await world().signIn.silently({ personId: alex.person.id, messageId });
    const again = await world().signIn.silently({ personId: alex.person.id, messageId });
    const code = await throughWindow(world().signIn.link(messageId), alex.person.id);
    const verified = await world().signIn.verify({ personId: alex.person.id, messageId, state: code });
    await scene().records.idle();

    assert.deepEqual([silent, again, verified], [412, 412, 200]);
    assert.match(code, /^\d{6}$/);
    assert.equal(await mailOf(alex, found), 'sent');
    assert.equal(await world().signIn.verify({ personId: alex.person.id, messageId, state: code }), 404);
  });

  it('is told before a button is offered that it will ask, by what is kept and without a call', async () => {
    const found = await scene().detected({ partner: scene().house.partner });
    const open = () => scene().press(alex.person, found.card, 'check.open', { check: 'customer' });
    world().forgetRequests();

    const before = answerText(await open());
    const asked = world()
      .requests()
      .filter(({ path }) => path.includes('connectionName=graph'));
    await alex.wishFor(found);
    await world().signIn.silently({ personId: alex.person.id, messageId: alex.card().id });
    await scene().records.idle();
    const after = answerText(await open());

    assert.match(before, /To send the message I may ask you to sign in to Microsoft 365 first/);
    assert.deepEqual(asked, []);
    assert.doesNotMatch(after, /asked to sign in/);
  });

  it('is asked once, however often they press, and anew only after a while', async () => {
    const before = alex.cards().length;
    const found = await alex.wish();
    await alex.wishFor(found);
    await alex.wish();

    assert.equal(alex.cards().length, before + 1);
    assert.match(alex.said().at(-1) ?? '', /I have asked you for it/);

    world().advance(11 * minute);
    await alex.wishFor(found);
    assert.equal(alex.cards().length, before + 2);
  });

  it('is not asked again as long as the sign-in is good', async () => {
    await alex.wish();
    await world().signIn.silently({ personId: alex.person.id, messageId: alex.card().id });
    await scene().records.idle();
    const before = alex.cards().length;

    const second = await alex.wish();

    assert.equal(await mailOf(alex, second), 'sent');
    assert.equal(alex.cards().length, before);
  });

  it('too late for what they wished: they are told, and nothing is done', async () => {
    const found = await alex.wish();
    world().advance(31 * minute);
    const other = await alex.wish();

    await world().signIn.silently({ personId: alex.person.id, messageId: alex.card().id });
    await scene().records.idle();

    assert.equal(await mailOf(alex, other), 'sent');
    assert.equal((await alex.caseNow(found)).contact, undefined);
    assert.ok(
      alex
        .said()
        .some((text) => text.includes(`case ${found.number} (send the message to the customer) is more than 30`)),
    );
  });

  it('after the case has changed: they are told, and nothing is done', async () => {
    const found = await alex.wish();
    const megan = scene().house.person(/owner/);
    await scene().ask(megan, `claim ${found.number}`, found.card);

    await world().signIn.silently({ personId: alex.person.id, messageId: alex.card().id });
    await scene().records.idle();

    assert.equal((await alex.caseNow(found)).contact, undefined);
    assert.match(alex.said().at(-1) ?? '', /has changed since you asked/);
  });

  it('after a newer wish about the same case: that one is done, and the other was said to be over', async () => {
    const found = await alex.wish('first@customer.example');
    await alex.wishFor(found, 'second@customer.example');
    assert.match(alex.said().at(-1) ?? '', /takes the place of what waited before: send the message/);

    await world().signIn.silently({ personId: alex.person.id, messageId: alex.card().id });
    await scene().records.idle();

    assert.equal(await mailOf(alex, found), 'sent');
    assert.deepEqual(
      (await alex.caseNow(found)).contact?.mails.map(({ to }) => to),
      ['second@customer.example'],
    );
  });

  it('and is told where the client could not, without its words in the log', async () => {
    await alex.wish();

    const status = await world().signIn.fail({
      personId: alex.person.id,
      messageId: alex.card().id,
      code: 'resourcematchfailed',
    });

    assert.equal(status, 200);
  });
});
