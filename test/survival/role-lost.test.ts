import assert from 'node:assert/strict';
import type { Fault, WorldPerson } from '../../playground/world/types.ts';
import { until } from '../support/house.ts';
import { keyOf, type Removals, removalsIn } from './removal.ts';
import { answerText, type Detected, useScene } from './scene.ts';

const minute = 60_000;
const mail = { to: 'anna@customer.example', subject: 'Please check', draft: 'Hello', language: 'en' };

describe('a right that ends between a click and what is done for it', () => {
  const scene = useScene({ world: { limits: false }, installed: 'all' });
  let removals: Removals;
  let person: WorldPerson;

  before(() => {
    removals = removalsIn(scene());
    person = removals.remover;
  });

  const world = () => scene().house.world;
  const asked = (path: RegExp) =>
    world()
      .requests()
      .filter((one) => one.method !== 'GET' && path.test(one.path)).length;
  const mailOf = async ({ caseId }: Detected) => (await removals.case(caseId)).contact?.mails.at(-1);
  const roleReads = () => asked(/checkMemberGroups/i);

  /** The role is remembered from a click a moment ago; from now on the directory answers this. */
  async function afterAClick(found: Detected, act: Fault['act']): Promise<Fault> {
    await removals.does(person, found, 'more.open');
    return world().addFault({ service: 'graph', path: `${person.id}.*checkMemberGroups`, times: 1000, act });
  }
  function over({ id }: Fault): void {
    world().removeFault(id);
    world().advance(3 * minute);
  }
  const inNoGroup = { kind: 'status', status: 200, body: { value: [] } } as const;
  const unreadable = { kind: 'status', status: 403, body: { error: { code: 'Authorization_RequestDenied' } } } as const;

  it('sends no message to the customer, and the case says that it was not sent and why', async () => {
    const found = await scene().detected();
    const [posts, mails] = [asked(/sendMail/i), world().mailbox().length];
    const fault = await afterAClick(found, inNoGroup);

    await removals.does(person, found, 'contact.send', mail);
    await until(async () => (await mailOf(found))?.state === 'failed');
    over(fault);
    const told = answerText(
      await removals.does(removals.owner, found, 'check.open', { check: 'customer', language: 'en' }),
    );

    assert.equal((await mailOf(found))?.why, 'role-lost');
    assert.deepEqual([asked(/sendMail/i), world().mailbox().length], [posts, mails]);
    assert.match(told, /It was not sent: whoever asked for it no longer had the role/);
  });

  it('waits where roles cannot be read, and the message goes once when they can', async () => {
    const found = await scene().detected();
    const mails = world().mailbox().length;
    const fault = await afterAClick(found, unreadable);
    const reads = roleReads();

    await removals.does(person, found, 'contact.send', mail);
    await until(() => roleReads() > reads);
    assert.deepEqual([(await mailOf(found))?.state, world().mailbox().length], ['asked', mails]);
    over(fault);
    await until(async () => (await mailOf(found))?.state === 'sent');

    assert.equal(world().mailbox().length, mails + 1);
  });

  it('gives Microsoft no note', async () => {
    const found = await scene().detected();
    const title = 'Cryptomining notification';
    const { number } = world().portal.file({ personId: person.id, title, description: 'Which resources?' });
    const requestNow = async () => (await removals.case(found.caseId)).support?.['partner-center'];
    const all = world()
      .snapshot()
      .customers.flatMap(({ subscriptions }) => subscriptions);
    const subscription = all.find(({ id }) => id === found.subscriptionId)?.name ?? assert.fail('no such subscription');
    const composed = await removals.does(person, found, 'support.compose', {
      kind: 'partner-center',
      title,
      problemType: 'Adding or managing customers',
      impact: 'moderate',
      description: `${subscription}\nWhich resources?`,
      contactName: person.name,
      contactEmail: person.upn,
    });
    assert.match(answerText(composed), /not filed/i);
    await removals.does(person, found, 'support.file', { kind: 'partner-center', number });
    await until(async () => (await requestNow())?.tracking?.status === 'open');
    const fault = await afterAClick(found, inNoGroup);

    await removals.does(person, found, 'support.note', { kind: 'partner-center', text: 'Any news?' });
    await until(async () => (await requestNow())?.note?.state === 'failed');
    over(fault);
    const told = answerText(await removals.does(removals.owner, found, 'support.open', { kind: 'partner-center' }));

    assert.match(told, /It was not sent: whoever wrote it no longer had the role/);
    const kept = world()
      .snapshot()
      .serviceRequests.find((one) => one.number === number);
    assert.deepEqual(kept?.notes, []);
  });

  it('nobody approves what they asked for themselves above the limit for two people, pressed or typed', async () => {
    const found = await removals.fraud({ machines: 11 });
    const chosen = removals.miners(found.subscriptionId).map((one) => keyOf(found.subscriptionId, one));
    const plan = await removals.planned(found, { chosen, lift: true });
    const standing = removals.standing(found.subscriptionId).length;

    const pressed = await Promise.all([1, 2, 3].map(() => removals.approves(removals.owner, plan)));
    const typed = await scene().ask(removals.owner, `approve ${found.number} ${plan.name}`, found.card);
    await scene().records.idle();

    for (const answer of pressed) assert.match(answerText(answer), /second person has to approve/);
    assert.match(typed, /second person has to approve/);
    const { plan: left, run } = await removals.case(found.caseId);
    assert.ok((left?.items ?? 0) > 10);
    assert.deepEqual([left?.state, left?.needsSecond, run], ['frozen', true, undefined]);
    assert.equal(
      world()
        .requests()
        .filter(({ service, method }) => service === 'azure' && method === 'DELETE').length,
      0,
    );
    assert.equal(removals.standing(found.subscriptionId).length, standing);
    await scene().records.proveJournals();
  });
});
