import { randomUUID } from 'node:crypto';
import type { World, WorldPartner } from '../playground/world/types.ts';
import type { Database } from '../src/db/database.ts';
import { createStore } from '../src/db/store.ts';
import type { ReportedAlert } from '../src/domain/detection.ts';
import { type CaseId, type Id, type IdKind, idMaker, type PostId } from '../src/domain/ids.ts';
import type { Partner } from '../src/domain/partner.ts';
import type { Store } from '../src/workflow/ports.ts';
import { receive } from '../src/workflow/receive.ts';

/** An open case whose card hangs in a channel, as it was sent there. */
export interface SeededCase {
  readonly id: CaseId;
  readonly partner: WorldPartner;
  readonly channelId: string;
  readonly activityId: string;
}

const atOnce = 8;

/** Opens as many cases by the product's own way in, spread over the partners, and has their cards posted. */
export async function seedCases(options: {
  readonly database: Database;
  readonly world: World;
  readonly partners: readonly Omit<Partner, 'id'>[];
  readonly serviceUrl: string;
  readonly count: number;
}): Promise<readonly SeededCase[]> {
  const { database, world } = options;
  const store = createStore(database);
  const partners = await store.partners.upsert(options.partners);
  const places = await Promise.all(partners.map((partner) => placeOf(store, world, partner, options.serviceUrl)));
  const seeded: SeededCase[] = [];
  const numbers = Array.from({ length: options.count }, (_, i) => i);
  const worker = async (): Promise<void> => {
    for (let i = numbers.shift(); i !== undefined; i = numbers.shift()) {
      const place = places[i % places.length];
      if (place !== undefined) seeded.push(await seedOne(store, place, i));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  await forgetJobs(database);
  await database.pool.query('vacuum analyze');
  return seeded;
}

/** Takes the jobs away that nobody works on here: those of the seeding, and those that earlier rounds left to do. */
export async function forgetJobs({ pool }: Database): Promise<void> {
  await pool.query('truncate graphile_worker._private_jobs, graphile_worker._private_job_queues');
}

interface Place {
  readonly partner: Partner;
  readonly world: WorldPartner;
  readonly channelId: string;
}

async function placeOf(store: Store, world: World, partner: Partner, serviceUrl: string): Promise<Place> {
  const { partners, conversations } = world.snapshot();
  const known = partners.find(({ tenantId }) => tenantId === partner.tenantId);
  const channel = conversations.find(({ teamId, name }) => teamId === known?.teamId && name === 'Azure Alerts');
  if (known === undefined || channel === undefined) throw new Error('a partner without a channel for alerts');
  const { tenantId, teamId } = known;
  await store.channels.install(
    {
      id: idMaker(randomUUID)('channel'),
      partnerId: partner.id,
      tenantId,
      teamId,
      teamsChannelId: channel.id,
      serviceUrl,
      language: known.language,
    },
    () => ({ posts: [], jobs: [] }),
  );
  return { partner, world: known, channelId: channel.id };
}

async function seedOne(store: Store, { partner, world, channelId }: Place, index: number): Promise<SeededCase> {
  const made: { case?: CaseId; post?: PostId } = {};
  const make = idMaker(randomUUID);
  const newId = <K extends IdKind>(kind: K): Id<K> => {
    const id = make(kind);
    Object.assign(made, { [kind]: id });
    return id;
  };
  const now = (): Date => new Date();
  await receive({ ...store, newId, now }, partner, { alert: alertOf(partner, index), raw: {} });
  if (made.case === undefined || made.post === undefined) throw new Error('an alert opened no case');
  const activityId = String(1_700_000_000_000 + index);
  await store.posts.sent(made.post, { conversationId: `${channelId};messageid=${activityId}`, activityId }, 1);
  return { id: made.case, partner: world, channelId, activityId };
}

/** Each of a subscription of its own, so that each opens a case. */
function alertOf(partner: Partner, index: number): ReportedAlert {
  const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
  const subscriptionId = randomUUID();
  return {
    source: partner.source,
    externalId: `seeded-${index}`,
    customerTenantId: randomUUID(),
    subscriptionId,
    alertType: 'CryptoMining',
    status: 'active',
    severity: 'high',
    confidence: 'medium',
    title: 'Cryptocurrency mining',
    detectedAt: hoursAgo(1),
    firstObservedAt: hoursAgo(52),
    lastObservedAt: hoursAgo(1),
    hitCount: 20 + (index % 50),
    isTest: false,
    resources: [0, 1, 2].map((vm) => ({
      id: `/subscriptions/${subscriptionId}/resourceGroups/batch/providers/Microsoft.Compute/virtualMachines/vm${vm}`,
      type: 'AzureResource',
    })),
    signs: { vmAddresses: ['203.0.113.7'], poolAddresses: ['198.51.100.20'], poolDomains: ['pool.example'] },
  };
}
