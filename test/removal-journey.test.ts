import assert from 'node:assert/strict';
import type { InvokeAnswer, WorldMessage, WorldPerson } from '../playground/world/types.ts';
import { buttonsOf, cardText, until } from './support/house.ts';
import { adaptiveCard, answerText, type Detected, sentence, useScene } from './survival/scene.ts';

const hour = 3_600_000;

describe('the second end of the journey: not expected', () => {
  const scene = useScene();

  const person = (name: RegExp): WorldPerson => scene().house.person(name);
  const azureOf = (subscriptionId: string) => {
    const found = scene()
      .house.world.snapshot()
      .azure.find(({ id }) => id === subscriptionId);
    assert.ok(found);
    return found;
  };
  const miners = (subscriptionId: string) =>
    azureOf(subscriptionId).resources.filter(({ mines, goneAt }) => mines && goneAt === undefined);
  const isAllStopped = (subscriptionId: string) =>
    miners(subscriptionId).every(({ power }) => power === undefined || power === 'deallocated');
  const cardOf = (answer: InvokeAnswer): unknown => {
    assert.equal(answer.type, adaptiveCard, answerText(answer));
    return answer.value;
  };
  const has = (message: WorldMessage, verb: string) =>
    buttonsOf(scene().now(message)?.card).some((button) => button.verb === verb);
  /** The plan's card in the thread of the case, once it can be approved. */
  const planIn = (threadId: string) =>
    until(() =>
      scene()
        .house.messages(scene().channel().id)
        .find((one) => one.threadId === threadId && has(one, 'plan.approve')),
    );
  const openRuns = async () => (await scene().house.app.store.runs.open()).length;

  async function decidedFraud(): Promise<Detected> {
    const found = await scene().detected({ machines: 3 });
    const owner = person(/Megan/);
    await scene().press(owner, found.card, 'claim');
    const form = await scene().press(owner, found.card, 'decide.open');
    const decided = { verdict: 'fraud', reason: 'Nobody ordered them.' };
    await scene().press(owner, found.card, 'decide', decided, form.value);
    await until(() => /resolved: fraud/.test(scene().text(found.card)));
    return found;
  }

  const nameOf = (subscriptionId: string) => azureOf(subscriptionId).name;

  it('goes from fraud to inventory, timeline, stop, plan, second person, gone, and back, by buttons', async () => {
    const [owner, remover, helpdesk] = [person(/Megan/), person(/Isaiah/), person(/Alex/)];
    const { press, text } = scene();
    const { card, subscriptionId } = await decidedFraud();
    // He locks a disk of one of his machines, and will be back.
    scene().house.world.azure.attack(subscriptionId, true);
    const name = nameOf(subscriptionId);

    const inventory = cardOf(await press(owner, card, 'inventory.open'));
    assert.match(cardText(inventory), /strong/i);
    const timeline = cardOf(await press(owner, card, 'timeline.open', {}, inventory));
    assert.match(cardText(timeline), /Who made it/);

    cardOf(await press(owner, card, 'resources.stop', { scope: 'strong' }, inventory));
    await until(() => isAllStopped(subscriptionId));
    await until(() => /stopped, verified/.test(text(card)));

    const again = cardOf(await press(owner, card, 'inventory.open'));
    cardOf(await press(owner, card, 'plan.request', { scope: 'strong', attached: 'true' }, again));
    const plan = await planIn(card.threadId);
    assert.match(text(plan), /locked: do-not-touch/);

    const denied = await press(helpdesk, plan, 'plan.approve', { typedName: name });
    assert.equal(denied.type, sentence);
    assert.match(answerText(await press(owner, plan, 'plan.approve', { typedName: name })), /second person/);
    assert.match(
      answerText(await press(remover, plan, 'plan.approve', { typedName: 'other' })),
      /not the subscription/,
    );
    assert.match(answerText(await press(remover, plan, 'plan.approve', { typedName: name })), /Isaiah/);
    await until(() => miners(subscriptionId).length === 0);
    await until(() => /All gone/.test(text(plan)));
    const others = azureOf(subscriptionId).resources.filter(({ mines, goneAt }) => !mines && goneAt !== undefined);
    assert.ok(others.every(({ type }) => /networkInterfaces|disks|publicIPAddresses/i.test(type)));

    // The case does not close over an open way in, unless somebody answers for it.
    const more = cardOf(await press(owner, card, 'more.open'));
    const refused = await press(owner, card, 'close', { because: 'All is gone.' }, more);
    assert.match(answerText(refused), /checklist/);
    cardOf(await press(owner, card, 'close', { because: 'The customer does the rest.', waive: 'true' }, more));
    await until(() => has(card, 'more.open') && !has(card, 'inventory.open'));

    const { house } = scene();
    house.world.advance(2 * hour);
    await house.look();
    const alarm = await until(() =>
      house.messages(scene().channel().id).find((one) => /The way in is still open/.test(one.text ?? '')),
    );
    assert.equal(alarm.threadId, alarm.id, 'the alarm opens a thread of its own');
    await until(() => has(card, 'inventory.open'));
  });

  it('goes the same way by typing in Italian', async () => {
    const [owner, remover] = [person(/Megan/), person(/Isaiah/)];
    const { house, ask } = scene();
    const { card, subscriptionId } = await scene().detected({ machines: 3 });
    for (const who of [owner, remover]) await ask(who, 'lingua it', card);
    await ask(owner, 'prendi', card);
    await ask(owner, 'frode nessuno le ha ordinate', card);

    assert.match(await ask(owner, 'inventario', card), /stima/i);
    assert.doesNotMatch(await ask(owner, 'cronologia', card), /vostra organizzazione/);
    assert.match(await ask(owner, 'ferma', card), /arrestat/);
    await until(() => isAllStopped(subscriptionId));
    await until(async () => (await openRuns()) === 0);

    await ask(owner, 'piano', card);
    const plan = await planIn(card.threadId);
    await ask(remover, 'approva', card);
    await ask(remover, nameOf(subscriptionId), card);
    await until(() => miners(subscriptionId).length === 0);
    await until(async () => (await openRuns()) === 0 && !has(plan, 'run.cancel'));
    assert.match(
      await ask(owner, 'controlli mfa fatto', card),
      /lista di controllo.*Restano 5 punti: «controlli \d+» li mostra/i,
    );
    assert.match(await ask(owner, 'chiudi tutto fatto', card), /«controlli \d+» mostra che cosa fare/);
    for (const point of ['credenziali', 'ruoli', 'segreti', 'quota'])
      await ask(owner, `controlli ${point} fatto`, card);
    assert.match(await ask(owner, 'controlli budget fatto', card), /«chiudi \d+ <motivo>» chiude il caso/);
    assert.match(await ask(owner, 'chiudi tutto fatto', card), /è chiuso/);
    assert.ok(house);
  });
});
