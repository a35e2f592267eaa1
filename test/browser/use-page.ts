import type { Browser, Locator, Page } from 'playwright-core';
import { startBrowser } from '../playground-page/browser.ts';
import { type OpenPage, openPage } from '../playground-page/open-page.ts';
import { type Visit, visitPage } from '../playground-page/visit.ts';
import { type House, until } from '../support/house.ts';
import { openRecords, type Records } from '../survival/records.ts';
import { type HousePage, openHousePage } from './open-house-page.ts';

type VisitOptions = Parameters<typeof visitPage>[3];

/** One person at a time looks at the page, until the test ends. */
interface Visits<Open> {
  readonly open: () => Open;
  readonly visit: (name: RegExp, options?: VisitOptions) => Promise<Visit>;
}

interface HouseVisits extends Visits<HousePage> {
  readonly browser: () => Browser;
  /**
   * Until the house has nothing to do, and the page shows what it did. Whatever draws a card anew closes the form that is
   * open in it, and empties what was typed, as in Teams: tests take forms up when nothing is on its way.
   */
  readonly calm: (page: Page) => Promise<void>;
  /** Presses the button of that very name once all is calm. */
  readonly press: (where: Locator, name: string | RegExp) => Promise<void>;
}

/** The page over the whole product, one for all tests of the suite; a test that fails leaves a picture in `out/`, named after `name`. */
export function useHousePage(house: () => House, name: string): HouseVisits {
  let browser: Browser;
  let open: HousePage;
  let records: Records;
  let last: Visit | undefined;

  before(async () => {
    records = openRecords(house().databaseUrl);
    [browser, open] = await Promise.all([startBrowser(), openHousePage(house())]);
  });
  after(async () => {
    await records.close();
    await browser.close();
    await open.close();
  });
  const isUpToDate = async (page: Page) => {
    await records.idle();
    const shown = await page.locator('html').getAttribute('data-version');
    return shown === String(house().world.snapshot().version);
  };
  const calm = async (page: Page) => {
    await until(async () => (await isUpToDate(page)) && (last?.isAnswered() ?? true));
  };
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
    calm,
    press: async (where, button) => {
      await calm(where.page());
      await where.getByRole('button', { name: button, exact: true }).click();
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

/** Waits until a text is to be seen. */
export function shows(where: Locator, text: string | RegExp): Promise<void> {
  return where.getByText(text).first().waitFor();
}
