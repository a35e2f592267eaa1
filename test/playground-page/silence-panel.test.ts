import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { until } from '../support/house.ts';
import { startBrowser } from './browser.ts';
import { type OpenPage, openPage } from './open-page.ts';
import { type Visit, visitPage } from './visit.ts';

describe('the silence of alerts in the panel of the page', () => {
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

  it('is switched on for both sources by one button, and mended one by one', async () => {
    await at.page.getByText('Break a service').first().click();

    await at.page.getByRole('button', { name: 'Silence the alerts' }).click();
    await until(() => open.world.snapshot().faults.length === 2);
    const faults = open.world.snapshot().faults.map(({ service, path, method }) => [service, path, method]);
    await at.page.getByRole('button', { name: 'Mend Microsoft Graph' }).click();
    await until(() => open.world.snapshot().faults.length === 1);
    await at.page.getByRole('button', { name: 'Mend Partner Center' }).click();
    await until(() => open.world.snapshot().faults.length === 0);

    assert.deepEqual(faults, [
      ['graph', 'securityAlerts', 'GET'],
      ['partnerCenter', '/v1/fraudEvents', 'GET'],
    ]);
  });
});
