import assert from 'node:assert/strict';
import type { Json, WorldPerson } from '../../playground/world/types.ts';
import { buttonData } from '../../src/teams/button-data.ts';
import { pressed } from './activities.ts';
import { adaptiveCard, answerText, type Detected, sentence, useScene } from './scene.ts';

/** Everything that changes a case, with what it carries. */
const deeds: Readonly<Record<string, Json>> = {
  claim: {},
  release: {},
  'check.answer': { check: 'usage', answer: 'good' },
  decide: { verdict: 'legitimate', reason: 'They asked for it.' },
  'memory.same': { compared: '2026-11-22T15:31:04.000Z' },
  note: { text: 'A note' },
  snooze: { hours: '4', reason: 'Later' },
  close: { because: 'Done' },
  reopen: { because: 'Again' },
  'report.again': {},
  'support.compose': {
    kind: 'azure',
    title: 'A title',
    problemType: 'A type',
    impact: 'moderate',
    description: 'A description',
    contactName: 'A name',
    contactEmail: 'somebody@northwindcloud.example',
    contactPhone: '',
  },
  'support.file': { kind: 'azure', number: '2611220050001234' },
  'support.drop': { kind: 'azure' },
  'support.note': { kind: 'azure', text: 'A note' },
  'contact.send': { to: 'anna@customer.example', subject: 'A subject', draft: 'A text', language: 'en' },
  'contact.settle': { mail: `mail_${'f'.repeat(32)}`, sent: true },
  'contact.note': { triedWay: 'call', triedTo: 'Anna', triedNote: '' },
  'contact.wait': { hours: '4' },
  'evidence.make': { profile: 'full', language: 'en' },
};
/** Removals, lists of alerts and forgetting have tests of their own (removal-foreign, alert-burst, recall); what looks again or fetches is a view. */
const elsewhere =
  /^(?:alerts\.|assign|checklist\.|resources\.|plan\.|run\.|investigate\.|timeline\.|inventory\.|aftercare\.|check\.again|support\.track|evidence\.fetch|memory\.forget)/;
const words = [
  'claim',
  'release',
  'mail anna@customer.example',
  'evidence full',
  'usage yes',
  'legitimate they asked',
  'same',
  'note A note',
  'snooze 4h later',
  'close done',
  'reopen again',
];
const views = ['case.show', 'case.refresh', 'check.open', 'decide.open', 'more.open', 'support.open', 'evidence.open'];

const responders =
  /need the role responder\. Members of these groups have it: .*Mining Watch responders \((?:Megan Bowen, Alex Wilber|Alex Wilber, Megan Bowen)\)/;
const viewers = /need the role viewer\. Members of these groups have it: .*Mining Watch viewers \(Lynne Robbins\)/;
const twoMinutes = 2 * 60_000;

describe('what a person may', () => {
  const scene = useScene();
  let detected: Detected;

  before(async () => {
    detected = await scene().detected();
    await scene().records.idle();
  });

  afterEach(() => scene().records.proveJournals());

  async function press(person: WorldPerson, verb: string, input: Json = {}) {
    const { house, records } = scene();
    const { revision } = (await records.caseOf(detected.caseId)).state;
    const data = { case: detected.caseId, rev: revision, check: 'usage', kind: 'azure', ...input };
    return house.world.execute({ personId: person.id, messageId: detected.card.id, verb, data });
  }

  async function mayNothing(person: WorldPerson, why: RegExp): Promise<void> {
    const { ask, house, records } = scene();
    const before = [await records.everything(), house.world.snapshot().alerts];
    for (const [verb, input] of Object.entries(deeds)) {
      const answer = await press(person, verb, input);

      assert.deepEqual([answer.httpStatus, answer.type], [200, sentence], verb);
      assert.match(answerText(answer), why);
    }
    // A few are enough: typed words take the same way from here on, and Teams limits how many answers a channel takes.
    for (const text of words.slice(0, 4)) assert.match(await ask(person, text, detected.card), why);
    await records.idle();
    assert.deepEqual([await records.everything(), house.world.snapshot().alerts], before);
    assert.deepEqual(house.world.snapshot().mails, []);
  }

  async function seesNothing(person: WorldPerson, why: RegExp): Promise<void> {
    const { ask } = scene();
    for (const verb of views) {
      const answer = await press(person, verb);

      assert.equal(answer.type, sentence, verb);
      assert.match(answerText(answer), why);
    }
    for (const text of ['cases', `show ${detected.number}`]) {
      const answer = await ask(person, text, detected.card);

      assert.match(answer, why);
      assert.ok(!answer.includes(detected.customerName));
    }
  }

  it('is looked at here for every button of a case', () => {
    const all = Object.entries(buttonData).flatMap(([verb, { shape }]) => ('case' in shape ? [verb] : []));

    assert.deepEqual(
      all.filter((verb) => !(verb in deeds) && !views.includes(verb) && !elsewhere.test(verb)),
      [],
    );
  });

  it('is to see, as a viewer; the refusal of the rest says which role is missing, and who has it', async () => {
    const { ask, house } = scene();
    const viewer = house.person(/billing/i);

    await mayNothing(viewer, responders);
    for (const verb of views) assert.equal((await press(viewer, verb)).type, adaptiveCard, verb);
    assert.match(await ask(viewer, 'cases', detected.card), new RegExp(detected.customerName));
    assert.match(await ask(viewer, 'status', detected.card), /owner/i);
  });

  it('is nothing but to be greeted, as a guest in no group', async () => {
    const { ask, house } = scene();
    const guest = house.person(/guest/i);

    await mayNothing(guest, /need the role (?:viewer|responder)\. Members/);
    await seesNothing(guest, viewers);
    assert.match(await ask(guest, 'help', detected.card), /What Mining Watch can do/);
    assert.match(await ask(guest, 'hello', detected.card), /Hello/);
  });

  it('is nothing, as a person of another organisation in the channel', async () => {
    const { house, partner } = scene();
    const stranger = house.person(/admin/i, partner(1).tenantId);

    await mayNothing(stranger, /il ruolo|need the role/);
    await seesNothing(stranger, /il ruolo|need the role/);
  });

  it('is nothing there either for whoever comes with the rights of their own organisation', async () => {
    const { house, partner, records } = scene();
    const person = house.person(/admin/i, partner(1).tenantId);
    const conversation = { ...house.channel, tenantId: partner(1).tenantId };
    const before = await records.cases();

    for (const [verb, input] of [...Object.entries(deeds), ...views.map((view) => [view, {}] as const)]) {
      const data = { case: detected.caseId, rev: 1, check: 'usage', kind: 'azure', ...input };
      const action = { type: 'Action.Execute', verb, data };
      const answer = await house.world.post(
        pressed(house, { person, conversation, replyToId: detected.card.id }, action),
      );

      assert.match(answer.body, /Non conosco questo caso/);
      assert.ok(!answer.body.includes(detected.customerName));
    }
    assert.deepEqual(await records.cases(), before);
  });

  it('is to work on cases and not to set up, as a responder', async () => {
    const { ask, house, records } = scene();
    const helper = house.person(/helpdesk/i);

    const claimed = await press(helper, 'claim');
    const status = await ask(helper, 'status', detected.card);

    assert.equal(claimed.type, adaptiveCard);
    assert.equal((await records.caseOf(detected.caseId)).state.owner?.name, helper.name);
    assert.match(status, /owner/i);
  });

  it('is nothing for anybody while the groups cannot be read, and all again once they can', async () => {
    const { house, records } = scene();
    const { world } = house;
    const admin = house.person(/admin/i);
    await press(admin, 'case.show');
    // What earlier claims had looked up is part of the case by now.
    await records.idle();
    world.advance(twoMinutes + 1000);
    const broken = { service: 'graph', path: 'checkMemberGroups', times: 1000 } as const;
    world.addFault({
      ...broken,
      act: { kind: 'status', status: 403, body: { error: { code: 'Authorization_RequestDenied' } } },
    });

    await mayNothing(admin, /could not look up your role/);
    await seesNothing(admin, /could not look up your role/);
    world.clearFaults();

    assert.equal((await press(admin, 'note', { text: 'There again' })).type, adaptiveCard);
  });

  it('is told by the id of the group where its name cannot be read', async () => {
    const { house } = scene();
    house.world.addFault({ service: 'graph', path: '/groups/', times: 1000, act: { kind: 'status', status: 403 } });

    const answer = await press(house.person(/billing/i), 'claim');

    assert.match(answerText(answer), /need the role responder\. Members of these groups have it: /);
    for (const group of [house.partner.groups.responder, house.partner.groups.owner])
      assert.ok(answerText(answer).includes(group));
  });

  it('ends two minutes after the role was withdrawn', async () => {
    const { house, records } = scene();
    const helper = house.person(/helpdesk/i);
    await press(helper, 'case.show');
    const nothing = { kind: 'status', status: 200, body: { value: [] } } as const;
    house.world.addFault({ service: 'graph', path: 'checkMemberGroups', times: 1000, act: nothing });

    house.world.advance(twoMinutes + 1000);
    const answer = await press(helper, 'decide', deeds['decide']);

    assert.match(answerText(answer), viewers);
    assert.equal((await records.caseOf(detected.caseId)).state.verdict.kind, 'none');
  });
});
