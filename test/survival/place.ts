import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorld } from '../../playground/world/create-world.ts';
import type { WorldOptions } from '../../playground/world/options-types.ts';
import type { World, WorldMessage, WorldPartner, WorldPerson } from '../../playground/world/types.ts';
import { openDatabase } from '../../src/db/database.ts';
import { createStore } from '../../src/db/store.ts';
import { pollJob } from '../../src/workflow/sweep.ts';
import { createTestDatabase, dropTestDatabase } from '../support/database.ts';
import { buttonsOf, hopelessMs, until } from '../support/house.ts';
import { quietLog } from '../support/quiet-log.ts';
import { openRecords, type Records } from './records.ts';

/** A world and a database for processes of the product, which come and go. */
export interface Place {
  readonly world: World;
  readonly records: Records;
  /** For a process; it lacks PORT. */
  readonly env: Readonly<Record<string, string>>;
  readonly partners: readonly WorldPartner[];
  /** People of a partner who may work on cases. */
  readonly workers: (partner: WorldPartner) => readonly WorldPerson[];
  /** A detection in a subscription of its own; undefined once all have one. */
  readonly detect: () => { readonly alertId: string; readonly subscriptionId: string } | undefined;
  /** Has the sources looked at by whichever process lives. */
  readonly look: () => Promise<void>;
  /** Adds the bot to the team of every partner. */
  readonly install: () => Promise<void>;
  /** The cards of a case that hang in channels; rows of lists, which only show it, are none. */
  readonly cardsOf: (caseId: string) => readonly WorldMessage[];
  /** Until nothing is left to be done, now or later. */
  readonly settled: () => Promise<void>;
  readonly close: (options: { readonly keep: boolean }) => Promise<void>;
}

const leftToDo = `
  select (select count(*) from graphile_worker.jobs where attempts < max_attempts and task_identifier <> 'sweep')
    + (select count(*) from posts where state in ('due', 'sending')) as count`;

export async function openPlace(options: Omit<WorldOptions, 'folder'> = {}): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'mining-watch-place-'));
  const world = await createWorld({ teamsPatienceMs: hopelessMs, digestAt: 'off', ...options, folder });
  const { name, url } = await createTestDatabase();
  const records = openRecords(url);
  const database = await openDatabase({ url, log: quietLog, poolSize: 2 });
  const store = createStore(database);
  const { customers, partners, people } = world.snapshot();
  const free = partners.flatMap(({ tenantId }) =>
    customers
      .filter((customer) => customer.partnerTenantId === tenantId)
      .flatMap(({ subscriptions }) =>
        subscriptions.map(({ id }) => ({ partnerTenantId: tenantId, subscriptionId: id })),
      ),
  );
  const workers = ({ tenantId }: WorldPartner) =>
    people.filter((person) => person.tenantId === tenantId && /owner|responder|admin|helpdesk/i.test(person.title));

  return {
    world,
    records,
    env: {
      ...world.botEnv(),
      DATABASE_URL: url,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      BURST_CARDS: '1000',
      PERSON_SHARE: '1000000000',
    },
    partners,
    workers,
    detect: () => {
      // One of each partner in turn, so that no channel gets all.
      const next = free.splice(Math.floor(free.length / 2), 1)[0];
      return next && { alertId: world.addDetection(next).id, subscriptionId: next.subscriptionId };
    },
    look: async () => {
      const all = await store.partners.all();
      await store.posts.add(
        [],
        all.map((partner) => pollJob(partner.id)),
      );
    },
    install: async () => {
      for (const partner of partners) await world.install(partner.teamId, workers(partner)[0]?.id ?? '');
    },
    cardsOf: (caseId) => {
      const isOf = ({ card }: WorldMessage) =>
        buttonsOf(card).some(({ data, verb }) => verb !== 'case.show' && data['case'] === caseId);
      return world.snapshot().messages.filter((message) => !message.deleted && isOf(message));
    },
    settled: async () => {
      await until(async () => Number((await records.pool.query<{ count: string }>(leftToDo)).rows[0]?.count) === 0);
    },
    close: async ({ keep }) => {
      await database.close();
      await records.close();
      await world.close();
      await rm(folder, { recursive: true, force: true });
      if (keep) console.log(`    database kept for a look: ${name}`);
      else await dropTestDatabase(name);
    },
  };
}
