import type { Browser, Locator } from 'playwright-core';
import { startBrowser } from '../playground-page/browser.ts';
import { type OpenPage, openPage } from '../playground-page/open-page.ts';
import { type Visit, visitPage } from '../playground-page/visit.ts';
import type { House } from '../support/house.ts';
import { type HousePage, openHousePage } from './open-house-page.ts';

type VisitOptions = Parameters<typeof visitPage>[3];

/** One person at a time looks at the page, until the test ends. */
interface Visits<Open> {
  readonly open: () => Open;
  readonly visit: (name: RegExp, options?: VisitOptions) => Promise<Visit>;
}

/** The page over the whole product, one for all tests of the suite; a test that fails leaves a picture in `out/`, named after `name`. */
export function useHousePage(
  house: () => House,
  name: string,
): Visits<HousePage> & { readonly browser: () => Browser } {
  let browser: Browser;
  let open: HousePage;
  let last: Visit | undefined;

  before(async () => {
    [browser, open] = await Promise.all([startBrowser(), openHousePage(house())]);
  });
  after(async () => {
    await browser.close();
    await open.close();
  });
  afterEach(async function () {
    const ended = last;
    last = undefined;
    if (this.currentTest?.state === 'failed') await ended?.page.screenshot({ path: `out/${name}-failed.png` });
    await ended?.close();
  });

  return {
    browser: () => browser,
    open: () => open,
    visit: async (who, options = {}) => {
      last = await visitPage(browser, open, who, options);
      return last;
    },
  };
}

/** The page over the local world alone, a new one for each test. */
export function useWorldPage(): Visits<OpenPage> {
  let browser: Browser;
  let open: OpenPage;
  let last: Visit | undefined;

  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    open = await openPage();
  });
  afterEach(async () => {
    try {
      await last?.close();
    } finally {
      await open.close();
    }
  });

  return {
    open: () => open,
    visit: async (who, options = {}) => {
      last = await visitPage(browser, open, who, options);
      return last;
    },
  };
}

/** Presses the button of that very name. */
export function press(where: Locator, name: string | RegExp): Promise<void> {
  return where.getByRole('button', { name, exact: true }).click();
}

/** Waits until a text is to be seen. */
export function shows(where: Locator, text: string | RegExp): Promise<void> {
  return where.getByText(text).first().waitFor();
}
