import { need, type Store } from '../store.ts';
import { logDeed } from './events.ts';
import { putLock } from './locks.ts';
import { attackerOf, makeWave, minersOf } from './machines.ts';
import type { AttackerKind } from './types.ts';
import { isType } from './users.ts';

const minute = 60_000;
const patience = 60 * minute;

/** Switches an attacker on, who makes machines unless some mine already and locks a disk of theirs; or off. */
export function switchAttacker(store: Store, subscriptionId: string, on: boolean, as?: AttackerKind): void {
  const subscription = need(store.subscriptions, subscriptionId.toLowerCase(), 'subscription');
  if (on && minersOf(store, subscription.id).length === 0) {
    makeWave(store, { subscription, count: 3, since: store.clock.now().getTime() - 20 * minute, ...(as && { as }) });
  }
  const attacker = attackerOf(store, subscription, as);
  store.azure.attackers.set(subscription.id, { ...attacker, on });
  if (on && !attacker.on) lockADisk(store, subscription.id);
  store.changed();
}

/** Lets those come back whose last machine was deleted an hour ago: the same caller, in another region. */
export function attackersReturn(store: Store, now: Date): void {
  for (const [id, attacker] of store.azure.attackers) {
    const subscription = need(store.subscriptions, id, 'subscription');
    if (!attacker.on || attacker.beatenAt === undefined || subscription.cancelledAt !== undefined) continue;
    if (now.getTime() - Date.parse(attacker.beatenAt) < patience) continue;
    makeWave(store, { subscription, count: 2, since: now.getTime() - 10 * minute });
  }
}

function lockADisk(store: Store, subscriptionId: string): void {
  const attacker = store.azure.attackers.get(subscriptionId);
  const machine = minersOf(store, subscriptionId)[0];
  if (attacker === undefined || machine === undefined) return;
  const disk = machine.uses
    ?.map((key) => store.resources.get(key))
    .find((r) => r && isType(r, 'Microsoft.Compute/disks'));
  if (disk === undefined) return;
  const id = putLock(store, disk.id, { name: 'do-not-touch', notes: 'needed by the backup job' });
  logDeed(store, {
    resourceId: id,
    by: attacker.by,
    at: store.clock.now().getTime() - 5 * minute,
    correlationId: store.ids.next(),
    short: true,
  });
}
