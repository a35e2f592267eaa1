import type { Partner } from '../domain/partner.ts';
import { hasRole } from '../domain/people.ts';
import type { TeamsPerson } from '../workflow/teams-ports.ts';
import type { BotDeps } from './context.ts';

/** People whose roles are looked up for one form. */
const mostAsked = 40;

/** People whom the bot has met and who may work on the partner's cases. */
export async function responders(
  deps: Pick<BotDeps, 'store' | 'roles'>,
  partner: Partner,
): Promise<readonly TeamsPerson[]> {
  const people = await deps.store.people.ofTenant(partner.tenantId, mostAsked);
  const held = await Promise.all(people.map((person) => deps.roles.roleOf(partner, person)));
  return people.filter((_, i) => hasRole(held[i]?.role ?? 'none', 'responder'));
}
