import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { verifyPack } from '../../scripts/lib/verify-pack.ts';
import type { Visit } from '../playground-page/visit.ts';
import { until, useHouse } from '../support/house.ts';
import { shows, useHousePage } from './use-page.ts';

describe('asking Microsoft and the customer, and the paper, on the page', () => {
  const house = useHouse({ installed: 'all' });
  const { browser, open, visit, press } = useHousePage(house, 'asking');

  const threadOf = ({ page }: Visit, customer: string) =>
    page.locator('.thread', { hasText: customer }).filter({ has: page.locator('.thread-root .card') });
  const panel = (at: Visit, name: string) =>
    at.page.locator('#panel summary', { has: at.page.getByRole('heading', { name }) }).click();
  const goTo = (at: Visit, name: string) => at.page.locator('.rail-entry', { hasText: name }).click();
  const firstOf = <T>(list: () => readonly T[]) => until(() => list()[0]);

  /** The archive that a link and a code open, as a browser of its own downloads it. */
  async function download(told: string): Promise<Uint8Array> {
    const [, path = ''] = /https?:\/\/[^/\s]+(\/packs\/\S+)/.exec(told) ?? [];
    const [, code = ''] = /(?:Code|Codice): (\S+)/.exec(told) ?? [];
    const page = await browser().newPage();
    await page.goto(new URL(path, house().endpoint).href);
    await page.getByRole('textbox').fill(code);
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button').click()]);
    const bytes = await readFile(await file.path());
    await page.getByRole('textbox').fill(code);
    await page.getByRole('button').click();
    await page.getByText(/does not open this pack/).waitFor();
    await page.close();
    return bytes;
  }

  it('goes from the question to the answer, the message and the pack with the mouse, in English', async () => {
    await open().detect(open().person(/Megan/), 'Alpine Ski House');
    const at = await visit(/Megan/);
    const card = threadOf(at, 'Alpine Ski House').locator('.thread-root');
    const { world } = house();

    await press(card, 'Claim');
    await shows(card, 'Partner Center shows the alert as being investigated.');
    await shows(card, /with strong signs/);
    await press(card, 'More');
    await press(card, 'Ask Microsoft');
    const description = card.getByLabel('Description and questions');
    const prepared = `${await description.inputValue()}\nWhich account made these machines?`;
    assert.match(prepared, /^ski-prod\n/);
    await description.fill(prepared);
    await press(card, 'Prepare it');
    await shows(card, /prepared by Megan Bowen, not filed yet/);

    await press(card, 'Show the request');
    await shows(card, 'Not filed until its number is here');
    assert.equal(await card.getByRole('button', { name: 'Copy', exact: true }).count(), 7);
    await panel(at, 'Microsoft support');
    await at.box('Title').fill('Cryptomining notification');
    await at.page.locator('#panel').getByLabel('Description').fill(prepared);
    await at.press('File the request');
    const { number } = await firstOf(() => world.snapshot().serviceRequests);
    await at.toast(`Request ${number}`);
    await card.getByLabel('Number of the request').fill('soon');
    await press(card, 'It is filed');
    await at.toast('That is not the number of a request');
    await card.getByLabel('Number of the request').fill(number);
    await press(card, 'It is filed');
    await shows(card, `Partner Center request ${number} · open`);
    world.portal.answer(number, 'We are looking into it.');
    await press(card, 'Show the request');
    await press(card, 'Add a note');
    await card.getByLabel('Note to Microsoft').fill('They are still there.');
    await press(card, 'Send the note');
    await shows(at.page.locator(`[data-request="${number}"]`), 'They are still there.');

    await press(card, 'Customer');
    await press(card, 'Write to the customer');
    await press(card, 'Send');
    await shows(card, /The customer was written to/);
    await panel(at, 'Mailbox');
    const mail = at.page.locator('.mail').first();
    await mail.getByText('Please check: unusual activity').waitFor();
    await shows(mail, /johanna\.lorenz@alpineskihouse\.example/);

    await goTo(at, 'Mining Watch');
    await at.write(at.box('Message to Mining Watch'), 'hello');
    await shows(at.page.locator('.messages'), /One case is open/);
    await goTo(at, 'Azure Alerts');
    await press(card, 'More');
    await press(card, 'Evidence pack');
    await press(card, 'Make it');
    await goTo(at, 'Mining Watch');
    await shows(at.page.locator('.messages'), /The evidence pack of case \d+ is ready/);
    await goTo(at, 'Azure Alerts');
    await press(card, 'Look again');
    await press(card, 'Fetch it');
    await goTo(at, 'Mining Watch');
    const told = at.page.locator('.messages').getByText(/Code:/);
    await told.waitFor();

    const verdict = verifyPack(await download(await told.innerText()));
    assert.equal(verdict.kind, 'intact', JSON.stringify(verdict));
  });

  it('goes the same way by typing in Italian, on a phone, dark', async () => {
    const customer = 'Adventure Works Cicli';
    const me = open().person(/Chiara/);
    await open().detect(me, customer);
    const at = await visit(/Chiara/, { width: 390, scheme: 'dark' });
    const thread = threadOf(at, customer);
    const replies = thread.locator('.thread-replies');
    const say = async (text: string, answer: string | RegExp) => {
      await at.write(thread.getByRole('textbox', { name: 'Reply in this thread' }), text);
      await shows(replies, answer);
    };
    const { world } = house();

    await say('prendi', /Il caso \d+ è tuo\./);
    await say('supporto', /Che cosa vuoi chiedere a Microsoft/);
    await say('Quale account ha creato le macchine?', /A chi deve rispondere Microsoft\?/);
    await say('sì', /è pronta, ma non inviata/);
    const { number } = world.portal.file({ personId: me.id, title: 'Cryptomining notification', description: 'x' });
    await say(number, new RegExp(`Annotato: richiesta ${number}`));
    await say('mail', /Lo invio\?/);
    await say('anna.verdi@cliente.example', /Questo va a anna\.verdi@cliente\.example/);
    await say('sì', /viene inviato a tuo nome/);
    const mail = await until(() => world.snapshot().mails.find(({ personId }) => personId === me.id));
    assert.deepEqual(mail.to, ['anna.verdi@cliente.example']);
    await shows(thread, /È stato scritto al cliente/);
    await say('nessuna risposta', /Fra quanto devo chiedere di nuovo/);
    await say('4 ore', /Chiederò di nuovo/);
    await say('prove assicurazione', /in preparazione/);

    const wider = await at.page
      .locator('html, #messages, .card')
      .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length);
    assert.equal(wider, 0);
  });
});
