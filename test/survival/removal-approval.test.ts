import assert from 'node:assert/strict';
import type { Fault, Json, WorldPerson } from '../../playground/world/types.ts';
import { until } from '../support/house.ts';
import { endOf, keyOf, type PlanCard, type Removals, removalsIn } from './removal.ts';
import { answerText, type Detected, useScene } from './scene.ts';

const minute = 60_000;

describe('between a plan and its end', () => {
  const scene = useScene({ world: { limits: false }, installed: 'all' });
  let removals: Removals;

  before(() => {
    removals = removalsIn(scene());
  });

  const world = () => scene().house.world;
  const deletes = () =>
    world()
      .requests()
      .filter(({ service, method }) => service === 'azure' && method === 'DELETE');
  /** The machines of a case, by their keys. */
  const machines = ({ subscriptionId }: Detected) =>
    removals.miners(subscriptionId).map((one) => keyOf(subscriptionId, one));

  async function planOf(found: Detected, more: { readonly attached?: 'true' } = {}): Promise<PlanCard> {
    return removals.planned(found, { chosen: machines(found), ...more });
  }

  /** Nothing was asked of Azure, and nothing is gone. */
  async function untouched(found: Detected, act: () => Promise<void>): Promise<void> {
    const [asked, there] = [deletes().length, removals.standing(found.subscriptionId).length];
    await act();
    assert.equal(deletes().length, asked);
    assert.ok(removals.standing(found.subscriptionId).length >= there);
  }

  /** From now on Entra says that a person is in no group. */
  function loseRole({ id }: WorldPerson): Fault {
    const act = { kind: 'status', status: 200, body: { value: [] } } as const;
    return world().addFault({ service: 'graph', path: `${id}.*checkMemberGroups`, times: 1000, act });
  }

  /** Two minutes are remembered. */
  function regain({ id }: Fault): void {
    world().removeFault(id);
    world().advance(3 * minute);
  }

  const journalOf = async ({ caseId }: Detected, type: string) =>
    (await scene().records.caseOf(caseId)).entries.filter(({ event }) => event.type === type).length;

  it('two people who approve at the same moment begin one run; the second is told who was first', async () => {
    const found = await removals.fraud({ machines: 2 });
    const plan = await planOf(found);

    const both = [removals.owner, removals.remover];
    const answers = await Promise.all(both.map((person) => removals.approves(person, plan)));
    const { items, by } = await removals.ended(found.caseId);

    assert.deepEqual(items.map(endOf), ['done', 'done']);
    assert.deepEqual([await journalOf(found, 'plan-approved'), await journalOf(found, 'run-ended')], [1, 1]);
    for (const { key } of items)
      assert.equal(deletes().filter(({ path }) => path.toLowerCase().includes(key)).length, 1);
    const late = answers[both.findIndex(({ id }) => id !== by.objectId)];
    assert.ok(late);
    assert.match(answerText(late), new RegExp(`${by.name}|meanwhile`, 'i'));
    await scene().records.proveJournals();
  });

  it('a role that is withdrawn between the click and the run leaves everything alone, and the card says so', async () => {
    const found = await removals.fraud({ machines: 2 });
    const plan = await planOf(found);
    await removals.does(removals.remover, found, 'plan.open', { plan: plan.data['plan'] });

    await untouched(found, async () => {
      const fault = loseRole(removals.remover);
      await removals.approves(removals.remover, plan);
      const { items } = await removals.ended(found.caseId);
      regain(fault);

      assert.deepEqual(items.map(endOf), ['skipped role-lost', 'skipped role-lost']);
      await removals.planSays(found, /The person who asked no longer has the role for this/);
    });
  });

  it('a role that is withdrawn in the middle stops what has not begun; what has is still looked at', async () => {
    const found = await removals.fraud({ machines: 2 });
    const plan = await planOf(found, { attached: 'true' });
    await removals.approves(removals.remover, plan);
    const runId = await until(async () => (await removals.case(found.caseId)).run?.id);
    await until(async () => {
      const run = await scene().house.app.store.runs.load(runId);
      return run?.items.filter(({ asked }) => asked > 0).length === 2;
    });

    const fault = loseRole(removals.remover);
    world().advance(3 * minute);
    const { items } = await removals.ended(found.caseId);
    regain(fault);

    const there = new Set(removals.standing(found.subscriptionId).map((one) => keyOf(found.subscriptionId, one)));
    assert.ok(items.length > 4);
    for (const item of items) {
      assert.match(endOf(item), item.asked > 0 ? /^done$/ : /^skipped (role-lost|owner-stays)$/, item.name);
      assert.equal(there.has(item.key), item.asked === 0, item.name);
    }
    await removals.planSays(found, /no longer has the role/);
  });

  it('a right that is withdrawn in Azure leaves everything alone, each with its reason', async () => {
    const found = await removals.fraud({ machines: 2 });
    const plan = await planOf(found);
    world().azure.allow(removals.remover.id, found.subscriptionId, false);

    await removals.approves(removals.remover, plan);
    const { items } = await removals.ended(found.caseId);

    assert.deepEqual(items.map(endOf), ['failed no-right', 'failed no-right']);
    assert.equal(machines(found).length, 2);
    await removals.planSays(found, /has no right to do this/);
  });

  it('who has no right in Azure gets no plan', async () => {
    const found = await removals.fraud({ machines: 1 });
    world().azure.allow(removals.owner.id, found.subscriptionId, false);

    await untouched(found, async () => {
      await removals.asked(found, { chosen: machines(found) });

      await removals.planSays(found, /No plan was made/);
    });
  });

  it('a plan that is 16 minutes old is not approved, whether anything has noticed its age or not', async () => {
    const found = await removals.fraud({ machines: 1 });
    const plan = await planOf(found);

    await untouched(found, async () => {
      world().advance(16 * minute);
      assert.match(answerText(await removals.approves(removals.remover, plan)), /older than 15 minutes/);
      const typed = await scene().ask(removals.remover, `approve ${found.number} ${plan.name}`, found.card);
      assert.match(typed, /older than 15 minutes/);
      await scene().house.look();
      await removals.planSays(found, /Nobody approved it in time/);
      assert.match(
        answerText(await scene().press(removals.remover, plan.message, 'plan.approve', {}, plan.message.card)),
        /older than 15 minutes|meanwhile/,
      );
    });
    assert.equal((await removals.case(found.caseId)).run, undefined);
  });

  describe('whatever changes in Azure', () => {
    let found: Detected;
    let keys: readonly string[] = [];

    before(async () => {
      found = await removals.fraud({ machines: Object.keys(drifts).length });
      keys = machines(found);
    });

    /** What somebody does meanwhile to a planned machine, and what the card then says of it. */
    const drifts: Readonly<Record<string, (key: string, name: string) => RegExp>> = {
      'another of the same name': (key, name) => {
        world().azure.replace(key);
        return new RegExp(`Changed.*${name} is another one of the same name`);
      },
      'a new tag that protects': (key, name) => {
        world().azure.change(key, { 'do-not-delete': 'yes' });
        return new RegExp(`Changed.*${name} has other tags`);
      },
      'a new lock': (key, name) => {
        world().azure.lock(key, { name: 'keep-it' });
        return new RegExp(`Changed.*${name} has other locks`);
      },
      'a resource that came into its group': (key) => {
        const group = key.split('/')[4] ?? '';
        const type = 'Microsoft.Storage/storageAccounts';
        world().azure.make({ subscriptionId: found.subscriptionId, group, type, name: 'stnewcomer' });
        return /Came.*stnewcomer/;
      },
      'a resource that went': (_key, name) => {
        const act = { kind: 'status', status: 404, body: { error: { code: 'ResourceNotFound' } } } as const;
        world().addFault({ service: 'azure', method: 'GET', path: `/${name}(\\?|/|$)`, times: 1000, act });
        return new RegExp(`Went.*${name}`);
      },
    };

    for (const [i, [what, drift]] of Object.entries(drifts).entries()) {
      it(`between plan and approval voids the plan, and is shown: ${what}`, async () => {
        const key = keys[i] ?? '';
        const plan = await removals.planned(found, { chosen: [key] });

        await untouched(found, async () => {
          const shown = drift(key, key.split('/').at(-1) ?? '');
          await removals.approves(removals.remover, plan);

          await removals.planSays(found, new RegExp(`no longer what the plan shows.*${shown.source}`));
          assert.equal((await removals.case(found.caseId)).plan?.state, 'void');
        });
      });
    }
  });

  it('presses that come twice are one wish: stop, plan, approve', async () => {
    // Of another organization, whose channel nobody else makes wait.
    const elsewhere = removalsIn(scene(), scene().partner(1));
    const found = await elsewhere.fraud({ machines: 1 });
    const { press } = scene();
    const twice = (person: WorldPerson, verb: string, data: Json) =>
      Promise.all([1, 2].map(() => world().execute({ personId: person.id, messageId: found.card.id, verb, data })));
    const rev = async () => (await elsewhere.case(found.caseId)).revision;
    const chosen = machines(found).join(',');

    await twice(elsewhere.owner, 'resources.stop', { case: found.caseId, rev: await rev(), chosen });
    await elsewhere.ended(found.caseId);
    await twice(elsewhere.owner, 'plan.request', {
      case: found.caseId,
      rev: await rev(),
      chosen,
      scope: 'chosen',
      attached: 'false',
    });
    await until(async () => (await elsewhere.case(found.caseId)).plan?.state === 'frozen');
    const requested = await journalOf(found, 'plan-requested');
    const message = await elsewhere.planSays(found, /Approva ed elimina/);
    const name = (await elsewhere.case(found.caseId)).plan?.subscriptionName;
    await until(() => scene().house.app.store.posts.byActivity(message.conversationId, message.id));
    await Promise.all([1, 2].map(() => press(elsewhere.remover, message, 'plan.approve', { typedName: name })));
    const { items } = await elsewhere.ended(found.caseId);

    assert.deepEqual([await journalOf(found, 'stop-requested'), requested], [1, 1]);
    assert.deepEqual([await journalOf(found, 'plan-approved'), await journalOf(found, 'run-ended')], [1, 2]);
    assert.deepEqual(items.map(endOf), ['done']);
    await scene().records.proveJournals();
  });
});
