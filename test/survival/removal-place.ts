import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import type { ResourceView } from '../../playground/world/azure/types.ts';
import type { InvokeAnswer, Json, SeenRequest, WorldMessage, WorldPartner } from '../../playground/world/types.ts';
import type { Case } from '../../src/domain/case.ts';
import type { RunItem } from '../../src/domain/run.ts';
import { buttonsOf, until } from '../support/house.ts';
import type { Place } from './place.ts';
import { keyOf } from './removal.ts';
import { buttonOf } from './scene.ts';

/** A plan that waits for approval, of a process that is only reached over HTTP. */
export interface WaitingPlan {
  readonly subscriptionId: string;
  readonly caseId: string;
  readonly message: WorldMessage;
  readonly keys: readonly string[];
  readonly approve: () => Promise<InvokeAnswer>;
}

/** Environment with a partners file whose guards let whole subscriptions go. */
export async function withoutGuards(env: Place['env']): Promise<Place['env']> {
  const file = env['PARTNERS_FILE'] ?? '';
  const partners: readonly Json[] = JSON.parse(await readFile(file, 'utf8'));
  const removal = { mostResources: 5000, mostPercent: 100 };
  const own = file.replace(/\.json$/, '-without-guards.json');
  await writeFile(own, JSON.stringify(partners.map((one) => ({ ...one, removal }))));
  return { ...env, PARTNERS_FILE: own };
}

/** Mining machines with what they use, so many resources, in a subscription of a partner; found, decided, planned. */
export async function waitingPlan(place: Place, partner: WorldPartner, count: number): Promise<WaitingPlan> {
  const { world, records } = place;
  const known = new Set(world.snapshot().alerts.map((alert) => alert.subscriptionId));
  const subscriptionId = world
    .snapshot()
    .customers.filter(({ partnerTenantId }) => partnerTenantId === partner.tenantId)
    .flatMap(({ subscriptions }) => subscriptions.map(({ id }) => id))
    .find((id) => !known.has(id));
  assert.ok(subscriptionId !== undefined);
  const person = (title: string) => {
    const found = world.snapshot().people.find((p) => p.tenantId === partner.tenantId && p.title === title);
    assert.ok(found, `nobody is ${title}`);
    return found.id;
  };
  world.azure.chains(subscriptionId, count);
  world.addDetection({ partnerTenantId: partner.tenantId, subscriptionId });
  await place.look();
  const { id: caseId } = await until(
    async () => (await records.cases()).find(({ state }) => state.subscriptionId === subscriptionId)?.state,
  );
  const card = await until(() => place.cardsOf(caseId)[0]);
  const caseNow = async (): Promise<Case> => (await records.caseOf(caseId)).state;
  const press = async (verb: string, data: Json = {}) => {
    const { revision: rev } = await caseNow();
    return world.execute({
      personId: person('owner'),
      messageId: card.id,
      verb,
      data: { case: caseId, rev, ...data },
    });
  };
  await isPosted(place, card);
  await press('claim');
  await press('decide', { verdict: 'fraud', reason: 'Nobody ordered them.' });
  await until(async () => (await caseNow()).signs);
  await press('plan.request', { scope: 'strong', attached: 'true' });
  const plan = await until(async () => {
    const { plan: made } = await caseNow();
    return made?.hash !== undefined && made;
  });
  const message = await until(() =>
    world
      .snapshot()
      .messages.find((one) =>
        buttonsOf(one.card).some(({ verb, data }) => verb === 'plan.approve' && data['plan'] === plan.id),
      ),
  );
  await isPosted(place, message);
  const { rows } = await records.pool.query<{ keys: readonly string[] }>(
    `select array(select item #>> '{resource,key}' from jsonb_array_elements(plan::jsonb -> 'items') as item) as keys
     from plans where id = $1`,
    [plan.id],
  );
  const { data } = buttonOf(message.card, 'plan.approve');
  const approval = { ...data, typedName: plan.subscriptionName };
  return {
    subscriptionId,
    caseId,
    message,
    keys: rows[0]?.keys ?? [],
    approve: () =>
      world.execute({ personId: person('remover'), messageId: message.id, verb: 'plan.approve', data: approval }),
  };
}

/** Until it is written down where a card was posted; only then it counts as ours. */
async function isPosted({ records }: Place, message: WorldMessage): Promise<void> {
  await until(async () => {
    const { rowCount } = await records.pool.query('select from posts where sent_activity_id = $1', [message.id]);
    return rowCount === 1;
  });
}

/** The items of a case's run as they are written down, in order; none before it has begun. */
export async function itemsOf({ records }: Place, caseId: string): Promise<readonly RunItem[]> {
  const { rows } = await records.pool.query<{ item: RunItem }>(
    `select item from run_items join runs on runs.id = run_id where case_id = $1 order by position`,
    [caseId],
  );
  return rows.map(({ item }) => item);
}

/** Until the run of a case is over: as long as there is any progress. */
export async function runEnded(place: Place, caseId: string): Promise<void> {
  const hasEnded = async () => (await place.records.caseOf(caseId)).state.run?.endedAt !== undefined;
  const written = async () => JSON.stringify(await itemsOf(place, caseId));
  while (!(await hasEnded())) {
    const before = await written();
    await until(async () => (await hasEnded()) || (await written()) !== before);
  }
}

/** What stands in a subscription and what went, by key; what went twice is there twice. */
export function azureOf({ world }: Place, subscriptionId: string) {
  const all = world.snapshot().azure.find(({ id }) => id === subscriptionId)?.resources ?? [];
  const keyed = (one: ResourceView) => keyOf(subscriptionId, one);
  return {
    standing: new Map(all.filter(({ goneAt }) => goneAt === undefined).map((one) => [keyed(one), one])),
    gone: Map.groupBy(
      all.filter(({ goneAt }) => goneAt !== undefined),
      keyed,
    ),
  };
}

/** Requests to Azure that name a resource itself. */
export function asked({ world }: Place, method: string, key: string): readonly SeenRequest[] {
  return world.requests().filter((one) => one.service === 'azure' && one.method === method && pathOf(one) === key);
}

/** Path of a request as keys are written. */
export function pathOf({ path }: Pick<SeenRequest, 'path'>): string {
  return (path.split('?')[0] ?? '').replace(/^\/+/, '/').toLowerCase();
}
