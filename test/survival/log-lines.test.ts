import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { isObject } from '../support/card-json.ts';
import { buttonsOf, until } from '../support/house.ts';
import { closedPort } from '../support/http-server.ts';
import { type BotProcess, startBot } from './bot-process.ts';
import { openPlace, type Place } from './place.ts';

/** What a person or a customer wrote, to be looked for in the log. */
const words = 'words-of-somebody';
/** A line of its own, colours, a title, text read backwards, and the eight-bit form of an escape. */
const attack = `${words}"}\r\n{"level":60,"msg":"forged"}\n\u001b[2J\u001b]0;owned\u0007\u202egnp\u2028\u009b2J\u0000`;
/** Everything that moves a terminal, ends a line for somebody, or turns the reading around. */
// oxlint-disable-next-line no-control-regex -- these are what it is about
const movers = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

describe('the log of a process to which everybody sends attacks', () => {
  let place: Place;
  let bot: BotProcess;
  let lines: readonly string[];

  before(async () => {
    place = await openPlace({ hostile: true });
    bot = startBot({ ...place.env, LOG_LEVEL: 'debug', PORT: String(await closedPort()) });
    place.world.setBotEndpoint(`${bot.url}/api/messages`);
    await bot.ready();
    await place.install();
    await detection();

    await activities();

    await badTokens();

    await requests();

    await services();

    await bot.kill('SIGTERM');
    lines = bot
      .output()
      .split('\n')
      .filter((line) => line !== '');
  });
  after(async () => {
    await bot.kill('SIGKILL');
    await place.close({ keep: false });
  });

  const partner = () => {
    const [first] = place.partners;
    assert.ok(first);
    return first;
  };

  async function detection(): Promise<void> {
    const { world } = place;
    const hostile = world.snapshot().customers.find(({ name }) => name.includes('<at>'));
    for (const { id } of hostile?.subscriptions ?? [])
      world.addDetection({
        partnerTenantId: partner().tenantId,
        subscriptionId: id,
        raw: {
          displayName: attack,
          description: attack,
          status: id === hostile?.subscriptions[0]?.id ? 'active' : attack,
          additionalDetails: { CryptoCurrencyMiningPoolDomainName: attack, MiningPool_IP: [attack], VM_IP: attack },
        },
      });
    await place.look();
    await until(() =>
      world.snapshot().messages.find(({ card }) => buttonsOf(card).some(({ verb }) => verb === 'claim')),
    );
  }

  /** Messages and presses of somebody who may, with attacks in each part that is not looked up. */
  async function activities(): Promise<void> {
    const { world } = place;
    const [person] = place.workers(partner());
    const { messages, conversations } = world.snapshot();
    const card = messages.find((message) => buttonsOf(message.card).some(({ verb }) => verb === 'claim'));
    const conversation = conversations.find(({ id }) => id === card?.conversationId);
    assert.ok(person && card && conversation);
    const tenant = { id: conversation.tenantId };
    const common = {
      channelId: 'msteams',
      serviceUrl: `${world.urls.connector}/emea/`,
      from: { id: person.teamsId, aadObjectId: person.id, name: attack },
      recipient: { id: `28:${world.botEnv()['BOT_APP_ID'] ?? ''}`, name: attack },
      conversation: { id: conversation.id, conversationType: 'channel', tenantId: conversation.tenantId },
      channelData: {
        tenant,
        team: { id: conversation.teamId, name: attack },
        channel: { id: conversation.id, name: attack },
      },
      locale: attack,
    };
    const { data } = buttonsOf(card.card).find(({ verb }) => verb === 'claim') ?? {};
    const action = (verb: string, more: object) => ({
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: card.id,
      value: { action: { type: 'Action.Execute', verb, data: { ...data, ...more } }, trigger: 'manual' },
    });
    const number = (await place.records.cases())[0]?.state.number ?? 0;
    for (const [i, said] of [
      { type: 'message', text: attack },
      { type: 'message', text: `note ${number} ${attack}` },
      { type: 'message', text: `claim ${number}` },
      { type: 'message', text: `settings ${attack}` },
      action('note', { text: attack }),
      action(attack, {}),
      action('claim', { case: attack }),
      action('settings.rule', { rev: 0, customer: attack, reseller: attack, atLeast: attack, to: attack }),
      { type: 'invoke', name: attack, value: attack },
      { type: attack, text: attack },
      { type: 'message', text: attack, conversation: { id: attack, tenantId: attack } },
      { type: 'message', text: attack, channelData: { tenant: { id: attack } } },
      { type: 'message', text: attack, serviceUrl: `https://evil.example/${attack}` },
    ].entries())
      await world.post({ ...common, id: `log-${i}`, ...said });
    for (const rawBody of [attack, `{"type":"${words}`, JSON.stringify([attack]), JSON.stringify({ type: [attack] })])
      await world.post({}, { rawBody });
  }

  async function badTokens(): Promise<void> {
    const { world } = place;
    const made = [
      { claims: { iss: attack } },
      { claims: { aud: attack } },
      { claims: { serviceurl: attack } },
      { header: { kid: attack } },
      { header: { alg: attack, typ: attack } },
    ];
    // Some of these cannot even be signed; what comes of the others is in the log.
    for (const overrides of made) {
      const token = await world.token(overrides).catch(() => `${words}.x.y`);
      await world.post({ type: 'message', text: attack }, { token });
    }
  }

  /** Requests as only a socket of one's own sends them. */
  async function requests(): Promise<void> {
    const webhook = JSON.stringify({ EventName: attack, ResourceUri: attack, ResourceUrl: attack, AuditUri: attack });
    const encoded = encodeURIComponent(attack);
    const raw = `${words}\u001b[2J\u202e\u009b`;
    const headers = [
      `user-agent: ${words}\u009b2J`,
      `x-ms-certificate-url: https://evil.example/${words}\u009b"}`,
      `authorization: Signature ${words}`,
      `x-ms-signature-algorithm: ${words}\u009b`,
      `traceparent: ${words}`,
      `content-type: application/json`,
      `content-length: ${Buffer.byteLength(webhook)}`,
    ].join('\r\n');
    for (const path of [
      `/webhooks/partner-center/${'k'.repeat(43)}`,
      `/webhooks/partner-center/${encoded}`,
      `/webhooks/partner-center/${raw}`,
      `/api/messages/${encoded}?${encoded}`,
      `/packs/${encoded}`,
      `/consent/${encoded}?code=${encoded}&state=${encoded}&error_description=${encoded}`,
      `/${raw}`,
      '/%00%1b%5b2J%0d%0a%7b%22level%22%3a60%7d',
      '/%zz%',
    ])
      for (const method of ['POST', 'GET', words.toUpperCase()])
        await overSocket(
          `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n${headers}\r\n\r\n${webhook}`,
        );
    await overSocket(`${attack}\r\n\r\n`);
  }

  async function overSocket(text: string): Promise<void> {
    const socket = connect(Number(new URL(bot.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await new Promise<void>((done) => {
      socket.on('close', () => done());
      socket.resume();
      socket.end(text);
    });
  }

  /** Services whose refusals are attacks, in the body and in the headers that are noted. */
  async function services(): Promise<void> {
    const { world } = place;
    const body = {
      error: { code: attack, message: attack, details: [{ code: attack }] },
      code: attack,
      message: attack,
    };
    // Ids of Microsoft's requests are logged on purpose.
    const headers = {
      'request-id': 'id\u009b"}',
      'x-ms-request-id': 'id\u009b',
      'ms-correlationid': 'id',
    };
    for (const service of ['graph', 'partnerCenter', 'azure', 'connector'] as const)
      for (const status of [400, 403])
        world.addFault({ service, times: 2, act: { kind: 'status', status, body, headers } });
    await place.look();
    place.detect();
    await until(() => bot.output().includes('a source could not be read'));
    world.clearFaults();
    await place.look();
  }

  it('is one JSON object a line, none of them made by an attacker', () => {
    for (const said of ['a source could not be read', 'a callback was not from Partner Center'])
      assert.ok(
        lines.some((line) => line.includes(said)),
        said,
      );
    for (const line of lines) {
      const parsed: unknown = JSON.parse(line);
      assert.ok(isObject(parsed), line);
      assert.ok([20, 30, 40, 50].includes(Number(parsed['level'])), line);
      assert.match(String(parsed['msg']), /^[\w ,.:;’'()/-]+$/, line);
    }
  });

  it('holds no character that moves a terminal, ends a line, or turns the reading around', () => {
    for (const line of lines) assert.doesNotMatch(line, movers);
  });

  it('holds nothing that a person or a customer wrote', () => {
    assert.deepEqual(
      lines.filter((line) => line.includes(words) || line.includes('‹at>') || line.includes('<at>')),
      [],
    );
  });
});
