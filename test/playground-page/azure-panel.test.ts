import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { startBrowser } from './browser.ts';
import { type OpenPage, openPage } from './open-page.ts';
import { type Visit, visitPage } from './visit.ts';

describe('Azure in the panel of the page', () => {
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
  });
  afterEach(async () => {
    await at.close();
    await open.close();
  });

  const choose = () => at.page.getByLabel('Subscription', { exact: true });
  const burn = () => at.page.locator('.azure-burn');
  const subscription = (name: string) => open.world.snapshot().azure.find((s) => s.name === name) ?? assert.fail(name);

  it('shows the subscription of the latest alert: its machines, what they cost an hour, what else there is', async () => {
    const { id } = subscription('wwi-shop');
    const [partner] = open.world.snapshot().partners;
    open.world.addDetection({ partnerTenantId: partner?.tenantId ?? '', subscriptionId: id, machines: 2 });

    await at.page.locator('.azure-group .tag', { hasText: 'Mines' }).nth(1).waitFor();

    const first = at.page.locator('.azure-group').first();
    assert.equal(await choose().inputValue(), id);
    assert.equal(await first.locator('.tag', { hasText: 'Mines' }).count(), 2);
    assert.equal(await first.getAttribute('open'), '');
    assert.equal(await at.page.locator('.azure-group').nth(1).getAttribute('open'), null);
    assert.match((await burn().textContent()) ?? '', /^€\d+\.\d\d$/);
    assert.equal(await at.page.locator('.azure-facts .chip').textContent(), 'Enabled');
  });

  it('switches the attacker on and off, who makes machines and locks a disk', async () => {
    const { id } = subscription('litware-main');
    await choose().selectOption(id);
    await at.page.getByLabel(/^Attacker at work/).check();
    await at.page.locator('.azure-group .tag', { hasText: 'Locked' }).first().waitFor();

    await Promise.all([at.page.waitForResponse(/\/api\/attacker$/), at.page.getByLabel(/^Attacker at work/).uncheck()]);

    assert.equal(subscription('litware-main').resources.filter((r) => r.mines).length, 3);
    assert.equal(subscription('litware-main').attacked, false);
  });

  it('strikes out what is gone and keeps the one chosen', async () => {
    const { id } = subscription('litware-main');
    const made = open.world.azure.make({
      subscriptionId: id,
      group: 'rg-new',
      type: 'Contoso.Stuff/things',
      name: 'one',
    });
    await choose().selectOption(id);
    await at.page.locator('[data-group="rg-new"] summary').click();
    await at.page.locator('[data-resource="one"]').waitFor();

    open.world.azure.replace(made);

    await at.page.locator('[data-resource="one"].is-gone', { hasText: 'gone' }).waitFor();
    assert.equal(await at.page.locator('[data-resource="one"]').count(), 2);
    assert.equal(await choose().inputValue(), id);
  });
});
