import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { startBrowser } from './browser.ts';
import { type OpenPage, openPage } from './open-page.ts';
import { type Visit, visitPage } from './visit.ts';

const nasty = '<img src=x onerror=alert(1)> **ski-prod**\n\n{{DATE(2026-01-01)}}';

describe('asking Microsoft and the customer in the panel of the page', () => {
  let browser: Browser;
  let open: OpenPage;
  let at: Visit;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    open = await openPage();
    at = await visitPage(browser, open, /Megan/);
    for (const name of ['Microsoft support', 'Mailbox'])
      await at.page.locator('#panel summary', { has: at.page.getByRole('heading', { name }) }).click();
  });
  afterEach(async () => {
    await at.close();
    await open.close();
  });

  const requests = () => open.world.snapshot().serviceRequests;
  const request = (number: string) => at.page.locator(`[data-request="${number}"]`);
  const file = (name: RegExp) =>
    open.world.portal.file({ personId: open.person(name).id, title: 'Cryptomining notification', description: nasty })
      .number;
  const send = async (to: string, saveToSentItems: boolean) => {
    const { id } = open.person(/Megan/);
    const { GRAPH_URL, BOT_USER_TOKEN_URL, ...env } = open.world.botEnv();
    const login = await fetch(`${env['LOGIN_URL']}/${env['BOT_APP_TENANT_ID']}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: env['BOT_APP_ID'] ?? '',
        client_secret: env['BOT_APP_SECRET'] ?? '',
        scope: 'https://api.botframework.com/.default',
      }),
    });
    const bot = Object(await login.json()).access_token;
    const query = `userId=${id}&connectionName=graph&channelId=msteams`;
    const got = await fetch(`${BOT_USER_TOKEN_URL}/api/usertoken/GetToken?${query}`, {
      headers: { authorization: `Bearer ${bot}` },
    });
    const message = {
      subject: 'Is this expected?',
      body: { contentType: 'Text', content: nasty },
      toRecipients: [{ emailAddress: { address: to } }],
    };
    await fetch(`${GRAPH_URL}/v1.0/me/sendMail`, {
      method: 'POST',
      headers: { authorization: `Bearer ${Object(await got.json()).token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ message, saveToSentItems }),
    });
  };

  it('files what was pasted as the person looked at, and tells the number', async () => {
    await at.box('Title').fill(' Cryptomining notification ');
    await at.box('Description').fill(nasty);
    await at.press('File the request');
    await at.toast('Request 2611220040000001');

    const [filed, ...more] = requests();
    assert.equal(more.length, 0);
    assert.deepEqual(
      [filed?.by, filed?.title, filed?.description],
      ['Megan Bowen', 'Cryptomining notification', nasty],
    );
    assert.equal(await at.box('Title').inputValue(), '');
    await request('2611220040000001').locator('.chip', { hasText: 'Open' }).waitFor();
  });

  it('files nothing that has no title or no description', async () => {
    await at.box('Title').fill('Cryptomining notification');
    await at.press('File the request');
    const blank = await fetch(`${open.url}/api/support/file`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ personId: open.person(/Megan/).id, title: 'x', description: ' \n ' }),
    });

    assert.equal(blank.status, 400);
    assert.match(String(Object(await blank.json()).error), /description/);
    assert.equal(requests().length, 0);
  });

  it('lets Microsoft answer and close, and keeps what is being typed', async () => {
    const [first, second] = [file(/Megan/), file(/Isaiah/)];
    const draft = at.box(`Answer to ${second} as Microsoft`);
    await draft.fill('half a sen');

    await at.write(at.box(`Answer to ${first} as Microsoft`), 'Which <b>resources</b>?');
    await request(first).locator('.request-notes', { hasText: 'Which <b>resources</b>?' }).waitFor();
    const waits = await request(first).locator('.chip').textContent();
    await request(first).getByRole('button', { name: 'Close it' }).click();
    await request(first).locator('.chip', { hasText: 'Closed' }).waitFor();

    assert.equal(waits, 'Waits for you');
    assert.equal(await draft.inputValue(), 'half a sen');
    assert.deepEqual(
      requests().map(({ status, notes }) => [status, notes.map(({ text }) => text)]),
      [
        ['closed', ['Which <b>resources</b>?']],
        ['open', []],
      ],
    );
    assert.equal(await request(first).getByRole('button', { name: 'Answer' }).count(), 0);
  });

  it('shows the requests of one’s own partner only, and their text as text', async () => {
    const own = file(/Megan/);
    const others = file(/Chiara/);
    await request(own).getByText('What was filed').click();

    assert.equal(await request(own).locator('.outside-text').innerText(), nasty);
    assert.equal(await request(others).count(), 0);
  });

  it('shows mails by mailbox, with their text when asked for', async () => {
    await send('johanna.lorenz@alpineskihouse.example', true);
    await send('somebody@elsewhere.example', false);
    const mails = at.page.locator('.mail');
    await mails.nth(1).waitFor();
    const [latest, first] = [await mails.nth(0).innerText(), await mails.nth(1).innerText()];

    await mails.nth(1).locator('summary').click();
    const text = await mails.nth(1).locator('.outside-text').innerText();
    await at.page.getByLabel('Shown').selectOption({ label: 'Megan Bowen' });
    const sent = await mails.count();
    await at.page.getByLabel('Shown').selectOption({ label: 'somebody@elsewhere.example' });

    assert.match(latest, /somebody@elsewhere\.example[^]*Not in Sent Items/);
    assert.match(first, /Is this expected\?[^]*To johanna[^]*Megan Bowen[^]*Alpine Ski House/);
    assert.equal(text, nasty);
    assert.equal(sent, 1);
    assert.match(await mails.innerText(), /somebody@elsewhere/);
  });
});
