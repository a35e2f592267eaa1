import assert from 'node:assert/strict';
import type { InvokeAnswer, Json, WorldMessage, WorldPartner, WorldPerson } from '../../playground/world/types.ts';
import { buttonsOf, cardText, until } from '../support/house.ts';
import { adaptiveCard, answerText, type Detected, sentence, useScene } from '../survival/scene.ts';

type Groups = Readonly<Record<string, readonly string[] | undefined>>;
interface Row {
  readonly settings_revision: number;
  readonly role_groups: Groups;
  readonly role_people: Groups;
}

const never = 'ffffffff-0000-4000-8000-00000000ffff';
const hostileName = '<at>Everybody</at> [pay](https://evil.example) **now** {{DATE(2020-01-01T00:00:00Z)}}';

describe('the groups of the roles, set in Teams', () => {
  const scene = useScene({ installed: 'all', world: { limits: false } });
  let owner: WorldPerson;
  let helper: WorldPerson;
  let viewer: WorldPerson;
  let groups: WorldPartner['groups'];
  let detected: Detected;
  let messageId: string;

  const row = async (index = 0): Promise<Row> => {
    const { rows } = await scene().records.pool.query<Row>(
      'select settings_revision, role_groups, role_people from partners where tenant_id = $1',
      [scene().partner(index).tenantId],
    );
    return rows[0] ?? assert.fail();
  };
  const changes = async () =>
    (
      await scene().records.pool.query<{ by: { name: string }; before: Groups; after: Groups }>(
        `select by, before, after from setting_changes where setting = 'groups' order by id`,
      )
    ).rows;
  const told = () =>
    scene()
      .house.messages(scene().house.channel.id)
      .map(({ card }) => cardText(card))
      .filter((text) => /changed the settings|ha modificato le impostazioni/.test(text));
  /** As they were at the beginning. */
  const reset = () =>
    scene().records.pool.query(
      `update partners set role_groups = $1, role_people = '{}', settings_revision = settings_revision + 1
       where tenant_id = $2`,
      [
        { viewer: [groups.viewer], responder: [groups.responder], remover: [groups.remover], owner: [groups.owner] },
        scene().house.partner.tenantId,
      ],
    );

  const press = (person: WorldPerson, verb: string, data: Json = {}) =>
    scene().house.world.execute({ personId: person.id, messageId, verb, data });
  async function open(person = owner): Promise<InvokeAnswer> {
    const answer = await press(person, 'settings.open', { section: 'groups' });
    assert.equal(answer.type, adaptiveCard, answerText(answer));
    return answer;
  }
  /** Presses what is on a card that is shown, with what was entered. */
  function on(shown: InvokeAnswer, verb: string, entered: Json = {}, fixed: Json = {}, person = owner) {
    const button = buttonsOf(shown.value).find(
      (one) => one.verb === verb && Object.entries(fixed).every(([key, value]) => one.data[key] === value),
    );
    assert.ok(button, `there is no button ${verb} on:\n${answerText(shown)}`);
    return press(person, verb, { ...button.data, ...entered });
  }
  const lookUp = async (role: string, group: string, how: string, person = owner) =>
    on(await open(person), 'settings.lookUp', { role, group, how }, {}, person);
  const give = async (role: string, group: string, how: string) => {
    const asked = await lookUp(role, group, how);
    return on(asked, 'settings.group');
  };
  /** Writes in the 1:1 chat and answers the messages that came. */
  async function type(person: WorldPerson, text: string, count: number): Promise<readonly WorldMessage[]> {
    const { house } = scene();
    const { id: conversationId } = house.world.personalChat(person.id);
    const said = () => house.messages(conversationId).filter(({ from }) => from === 'bot');
    const before = said().length;
    assert.equal(await house.world.say({ personId: person.id, conversationId, text }), 200);
    return until(() => (said().length >= before + count ? said().slice(before) : undefined));
  }
  const typed = async (person: WorldPerson, text: string, count = 1) =>
    (await type(person, text, count)).map((one) => one.text ?? cardText(one.card)).join('\n');
  const claims = async (person: WorldPerson) => {
    const { state } = await scene().records.caseOf(detected.caseId);
    const data = { case: detected.caseId, rev: state.revision, text: 'A note' };
    return (await press(person, 'note', data)).type === adaptiveCard;
  };

  before(async () => {
    const { house } = scene();
    owner = house.person(/admin/i);
    helper = house.person(/helpdesk/i);
    viewer = house.person(/billing/i);
    ({ groups } = house.partner);
    detected = await scene().detected();
    messageId = detected.card.id;
  });
  beforeEach(async () => {
    await reset();
    // Partners are remembered for a minute.
    scene().house.world.advance(61_000);
  });
  afterEach(() => scene().house.world.clearFaults());

  it('are given one more by buttons: looked up and shown first, then said, kept, and counting at once', async () => {
    await open();
    assert.equal(await claims(viewer), false);
    const settings = await press(owner, 'settings.open');
    const form = await on(settings, 'settings.open', {}, { section: 'groups' });
    const before = await row();

    const asked = await on(form, 'settings.lookUp', {
      role: 'responder',
      group: ` {${groups.viewer.toUpperCase()}} `,
      how: 'besides',
    });
    const meanwhile = await row();
    const saved = await on(asked, 'settings.group');

    assert.match(answerText(form), /Groups of the roles[\s\S]*Mining Watch responders/);
    assert.match(answerText(asked), /Give the role responder to this group\?[\s\S]*Mining Watch viewers/);
    assert.ok(answerText(asked).includes(groups.viewer) && answerText(asked).includes(viewer.name));
    assert.deepEqual(meanwhile, before, 'nothing is written before the yes');
    assert.match(answerText(saved), /Saved/);
    assert.deepEqual((await row()).role_groups, {
      ...before.role_groups,
      responder: [groups.responder, groups.viewer],
    });
    assert.equal(await claims(viewer), true);
    const [last] = (await changes()).slice(-1);
    assert.deepEqual(
      [last?.by.name, last?.before['responder'], last?.after['responder']],
      [owner.name, [groups.responder], [groups.responder, groups.viewer]],
    );
    await until(() =>
      told().some((text) =>
        text.includes(
          'Groups with the role responder: Mining Watch responders → Mining Watch responders, Mining Watch viewers',
        ),
      ),
    );
    assert.ok(!told().at(-1)?.includes('Mining Watch owners'), 'only what has changed is said');
  });

  it('are replaced, and taken away from the row of a group, each at once', async () => {
    assert.equal(await claims(helper), true);
    const asked = await lookUp('responder', groups.viewer, 'instead');
    assert.match(answerText(asked), /Instead of\s+Mining Watch responders/);
    await on(asked, 'settings.group');
    assert.deepEqual((await row()).role_groups['responder'], [groups.viewer]);
    assert.deepEqual([await claims(helper), await claims(viewer)], [false, true]);

    const taken = await on(await open(), 'settings.lookUp', {}, { role: 'responder', group: groups.viewer });
    const before = await row();
    const saved = await on(taken, 'settings.group');

    assert.match(answerText(taken), /Take the role responder from this group\?[\s\S]*Left then\s+no group/);
    assert.deepEqual(before.role_groups['responder'], [groups.viewer]);
    assert.match(answerText(saved), /Saved/);
    assert.deepEqual((await row()).role_groups['responder'], []);
    assert.equal(await claims(viewer), false);
  });

  it('leave approving to owners, not to removers, once the approvers’ last group is taken', async () => {
    assert.match(answerText(await open()), /Approver\s+Whoever may remove/);
    const asked = await lookUp('approver', groups.remover, 'besides');
    assert.match(answerText(asked), /Instead of\s+Whoever may remove/);
    await on(asked, 'settings.group');
    const taken = await on(await open(), 'settings.lookUp', {}, { role: 'approver' });
    assert.match(answerText(taken), /Left then\s+Only owners/);
    await on(taken, 'settings.group');

    assert.deepEqual((await row()).role_groups['approver'], []);
    assert.match(answerText(await press(owner, 'settings.open')), /Approver\s+Only owners/);
  });

  it('and naming a viewer leaves approving to whoever may remove', async () => {
    await scene().house.world.say({
      personId: viewer.id,
      conversationId: scene().house.world.personalChat(viewer.id).id,
      text: 'hello',
    });
    const { settings_revision: rev } = await row();
    await press(owner, 'settings.give', { rev, role: 'viewer', person: viewer.id });

    assert.deepEqual((await row()).role_people, { viewer: [viewer.id] });
    assert.match(answerText(await press(owner, 'settings.open')), /Approver\s+Whoever may remove/);
  });

  it('are changed by typing, in English, after a yes and not after a no', async () => {
    const before = await row();
    const asked = await typed(owner, `group responder add ${groups.viewer}`, 2);
    const dropped = await typed(owner, 'no');
    assert.match(asked, /Give the role responder to this group\?[\s\S]*Mining Watch viewers[\s\S]*Answer yes or no/);
    assert.match(dropped, /Nothing was changed/);
    assert.deepEqual(await row(), before);

    await typed(owner, `group responder ${groups.viewer}`, 2);
    const again = await typed(owner, 'perhaps tomorrow');
    const saved = await typed(owner, 'yes');
    assert.match(again, /Answer yes or no/);
    assert.match(saved, /Saved\. Groups with the role responder: Mining Watch responders → Mining Watch viewers\./);
    assert.deepEqual((await row()).role_groups['responder'], [groups.viewer]);

    await typed(owner, 'group responder none', 2);
    await typed(owner, 'yes');
    assert.deepEqual((await row()).role_groups['responder'], []);
    assert.match(await typed(owner, 'yes'), /not sure what you mean|do not understand|help/i);
    assert.match(await typed(owner, 'groups'), /Groups of the roles[\s\S]*Look the group up|Groups of the roles/);
    assert.match(await typed(owner, 'group'), /Groups of the roles/);
    assert.match(await typed(owner, 'group emperor 1'), /“group responder 0000/);
  });

  it('are changed by typing, in Italian', async () => {
    await typed(owner, 'lingua italiano');
    const asked = await typed(owner, `gruppo addetto alla rimozione aggiungi ${groups.viewer}`, 2);
    const saved = await typed(owner, 'sì');
    assert.match(asked, /Dare il ruolo addetto alla rimozione a questo gruppo\?[\s\S]*Rispondi sì o no/);
    assert.match(saved, /Salvato\. Gruppi con il ruolo addetto alla rimozione: Mining Watch removers → /);
    assert.deepEqual((await row()).role_groups['remover'], [groups.remover, groups.viewer]);

    await typed(owner, `gruppo addetto alla rimozione togli ${groups.viewer}`, 2);
    await typed(owner, 'sì');
    assert.deepEqual((await row()).role_groups['remover'], [groups.remover]);
    assert.match(await typed(owner, `gruppo operatore ${never}`), /non ha nessun gruppo con l’ID oggetto ffffffff/);
    await typed(owner, 'language english');
  });

  it('that are none are told of before and at the yes, with why, and nothing is written', async () => {
    const { house, partner } = scene();
    const forbidden = {
      kind: 'status',
      status: 403,
      body: { error: { code: 'Authorization_RequestDenied' } },
    } as const;
    const broken = { kind: 'status', status: 500 } as const;
    const wrong: readonly (readonly [string, RegExp, (typeof forbidden | typeof broken)?])[] = [
      ['', /Enter the object ID of a group/],
      ['Cloud Operations', /“Cloud Operations” is no object ID of a group/],
      [`${groups.viewer}0`, /is no object ID of a group/],
      ["'; drop table partners; --", /is no object ID of a group/],
      [never, /has no group with the object ID ffffffff/],
      [owner.id, /has no group with the object ID/],
      [partner(1).groups.owner, /has no group with the object ID/],
      [groups.responder, /This group has the role responder already/],
      [groups.viewer, /may not read the groups of your organisation[\s\S]*GroupMember\.Read\.All/, forbidden],
      [groups.viewer, /does not answer at the moment/, broken],
    ];
    const before = await row();

    for (const [group, why, act] of wrong) {
      if (act !== undefined) house.world.addFault({ service: 'graph', path: '/groups/', times: 1000, act });
      const asked = await lookUp('responder', group, 'besides');
      const given = await press(owner, 'settings.group', {
        rev: before.settings_revision,
        role: 'responder',
        group,
        how: 'besides',
      });
      const said = group === '' ? undefined : await typed(owner, `group responder add ${group}`);
      house.world.clearFaults();

      assert.match(answerText(asked), /Nothing was saved yet/);
      for (const answer of [answerText(asked), answerText(given), said])
        if (answer !== undefined) assert.match(answer, why);
      assert.ok(!buttonsOf(asked.value).some(({ verb }) => verb === 'settings.group'));
    }
    assert.deepEqual(await row(), before);
  });

  it('change only while their revision is what was shown: the second owner is told, also by typing, and loses nothing', async () => {
    await scene().records.pool.query(
      `update partners set role_people = $1, settings_revision = settings_revision + 1 where tenant_id = $2`,
      [{ owner: [helper.id] }, scene().house.partner.tenantId],
    );
    scene().house.world.advance(61_000);
    const [first, second] = [
      await lookUp('viewer', groups.responder, 'besides'),
      await lookUp('viewer', groups.remover, 'instead', helper),
    ];
    await typed(helper, `group viewer ${groups.remover}`, 2);
    await on(first, 'settings.group');
    const after = await row();

    const late = await on(second, 'settings.group', {}, {}, helper);
    const lateToo = await typed(helper, 'yes');

    for (const answer of [answerText(late), lateToo])
      assert.match(
        answer,
        new RegExp(
          `Somebody else changed[\\s\\S]*${owner.name}: Groups with the role viewer: Mining Watch viewers → Mining Watch viewers, Mining Watch responders`,
        ),
      );
    assert.deepEqual(await row(), after);
    assert.deepEqual(after.role_groups['viewer'], [groups.viewer, groups.responder]);
  });

  describe('never leave whoever changes them without the owner’s role', () => {
    const lost = /you would not be an owner any more yourself[\s\S]*First make yourself an owner by name/;

    it('by another group, by taking theirs, by their own name, whether pressed or typed', async () => {
      const before = await row();
      for (const [group, how] of [
        [groups.viewer, 'instead'],
        [groups.owner, 'take'],
        ['', 'take'],
      ] as const) {
        const data = { rev: before.settings_revision, role: 'owner', group, how };
        for (const verb of ['settings.lookUp', 'settings.group'])
          assert.match(answerText(await press(owner, verb, data)), lost, `${verb} ${how}`);
      }
      assert.match(await typed(owner, `group owner ${groups.viewer}`), lost);
      assert.match(await typed(owner, 'group owner none'), lost);
      assert.deepEqual(await row(), before);

      const { settings_revision: rev } = before;
      await press(owner, 'settings.give', { rev, role: 'owner', person: owner.id });
      assert.match(answerText(await give('owner', groups.viewer, 'instead')), /Saved/);
      const named = await row();
      const taken = await press(owner, 'settings.take', { rev: named.settings_revision, held: `owner:${owner.id}` });

      assert.deepEqual(named.role_groups['owner'], [groups.viewer]);
      assert.match(answerText(taken), lost);
      assert.deepEqual(await row(), named);
    });

    it('as the directory has it at that moment, and not as it was remembered', async () => {
      const { house } = scene();
      await press(owner, 'settings.give', { rev: (await row()).settings_revision, role: 'owner', person: owner.id });
      const asked = await on(await open(), 'settings.open');
      assert.equal(asked.type, adaptiveCard);
      const before = await row();
      const data = { rev: before.settings_revision, held: `owner:${owner.id}` };
      const nothing = { kind: 'status', status: 200, body: { value: [] } } as const;

      house.world.addFault({ service: 'graph', path: 'checkMemberGroups', times: 1000, act: nothing });
      const left = await press(owner, 'settings.take', data);
      house.world.clearFaults();
      house.world.addFault({
        service: 'graph',
        path: 'checkMemberGroups',
        times: 1000,
        act: { kind: 'status', status: 403 },
      });
      const unreadable = await press(owner, 'settings.take', data);
      house.world.clearFaults();
      const stays = await press(owner, 'settings.take', data);

      assert.match(answerText(left), lost);
      assert.match(answerText(unreadable), /cannot be read at the moment whether you would still be an owner/);
      assert.match(answerText(stays), /Saved/);
    });

    it('nor two who take it from each other at the same moment: one is done, the other is told', async () => {
      await scene().records.pool.query(
        `update partners set role_people = $1, settings_revision = settings_revision + 1 where tenant_id = $2`,
        [{ owner: [helper.id] }, scene().house.partner.tenantId],
      );
      scene().house.world.advance(61_000);
      const { settings_revision: rev } = await row();

      const answers = await Promise.all([
        press(owner, 'settings.take', { rev, held: `owner:${helper.id}` }),
        press(helper, 'settings.group', { rev, role: 'owner', group: groups.viewer, how: 'instead' }),
      ]);

      const texts = answers.map(answerText);
      assert.equal(texts.filter((text) => text.includes('Saved.')).length, 1);
      assert.equal(texts.filter((text) => /Somebody else changed|need the role owner/.test(text)).length, 1);
      const after = await row();
      assert.equal(after.settings_revision, rev + 1);
    });

    it('where nobody has a role yet: the first who is given one is an owner', async () => {
      await scene().records.pool.query(
        `update partners set role_groups = '{"viewer":[],"responder":[],"remover":[],"owner":[]}', installed_by = $1,
           settings_revision = settings_revision + 1 where tenant_id = $2`,
        [owner.id, scene().house.partner.tenantId],
      );
      scene().house.world.advance(61_000);

      assert.match(answerText(await lookUp('viewer', groups.viewer, 'instead')), lost);
      assert.match(answerText(await give('owner', groups.owner, 'instead')), /Saved/);
      assert.match(answerText(await give('viewer', groups.viewer, 'instead')), /Saved/);
    });
  });

  it('are refused to whom the role was withdrawn between the question and the yes', async () => {
    const { house } = scene();
    const asked = await lookUp('viewer', groups.responder, 'besides');
    await typed(owner, `group viewer add ${groups.responder}`, 2);
    const before = await row();
    const nothing = { kind: 'status', status: 200, body: { value: [] } } as const;
    house.world.addFault({ service: 'graph', path: 'checkMemberGroups', times: 1000, act: nothing });

    const pressed = await on(asked, 'settings.group');
    const said = await typed(owner, 'yes');

    assert.equal(pressed.type, sentence);
    for (const answer of [answerText(pressed), said]) assert.match(answer, /need the role owner/);
    assert.deepEqual(await row(), before);
  });

  it('are nothing to a responder, to a viewer, and to an owner of another organisation', async () => {
    const { house, partner } = scene();
    const before = [await row(), await row(1)];
    const data = { rev: before[0]?.settings_revision ?? 0, role: 'owner', group: groups.responder, how: 'besides' };
    for (const person of [helper, viewer]) {
      for (const verb of ['settings.lookUp', 'settings.group']) {
        const answer = await press(person, verb, data);
        assert.equal(answer.type, sentence);
        assert.match(answerText(answer), /need the role owner/);
        assert.ok(!answerText(answer).includes('to this group'));
      }
      assert.match(await typed(person, `group owner add ${groups.responder}`), /need the role owner/);
      assert.match(await typed(person, 'group'), /need the role owner/);
    }
    const stranger = house.person(/admin/i, partner(1).tenantId);
    for (const verb of ['settings.lookUp', 'settings.group']) {
      const { settings_revision: rev } = await row(1);
      const answer = answerText(await press(stranger, verb, { ...data, rev }));
      assert.doesNotMatch(answer, /Mining Watch responders\b(?![\s\S]*Mining Watch owners)|Saved|Salvato/);
    }
    assert.deepEqual([await row(), await row(1)], before);
  });

  it('are shown by names that are only text, whatever they are, and by the id where a name is nothing', async () => {
    const { house } = scene();
    const named = (displayName: string) => ({
      service: 'graph' as const,
      path: `/groups/${groups.viewer}\\?`,
      times: 1000,
      act: { kind: 'status', status: 200, body: { displayName } } as const,
    });
    house.world.addFault(named(hostileName));
    const asked = await lookUp('responder', groups.viewer, 'instead');
    const saved = await on(asked, 'settings.group');
    await until(() => told().some((text) => text.includes('responders → ‹at>Everybody')));
    const posted = house.messages(house.channel.id).filter(({ card }) => cardText(card).includes('Everybody'));

    for (const json of [asked.value, saved.value, ...posted.map(({ card }) => card)].map((one) =>
      JSON.stringify(one),
    )) {
      assert.doesNotMatch(json, /<at>|https:\/\/evil|\{\{DATE\(2020/);
      assert.match(json, /Everybody/);
    }
    house.world.clearFaults();
    house.world.addFault(named('\u200b\u202e'));
    assert.match(answerText(await open()), new RegExp(groups.viewer));
  });
});
