import assert from 'node:assert/strict';
import type { WorldPartner, WorldPerson } from '../../playground/world/types.ts';
import { until } from '../support/house.ts';
import { keyOf, type PlanCard, type Removals, removalsIn } from './removal.ts';
import type { Detected, Scene } from './scene.ts';

/** One of each thing that a partner has and that buttons name by an id. */
export interface Belongings {
  readonly partner: WorldPartner;
  readonly owner: WorldPerson;
  readonly remover: WorldPerson;
  readonly found: Detected;
  readonly plan: PlanCard;
  /** What buttons call them, by the names of the parts of their data. */
  readonly ids: Readonly<Record<ForeignPart, string>>;
  readonly removals: Removals;
}

export type ForeignPart =
  | 'channel'
  | 'defaultChannel'
  | 'escalationChannel'
  | 'person'
  | 'held'
  | 'group'
  | 'case'
  | 'plan'
  | 'again'
  | 'run'
  | 'pack'
  | 'mail'
  | 'list'
  | 'letter'
  | 'resource'
  | 'chosen'
  | 'to';

/** For a scene with BURST_CARDS of 1: the second alert and those after it are on a list. */
export async function belongingsOf(scene: Scene, partner: WorldPartner): Promise<Belongings> {
  const { house, records } = scene;
  const { world } = house;
  const removals = removalsIn(scene, partner);
  const { owner, remover } = removals;
  const found = await removals.fraud({ machines: 3 });
  const [stopped, spared] = removals.miners(found.subscriptionId).map((one) => keyOf(found.subscriptionId, one));
  assert.ok(stopped !== undefined && spared !== undefined);

  await removals.does(owner, found, 'resources.stop', { chosen: stopped });
  const run = (await removals.ended(found.caseId)).id;
  const plan = await removals.planned(found, { chosen: [spared] });
  await removals.does(owner, found, 'evidence.make', { profile: 'full', language: 'en' });
  const mail = { language: 'en', to: 'anna@customer.example', subject: 'A subject', draft: 'A text' };
  await removals.does(owner, found, 'contact.send', mail);
  for (const subscription of [scene.freshSubscription(partner), scene.freshSubscription(partner)])
    world.addDetection({ partnerTenantId: partner.tenantId, subscriptionId: subscription.id });
  await house.look();

  const one = (query: string) =>
    until(async () => (await records.pool.query<{ id: string }>(query, [found.caseId])).rows[0]?.id);
  const channel = await one(
    `select id from channels where partner_id = (select partner_id from cases where id = $1) limit 1`,
  );
  const ids = {
    channel,
    defaultChannel: channel,
    escalationChannel: channel,
    person: remover.id,
    held: `owner:${remover.id}`,
    group: partner.groups.responder,
    case: found.caseId,
    plan: String(plan.data['plan']),
    again: String(plan.data['plan']),
    run,
    pack: await one(`select id from packs where case_id = $1 and state = 'ready'`),
    mail: await one(`select state->'contact'->'mails'->0->>'id' as id from cases where id = $1`),
    list: await one(`select id from posts where kind = 'list' and state = 'sent' and partner_id =
      (select partner_id from cases where id = $1)`),
    letter:
      await one(`insert into posts (id, partner_id, conversation_id, service_url, tenant_id, thread, kind, activity,
        language, state, failure)
      select 'post_' || md5(id), partner_id, 'a:nowhere', service_url, tenant_id, 'a:nowhere', 'fixed', '{}', 'en',
        'failed', 'gone'
      from channels where partner_id = (select partner_id from cases where id = $1) limit 1 returning id`),
    resource: spared,
    chosen: spared,
    to: remover.id,
  };
  await records.idle();
  return { partner, owner, remover, found, plan, ids, removals };
}
