import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { openWindow, startBrowser } from '../playground-page/browser.ts';
import { until, useHouse } from '../support/house.ts';
import { type HousePage, openHousePage } from './open-house-page.ts';

const pictures = process.env['SIGN_IN_PICTURES'];

/** People who have not signed in want a message to a customer sent. */
describe('signing in, on the page', () => {
  const house = useHouse();
  let browser: Browser;
  let open: HousePage;
  let close: (() => Promise<void>) | undefined;

  before(async () => {
    [browser, open] = await Promise.all([startBrowser(), openHousePage(house())]);
  });
  after(async () => {
    await browser.close();
    await open.close();
  });
  afterEach(async () => {
    await close?.();
    close = undefined;
  });

  async function visit(who: RegExp, width: number, colorScheme: 'light' | 'dark') {
    const context = await openWindow(browser, {
      viewport: { width, height: 900 },
      colorScheme,
      // The local login host has a certificate of its own.
      ignoreHTTPSErrors: true,
    });
    close = () => context.close();
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => void problems.push(error.message));
    page.on('console', (message) => void (message.type() === 'error' && problems.push(message.text())));
    const { id } = open.person(who);
    const chat = house().world.personalChat(id);
    await page.goto(`${open.url}/#person=${id}&in=${encodeURIComponent(chat.id)}`);
    await page.locator('.chat-header h1', { hasText: 'Mining Watch' }).waitFor();
    const picture = async (file: string, of: Page = page) => {
      if (pictures === undefined) return;
      mkdirSync(pictures, { recursive: true });
      await of.screenshot({ path: `${pictures}/${file}-${width}-${colorScheme}.png` });
    };
    return { page, problems, picture };
  }

  async function say(page: Page, text: string): Promise<void> {
    const said = () => page.locator('.message-bot').count();
    const before = await said();
    const box = page.getByRole('textbox', { name: 'Message to Mining Watch' });
    await box.fill(text);
    await box.press('Enter');
    await until(async () => (await said()) > before);
  }

  /** Writes what it takes to want a message sent about a case of its own; answers the last card that asks to sign in. */
  async function wish(page: Page, customer: string): Promise<Locator> {
    const alert = await open.detect(open.person(/Alex/), customer);
    const { store } = house().app;
    const partner = await store.partners.byTenant(house().partner.tenantId);
    assert.ok(partner);
    const opened = await until(() => store.cases.openCaseOf(partner.id, alert.subscriptionId));
    await say(page, `mail ${opened.case.number} anna@customer.example`);
    await say(page, 'yes');
    return page.locator('.sign-in').last();
  }
  const sent = (count: number) => until(() => house().world.mailbox().length === count);

  it('happens silently where an administrator has consented, and the message goes by itself', async () => {
    house().world.signIn.setConsent('administrator');
    const { page, problems, picture } = await visit(/Alex/, 1280, 'light');

    const card = await wish(page, 'Alpine Ski House');
    await card.getByText('Signed in').waitFor();
    await sent(1);
    await page.getByText('You have signed in, so I went on.').waitFor();
    await picture('silent');
    await say(page, 'sign out');
    await page.getByText(/You are signed out/).waitFor();
    await picture('signed-out');

    assert.deepEqual(problems, []);
  });

  for (const [name, customer, width, scheme] of [
    [/Alex/, 'Litware', 1280, 'dark'],
    [/Isaiah/, 'Tailspin Toys', 390, 'light'],
  ] as const)
    it(`needs the window where people consent themselves (${width} wide, ${scheme})`, async () => {
      house().world.signIn.setConsent('people');
      house().world.setSignedIn(open.person(name).id, false);
      const { page, problems, picture } = await visit(name, width, scheme);
      await say(page, 'sign out');
      const before = house().world.mailbox().length;

      const card = await wish(page, customer);
      const button = card.getByRole('button', { name: 'Sign in' });
      await button.waitFor();
      await picture('asked');
      assert.equal(house().world.mailbox().length, before);
      const [declined] = await Promise.all([page.waitForEvent('popup'), button.click()]);
      await declined.getByRole('button', { name: 'Decline' }).click();
      await page.getByText('Press “Sign in” once more if you want to.').waitFor();
      await picture('declined');
      const [popup] = await Promise.all([page.waitForEvent('popup'), button.click()]);
      await popup.getByRole('button', { name: 'Decline' }).waitFor();
      await picture('window', popup);
      await popup.getByRole('button', { name }).click();
      await card.getByText('Signed in').waitFor();
      await sent(before + 1);
      await page.getByText('You have signed in, so I went on.').last().waitFor();
      await picture('done');

      assert.equal(popup.isClosed(), true);
      assert.deepEqual(problems, []);
    });
});
