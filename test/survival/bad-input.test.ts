import assert from 'node:assert/strict';
import type { Json, WorldPerson } from '../../playground/world/types.ts';
import { activity, pressed, type Said, typed } from './activities.ts';
import { buttonOf, type Detected, sentence, useScene } from './scene.ts';

/** Names of invokes that Teams knows and Mining Watch has no use for (facts/teams.md 3.6; botbuilder, teamsActivityHandler). */
const otherInvokes = [
  'task/fetch',
  'task/submit',
  'composeExtension/query',
  'composeExtension/queryLink',
  'composeExtension/selectItem',
  'composeExtension/submitAction',
  'composeExtension/fetchTask',
  'composeExtension/querySettingUrl',
  'composeExtension/setting',
  'composeExtension/onCardButtonClicked',
  'actionableMessage/executeAction',
  'fileConsent/invoke',
  'signin/verifyState',
  'signin/tokenExchange',
  'tab/fetch',
  'tab/submit',
  'message/submitAction',
  'message/fetchTask',
  'application/search',
  'no/such/invoke',
  '',
  'constructor',
];

const otherTypes = [
  'typing',
  'event',
  'endOfConversation',
  'messageReaction',
  'messageUpdate',
  'command',
  'trace',
  '?',
];

describe('input that makes no sense', () => {
  const scene = useScene();
  let detected: Detected;
  let admin: WorldPerson;
  let said: Said;

  before(async () => {
    detected = await scene().detected();
    await scene().records.idle();
    admin = scene().house.person(/admin/i);
    said = { person: admin, conversation: scene().house.channel };
  });

  /** Posts it with a good token; whatever it is, nothing may come of it and the bot is not to break. */
  async function post(what: unknown, options: { rawBody?: string; contentType?: string } = {}) {
    const { house, records } = scene();
    const before = await records.everything();

    const answer = await house.world.post(what, options);
    await records.idle();

    assert.ok(answer.status < 500, `${answer.status} ${answer.body}`);
    assert.doesNotMatch(answer.body, /\bat .*:\d+:\d+|TypeError|node_modules|Cannot read/);
    assert.deepEqual(await records.everything(), before);
    return answer;
  }

  function without(what: Json, name: string): Json {
    const { [name]: _, ...rest } = what;
    return rest;
  }

  const claim = () => ({ type: 'Action.Execute', verb: 'claim', data: buttonOf(detected.card.card, 'claim').data });
  const click = (action: unknown = claim()) => pressed(scene().house, { ...said, replyToId: detected.card.id }, action);
  const decision = () => typed(scene().house, said, `fraud ${detected.number} because`);
  const removal = () => activity(scene().house, said, { type: 'installationUpdate', action: 'remove' });

  const bodies: Readonly<Record<string, readonly [body: string, contentType: string, status: number]>> = {
    'JSON that breaks off': ['{"type":"message","serv', 'application/json', 400],
    'no body': ['', 'application/json', 400],
    'bytes that are no text': ['\ud800\u0000', 'application/json', 400],
    'a form': ['type=message&text=fraud+1+because', 'application/x-www-form-urlencoded', 415],
    'a form with parts': ['--x\r\n\r\nfraud\r\n--x--', 'multipart/form-data; boundary=x', 415],
    'plain text': ['fraud 1 because', 'text/plain', 415],
    'JSON in another encoding': ['{"type":"message"}', 'application/json; charset=utf-16', 415],
    'a list': ['[{"type":"message"}]', 'application/json', 400],
    'a word': ['"message"', 'application/json', 400],
    'a number': ['1', 'application/json', 400],
    null: ['null', 'application/json', 400],
    'an empty object': ['{}', 'application/json', 400],
    'lists in lists, deep': ['['.repeat(100_000), 'application/json', 400],
  };
  for (const [which, [rawBody, contentType, status]] of Object.entries(bodies)) {
    it(`is answered ${status} where it is ${which}`, async () => {
      const answer = await post(undefined, { rawBody, contentType });

      assert.equal(answer.status, status);
      assert.ok(JSON.parse(answer.body).error.message.length > 10);
    });
  }

  for (const missing of ['type', 'serviceUrl']) {
    it(`is answered 400 where an activity has no ${missing}`, async () => {
      for (const whole of [click(), decision(), removal()])
        assert.equal((await post(without(whole, missing))).status, 400);
    });
  }

  it('is answered 400 where the service URL is none', async () => {
    for (const serviceUrl of ['', 'here', 'javascript:alert(1)', 'file:///etc/passwd', 7, null, {}])
      assert.equal((await post({ ...decision(), serviceUrl })).status, 400);
  });

  const odd = [undefined, null, 7, 'x', [], {}];
  const oddParts: Readonly<Record<string, () => readonly [readonly Json[], readonly unknown[]]>> = {
    // A removal is one whoever did it, and whatever the bot is called there.
    from: () => [[click(), decision()], odd],
    conversation: () => [[click(), decision(), removal()], odd],
    recipient: () => [[click(), decision()], odd],
    // Where nothing is said here, the conversation tells the tenant; where there is no id, none is needed.
    channelData: () => [
      [click(), decision(), removal()],
      [null, 7, 'x', []],
    ],
    id: () => [
      [click(), decision(), removal()],
      [null, 7, [], {}],
    ],
    text: () => [[decision()], odd],
    name: () => [[click()], odd],
    value: () => [[click()], [...odd, { action: [] }]],
    action: () => [[removal()], odd],
    replyToId: () => [[click()], [null, 7, [], {}]],
    entities: () => [[typed(scene().house, said, 'fraud')], [null, 7, 'x', [7], [{ type: 'mention', mentioned: 7 }]]],
  };
  for (const [part, cases] of Object.entries(oddParts)) {
    it(`changes nothing where an activity has an odd “${part}”`, async () => {
      const [wholes, values] = cases();
      for (const whole of wholes) for (const value of values) await post({ ...whole, [part]: value });
    });
  }

  it('does nothing for a person without an object id, as of a meeting or a connector', async () => {
    for (const whole of [click(), decision()]) await post({ ...whole, from: { id: '29:1', name: 'Nobody' } });
  });

  for (const type of otherTypes) {
    it(`is passed over where it is an activity of type ${type}`, async () => {
      const answer = await post(activity(scene().house, said, { type, text: `fraud ${detected.number} because` }));

      assert.equal(answer.status, 200);
    });
  }

  for (const name of otherInvokes) {
    it(`is told so where it is the invoke “${name}”`, async () => {
      const invoke = activity(scene().house, said, { type: 'invoke', name, value: { data: claim().data } });

      const answer = await post(invoke);

      assert.ok([400, 404].includes(answer.status), `${answer.status}`);
    });
  }

  it('is told so where a button brings no action, verb or data', async () => {
    const { verb, data } = claim();
    const actions = [
      undefined,
      null,
      'claim',
      {},
      { type: 'Action.Execute' },
      { type: 'Action.Execute', verb },
      { verb },
    ];
    const more = [
      { type: 'Action.Submit', verb, data },
      { type: 'Action.Execute', data },
      { type: 'Action.Execute', verb: {}, data },
    ];
    for (const action of [...actions, ...more]) await post({ ...click(), value: { action, trigger: 'manual' } });
  });

  for (const verb of ['no.such.verb', '', 'constructor', '__proto__', 'toString', 'CLAIM']) {
    it(`is told that the button is not known: “${verb}”`, async () => {
      const answer = await post(click({ ...claim(), verb }));

      const { statusCode, type, value } = JSON.parse(answer.body);
      assert.deepEqual([statusCode, type], [200, sentence]);
      assert.ok(String(value).length > 10);
    });
  }

  it('is answered 413 where it is a megabyte of text', async () => {
    const answer = await post(typed(scene().house, said, 'x'.repeat(1_000_000)));

    assert.equal(answer.status, 413);
  });

  for (const part of ['value', 'channelData', 'entities', 'text', 'junk']) {
    it(`is answered though its “${part}” is nested deep`, async () => {
      const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
      const help = click({ type: 'Action.Execute', verb: 'help.open', data: {} });
      for (const whole of [help, typed(scene().house, said, 'cancel')])
        await post(undefined, { rawBody: JSON.stringify({ ...whole, [part]: '?' }).replace('"?"', deep) });
    });
  }

  it('is told the longest reason, where it is a reason of 20,000 characters', async () => {
    const reason = 'x'.repeat(20_000);
    const { data } = buttonOf(detected.card.card, 'claim');

    const clicked = await post(
      click({ type: 'Action.Execute', verb: 'decide', data: { ...data, verdict: 'fraud', reason } }),
    );
    const answer = await scene().ask(admin, `fraud ${detected.number} ${reason.slice(20)}`, detected.card);
    const longer = await scene().ask(admin, `fraud ${detected.number} ${reason}`, detected.card);

    assert.match(clicked.body, /below 4,?000 characters/);
    assert.match(answer, /below 4,?000 characters/);
    assert.match(longer, /too long/i);
    assert.equal((await scene().records.caseOf(detected.caseId)).state.verdict.kind, 'none');
  });

  it('may hold what no database stores, and whoever wrote it is answered', async () => {
    const { house, records } = scene();
    const strange = 'NUL \u0000 and half a letter \ud83d here';

    const answer = await scene().ask(admin, `note ${detected.number} ${strange}`, detected.card);
    const named = await house.world.post({
      ...typed(house, { ...said, id: `odd \u0000 id` }, `note ${detected.number} by an odd name`),
      from: { id: '29:odd\u0000', name: strange, aadObjectId: admin.id },
    });
    await records.idle();

    assert.match(answer, /Your note is on case/);
    assert.equal(named.status, 200);
    const { state } = await records.caseOf(detected.caseId);
    assert.deepEqual(
      state.notes.map((note) => note.text),
      ['NUL  and half a letter \ufffd here', 'by an odd name'],
    );
    await records.proveJournals();
  });
});
