import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { until } from '../support/house.ts';
import { startBrowser } from './browser.ts';
import { type OpenPage, openPage } from './open-page.ts';
import { type Visit, visitPage } from './visit.ts';

describe('sign-ins in the panel of the page', () => {
  let browser: Browser;
  let open: OpenPage;
  let at: Visit;
  before(async () => {
    [browser, open] = await Promise.all([startBrowser(), openPage()]);
    at = await visitPage(browser, open, /Megan/);
  });
  after(async () => {
    await at.close();
    await browser.close();
    await open.close();
  });

  it('switch where the own token of the application is taken, and show it', async () => {
    await at.page.getByText('Sign-in (Entra ID)').first().click();
    const where = at.page.getByLabel("The application's own token is taken");
    assert.equal(await where.inputValue(), 'documented');

    await where.selectOption('refused');
    await until(() => open.world.snapshot().appTokens === 'refused');
    const picture = process.env['CONSENT_PICTURES'];
    if (picture !== undefined) await at.page.screenshot({ path: `${picture}/panel.png` });

    open.world.login.setAppTokens('accepted');
    await until(async () => (await where.inputValue()) === 'accepted');
  });

  it('end the sign-ins of whoever one is', async () => {
    const before = open.world.requests().length;
    const answered = at.page.waitForResponse(/\/api\/revoke$/);

    await at.page.getByRole('button', { name: 'Revoke my sign-ins' }).click();

    assert.equal((await answered).status(), 200);
    assert.equal(open.world.requests().length, before);
  });
});
