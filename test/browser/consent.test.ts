import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { makeConsentLink } from '../../src/workflow/consent.ts';
import { type ConsentHouse, openConsentHouse } from '../consent/signing-in.ts';
import { openWindow, startBrowser } from '../playground-page/browser.ts';

const pictures = process.env['CONSENT_PICTURES'];

describe('the consent pages in a browser', () => {
  let house: ConsentHouse;
  let browser: Browser;

  before(async () => {
    [house, browser] = await Promise.all([openConsentHouse(), startBrowser()]);
  });
  after(async () => {
    await browser.close();
    await house.close();
  });

  async function newLink(): Promise<string> {
    const { consents, partners } = house.app.store;
    const partner = await partners.byTenant(house.partner.tenantId);
    assert.ok(partner);
    return `${house.origin}/consent/${await makeConsentLink({ consents, now: () => house.world.now(), randomBytes }, partner)}`;
  }
  async function open(locale: string, width: number, colorScheme: 'light' | 'dark') {
    const context = await openWindow(browser, {
      locale,
      colorScheme,
      ignoreHTTPSErrors: true,
      viewport: { width, height: 900 },
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    page.on('pageerror', (error) => void complaints.push(error.message));
    const picture = async (name: string): Promise<void> => {
      if (pictures === undefined) return;
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: `${pictures}/${name}-${locale}-${width}-${colorScheme}.png`, fullPage: true });
    };
    return { page, complaints, picture, close: () => context.close() };
  }
  /** Nothing sticks out at the side. */
  const fits = async (page: Page, width: number) =>
    assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth')) <= width);

  for (const [locale, width, scheme, go, done, over] of [
    ['en-GB', 1200, 'light', 'Continue to Microsoft', 'The background sign-in is in place', 'This cannot go on'],
    ['it-IT', 320, 'dark', 'Continua su Microsoft', 'L’accesso in background è attivo', 'Non si può proseguire'],
    ['en-GB', 390, 'light', 'Continue to Microsoft', 'The background sign-in is in place', 'This cannot go on'],
    ['it-IT', 1200, 'dark', 'Continua su Microsoft', 'L’accesso in background è attivo', 'Non si può proseguire'],
  ] as const)
    it(`lead to Microsoft and back (${locale}, ${width} wide, ${scheme})`, async () => {
      const at = await open(locale, width, scheme);
      const link = await newLink();

      await at.page.goto(link);
      await at.page.getByRole('button', { name: go }).waitFor();
      await fits(at.page, width);
      await at.picture('ask');
      await at.page.keyboard.press('Tab');
      await at.page.keyboard.press('Enter');
      await at.page.getByRole('button', { name: /Megan/ }).waitFor();
      await at.picture('login');
      await at.page.getByRole('button', { name: /Megan/ }).click();
      await at.page.getByRole('heading', { name: done }).waitFor();
      await fits(at.page, width);
      await at.picture('given');
      assert.equal(new URL(at.page.url()).search, '', 'no code stays in the address');
      await at.page.goto(link);
      await at.page.getByRole('heading', { name: over }).waitFor();
      await at.picture('over');

      assert.deepEqual(
        at.complaints.filter((text) => !text.includes('410') && !text.includes('favicon')),
        [],
      );
      await at.close();
    });

  it('say what was missing, and let the same link be used again', async () => {
    const at = await open('en-GB', 390, 'dark');
    const link = await newLink();

    await at.page.goto(link);
    await at.page.getByRole('button', { name: 'Continue to Microsoft' }).click();
    await at.page.getByRole('checkbox').uncheck();
    await at.page.getByRole('button', { name: /Megan/ }).click();
    await at.page.getByRole('heading', { name: 'Multifactor authentication was missing' }).waitFor();
    await at.picture('mfa');
    await at.page.goto(link);
    await at.page.getByRole('button', { name: 'Continue to Microsoft' }).click();
    await at.page.getByRole('button', { name: 'Decline' }).click();
    await at.page.getByRole('heading', { name: 'The sign-in was not completed' }).waitFor();
    await at.picture('denied');
    await at.close();
  });
});
