import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { until } from '../support/house.ts';
import { startBrowser } from './browser.ts';
import { type OpenPage, openPage } from './open-page.ts';
import { type Visit, visitPage } from './visit.ts';

describe('channels in the panel of the page', () => {
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

  it('are made private with the bot added to them, of which the bot is told, and opened again', async () => {
    const state = () =>
      open.world.snapshot().conversations.find(({ kind, name }) => kind === 'channel' && name === 'Customer Care')
        ?.state;
    await at.page.getByText('Break a channel').first().click();
    const select = at.page.getByLabel(/Customer Care/);

    await select.selectOption('private-added');
    await until(() => state() === 'private');
    await select.selectOption('open');
    await until(() => state() === 'open');

    const told = open.bot.activities.map((activity) => JSON.stringify(activity));
    assert.ok(told.some((text) => /channelMemberAdded/.test(text) && /"type":"private"/.test(text)));
  });
});
