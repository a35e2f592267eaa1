import assert from 'node:assert/strict';
import type { Verb } from '../../cards/verbs.ts';
import type { InvokeAnswer, Json, WorldPerson } from '../../playground/world/types.ts';
import { isVerb } from '../../src/teams/button-data.ts';
import { until } from '../support/house.ts';
import { pressed } from './activities.ts';
import { keyOf, type PlanCard, type Removals, removalsIn } from './removal.ts';
import { adaptiveCard, answerText, type Detected, sentence, useScene } from './scene.ts';

describe('a removal in the hands of somebody who has no part in it', () => {
  const scene = useScene({ world: { limits: false }, installed: 'all' });
  let removals: Removals;
  let found: Detected;
  let plan: PlanCard;
  let stopRun = '';
  let machine = '';
  /** Of the other partner, with a case and a plan of its own. */
  let theirs: Detected;

  before(async () => {
    const { partner } = scene();
    removals = removalsIn(scene());
    theirs = await scene().detected({ partner: partner(1), machines: 1 });
    found = await removals.fraud({ machines: 2 });
    machine = removals.miners(found.subscriptionId).map((one) => keyOf(found.subscriptionId, one))[0] ?? '';
    await removals.does(removals.owner, found, 'resources.stop', { chosen: machine });
    stopRun = (await removals.ended(found.caseId)).id;
    plan = await removals.planned(found, { scope: 'strong' });
    await scene().records.idle();
  });

  const world = () => scene().house.world;

  /** Each button of the second end with all that a valid press carries. */
  function presses(): Readonly<Partial<Record<Verb, Json>>> {
    const ids = { plan: plan.data['plan'], hash: plan.data['hash'] };
    return {
      'inventory.open': {},
      'investigate.again': {},
      'timeline.open': { resource: machine },
      'resources.stop': { chosen: machine, scope: 'chosen', attached: 'true' },
      'resources.start': { run: stopRun },
      'plan.request': { chosen: machine, scope: 'chosen', attached: 'true' },
      'plan.open': ids,
      'plan.approve': { ...ids, typedName: plan.name },
      'plan.drop': ids,
      'run.cancel': { run: stopRun },
      'aftercare.open': {},
      'checklist.answer': { item: 'mfa', state: 'done', note: '' },
    };
  }
  const grave: readonly Verb[] = ['resources.stop', 'resources.start', 'plan.request', 'plan.approve'];
  const views: readonly Verb[] = [
    'inventory.open',
    'investigate.again',
    'timeline.open',
    'plan.open',
    'aftercare.open',
  ];
  const verbs = [...views, ...grave, 'plan.drop', 'run.cancel', 'checklist.answer'] as const satisfies readonly Verb[];

  async function dataOf(verb: Verb): Promise<Json> {
    const { revision: rev } = await removals.case(found.caseId);
    return { case: found.caseId, rev, ...presses()[verb] };
  }

  /** What is written down and what was asked of Azure that changes anything. */
  async function state(): Promise<unknown> {
    const { rows } = await scene().records.pool.query(
      'select (select count(*) from plans) as plans, (select count(*) from runs) as runs, (select count(*) from kept_evidence) as evidence',
    );
    const acting = world()
      .requests()
      .filter(({ service, method, path }) => service === 'azure' && method !== 'GET' && !isRead(path));
    return [await scene().records.everything(), rows, acting.length, removals.standing(found.subscriptionId)];
  }

  async function changesNothing(act: () => Promise<InvokeAnswer>): Promise<InvokeAnswer> {
    const before = await state();
    const answer = await act();
    await scene().records.idle();
    assert.deepEqual(await state(), before);
    return answer;
  }

  const says = (person: WorldPerson, verb: Verb, messageId: string) =>
    changesNothing(async () => world().execute({ personId: person.id, messageId, verb, data: await dataOf(verb) }));

  it('is tried with every button of the second end', () => {
    assert.deepEqual(Object.keys(presses()).toSorted(), [...verbs].toSorted());
    assert.ok(verbs.every(isVerb));
  });

  for (const verb of verbs) {
    it(`is refused a person of another organisation who knows case, plan, hash and run: ${verb}`, async () => {
      const stranger = scene().house.person(/Chiara/, theirs.partner.tenantId);

      const answer = await says(stranger, verb, theirs.card.id);

      assert.equal(answer.type, sentence);
      for (const secret of [found.customerName, plan.name, found.subscriptionId])
        assert.ok(!answerText(answer).includes(secret), answerText(answer));
    });

    it(`is refused a guest of the team: ${verb}`, async () => {
      const guest = scene().house.person(/guest/i);

      const answer = await says(guest, verb, plan.message.id);

      assert.equal(answer.type, sentence);
      assert.match(answerText(answer), /role/);
    });
  }

  for (const verb of verbs.filter((one) => !views.includes(one) && one !== 'checklist.answer')) {
    it(`is refused a helpdesk agent, who may answer cases, and billing, who may see them: ${verb}`, async () => {
      for (const title of [/helpdesk/i, /billing/i]) {
        const answer = await says(scene().house.person(title), verb, plan.message.id);

        assert.equal(answer.type, sentence);
        assert.match(answerText(answer), /need the role remover.*Isaiah Langer/);
      }
    });
  }

  for (const verb of grave) {
    it(`is not done from a copy of the card that was forwarded: ${verb}`, async () => {
      const { house } = scene();
      const { conversations } = world().snapshot();
      const elsewhere = conversations.find(
        (c) => c.teamId === house.partner.teamId && c.id !== found.card.conversationId,
      );
      const alone = world().personalChat(removals.remover.id);
      assert.ok(elsewhere);
      const at = conversations.find(({ id }) => id === found.card.conversationId);
      assert.ok(at);
      const copies = [
        { conversation: elsewhere, replyToId: plan.message.id },
        { conversation: alone, replyToId: plan.message.id },
        { conversation: at, replyToId: '1700000000000' },
      ];

      for (const [i, copy] of copies.entries()) {
        const data = await dataOf(verb);
        const said = { person: removals.remover, id: `copy-${verb}-${i}`, ...copy };
        const before = await state();
        const sent = await world().post(pressed(house, said, { type: 'Action.Execute', verb, data }));
        await scene().records.idle();

        assert.equal(sent.status, 200, sent.body);
        assert.match(sent.body, /copy from elsewhere/);
        assert.deepEqual(await state(), before);
      }
    });
  }

  const foreignKeys: Readonly<Record<string, () => string>> = {
    'of another subscription': () => machine.replace(found.subscriptionId, theirs.subscriptionId),
    'that climbs out': () =>
      `/subscriptions/${found.subscriptionId}/../${theirs.subscriptionId}/resourcegroups/a/providers/b/c/d`,
    'that climbs out encoded': () =>
      `/subscriptions/${found.subscriptionId}/%2e%2e/${theirs.subscriptionId}/resourcegroups/a/providers/b/c/d`,
    'with a query': () => `${machine}?api-version=2000-01-01`,
    'on another host': () => `https://evil.example${machine}`,
    'with a longer subscription': () => machine.replace(found.subscriptionId, `${found.subscriptionId}0`),
  };
  for (const [what, key] of Object.entries(foreignKeys)) {
    it(`is not done to a resource ${what}`, async () => {
      for (const verb of ['resources.stop', 'plan.request'] as const) {
        const chosen = [machine, key()].join(',');
        const answer = await changesNothing(async () =>
          world().execute({
            personId: removals.owner.id,
            messageId: found.card.id,
            verb,
            data: { ...(await dataOf(verb)), chosen },
          }),
        );

        assert.equal(answer.type, sentence);
        assert.match(answerText(answer), /belongs to another subscription/);
      }
    });
  }

  it('is approved with the plan that was shown alone, not with another hash, plan or name', async () => {
    const data = await dataOf('plan.approve');
    const wrong: readonly Json[] = [
      { hash: '0'.repeat(64) },
      { plan: `plan_${'0'.repeat(32)}` },
      { typedName: '' },
      { typedName: `${plan.name}x` },
    ];
    for (const more of wrong) {
      const messageId = plan.message.id;
      const answer = await changesNothing(() =>
        world().execute({ personId: removals.remover.id, messageId, verb: 'plan.approve', data: { ...data, ...more } }),
      );

      assert.notEqual(answer.type, adaptiveCard, JSON.stringify(more));
    }
  });

  it('is done by whom it concerns, after all of that', async () => {
    await removals.approves(removals.remover, plan);
    const run = await removals.ended(found.caseId);

    assert.deepEqual(new Set(run.items.map(({ state: end }) => end)), new Set(['done']));
    await until(() => removals.miners(found.subscriptionId).length === 0);
    await scene().records.proveJournals();
  });
});

/** Resource Graph and costs are read by POST. */
function isRead(path: string): boolean {
  return /resourcegraph|costmanagement/i.test(path);
}
