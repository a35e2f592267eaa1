import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { webhookCommand } from '../../scripts/lib/webhook/command.ts';
import { startBrowser } from '../playground-page/browser.ts';
import { type Visit, visitPage } from '../playground-page/visit.ts';
import { until, useHouse } from '../support/house.ts';
import { type HousePage, openHousePage } from './open-house-page.ts';

const picture = process.env['CALLBACK_PICTURES'];

describe('callbacks in the panel of the page', () => {
  const house = useHouse();
  let browser: Browser;
  let page: HousePage;
  let at: Visit;
  before(async () => {
    const env = {
      ...house().world.botEnv(),
      DATABASE_URL: house().databaseUrl,
      PUBLIC_URL: house().endpoint.replace('/api/messages', ''),
    };
    const webhook = async (args: readonly string[]) => {
      const { out, err } = await webhookCommand(env, args);
      return out + err;
    };
    [browser, page] = await Promise.all([startBrowser(), openHousePage(house(), { webhook })]);
    at = await visitPage(browser, page, /Megan/);
    await at.page.locator('summary', { hasText: 'Callbacks' }).click();
  });
  after(async () => {
    await at.close();
    await browser.close();
    await page.close();
  });

  const said = (text: RegExp) =>
    until(async () => text.test((await at.page.locator('.callbacks-said').textContent()) ?? ''));
  const registered = () => at.page.locator('.callbacks-registered').textContent();
  const view = async (name: string) => {
    if (picture === undefined) return;
    await at.page.locator('.callbacks-registered').scrollIntoViewIfNeeded();
    await at.page.screenshot({ path: `${picture}/${name}.png` });
  };

  it('show what is registered, and run the operator’s command', async () => {
    assert.match((await registered()) ?? '', /Nothing is registered for/);

    await at.press('Register');
    await said(/Registered\./);
    await at.press('Test');

    await said(/The test event came after/);
    assert.match((await registered()) ?? '', /\/webhooks\/partner-center\/[\w-]{4}….*azure-fraud-event-detected/);
    await at.page.locator('.callbacks-list li', { hasText: 'test-created' }).getByText('202').waitFor();
    await view('registered');
  });

  it('are broken one way after the other, and the command says which', async () => {
    const { world } = house();
    await at.page.getByLabel('Partner Center posts').selectOption('wrong-signature');
    await until(() => world.snapshot().webhook.fault === 'wrong-signature');
    await at.press('Test');
    await said(/Unauthorized \(10 times\): refused, signature/);
    await view('wrong-signature');
    await at.page.getByLabel('Partner Center posts').selectOption('none');

    const registration = at.page.getByLabel('The registration');
    await registration.selectOption('refused');
    await until(() => world.snapshot().faults.length === 1);
    await at.press('Status');
    await said(/answered 403 \(900308\)/);
    await registration.selectOption('fails');
    await until(
      () => world.snapshot().faults[0]?.act.kind === 'status' && /500/.test(JSON.stringify(world.snapshot().faults)),
    );
    await at.press('Status');
    await said(/answered 500/);
    await view('fails');
    await registration.selectOption('works');
    await until(() => world.snapshot().faults.length === 0);

    await at.press('Another tool registers');
    await until(async () => /other-tool\.example/.test((await registered()) ?? ''));
    await at.press('Register');
    await said(/another tool’s address is registered, and was left/);
    await view('other-tool');
    await at.press('Replace');
    await until(async () => /\/webhooks\/partner-center\//.test((await registered()) ?? ''));
  });
});
