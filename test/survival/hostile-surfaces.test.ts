import assert from 'node:assert/strict';
import MarkdownIt from 'markdown-it';
import type { InvokeAnswer, Json, WorldMessage, WorldPerson } from '../../playground/world/types.ts';
import { isObject } from '../support/card-json.ts';
import { buttonsOf, cardText, until } from '../support/house.ts';
import { activity, pressed } from './activities.ts';
import { assertHarmless, attack } from './harmless.ts';
import { useScene } from './scene.ts';

const hour = 3_600_000;
/** What people here are called: the last one begins a link where the address in it is taken apart. */
const names = {
  owner: '<at>Everyone</at> [a](https://evil.example) ![i](//evil.example/x.png)',
  admin: 'www.(//evil.example) \u202e **bold** {{DATE(2020-01-01T00:00:00Z,SHORT)}} ${x}\n# head',
} as const;
/** Names of a team and a channel: markup and a mention, without end, from right to left, and what nobody sees. */
const awful = [
  attack,
  `${attack} `.repeat(200),
  '\u202e\u2067\u05e2\u05d1\u05e8\u05d9\u05ea\u2069 \u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u200f<at>All</at>\u061c',
  '\u0007\u001b[31mred\u001b[0m\r\n# head\n> quoted\u0000\u200b\u2028| a | b |',
] as const;
const markdown = new MarkdownIt();

/** Every way in which the bot speaks up by itself or is asked, where all names around it are attacks. */
describe('names that are attacks, wherever the bot speaks', () => {
  const scene = useScene({ world: { hostile: true, limits: false }, env: { BURST_CARDS: '1' } });
  const answers: InvokeAnswer[] = [];
  let owner: WorldPerson;
  let admin: WorldPerson;
  let welcome: WorldMessage;

  const house = () => scene().house;
  const inChannel = () => house().messages(house().channel.id);
  /** Every message that the connector got; one that begins a thread comes within what makes the conversation. */
  const sent = () =>
    house()
      .world.requests()
      .filter(({ service, method }) => service === 'connector' && method !== 'GET')
      .map(({ body }) => (isObject(body) ? (body['activity'] ?? body) : undefined))
      .filter((message) => isObject(message) && message['type'] === 'message');
  const shown = (what: RegExp) =>
    until(() => sent().find((body) => what.test(`${isObject(body) ? String(body['text']) : ''} ${shownText(body)}`)));

  /** Team and channel as Teams would tell of them. */
  const named = (conversation = house().channel): Json => ({
    channelData: {
      tenant: { id: conversation.tenantId },
      team: { id: conversation.teamId, name: attack },
      channel: { id: conversation.id, name: attack },
    },
  });

  async function press(who: WorldPerson, on: WorldMessage, verb: string, data: Json = {}): Promise<unknown> {
    const name = who.id === owner.id ? names.owner : names.admin;
    const conversation = house()
      .world.snapshot()
      .conversations.find(({ id }) => id === on.conversationId);
    assert.ok(conversation);
    const act = pressed(
      house(),
      { person: { ...who, name }, conversation, replyToId: on.id },
      { type: 'Action.Execute', verb, data },
    );
    const posted = await house().world.post({
      ...act,
      ...(conversation.kind === 'channel' ? named(conversation) : {}),
    });
    assert.equal(posted.status, 200, posted.body);
    const answer = JSON.parse(posted.body);
    answers.push(answer);
    return answer.value;
  }

  async function say(who: WorldPerson, text: string): Promise<void> {
    const before = sent().length;
    const name = who.id === owner.id ? names.owner : names.admin;
    const said = { person: { ...who, name }, conversation: house().channel, id: `surface-${Math.random()}` };
    const posted = await house().world.post({ ...activity(house(), said, { type: 'message', text }), ...named() });
    assert.equal(posted.status, 200, posted.body);
    await until(() => sent().length > before);
    await scene().records.idle();
  }

  async function hours(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      house().world.advance(hour);
      await house().look();
      await scene().records.idle();
    }
  }

  const hostile = () => {
    const found = house()
      .world.snapshot()
      .customers.find(({ name }) => name.includes('<at>'));
    assert.ok(found);
    return found;
  };
  const numbers = async () =>
    (await scene().records.cases()).map(({ state }) => state.number).toSorted((a, b) => a - b);

  before(async () => {
    owner = house().person(/Megan/);
    admin = house().person(/Alex/);
    const [first] = inChannel();
    assert.ok(first);
    welcome = first;
  });
  afterEach(() => {
    for (const answer of answers) assertHarmless(shownOf(answer));
    for (const body of sent()) assertSpoken(body);
  });

  /** What the connector got: harmless, and where it mentions, it mentions people of this world by a harmless name. */
  function assertSpoken(body: unknown): void {
    assert.ok(isObject(body));
    const entities = Array.isArray(body['entities']) ? body['entities'] : [];
    let text = typeof body['text'] === 'string' ? body['text'] : '';
    for (const { type, text: at, mentioned } of entities) {
      assert.equal(type, 'mention');
      assert.ok(
        house()
          .world.snapshot()
          .people.some(({ teamsId }) => teamsId === mentioned.id),
        mentioned.id,
      );
      assert.equal(at, `<at>${mentioned.name}</at>`);
      assert.notEqual(mentioned.name.trim(), '');
      assert.ok(text.includes(at), `Teams refuses a mention that is not in its text: ${text}`);
      text = text.replace(at, mentioned.name);
    }
    assertHarmless(shownOf({ ...body, text, entities: [] }));
    // Without a format, Teams reads a message as Markdown.
    if (text !== '' && body['textFormat'] !== 'plain')
      assert.equal(markdown.renderInline(text).match(/<[^>]*>/g), null, text);
  }

  it('several alerts at once: the card of one, the list of the others', async () => {
    const { tenantId } = house().partner;
    for (const { id } of hostile().subscriptions)
      house().world.addDetection({
        partnerTenantId: tenantId,
        subscriptionId: id,
        raw: {
          displayName: attack,
          description: attack,
          additionalDetails: { CryptoCurrencyMiningPoolDomainName: attack, MiningPool_IP: [attack], VM_IP: attack },
        },
      });
    await house().look();
    await until(async () => (await numbers()).length === hostile().subscriptions.length);
    await scene().records.idle();

    const list = await until(() =>
      inChannel().find(({ card }) => buttonsOf(card).some(({ verb }) => verb === 'alerts.card')),
    );
    const row = buttonsOf(list.card).find(({ verb }) => verb === 'alerts.card');
    assert.ok(row);
    assert.match(cardText(list.card), /Corp/);
    await press(admin, list, 'alerts.open', { list: row.data['list'] });
    await press(admin, list, 'alerts.card', row.data);
  });

  it('the settings: card, every form, what was entered wrongly, and what others are told of a change', async () => {
    const other = house()
      .world.snapshot()
      .conversations.find(
        ({ kind, teamId, id }) => kind === 'channel' && teamId === house().channel.teamId && id !== house().channel.id,
      );
    assert.ok(other);
    const installed = await house().world.post({
      ...activity(house(), { person: { ...owner, name: names.owner }, conversation: other }, {}),
      type: 'installationUpdate',
      action: 'add',
      ...named(other),
    });
    assert.ok(installed.status < 300, installed.body);
    await scene().records.idle();

    for (const section of ['alerts', 'reminders', 'digest', 'roles', 'removal', 'language'])
      assert.match(cardText(await press(owner, welcome, 'settings.open', { section })), /\w/, section);
    assert.match(cardText(await press(owner, welcome, 'settings.open')), /‹at>Everyone/);
    const { rows } = await scene().records.pool.query<{ id: string }>('select id from channels');
    const to = rows.map(({ id }) => id).join();
    const rev = await revision();
    const rule = { customer: hostile().tenantId, reseller: 'any', atLeast: 'any', to };
    assert.match(cardText(await press(owner, welcome, 'settings.rule', { rev, ...rule })), /Saved/);
    await press(owner, welcome, 'settings.rule', { rev: rev + 1, ...rule, customerId: attack, reseller: attack });
    await press(owner, welcome, 'settings.reminders', {
      rev: rev + 1,
      owner: attack,
      channel: attack,
      escalation: attack,
      escalationChannel: 'none',
    });
    await press(owner, welcome, 'settings.digest', {
      rev: rev + 1,
      digestOn: 'true',
      digestAt: attack,
      days: attack,
      timeZone: attack,
    });
    await press(owner, welcome, 'settings.give', { rev: rev + 1, role: 'viewer', person: attack });
    await press(owner, welcome, 'settings.give', { rev: rev + 1, role: 'viewer', person: admin.id });
    await shown(/: .* → /);
    await say(owner, 'settings');
  });

  async function revision(): Promise<number> {
    const form = await press(owner, welcome, 'settings.open', { section: 'alerts' });
    const found = buttonsOf(form).find(
      ({ verb, data }) => verb === 'settings.default' && typeof data['rev'] === 'number',
    );
    return Number(found?.data['rev']);
  }

  it('reminders: of a snooze, to the owner, in the channel, further up; and the digest of the morning', async () => {
    const [first = 0, second = 0] = await numbers();
    await say(admin, `claim ${first}`);
    await say(admin, `snooze ${first} 1h ${attack}`);
    await say(owner, `claim ${second}`);
    await say(owner, 'digest');
    await hours(25);

    await shown(/you asked to be reminded of case/);
    await shown(/Escalation\. Case/);
    await shown(/a reminder\. Case/);
    const mentions = sent().filter(
      (body) => isObject(body) && Array.isArray(body['entities']) && body['entities'].length > 0,
    );
    assert.ok(mentions.some((body) => JSON.stringify(body).includes('‹at>') || JSON.stringify(body).includes('evil')));
    await say(admin, 'digest');
  });

  it('what is remembered, the list of it, and the quick answer to the next alert', async () => {
    const [first = 0] = await numbers();
    await say(admin, `legitimate ${first} for 30 days: ${attack.replaceAll('<', '&lt;')}`);
    await until(async () => (await scene().records.cases()).some(({ state }) => state.stage === 'closed'));
    await say(owner, 'memory');
    const closed = (await scene().records.cases()).find(({ state }) => state.stage === 'closed');
    const { tenantId } = house().partner;
    house().world.addDetection({ partnerTenantId: tenantId, subscriptionId: closed?.state.subscriptionId ?? '' });
    await house().look();
    const again = await until(async () =>
      (await scene().records.cases()).find(
        ({ state }) => state.stage !== 'closed' && state.recall?.isReading === false,
      ),
    );
    await scene().records.idle();
    await say(owner, `show ${again.state.number}`);
    await say(owner, 'memory');
    await say(owner, `as before ${again.state.number}`);
    await say(owner, `forget ${first}`);
  });

  it('an alarm, with what a service that fails says of itself', async () => {
    const body = { error: { code: attack, message: attack, innerError: { code: attack } } };
    house().world.addFault({
      service: 'graph',
      path: 'security',
      times: 10_000,
      act: { kind: 'status', status: 403, body },
    });
    await hours(8);
    await shown(/Alerts cannot be read/);
    await say(owner, 'status');
    house().world.clearFaults();
    await hours(2);
  });

  /** Teams tells that what it names is called otherwise now. */
  async function rename(eventType: 'channelRenamed' | 'teamRenamed', name: string): Promise<void> {
    const { channelData } = named();
    const about = isObject(channelData) ? channelData : {};
    const { id, teamId } = house().channel;
    const posted = await house().world.post({
      ...activity(house(), { person: owner, conversation: house().channel }, { type: 'conversationUpdate' }),
      channelData: { ...about, eventType, team: { id: teamId, name }, channel: { id, name } },
    });
    assert.ok(posted.status < 300, posted.body);
  }

  it('what failed for good: the list of it, in a channel and a team of any name, what is tried again, and by whom', async () => {
    const open = (await scene().records.cases()).find(({ state }) => state.stage !== 'closed');
    assert.ok(open);
    const body = { error: { code: attack, message: attack } };
    const refusal = { kind: 'status', status: 413, body } as const;
    for (const name of awful) {
      await rename('channelRenamed', name);
      await rename('teamRenamed', name);
      const refused = { service: 'connector', method: 'POST', path: '/activities$', times: 2, act: refusal } as const;
      house().world.addFault(refused);
      await say(admin, `show ${open.state.number}`);
      await until(async () => (await failed()).length > 0);
      house().world.clearFaults();
      await say(owner, 'failed');
      await say(owner, 'status');

      const list = await press(owner, welcome, 'failed.open', { page: 1 });
      const row = buttonsOf(list).find(({ verb, data }) => verb === 'failed.retry' && 'letter' in data);
      assert.ok(row, cardText(list));
      assert.match(cardText(list), / > /);
      assert.ok(JSON.stringify(list).length < 40_000);
      assert.match(cardText(await press(owner, welcome, 'failed.retry', row.data)), /It is being tried again/);
      await scene().records.idle();
      assert.deepEqual(await failed(), []);
    }
    await press(owner, welcome, 'failed.retry', { letter: attack });
    await say(owner, `retry ${attack}`);
  });

  async function failed(): Promise<readonly string[]> {
    const { rows } = await scene().records.pool.query<{ id: string }>(`select id from posts where state = 'failed'`);
    return rows.map(({ id }) => id);
  }

  it('an evidence pack that is ready, or could not be made: in the thread with a mention, and in the 1:1 chat', async () => {
    const chat = house().world.personalChat(owner.id);
    const hello = { person: { ...owner, name: names.owner }, conversation: chat, id: 'hello-alone' };
    const posted = await house().world.post(activity(house(), hello, { type: 'message', text: 'hello' }));
    assert.equal(posted.status, 200, posted.body);
    for (const [who, ready] of [
      [admin, /, the evidence pack of case \d+ is ready/],
      [owner, /The evidence pack of case \d+ is ready/],
    ] as const) {
      const open = (await scene().records.cases()).find(({ state }) => state.stage !== 'closed');
      assert.ok(open);
      const on = { case: open.state.id, rev: open.state.revision };
      const [card] = inChannel().filter((m) => buttonsOf(m.card).some((b) => b.data['case'] === on.case));
      assert.ok(card);
      await press(who, card, 'evidence.make', { ...on, profile: 'full', language: 'en' });
      await scene().records.idle();

      await shown(ready);
      await press(who, card, 'evidence.open', on);
      await say(who, `evidence ${open.state.number}`);
    }
    const told = sent().filter((one) => isObject(one) && /evidence pack of case/.test(String(one['text'])));
    assert.equal(told.filter((one) => isObject(one) && Array.isArray(one['entities'])).length, 1);
  });

  it('a request to sign in', async () => {
    house().world.setSignedIn(admin.id, false);
    const open = (await scene().records.cases()).find(({ state }) => state.stage !== 'closed');
    assert.ok(open);
    const mail = { language: 'en', to: 'anna@customer.example', subject: attack, draft: attack };
    const data = { case: open.state.id, rev: open.state.revision, ...mail };
    const [card] = inChannel().filter((m) => buttonsOf(m.card).some((b) => b.data['case'] === open.state.id));
    assert.ok(card);
    await press(admin, card, 'contact.send', data);

    await shown(/sign in/i);
  });

  it('a team that takes no messages any more, as its owner is told in the 1:1 chat', async () => {
    await rename('channelRenamed', attack);
    await rename('teamRenamed', attack);
    await house().world.setChannel(house().channel.id, owner.id, 'archived');
    await shown(/Messages cannot be posted in /);
    await scene().records.idle();
  });
});

function shownText(body: unknown): string {
  const attachments = isObject(body) && Array.isArray(body['attachments']) ? body['attachments'] : [];
  return attachments.map(({ content }: { content: unknown }) => cardText(content)).join(' ');
}

/**
 * Without what buttons carry, which no client shows. What a person entered stays whole in their input, where nothing is
 * made a link.
 */
function shownOf(sent: unknown): unknown {
  const shown = JSON.stringify(sent ?? null, (key, value: unknown) => {
    if (key === 'data') return undefined;
    if (!isObject(value) || value['type'] !== 'Input.Text' || typeof value['value'] !== 'string') return value;
    return { ...value, value: value['value'].replaceAll('https://', '') };
  });
  return JSON.parse(shown);
}
