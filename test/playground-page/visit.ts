import assert from 'node:assert/strict';
import type { Browser, Locator, Page, Request } from 'playwright-core';
import { openWindow } from './browser.ts';
import type { OpenPage } from './open-page.ts';

/** Somebody in front of the page. */
export interface Visit {
  readonly page: Page;
  /** Presses the button of exactly this name. */
  press(name: string): Promise<void>;
  /** A text box by its accessible name. */
  box(name: string): Locator;
  write(box: Locator, text: string): Promise<void>;
  /** Waits for a notice with this text. */
  toast(text: string): Promise<void>;
  /** Whether nothing that was asked of the world is still without an answer, what the page asks by itself included. */
  isAnswered(): boolean;
  /** Closes the window; fails when the page complained of anything, or asked anything from elsewhere. */
  close(): Promise<void>;
}

/** Opens the page as somebody, in a browser of another language and time zone than anybody in the world has. */
export async function visitPage(
  browser: Browser,
  open: Pick<OpenPage, 'url' | 'person'>,
  name: RegExp,
  options: { width?: number; scheme?: 'light' | 'dark' } = {},
): Promise<Visit> {
  const context = await openWindow(browser, {
    viewport: { width: options.width ?? 1280, height: 900 },
    colorScheme: options.scheme ?? 'light',
    locale: 'de-DE',
    timezoneId: 'Asia/Tokyo',
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('request', (request) => {
    if (!request.url().startsWith(open.url) && !request.url().startsWith('data:')) problems.push(request.url());
  });
  const asked = new Set<Request>();
  page.on('request', (request) => request.url().endsWith('/api/execute') && asked.add(request));
  page.on('requestfinished', (request) => asked.delete(request));
  page.on('requestfailed', (request) => asked.delete(request));
  await page.goto(`${open.url}/#person=${open.person(name).id}`);
  await page.locator('.chat-header h1').waitFor();
  return {
    page,
    press: (button) => page.getByRole('button', { name: button, exact: true }).click(),
    box: (label) => page.getByRole('textbox', { name: label }),
    async write(box, text) {
      await box.fill(text);
      await box.press('Enter');
    },
    toast: (text) => page.locator('.toast', { hasText: text }).waitFor(),
    isAnswered: () => asked.size === 0,
    async close() {
      await context.close();
      assert.deepEqual(problems, []);
    },
  };
}
