import type { Store, WorldResource } from '../store.ts';
import { billedMs } from './power.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** What a resource cost on one UTC day (yyyy-mm-dd), up to now: ordinary ones breathe with the week, miners run flat out. */
export function costOn(store: Store, resource: WorldResource, date: string): number {
  if (resource.costPerHour === 0) return 0;
  const cancelled = store.subscriptions.get(resource.subscriptionId)?.cancelledAt;
  const until = cancelled === undefined ? store.clock.now().getTime() : Date.parse(cancelled);
  const billed = billedMs(resource, Date.parse(date), Math.min(Date.parse(date) + day, until));
  if (billed <= 0) return 0;
  const full = (billed / hour) * resource.costPerHour;
  if (resource.mines) return full;
  const weekday = new Date(date).getUTCDay();
  const week = weekday === 0 || weekday === 6 ? 0.72 : 1;
  const noise = 0.92 + store.ids.chance(`${resource.id}/${date}`) * 0.16;
  return full * week * noise;
}

/** The UTC days from one to another, both included; none past today. */
export function daysBetween(store: Store, from: string, to: string): readonly string[] {
  const last = Math.min(Date.parse(to), store.clock.now().getTime());
  const days: string[] = [];
  for (let at = Date.parse(from.slice(0, 10)); at <= last; at += day)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}
