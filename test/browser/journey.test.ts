import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Visit } from '../playground-page/visit.ts';
import { useHouse } from '../support/house.ts';
import { shows, useHousePage } from './use-page.ts';

describe('the journey of a detection on the page', () => {
  const house = useHouse({ installed: 'all' });
  const { open, visit, press } = useHousePage(house, 'journey');

  const threadOf = (at: Visit, customer: string): Locator => at.page.locator('.thread', { hasText: customer });

  it('goes from the card to Partner Center with the mouse, in English', async () => {
    const customer = 'Alpine Ski House';
    const at = await visit(/Megan/);
    await at.page.getByLabel('Customer and subscription').selectOption({ label: `${customer} · ski-prod` });
    await at.press('Report it');
    await house().look();
    const card = threadOf(at, customer).locator('.thread-root');

    await shows(card, /Signs of crypto.mining/);
    await press(card, 'Claim');
    await shows(card, 'Partner Center shows the alert as being investigated.');
    await shows(card, /with strong signs/);
    await press(card, 'Standing');
    await shows(card, /^Customer agreement accepted/);
    await press(card, 'In good standing');
    await shows(card, '1 of 3 done');
    await press(card, 'Usage');
    const chart = card.locator('[data-chart="Chart.VerticalBar"]');
    await chart.locator('.chart-bar').nth(29).waitFor();
    await card.getByLabel('Note (optional)').fill('Four machines more than usual.');
    await press(card, 'Unusual');
    await shows(card, '2 of 3 done');
    await press(card, 'Customer');
    await press(card, 'Write to the customer');
    await card
      .getByLabel(/^Message/)
      .first()
      .waitFor();
    await press(card, 'Expected');
    await shows(card, '3 of 3 done');
    await press(card, 'Decide');
    await shows(card, /prior written approval/);
    await press(card, 'Legitimate');
    await shows(card, 'Please give a reason. It is kept with the decision.');
    await card.getByLabel('Reason').fill('Their render farm; confirmed by phone.');
    await press(card, 'Legitimate');

    await shows(card, 'Partner Center shows the alert as resolved: legitimate.');
    await shows(card, /^Closed .*, after the decision\.$/);
    await shows(card, 'Their render farm; confirmed by phone.');
    const row = at.page.locator('.alert-table tr', { hasText: customer });
    assert.match(await row.innerText(), /resolved/);
    assert.match(await row.innerText(), /legitimate by megan/i);
  });

  it('goes to fraud by typing in Italian in the thread, with plain answers to what the bot asks', async () => {
    const customer = 'Adventure Works Cicli';
    const at = await visit(/Chiara/);
    const { id } = await open().detect(open().person(/Chiara/), customer);
    const thread = threadOf(at, customer).filter({ has: at.page.locator('.thread-root .card') });
    const replies = thread.locator('.thread-replies');
    const say = (text: string) => at.write(thread.getByRole('textbox', { name: 'Reply in this thread' }), text);

    await shows(thread, 'Possibile mining di criptovalute');
    await say('prendi');
    await shows(replies, /Il caso \d+ è tuo\./);
    await say('account');
    await shows(replies, /L’account è in regola\? Rispondi/);
    await say('sì, contratto firmato di persona');
    await shows(replies, 'Registrato: Account – In regola.');
    await say('consumi');
    await shows(replies, /I consumi .*Rispondi/);
    await say('no');
    await shows(replies, 'Registrato: Consumi – Anomali.');
    await say('cliente');
    await shows(replies, /Il cliente .*Rispondi/);
    await say('no, non li conosciamo');
    await shows(replies, 'Registrato: Cliente – Non prevista.');
    await say('frode');
    await shows(replies, /^Perché il caso \d+ è una frode/);
    await say('Nessuno ha ordinato queste macchine.');
    await shows(replies, /^Il caso \d+ è deciso: frode/);

    const card = thread.locator('.thread-root');
    await shows(card, 'In Partner Center l’avviso risulta risolto: frode.');
    await shows(card, 'Nessuno ha ordinato queste macchine.');
    await shows(card, '3 su 3');
    const alert = await open().alert(id, ({ status }) => status === 'resolved');
    assert.equal(alert.resolvedReason, 'fraud');
  });

  it('goes the whole way on a phone, dark, in the 1:1 chat', async () => {
    const customer = 'Litware';
    const { id } = await open().detect(open().person(/Alex/), customer);
    const at = await visit(/Alex/, { width: 390, scheme: 'dark' });
    await at.press('People and conversations');
    await at.page.locator('.rail-entry', { hasText: 'Mining Watch' }).click();
    const say = (text: string) => at.write(at.box('Message to Mining Watch'), text);
    const newest = (text: string | RegExp) => at.page.locator('.message').last().getByText(text).first().waitFor();

    const number = /#(\d+)/;

    await say('cases');
    const row = at.page
      .locator('.message')
      .last()
      .getByRole('button', { name: /^Show case/ })
      .filter({ hasText: customer });
    const found = number.exec(await row.innerText())?.[1];
    await row.click();
    const card = at.page.locator('.message', { hasText: customer }).first();
    await press(card, 'Claim');
    await shows(card, 'Alex Wilber');
    await press(card, 'Usage');
    await card.locator('.chart-bar').nth(29).waitFor();
    await press(card, 'Looks usual');
    await shows(card, '1 of 3 done');
    await say(`customer ${found}`);
    await newest(/Does the customer expect this\? Answer/);
    await say('not sure, nobody answers the phone');
    await newest('Noted: Customer – No clear answer.');
    await say(`legitimate ${found} their tests of this week`);
    await shows(at.page.locator('.message-text'), /Decided without: Standing\./);

    await newest('Partner Center shows the alert as resolved: legitimate.');
    const wider = await at.page
      .locator('html, #messages, .card')
      .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length);
    assert.equal(wider, 0);
    assert.equal((await open().alert(id, ({ status }) => status === 'resolved')).resolvedReason, 'legitimate');
  });
});
