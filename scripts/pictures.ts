import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium } from './lib/chromium.ts';
import { startLocalWorld } from './lib/local-world.ts';

/*
 * npm run pictures
 * Takes the pictures of the README and of the user guide from the real thing: the local world as `npm start` shows it,
 * worked as people work it.
 */

const images = fileURLToPath(new URL('../docs/images/', import.meta.url));
const file = (name: string): string => `${images}${name}.png`;

const press = (where: Locator, name: string) => where.getByRole('button', { name, exact: true }).click();
const shows = (where: Locator, text: string | RegExp) => where.getByText(text).first().waitFor();

/** The page, as the person of this name. */
async function openAs(
  browser: Browser,
  url: string,
  name: string,
  view: Parameters<Browser['newPage']>[0],
): Promise<Page> {
  const page = await browser.newPage(view);
  await page.goto(url);
  await page.locator('.person-button').waitFor({ state: 'attached' });
  const drawer = page.getByRole('button', { name: 'People and conversations' });
  if (await drawer.isVisible()) await drawer.click();
  await page.locator('.person-button', { hasText: 'You are' }).click();
  await page.locator('.person-menu').getByText(name).click();
  await page.locator('.person-button', { hasText: name }).waitFor();
  return page;
}

/** What the README shows, then the usage check and the form of the decision. */
async function byMouse(browser: Browser, url: string): Promise<void> {
  const page = await openAs(browser, url, 'Megan Bowen', {
    viewport: { width: 1400, height: 1330 },
    colorScheme: 'light',
  });
  const card = page.locator('.thread', { hasText: 'Alpine Ski House' }).locator('.thread-root');
  await press(card, 'Claim');
  await shows(card, 'Partner Center shows the alert as being investigated.');
  await page.locator('.alert-table .chip', { hasText: 'investigating' }).waitFor();
  await page.mouse.move(0, 0);
  await page.screenshot({ path: file('page') });

  await press(card, 'Standing');
  await press(card, 'In good standing');
  await shows(card, '1 of 3 done');
  await press(card, 'Usage');
  await card.locator('.chart-bar').nth(29).waitFor();
  await picture(card, 'guide-usage');
  await press(card, 'Unusual');
  await shows(card, '2 of 3 done');
  await press(card, 'Decide');
  await shows(card, 'What is it?');
  await picture(card, 'guide-decide');
  await press(card, 'Back');

  for (const subscription of [
    'Wide World Importers · wwi-shop',
    'Litware · litware-main',
    'Tailspin Toys · tailspin-games',
  ]) {
    await page.getByLabel('Customer and subscription').selectOption({ label: subscription });
    await page.getByRole('button', { name: 'Report it' }).click();
    await page.locator('.thread', { hasText: subscription.split(' · ')[1] }).waitFor();
  }
  await page.close();
}

/** A thread in Italian, from taking the case to its end. */
async function byTyping(browser: Browser, url: string): Promise<void> {
  const page = await openAs(browser, url, 'Chiara Russo', {
    viewport: { width: 1280, height: 1400 },
    colorScheme: 'light',
  });
  const thread = page.locator('.thread', { hasText: 'Adventure Works Cicli' });
  const replies = thread.locator('.thread-replies');
  const say = async (text: string, answer: RegExp): Promise<void> => {
    const box = thread.getByRole('textbox', { name: 'Reply in this thread' });
    await box.fill(text);
    await box.press('Enter');
    await shows(replies, answer);
  };
  await say('prendi', /è tuo/);
  await say('account sì, contratto firmato', /Account – In regola/);
  await say('consumi no, mai visto così', /Consumi – Anomali/);
  await say('cliente no, non li conosciamo', /Cliente – Non prevista/);
  await say('frode', /è una frode, e che cosa hai visto/);
  await say('Chiave rubata, trovata nel registro di una build', /è deciso: frode/);
  await shows(thread, /l’avviso risulta risolto: frode/);
  await picture(replies, 'guide-typing');
  await page.close();
}

/** The list of cases in the 1:1 chat. */
async function onAPhone(browser: Browser, url: string): Promise<void> {
  const page = await openAs(browser, url, 'Alex Wilber', {
    viewport: { width: 390, height: 760 },
    colorScheme: 'dark',
    deviceScaleFactor: 2,
  });
  await page.locator('.rail-entry', { hasText: 'Mining Watch' }).click();
  const box = page.getByRole('textbox', { name: 'Message to Mining Watch' });
  await box.fill('cases');
  await box.press('Enter');
  await shows(page.locator('.messages'), 'Open cases');
  await page.mouse.move(0, 0);
  await page.screenshot({ path: file('guide-phone') });
  await page.close();
}

/** A request that is prepared, and the report of an evidence pack. */
async function asking(browser: Browser, url: string): Promise<void> {
  const page = await openAs(browser, url, 'Megan Bowen', {
    viewport: { width: 1400, height: 2400 },
    colorScheme: 'light',
  });
  const card = page.locator('.thread', { hasText: 'Alpine Ski House' }).locator('.thread-root');
  await press(card, 'Decide');
  await card.getByLabel('Reason').fill('Nobody ordered these machines.');
  await press(card, 'Fraud');
  await shows(card, 'Partner Center shows the alert as resolved: fraud.');
  await press(card, 'Ask Microsoft');
  await press(card, 'Prepare it');
  await shows(card, /not filed yet/);
  await press(card, 'Show the request');
  await shows(card, 'Not filed until its number is here');
  await picture(card, 'guide-support');
  await press(card, 'Back');

  await page.locator('.rail-entry', { hasText: 'Mining Watch' }).click();
  const say = async (text: string, answer: RegExp): Promise<string> => {
    const box = page.getByRole('textbox', { name: 'Message to Mining Watch' });
    await box.fill(text);
    await box.press('Enter');
    const said = page.locator('.messages').getByText(answer).last();
    await said.waitFor();
    return said.innerText();
  };
  await say('evidence 1 full', /The evidence pack of case 1 is ready/);
  const told = await say('evidence 1', /Code: /);
  await page.goto(/http\S+/.exec(told)?.[0] ?? '');
  await page.getByRole('textbox').fill(/Code: (\S+)/.exec(told)?.[1] ?? '');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button').click()]);
  const { 'report.html': report } = unzipSync(await readFile(await download.path()));
  await page.close();
  // A page of its own: that of the code forbids styles.
  const paper = await browser.newPage({ viewport: { width: 820, height: 1120 } });
  await paper.setContent(Buffer.from(report ?? []).toString('utf8'));
  await paper.screenshot({ path: file('guide-report') });
  await paper.close();
}

async function picture(of: Locator, name: string): Promise<void> {
  await of.page().mouse.move(0, 0);
  await of.screenshot({ path: file(name), animations: 'disabled' });
}

const world = await startLocalWorld();
const browser = await launchChromium();
try {
  await byMouse(browser, world.url);
  await asking(browser, world.url);
  await byTyping(browser, world.url);
  await onAPhone(browser, world.url);
} finally {
  await browser.close();
  await world.stop();
}
