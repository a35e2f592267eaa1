import assert from 'node:assert/strict';
import type { Json, WorldMessage } from '../../playground/world/types.ts';
import { asJson } from '../playground/open-world.ts';
import { alertCard, reportCard } from '../playground-page/sample-cards.ts';
import { until } from '../support/house.ts';
import { useWorldPage } from './use-page.ts';

const cardType = 'application/vnd.microsoft.card.adaptive';
const messageType = 'application/vnd.microsoft.activity.message';
const errorType = 'application/vnd.microsoft.error';

describe('cards on the page of the local world', () => {
  const { open, visit } = useWorldPage();
  const alerts = () => open().channel(/Azure Alerts/);
  const postAlert = (card: Json = alertCard()): Promise<WorldMessage> =>
    open().botSays({ channel: alerts() }, { card });
  const invokes = () => open().bot.activities.filter(({ type }) => type === 'invoke');

  it('draws charts, mentions, fallbacks, and times of the person in a card', async () => {
    const at = await visit(/Megan/);
    await postAlert();
    await open().botSays({ channel: alerts() }, { card: reportCard() });

    const chart = at.page.locator('[data-chart="Chart.VerticalBar"] svg');
    assert.match((await chart.getAttribute('aria-label')) ?? '', /^Cost per day\. 16: 41, .*22: 441$/);
    assert.equal(await chart.locator('.chart-bar').count(), 7);
    assert.deepEqual(await chart.locator('.chart-axis-title').allTextContents(), ['November', 'Euro a day']);
    for (const type of ['Chart.Donut', 'Chart.Gauge', 'Chart.Line', 'Chart.HorizontalBar'])
      assert.equal(await at.page.locator(`[data-chart="${type}"] svg[role=img]`).count(), 1, type);
    assert.equal(await at.page.locator('.card .mention').first().innerText(), 'Ada Keller');
    await at.page.getByText('Sun, Nov 22, 2026 at 8:20 AM').waitFor();
    await at.page.getByText('The fallback of an unknown element.').waitFor();
    assert.equal(await at.page.getByText('The chart was not drawn').count(), 0);
  });

  it('checks the inputs of a card, sends them with its data, and shows the answer to that person alone', async () => {
    let at = await visit(/Megan/);
    await postAlert();
    await at.press('Legitimate');
    await at.press('Confirm legitimate');
    await at.page.getByText('Say why, in a few words.').waitFor();
    assert.equal(invokes().length, 0);
    open().bot.answer(200, {
      statusCode: 200,
      type: cardType,
      value: { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'Recorded for you' }] },
    });
    const hold = Promise.withResolvers<void>();
    await at.page.route('**/api/execute', async (route) => {
      await hold.promise;
      await route.continue();
    });

    await at.box('Why is it legitimate?').fill('They render films');
    await at.press('Confirm legitimate');
    await at.page.locator('.ac-pushButton.is-busy').waitFor();
    assert.equal(await at.page.getByRole('button', { name: 'Fraud' }).isDisabled(), true);
    hold.resolve();

    await at.page.getByText('Recorded for you').waitFor();
    const value = asJson(invokes()[0]?.value);
    const action = asJson(value.action);
    assert.equal(value.trigger, 'manual');
    assert.equal(action.verb, 'legitimate');
    assert.deepEqual(action.data, {
      caseId: 'C-1042',
      reason: 'They render films',
      confirmedBy: 'customer',
      remember: 'true',
    });
    await at.close();
    at = await visit(/Alex/);
    await at.page.getByText('Possible crypto-mining').waitFor();
    assert.equal(await at.page.getByText('Recorded for you').count(), 0);
  });

  it('says what the bot answered, and that it failed', async () => {
    const at = await visit(/Megan/);
    await postAlert();
    open().bot.answer(200, { statusCode: 200, type: messageType, value: 'The case is yours.' });
    await at.press('Claim');
    await at.toast('The case is yours.');
    open().bot.answer(200, {
      statusCode: 500,
      type: errorType,
      value: { code: 'Oops', message: 'That was too much.' },
    });

    await at.press('Fraud');

    await at.toast('That was too much.');
    await at.page.getByRole('link', { name: 'Open in Partner Center' }).click();
    await at.toast('https://partner.microsoft.com/dashboard');
  });

  it('refreshes a card once per person and version', async () => {
    const at = await visit(/Megan/);
    const refreshing = alertCard({ refreshUserIds: [open().person(/Megan/).teamsId] });
    const message = await postAlert(refreshing);
    await until(() => invokes().length === 1);
    await open().botSays({ channel: alerts(), threadId: message.id }, { text: 'One more line' });
    await at.page.getByText('One more line').waitFor();
    assert.equal(invokes().length, 1);
    assert.equal(asJson(invokes()[0]?.value).trigger, 'automatic');

    await open().botEdits(message, {
      card: alertCard({ refreshUserIds: [open().person(/Megan/).teamsId], claimedBy: 'Megan Bowen' }),
    });

    await at.page.getByText('Edited').waitFor();
    await at.page.locator('.card', { hasText: 'Megan Bowen' }).waitFor();
    await until(() => invokes().length === 2);
    await open().botSays({ channel: alerts(), threadId: message.id }, { text: 'The last line' });
    await at.page.getByText('The last line').waitFor();
    assert.equal(invokes().length, 2);
  });

  it('refreshes a card again when time has passed, but no form that stands in its place', async () => {
    const at = await visit(/Megan/);
    const refreshUserIds = [open().person(/Megan/).teamsId];
    open().bot.answer(200, { statusCode: 200, type: messageType, value: 'Nothing new.' });
    await postAlert(alertCard({ refreshUserIds }));
    await at.page.getByText('Possible crypto-mining').waitFor();

    await at.press('+1 h');
    await until(() => invokes().length === 2);
    open().bot.answer(200, { statusCode: 200, type: cardType, value: alertCard({ claimedBy: 'A form' }) });
    await at.press('Claim');
    await at.page.locator('.card', { hasText: 'A form' }).waitFor();
    await at.press('+1 h');
    await at.page.locator('.clock-time', { hasText: /^9:/ }).waitFor();

    assert.equal(invokes().length, 3);
  });

  it('keeps what is half typed in a card, and the focus, while other messages come', async () => {
    const at = await visit(/Megan/);
    const message = await postAlert();
    await at.press('Legitimate');
    await at.box('Why is it legitimate?').pressSequentially('They rent');

    await open().botSays({ channel: alerts(), threadId: message.id }, { text: 'A new line' });
    await at.page.getByText('A new line').waitFor();
    await at.page.keyboard.type(' machines');

    assert.equal(await at.box('Why is it legitimate?').inputValue(), 'They rent machines');
  });
});
