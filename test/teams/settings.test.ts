import assert from 'node:assert/strict';
import type { InvokeAnswer, Json, WorldConversation, WorldPerson } from '../../playground/world/types.ts';
import { buttonsOf, cardText, until, withDigests } from '../support/house.ts';
import { adaptiveCard, answerText, buttonOf, sentence, useScene } from '../survival/scene.ts';

interface Settings {
  readonly settings_revision: number;
  readonly digest_at: string | null;
  readonly working_days: readonly number[] | null;
  readonly time_zone: string;
  readonly routing: unknown;
  readonly reminders: Readonly<Record<string, readonly number[]>> | null;
  readonly escalation_channel_id: string | null;
  readonly removal: Readonly<Record<string, unknown>>;
  readonly memory_days: number | null;
  readonly role_people: Readonly<Record<string, readonly string[]>>;
}

/** Values of the inputs of a card, by id, as a client would send them back untouched. */
function inputsOf(card: unknown): Readonly<Record<string, unknown>> {
  if (Array.isArray(card)) return Object.assign({}, ...card.map(inputsOf));
  if (typeof card !== 'object' || card === null) return {};
  const own = String(Reflect.get(card, 'type')).startsWith('Input.')
    ? { [String(Reflect.get(card, 'id'))]: Reflect.get(card, 'value') ?? '' }
    : {};
  return Object.assign(own, ...Object.values(card).map(inputsOf));
}

const twoMinutes = 2 * 60_000;

describe('settings in Teams', () => {
  const scene = useScene({ installed: 'all', world: withDigests });
  let owner: WorldPerson;
  let helper: WorldPerson;
  let viewer: WorldPerson;
  let messageId: string;

  const row = async (index = 0): Promise<Settings> => {
    const { rows } = await scene().records.pool.query<Settings>('select * from partners where tenant_id = $1', [
      scene().partner(index).tenantId,
    ]);
    const [found] = rows;
    assert.ok(found);
    return found;
  };
  const changes = async () =>
    (
      await scene().records.pool.query<{ setting: string; by: { name: string }; before: unknown; after: unknown }>(
        'select setting, by, before, after from setting_changes order by id',
        [],
      )
    ).rows;
  const channelIds = async (index = 0) =>
    (
      await scene().records.pool.query<{ id: string; teams_channel_id: string; state: string }>(
        'select c.id, teams_channel_id, state from channels c join partners p on p.id = c.partner_id where p.tenant_id = $1',
        [scene().partner(index).tenantId],
      )
    ).rows;
  const hereId = async () => {
    const found = (await channelIds()).find((one) => one.teams_channel_id === scene().house.channel.id);
    assert.ok(found);
    return found.id;
  };

  /** Writes to the bot at the top of a channel, or in a 1:1 chat, and answers the message that came. */
  async function say(person: WorldPerson, text: string, where: WorldConversation = scene().house.channel) {
    const { house } = scene();
    const known = new Set(house.messages(where.id).map(({ id }) => id));
    assert.equal(await house.world.say({ personId: person.id, conversationId: where.id, text }), 200);
    return until(() => house.messages(where.id).find(({ id, from }) => from === 'bot' && !known.has(id)));
  }
  const press = (person: WorldPerson, verb: string, data: Json = {}, on = messageId) =>
    scene().house.world.execute({ personId: person.id, messageId: on, verb, data });
  const form = async (section: string, person = owner) => {
    const answer = await press(person, 'settings.open', { section });
    assert.equal(answer.type, adaptiveCard, answerText(answer));
    return answer;
  };
  /** Presses the button of a form that is shown, with what it holds and what is entered. */
  async function send(person: WorldPerson, shown: InvokeAnswer, verb: string, entered: Json = {}, fixed: Json = {}) {
    const button = buttonsOf(shown.value).find(
      (one) => one.verb === verb && Object.entries(fixed).every(([key, value]) => one.data[key] === value),
    );
    assert.ok(button, `the form has no button ${verb}`);
    return press(person, verb, { ...inputsOf(shown.value), ...button.data, ...entered });
  }
  const told = () =>
    scene()
      .house.messages(scene().house.channel.id)
      .map(({ card }) => cardText(card))
      .filter((text) => /changed the settings|ha modificato le impostazioni/.test(text));

  before(async () => {
    const { house } = scene();
    owner = house.person(/admin/i);
    helper = house.person(/helpdesk/i);
    viewer = house.person(/billing/i);
    messageId = (await say(owner, 'settings')).id;
  });

  it('lead back to the case from whose card they were opened, by way of forms and of what is wrong in them', async () => {
    const { card, caseId } = await scene().detected();
    const from = async (shown: InvokeAnswer, verb: string, fixed: Json = {}, entered: Json = {}) => {
      const { data } = buttonOf(shown.value, verb, fixed);
      return press(owner, verb, { ...inputsOf(shown.value), ...data, ...fixed, ...entered }, card.id);
    };
    const settings = await from(await scene().press(owner, card, 'more.open'), 'settings.open');
    const reminders = await from(settings, 'settings.open', { section: 'reminders' });
    const faulty = await from(reminders, 'settings.reminders', {}, { owner: 'soon' });
    const saved = await from(faulty, 'settings.reminders', {}, { owner: '1, 6' });
    const groups = await from(saved, 'settings.open', { section: 'groups' });
    const back = await from(groups, 'settings.open');

    assert.match(answerText(faulty), /Nothing was saved yet/);
    for (const shown of [settings, saved, back]) {
      assert.match(answerText(shown), /Back to the case/);
      assert.equal(buttonOf(shown.value, 'case.show').data['case'], caseId);
    }
    assert.match(answerText(await from(back, 'case.show')), /Signs of crypto/);
    const odd = await press(owner, 'settings.open', { from: 'no case' });
    assert.doesNotMatch(answerText(odd), /Back to the case/);
  });

  it('are shown where they are asked for, in the reader’s language, with the ways to change them for owners alone', async () => {
    const { house } = scene();
    const asked = await say(owner, 'settings');
    const alone = await say(viewer, 'impostazioni', house.world.personalChat(viewer.id));
    const read = await press(viewer, 'settings.open');

    assert.match(cardText(asked.card), /Settings[\s\S]*This channel[\s\S]*All alerts[\s\S]*after 1 and 6 hours/);
    assert.match(cardText(asked.card), /Mining Watch owners/);
    assert.deepEqual(
      buttonsOf(asked.card).map(({ data }) => data['section']),
      ['groups', 'language', 'alerts', 'reminders', 'digest', 'roles', 'removal'],
    );
    assert.doesNotMatch(cardText(alone.card), /This channel/);
    for (const card of [alone.card, read.value])
      assert.deepEqual(
        buttonsOf(card).map(({ verb }) => verb),
        ['list.open'],
      );
  });

  it('are changed by owners alone, whatever is pressed; nobody else learns a form either', async () => {
    const { house, records } = scene();
    const guest = house.person(/guest/i);
    const rev = 0;
    const deeds: Readonly<Record<string, Json>> = {
      'settings.join': {},
      'settings.language': { rev, channel: await hereId(), language: 'it' },
      'settings.default': { rev, defaultChannel: await hereId() },
      'settings.rule': { rev, to: await hereId() },
      'settings.order': { rev, rule: 0, move: 'remove' },
      'settings.reminders': { rev, owner: '2', channel: '', escalation: '', escalationChannel: 'none' },
      'settings.digest': { rev, digestOn: 'true', digestAt: '07:00', days: '1', timeZone: 'UTC' },
      'settings.give': { rev, role: 'owner', person: helper.id },
      'settings.take': { rev, held: `owner:${owner.id}` },
      'settings.lookUp': { rev, role: 'owner', group: house.partner.groups.viewer, how: 'besides' },
      'settings.group': { rev, role: 'owner', group: house.partner.groups.viewer, how: 'besides' },
      'settings.removal': { rev, twoPersonAbove: '1000', mostResources: '5000', mostPercent: '100' },
    };
    const verbs = buttonsOf((await form('alerts')).value).map(({ verb }) => verb);
    assert.ok(verbs.every((verb) => verb in deeds || verb === 'settings.open'));
    const before = await records.everything();

    for (const person of [viewer, helper, guest]) {
      for (const [verb, data] of [...Object.entries(deeds), ['settings.open', { section: 'groups' }] as const]) {
        const answer = await press(person, verb, data);

        assert.equal(answer.type, sentence, verb);
        assert.match(answerText(answer), /need the role (?:owner|viewer)/, verb);
      }
    }
    assert.match(answerText(await press(guest, 'settings.open')), /need the role viewer/);
    await records.idle();
    assert.deepEqual(await records.everything(), before);
  });

  it('are saved from a form, said in the channel with what was before, and kept with who did it', async () => {
    const answer = await send(owner, await form('digest'), 'settings.digest', {
      digestAt: '07:45',
      days: '1,3,6',
      timeZone: 'America/Chicago',
    });

    await until(() => told().some((text) => text.includes('07:45')));
    assert.match(answerText(answer), /Saved[\s\S]*07:45 · Monday, Wednesday, Saturday[\s\S]*America\/Chicago/);
    assert.match(answerText(answer), new RegExp(`Last changed by ${owner.name}`));
    const now = await row();
    assert.deepEqual([now.digest_at, now.working_days, now.time_zone], ['07:45', [1, 3, 6], 'America/Chicago']);
    assert.match(told().at(-1) ?? '', new RegExp(`${owner.name} changed the settings[\\s\\S]*Digest: 08:30 → 07:45`));
    assert.match(told().at(-1) ?? '', /Working days: Monday to Friday → Monday, Wednesday, Saturday/);
    assert.deepEqual(
      (await changes()).slice(-3).map(({ setting, by }) => [setting, by.name]),
      ['digestAt', 'workingDays', 'timeZone'].map((setting) => [setting, owner.name]),
    );
    const again = await send(owner, await form('digest'), 'settings.digest');
    assert.equal(again.type, adaptiveCard);
    assert.equal((await row()).settings_revision, now.settings_revision, 'what is the same is no change');
  });

  it('that cannot be are told of in the form, which keeps what was entered, and nothing is saved', async () => {
    const other = (await channelIds(1))[0]?.id ?? '';
    const wrong: readonly (readonly [string, string, Json, RegExp])[] = [
      ['digest', 'settings.digest', { digestAt: '25:00' }, /“25:00” is no time of day/],
      ['digest', 'settings.digest', { timeZone: 'Europe/Atlantis' }, /“Europe\/Atlantis” is no time zone/],
      ['digest', 'settings.digest', { days: '' }, /at least one working day/],
      ['language', 'settings.language', { language: 'tlh' }, /does not speak “tlh”/],
      ['language', 'settings.language', { channel: other, language: 'it' }, /no channel of your organisation/],
      ['alerts', 'settings.default', { defaultChannel: other }, /no channel of your organisation/],
      ['alerts', 'settings.rule', { to: other }, /no channel of your organisation/],
      ['alerts', 'settings.rule', { to: '' }, /at least one channel/],
      ['alerts', 'settings.rule', { customerId: 'Contoso' }, /“contoso” is no tenant ID/],
      ['alerts', 'settings.rule', { reseller: other }, /No alert has named the reseller/],
      ['alerts', 'settings.rule', { atLeast: 'awful' }, /“awful” is no severity/],
      ['reminders', 'settings.reminders', { owner: '6, 1' }, /owner: “6, 1” is not a list/],
      ['reminders', 'settings.reminders', { escalation: '24' }, /“24” is not a list/],
      ['reminders', 'settings.reminders', { channel: 'noon' }, /“noon” is not a list/],
      ['reminders', 'settings.reminders', { escalationChannel: other }, /no channel of your organisation/],
      ['roles', 'settings.give', { person: scene().house.person(/admin/i, scene().partner(1).tenantId).id }, /person/],
      ['roles', 'settings.give', { role: 'emperor', person: owner.id }, /Choose a person and a role/],
      ['removal', 'settings.removal', { twoPersonAbove: '-1' }, /whole number from 0 to 1000/],
      ['removal', 'settings.removal', { mostPercent: '101' }, /whole number from 1 to 100/],
      ['removal', 'settings.removal', { mostResources: '2.5' }, /whole number from 1 to 5000/],
      ['removal', 'settings.removal', { memoryDays: '91' }, /remembered have to be a whole number from 0 to 90/],
      ['removal', 'settings.removal', { memoryDays: '' }, /remembered have to be a whole number from 0 to 90/],
    ];
    const before = [await row(), await row(1), await changes()];
    // Whoever is to be chosen has to be known to the bot.
    await say(owner, 'hello');

    for (const [section, verb, entered, why] of wrong) {
      const answer = await send(owner, await form(section), verb, { digestOn: 'true', ...entered });

      assert.equal(answer.type, adaptiveCard, verb);
      assert.match(answerText(answer), /Nothing was saved yet/, verb);
      assert.match(answerText(answer), why, verb);
      const kept = inputsOf(answer.value);
      for (const [id, value] of Object.entries(entered))
        if (/^(?:digestAt|timeZone|days|owner|channel|escalation)$/.test(id) && value !== other && value !== '25:00')
          assert.equal(kept[id], value, `${verb} ${id}`);
    }

    assert.deepEqual([await row(), await row(1), await changes()], before);
  });

  it('say how long an answer is remembered, which owners set beside the limits; what an older form leaves out stays', async () => {
    const shown = await form('removal');
    assert.equal(inputsOf(shown.value)['memoryDays'], 90);
    const answer = await send(owner, shown, 'settings.removal', { memoryDays: '30' });
    const late = await send(owner, shown, 'settings.removal', { memoryDays: '7' });
    const { memoryDays: _, ...older } = inputsOf((await form('removal')).value);
    const data = { rev: (await row()).settings_revision, ...older, mostPercent: '40' };
    const kept = await press(owner, 'settings.removal', data);

    await until(() => told().some((text) => text.includes('remembered for 30 days')));
    assert.match(answerText(answer), /Saved[\s\S]*Answer “legitimate”\s+remembered for 30 days at most/);
    assert.match(
      answerText(late),
      /Somebody else changed[\s\S]*Memory of answers: remembered for 90 days at most → remembered for 30 days at most/,
    );
    assert.equal(String(inputsOf(late.value)['memoryDays']), '7');
    assert.match(answerText(kept), /remembered for 30 days at most/);
    assert.deepEqual([(await row()).memory_days, (await row()).removal['mostPercent']], [30, 40]);
    assert.deepEqual(
      (await changes()).filter(({ setting }) => setting === 'memoryDays').map(({ before, after }) => [before, after]),
      [[90, 30]],
    );
    assert.ok(
      told().some((text) => /Memory of answers: remembered for 90 days at most → remembered for 30/.test(text)),
    );
    const none = await send(owner, await form('removal'), 'settings.removal', { memoryDays: '0', mostPercent: '30' });
    assert.match(answerText(none), /not remembered/);
    assert.equal((await row()).memory_days, 0);
  });

  it('change under nobody’s hands: the second owner sees what the first changed, and has not lost what they entered', async () => {
    await say(helper, 'hello');
    await send(owner, await form('roles'), 'settings.give', { role: 'owner', person: helper.id });
    scene().house.world.advance(twoMinutes + 1000);
    assert.deepEqual((await row()).role_people['owner'], [helper.id]);
    const [first, second] = [await form('reminders'), await form('reminders', helper)];
    await send(owner, first, 'settings.reminders', { owner: '2, 4' });

    const late = await send(helper, second, 'settings.reminders', { owner: '3', escalation: '21' });
    const between = await row();
    const saved = await send(helper, late, 'settings.reminders');

    assert.match(answerText(late), /Somebody else changed the settings meanwhile/);
    assert.match(
      answerText(late),
      new RegExp(`${owner.name}: Reminders: owner after 1 and 6 hours.* → owner after 2 and 4 hours`),
    );
    assert.deepEqual([inputsOf(late.value)['owner'], inputsOf(late.value)['escalation']], ['3', '21']);
    assert.deepEqual(between.reminders?.['owner'], [2, 4]);
    assert.match(answerText(saved), /Saved/);
    assert.deepEqual((await row()).reminders, { owner: [3], channel: [12, 18], escalation: [21] });
    assert.match(
      answerText(await send(owner, await form('roles'), 'settings.take', { held: `owner:${helper.id}` })),
      /Saved/,
    );
    assert.deepEqual((await row()).role_people['owner'], []);
  });

  it('are refused to whom the role was taken while the form was open', async () => {
    const { house } = scene();
    const shown = await form('removal');
    const nothing = { kind: 'status', status: 200, body: { value: [] } } as const;
    house.world.addFault({ service: 'graph', path: 'checkMemberGroups', times: 1000, act: nothing });

    const answer = await send(owner, shown, 'settings.removal', { twoPersonAbove: '1000' });
    house.world.clearFaults();
    house.world.advance(twoMinutes + 1000);

    assert.equal(answer.type, sentence);
    assert.match(answerText(answer), /need the role owner/);
    assert.equal((await row()).removal['twoPersonAbove'], 10);
    assert.match(
      answerText(await send(owner, await form('removal'), 'settings.removal', { twoPersonAbove: '5' })),
      /Saved/,
    );
    assert.equal((await row()).removal['twoPersonAbove'], 5);
  });

  it('of one organisation are nothing to an owner of another, who comes to their card', async () => {
    const { house, partner } = scene();
    const stranger = house.person(/admin/i, partner(1).tenantId);
    const before = await row();

    for (const [verb, data] of [
      ['settings.open', {}],
      ['settings.digest', { rev: before.settings_revision, digestOn: '', digestAt: '', days: '1', timeZone: 'UTC' }],
      ['settings.language', { rev: before.settings_revision, channel: await hereId(), language: 'it' }],
    ] as const) {
      const answer = await press(stranger, verb, data);

      assert.doesNotMatch(answerText(answer), /Saved|Salvato/, verb);
    }
    assert.deepEqual(await row(), before);
  });

  it('route alerts: a channel is joined, a rule sends there, the default takes the rest and what lost its channel', async () => {
    const { house, records } = scene();
    const spare = house.world
      .snapshot()
      .conversations.find(
        ({ kind, teamId, id }) =>
          kind === 'channel' && teamId === house.partner.teamId && id !== house.channel.id && id !== teamId,
      );
    assert.ok(spare);
    const shown = await say(owner, 'settings', spare);
    assert.match(cardText(shown.card), /This channel is not used for alerts yet/);
    await press(owner, 'settings.join', {}, shown.id);
    const joined = (await channelIds()).find((one) => one.teams_channel_id === spare.id);
    assert.equal(joined?.state, 'ready');
    const here = await hereId();
    const added = await send(owner, await form('alerts'), 'settings.rule', {
      atLeast: 'high',
      to: joined?.id ?? '',
      defaultChannel: here,
    });
    assert.match(answerText(added), /High severity/);
    assert.equal(inputsOf(added.value)['to'], '', 'what was added is not offered again');
    await until(() => /New rule for alerts, number 1: High severity → [^→]+$/.test(told().at(-1) ?? ''));
    await send(owner, added, 'settings.default', { defaultChannel: here });
    const cardsOf = async (caseId: string) =>
      (
        await records.pool.query<{ channel_id: string }>(
          `select channel_id from posts where case_id = $1 and kind = 'case' and channel_id is not null order by ordinal`,
          [caseId],
        )
      ).rows.map((post) => post.channel_id);

    const caseOf = async (severity: 'high' | 'medium'): Promise<string> => {
      const { id: subscriptionId } = scene().freshSubscription();
      house.world.addDetection({ partnerTenantId: house.partner.tenantId, subscriptionId, severity });
      await house.look();
      const found = await until(async () =>
        (await records.cases()).find((one) => one.state.subscriptionId === subscriptionId),
      );
      return found.state.id;
    };
    const [high, medium] = [await caseOf('high'), await caseOf('medium')];
    const before = [await cardsOf(high), await cardsOf(medium)];
    await house.world.deleteChannel(spare.id, owner.id);
    house.world.advance(61_000);
    await until(async () => (await cardsOf(high)).includes(here));
    await records.idle();
    const broken = cardText((await say(owner, 'settings')).card);

    assert.deepEqual(before, [[joined?.id], [here]]);
    assert.match(broken, /The channel is gone\. These alerts go where all others go\./);
    const removed = await send(owner, await form('alerts'), 'settings.order', {}, { rule: 0, move: 'remove' });
    assert.match(answerText(removed), /No rules/);
    await until(() => /Rule for alerts removed, it was number 1: High severity/.test(told().at(-1) ?? ''));
    assert.deepEqual((await row()).routing, { rules: [], defaultChannelId: here });
  });
});
