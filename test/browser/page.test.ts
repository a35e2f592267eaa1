import assert from 'node:assert/strict';
import type { Json, WorldMessage } from '../../playground/world/types.ts';
import { asList } from '../playground/open-world.ts';
import { alertCard, reportCard } from '../playground-page/sample-cards.ts';
import { useWorldPage } from './use-page.ts';

describe('the page of the local world', () => {
  const { open, visit } = useWorldPage();
  const alerts = () => open().channel(/Azure Alerts/);
  const postAlert = (card: Json = alertCard()): Promise<WorldMessage> =>
    open().botSays({ channel: alerts() }, { card });

  it('shows a person the teams of their own tenant only, and changes the person by keyboard', async () => {
    const at = await visit(/Megan/);
    await at.page.locator('.person-button', { hasText: 'You are' }).press('Enter');
    await at.page.locator('.person-menu [aria-checked=true]', { hasText: 'Megan' }).waitFor();

    await at.page.keyboard.press('End');
    await at.page.keyboard.press('Enter');

    await at.page.locator('.person-button', { hasText: 'Luca Ferri' }).waitFor();
    assert.deepEqual(await at.page.locator('.rail-entry .rail-name').allInnerTexts(), [
      'General',
      'Azure Alerts',
      'Fatturazione',
      'Mining Watch',
    ]);
    assert.equal(await at.page.getByText('Northwind Operations').count(), 0);
  });

  it('tells the bot of a message that mentions it, and of no other', async () => {
    const at = await visit(/Megan/);
    await at.write(at.box('Message in Azure Alerts'), 'cases');
    await at.page.locator('.message', { hasText: '@Mining Watch cases' }).waitFor();

    await at.page.getByRole('button', { name: 'Do not mention Mining Watch' }).first().click();
    await at.write(at.page.locator('.chat-compose textarea'), 'lunch?');

    await at.toast('did not get this one');
    await at.page.locator('.message', { hasText: 'lunch?' }).waitFor();
    const told = open()
      .bot.activities.filter(({ type }) => type === 'message')
      .map(({ text }) => text);
    assert.deepEqual(told, ['<at>Mining Watch</at> cases']);
  });

  it('puts a reply into its thread', async () => {
    const at = await visit(/Megan/);
    const root = await postAlert();
    const thread = at.page.locator(`[data-thread-id="${root.id}"]`);

    await at.write(thread.getByRole('textbox', { name: 'Reply in this thread' }), 'claim');

    await thread.locator('.thread-replies .message', { hasText: 'claim' }).waitFor();
    assert.ok(
      open()
        .world.snapshot()
        .messages.some(({ threadId, text }) => threadId === root.id && text === '@Mining Watch claim'),
    );
  });

  it('opens the 1:1 chat with the first message in it', async () => {
    const at = await visit(/Alex/);
    await at.page.locator('.rail-entry', { hasText: 'Mining Watch' }).click();
    await at.page.getByText('A quiet word with Mining Watch').waitFor();

    await at.write(at.box('Message to Mining Watch'), '<b>help</b> *me*');

    assert.equal(await at.page.locator('.message-own .message-text').innerText(), '<b>help</b> *me*');
    assert.equal(await at.page.locator('.empty').count(), 0);
  });

  it('stays at the end while messages come, unless one has scrolled away', async () => {
    const at = await visit(/Megan/);
    const message = await postAlert(reportCard());
    const distance = '(list) => list.scrollHeight - list.scrollTop - list.clientHeight';
    await open().botSays({ channel: alerts() }, { text: 'Newest of all' });
    await at.page.getByText('Newest of all').waitFor();
    await at.page.waitForFunction(`(${distance})(document.querySelector('#messages')) < 2`);
    await at.page.locator('#messages').evaluate((list) => list.scrollTo(0, 0));
    await at.page.getByRole('button', { name: 'Latest' }).waitFor();

    await open().botSays({ channel: alerts(), threadId: message.id }, { text: 'Further down' });
    await at.page.getByText('Further down').waitFor();

    assert.equal(await at.page.evaluate(`(${distance})(document.querySelector('#messages')) > 100`), true);
  });

  it('shows a card that is higher than the window from its beginning, also when it comes while one looks', async () => {
    const at = await visit(/Megan/);
    await postAlert(reportCard());
    await at.page.getByText('Week in review').waitFor();

    await postAlert({
      ...reportCard(),
      body: [{ type: 'TextBlock', text: 'A second report' }, ...asList(reportCard().body)],
    });

    await at.page.getByText('A second report').waitFor();
    await at.page.waitForFunction(
      "Math.abs([...document.querySelectorAll('.thread')].at(-1).getBoundingClientRect().top - document.querySelector('#messages').getBoundingClientRect().top) < 20",
    );
    await at.page.getByRole('button', { name: 'Latest' }).waitFor();
  });

  it('marks places with something new', async () => {
    const at = await visit(/Megan/);
    await open().botSays({ channel: open().channel(/General/) }, { text: 'Psst' });

    await at.page.locator('.rail-entry.unread', { hasText: 'General' }).click();

    await at.page.getByText('Psst').waitFor();
    assert.equal(await at.page.locator('.rail-entry.unread').count(), 0);
  });

  it('moves the world from the panel', async () => {
    const at = await visit(/Megan/);
    await at.page.locator('details', { hasText: 'Break a service' }).locator('summary').click();
    await at.page.locator('details', { hasText: 'in teams' }).locator('summary').click();

    await at.press('Report it');
    await at.page.locator('.alert-table .chip', { hasText: 'active' }).waitFor();
    await at.page.getByLabel(/by hand/).selectOption('fraud');
    await at.page.locator('.alert-table .chip', { hasText: 'resolved' }).waitFor();
    await at.page.getByLabel('What happens').selectOption({ label: '429 Too many requests' });
    await at.press('Break it');
    await at.page.locator('.fault-list', { hasText: '429' }).waitFor();
    assert.deepEqual(
      open()
        .world.snapshot()
        .faults.map(({ service, times }) => [service, times]),
      [['partnerCenter', 1]],
    );
    await at.press('Mend Partner Center');
    await at.page.locator('.fault-list').waitFor({ state: 'hidden' });
    await at.press('+6 h');
    await at.page.locator('.clock-time', { hasText: /^1:/ }).waitFor();
    await at.press('Uninstall');

    await at.page.getByText('Mining Watch is not installed here.').waitFor();
    assert.deepEqual(
      open()
        .world.snapshot()
        .alerts.map(({ status, resolvedReason }) => [status, resolvedReason]),
      [['resolved', 'fraud']],
    );
  });

  for (const width of [390, 820, 1280, 1600]) {
    it(`needs no scrolling sideways at ${width} pixels`, async () => {
      const at = await visit(/Megan/, { width });
      await postAlert();
      await open().botSays({ channel: alerts() }, { card: reportCard() });
      await at.page.getByText('Week in review').waitFor();

      const wider = await at.page
        .locator('html, #messages, .card')
        .evaluateAll((elements) => elements.filter((element) => element.scrollWidth > element.clientWidth + 1).length);

      assert.equal(wider, 0);
    });
  }

  it('has people and world in drawers on a phone', async () => {
    const at = await visit(/Megan/, { width: 390 });
    assert.equal(await at.page.locator('.rail').isVisible(), false);
    await at.press('People and conversations');
    await at.page.locator('.rail-entry', { hasText: 'Customer Care' }).click();
    await at.page.getByRole('heading', { name: 'Customer Care', level: 1 }).waitFor();

    await at.press('World');
    await at.page.getByRole('heading', { name: 'New detection' }).waitFor();
    await at.page.keyboard.press('Escape');

    await at.page.locator('.panel').waitFor({ state: 'hidden' });
    assert.equal(await at.page.evaluate('document.activeElement.textContent'), 'World');
  });

  it('is dark where the system is, and light by choice, also after a reload', async () => {
    const at = await visit(/Megan/, { scheme: 'dark' });
    const ground = () => at.page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    const dark = await ground();

    await at.page.locator('.segments label', { hasText: 'Light' }).click();
    await at.page.reload();

    assert.equal(dark, 'rgb(15, 17, 23)');
    assert.equal(await ground(), 'rgb(241, 243, 248)');
  });
});
