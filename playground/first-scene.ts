import type { AlertView, World, WorldPartner, WorldPerson } from './world/types.ts';

/** How long after the start the second partner's detection arrives. */
const secondAfterMs = 20_000;

/** Puts the first partner's detection into Partner Center, where the bot finds it when it starts. */
export function firstDetection(world: World): AlertView | undefined {
  const [partner] = world.snapshot().partners;
  return partner && detectionOf(world, partner);
}

/** Somebody of each partner installs the bot in the team's channel for alerts. */
export async function installEverywhere(world: World): Promise<void> {
  for (const partner of world.snapshot().partners) {
    const person = installerOf(world, partner);
    if (person !== undefined) await world.install(partner.teamId, person.id);
  }
}

/** Has a detection of the second partner arrive a little later; returns what calls it off. */
export function secondDetectionLater(world: World, onArrival: (alert: AlertView) => void): () => void {
  const timer = setTimeout(() => {
    const partner = world.snapshot().partners[1];
    const alert = partner && detectionOf(world, partner);
    if (alert !== undefined) onArrival(alert);
  }, secondAfterMs);
  return () => clearTimeout(timer);
}

function detectionOf(world: World, partner: WorldPartner): AlertView | undefined {
  const customers = world.snapshot().customers.filter(({ partnerTenantId }) => partnerTenantId === partner.tenantId);
  const [subscription] = customers.flatMap(({ subscriptions }) => subscriptions);
  if (subscription === undefined) return undefined;
  return world.addDetection({ partnerTenantId: partner.tenantId, subscriptionId: subscription.id, machines: 4 });
}

function installerOf(world: World, partner: WorldPartner): WorldPerson | undefined {
  const { people, conversations } = world.snapshot();
  const members = new Set(
    conversations.filter(({ teamId }) => teamId === partner.teamId).flatMap(({ memberIds }) => memberIds),
  );
  return people.find(({ id, tenantId, isGuest }) => tenantId === partner.tenantId && members.has(id) && !isGuest);
}
