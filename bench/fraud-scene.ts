import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { World, WorldPerson } from '../playground/world/types.ts';
import type { Store } from '../src/workflow/ports.ts';

const givenUpMs = 15 * 60_000;

/** The partners file, with limits that let so many through. */
export async function generous(world: World, folder: string): Promise<string> {
  const partners: Record<string, unknown>[] = JSON.parse(await readFile(world.botEnv()['PARTNERS_FILE'] ?? '', 'utf8'));
  const file = join(folder, 'generous-partners.json');
  const removal = { mostResources: 5000, mostPercent: 100 };
  await writeFile(file, JSON.stringify(partners.map((partner) => ({ ...partner, removal }))));
  return file;
}

export interface FraudScene {
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly number: number;
  readonly first: WorldPerson;
  readonly second: WorldPerson;
  readonly say: (who: WorldPerson, text: string) => Promise<void>;
}

/** A case that was decided as fraud, in the first partner's channel. */
export async function fraudCase(world: World, store: Store, look: () => void): Promise<FraudScene> {
  const { partners, customers, people, conversations } = world.snapshot();
  const [partner] = partners;
  const customer = customers.find(({ partnerTenantId }) => partnerTenantId === partner?.tenantId);
  const subscriptionId = customer?.subscriptions[0]?.id;
  const channel = conversations.find(({ teamId, name }) => teamId === partner?.teamId && name === 'Azure Alerts');
  const named = (name: string) => people.find((one) => one.name.startsWith(name));
  const [first, second] = [named('Megan'), named('Isaiah')];
  if (!partner || !subscriptionId || !channel || !first || !second) throw new Error('the world is not as it was');
  await world.install(partner.teamId, first.id);
  world.addDetection({ partnerTenantId: partner.tenantId, subscriptionId, machines: 2 });
  const say = async (who: WorldPerson, text: string): Promise<void> => {
    const status = await world.say({ personId: who.id, conversationId: channel.id, text });
    if (status !== 200) throw new Error(`the bot answered ${status} to ${text}`);
  };
  const tenantId = partner.tenantId;
  look();
  const opened = await until(async () => {
    const known = await store.partners.byTenant(tenantId);
    return known && (await store.cases.openCaseOf(known.id, subscriptionId))?.case;
  });
  const scene: FraudScene = { subscriptionId, tenantId, number: opened.number, first, second, say };
  await say(first, `fraud ${opened.number} nobody ordered them`);
  await until(async () => (await caseOf(store, scene)).verdict.kind === 'fraud');
  return scene;
}

export async function caseOf(
  store: Store,
  { tenantId, subscriptionId }: Pick<FraudScene, 'tenantId' | 'subscriptionId'>,
) {
  const partner = await store.partners.byTenant(tenantId);
  const stored = partner && (await store.cases.openCaseOf(partner.id, subscriptionId));
  if (stored === undefined) throw new Error('the case is gone');
  return stored.case;
}

export async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (const deadline = Date.now() + givenUpMs; Date.now() < deadline; await pause(100)) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
  }
  throw new Error(`waited in vain for ${String(look)}`);
}
