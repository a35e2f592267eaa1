import assert from 'node:assert/strict';
import type { Visit } from '../playground-page/visit.ts';
import { until, useHouse } from '../support/house.ts';
import { shows, useHousePage } from './use-page.ts';

describe('the removal of what mines, on the page', () => {
  const house = useHouse({ installed: 'all' });
  const { open, visit, calm, press } = useHousePage(house, 'removal');

  const becomes = async (at: Visit, name: string) => {
    await at.page.locator('.person-button').click();
    await at.page.getByRole('menuitemradio', { name }).click();
    await at.page.locator('.person-button', { hasText: name }).waitFor();
  };
  const miners = (subscription: string) =>
    (
      house()
        .world.snapshot()
        .azure.find(({ name }) => name === subscription)?.resources ?? []
    ).filter(({ mines, goneAt }) => mines && goneAt === undefined);
  const idOf = (subscription: string): string => {
    const found = house()
      .world.snapshot()
      .azure.find(({ name }) => name === subscription);
    return found?.id ?? assert.fail(`no subscription is called ${subscription}`);
  };
  const allStopped = (subscription: string) =>
    until(() => miners(subscription).every(({ power }) => power === 'deallocated'));

  it('goes from the alert to all gone with the mouse, in English, by two people', async () => {
    const customer = 'Alpine Ski House';
    const at = await visit(/Megan/);
    await at.page.getByLabel('Customer and subscription').selectOption({ label: `${customer} · ski-prod` });
    await at.page.getByLabel('Subscription', { exact: true }).selectOption({ label: `${customer} · ski-prod` });
    await at.press('Report it');
    await at.page.getByLabel(/Attacker at work/).check();
    await house().look();
    const thread = at.page
      .locator('.thread', { hasText: customer })
      .filter({ has: at.page.locator('.thread-root .card') });
    const card = thread.locator('.thread-root');

    await press(card, 'Claim');
    await shows(card, 'Partner Center shows the alert as being investigated.');
    await shows(card, /with strong signs/);
    await press(card, 'Decide');
    await card.getByLabel('Reason').fill('Nobody ordered these machines.');
    await press(card, 'Fraud');
    await shows(card, 'Partner Center shows the alert as resolved: fraud.');
    await press(card, 'Suspicious resources');
    await shows(card, 'Which ones?');
    await shows(card, /strong/i);
    // Each resource has one of its own; the last is of the whole case.
    await card.getByRole('button', { name: 'How it came to be', exact: true }).last().click();
    await shows(card, 'Who made it');
    await press(card, 'Back');
    await press(card, 'Suspicious resources');
    await press(card, 'Stop');
    await allStopped('ski-prod');
    await shows(card, /3 resources were stopped, verified/);
    await shows(card, /Nothing suspicious is running; verified/);
    await press(card, 'Suspicious resources');
    await press(card, 'Make a deletion plan');

    const plan = thread.locator('.thread-replies');
    const name = plan.getByLabel(/Type the subscription’s name/);
    await name.waitFor();
    await shows(plan, 'A second person has to approve: somebody other than Megan Bowen.');
    await becomes(at, 'Isaiah Langer');
    await calm(at.page);
    await name.fill('ski-prod');
    await press(plan, 'Approve and delete');
    await shows(plan, 'All gone');

    await shows(plan, /Approved by Isaiah Langer/);
    assert.equal(miners('ski-prod').length, 0);
    await shows(card, /resources are gone, verified/);
    // The panel beside the chat shows the subscription as it truly is.
    assert.ok((await at.page.locator('.azure-groups .dot-gone').count()) >= 3);

    // It is closed by somebody who answers for what is open; but the way in was open, and an hour later he is back.
    await press(card, 'More');
    await press(card, 'Close or reopen');
    await card.getByLabel(/^Why/).fill('The customer sees to the rest.');
    await card.getByLabel('I answer for what is still open').check();
    await press(card, 'Close the case');
    await card.getByRole('button', { name: 'Suspicious resources', exact: true }).waitFor({ state: 'detached' });
    await at.press('+1 h');
    await house().look();
    await shows(at.page.locator('#messages'), /The way in is still open/);
    // Its card there, and the one that came with the alarm.
    await until(
      async () => (await card.getByRole('button', { name: 'Suspicious resources', exact: true }).count()) === 2,
    );
    assert.ok(miners('ski-prod').length > 0);
  });

  it('goes the same way by typing in Italian, on a phone, dark', async () => {
    const customer = 'Adventure Works Cicli';
    await open().detect(open().person(/Chiara/), customer);
    const subscription = house()
      .world.snapshot()
      .customers.find(({ name }) => name === customer)?.subscriptions[0]?.name;
    assert.ok(subscription !== undefined);
    house().world.azure.attack(idOf(subscription), true);
    const at = await visit(/Chiara/, { width: 390, scheme: 'dark' });
    const thread = at.page
      .locator('.thread', { hasText: customer })
      .filter({ has: at.page.locator('.thread-root .card') });
    const replies = thread.locator('.thread-replies');
    const say = (text: string) => at.write(thread.getByRole('textbox', { name: 'Reply in this thread' }), text);

    await shows(thread, 'Possibile mining di criptovalute');
    await say('prendi');
    await shows(replies, /Il caso \d+ è tuo\./);
    await say('frode nessuno ha ordinato queste macchine');
    await shows(replies, /^Il caso \d+ è deciso: frode/);
    await say('inventario');
    await shows(replies, 'Risorse sospette');
    await say('cronologia');
    await shows(replies, 'Come è nato tutto');
    await say('ferma');
    await allStopped(subscription);
    await shows(thread, /Nulla di sospetto è attivo/);
    await say('piano');
    await shows(replies, 'Piano di eliminazione');
    await at.page.getByRole('button', { name: 'People and conversations', exact: true }).click();
    await becomes(at, 'Giulia Conti');
    await at.page.keyboard.press('Escape');
    await say('approva');
    await shows(replies, /rispondi con il nome della sottoscrizione/);
    await say(subscription);
    await shows(replies, 'Tutto eliminato');

    assert.equal(miners(subscription).length, 0);
    await say('chiudi comunque il cliente pensa al resto');
    await shows(replies, /chiuso/);
    await at.page.getByRole('button', { name: 'World', exact: true }).click();
    await at.press('+1 h');
    await at.page.keyboard.press('Escape');
    await house().look();
    await shows(at.page.locator('#messages'), /La via d’accesso è ancora aperta/);
    assert.ok(miners(subscription).length > 0);
    const wider = await at.page
      .locator('html, #messages, .card')
      .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length);
    assert.equal(wider, 0);
  });
});
