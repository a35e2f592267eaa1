import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { replay } from '../../src/domain/apply.ts';
import type { Case } from '../../src/domain/case.ts';
import type { PersonCommand } from '../../src/domain/commands.ts';
import type { ReportedAlert } from '../../src/domain/detection.ts';
import { type CaseId, idMaker } from '../../src/domain/ids.ts';
import { verifyChain } from '../../src/domain/journal.ts';
import type { Partner } from '../../src/domain/partner.ts';
import { standardRemoval } from '../../src/domain/partner.ts';
import type { Person } from '../../src/domain/people.ts';
import type { StoredCase } from '../../src/workflow/case-ports.ts';
import { type Handled, handle, type PersonRequest } from '../../src/workflow/handle.ts';
import { type PollDeps, poll } from '../../src/workflow/poll.ts';
import type { Log, Store } from '../../src/workflow/ports.ts';
import type { NewPost } from '../../src/workflow/post-ports.ts';
import { type Received, receive } from '../../src/workflow/receive.ts';
import { type ReportDeps, report } from '../../src/workflow/report.ts';
import { createRoleReader } from '../../src/workflow/roles.ts';
import type { SweepDeps } from '../../src/workflow/sweep.ts';
import type { Channel } from '../../src/workflow/teams-ports.ts';
import { type FakeSource, fakeSource } from './alert-source.ts';
import type { TestDatabase } from './database.ts';
import { sampleAlert, startedAt } from './samples.ts';

export interface Line {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly data: object;
  readonly message: string;
}

/** A clock that stands still until it is moved. */
export interface Clock {
  now: () => Date;
  /** Moves by milliseconds, also back. */
  move(ms: number): void;
  iso(): string;
}

/** Everything that the workflow needs, over the real store, for one fresh partner. */
export interface Workshop {
  readonly partner: Partner;
  readonly channel: Channel;
  readonly people: Readonly<Record<'ada' | 'ben' | 'olga' | 'vic' | 'nils' | 'eve', Person>>;
  readonly subscriptionId: string;
  readonly clock: Clock;
  readonly source: FakeSource;
  readonly otherSource: FakeSource;
  readonly lines: Line[];
  /** Groups of each person by object id; tests may change them. */
  readonly memberships: Map<string, readonly string[]>;
  readonly deps: Store & PollDeps & ReportDeps & SweepDeps & { readonly roles: ReturnType<typeof createRoleReader> };
  /** An alert of the partner's subscription, told apart by its number. */
  alert(index?: number, change?: Partial<ReportedAlert>): ReportedAlert;
  /** Puts the alert into its source, and takes it in. */
  receive(alert: ReportedAlert): Promise<Received>;
  poll(): Promise<void>;
  /** Gives a command on the partner's open case, or on another one. */
  ask(who: Person, command: PersonCommand, how?: Partial<PersonRequest>): Promise<Handled>;
  report(attempt?: number, caseId?: CaseId): Promise<void>;
  /** The open case of the subscription; there must be one. */
  openCase(): Promise<Case>;
  cases(): Promise<readonly Case[]>;
  load(caseId: CaseId): Promise<StoredCase>;
}

export const groups = {
  viewer: 'group-viewers',
  responder: 'group-responders',
  remover: 'group-removers',
  owner: 'group-owners',
} as const;
const newId = idMaker(randomUUID);

function peopleOf(tenantId: string): Workshop['people'] {
  const person = (name: string, tenant = tenantId): Person => ({ tenantId: tenant, objectId: randomUUID(), name });
  return {
    ada: person('Ada'),
    ben: person('Ben'),
    olga: person('Olga'),
    vic: person('Vic'),
    nils: person('Nils'),
    eve: person('Eve', randomUUID()),
  };
}

const noFacts = () => Promise.reject(new Error('not asked for here'));

function recordingLog(lines: Line[]): Log {
  const at = (level: Line['level']) => (data: object, message: string) => void lines.push({ level, data, message });
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), child: () => log };
  return log;
}

function standingClock(): Clock {
  let ms = Date.parse(startedAt);
  return { now: () => new Date(ms), move: (by) => void (ms += by), iso: () => new Date(ms).toISOString() };
}

async function freshPartner(db: TestDatabase, change: Partial<Partner>): Promise<Partner> {
  const tenantId = randomUUID();
  const roleGroups: Partner['roleGroups'] = {
    viewer: [groups.viewer],
    responder: [groups.responder],
    remover: [groups.remover],
    owner: [groups.owner],
  };
  const all = await db.store().partners.upsert([
    {
      name: 'Fabrikam',
      source: 'graph',
      language: 'en',
      extraAlertTypes: [],
      pollMinutes: 5,
      timeZone: 'UTC',
      removal: standardRemoval,
      ...change,
      roleGroups,
      tenantId,
    },
  ]);
  const made = all.find((partner) => partner.tenantId === tenantId);
  assert.ok(made);
  return made;
}

async function freshChannel(db: TestDatabase, partner: Partner): Promise<Channel> {
  const { channel } = await db.store().channels.install(
    {
      id: newId('channel'),
      partnerId: partner.id,
      tenantId: partner.tenantId,
      teamId: `19:${randomUUID()}@thread.tacv2`,
      teamsChannelId: `19:${randomUUID()}@thread.tacv2`,
      serviceUrl: 'https://smba.example/emea/',
      language: 'en',
    },
    () => ({ posts: [], jobs: [] }),
  );
  return channel;
}

/** A fresh partner with a channel, people and sources of their own, in the database of the tests. */
export async function workshop(db: TestDatabase, change: Partial<Partner> = {}): Promise<Workshop> {
  const partner = await freshPartner(db, change);
  const channel = await freshChannel(db, partner);
  const people = peopleOf(partner.tenantId);
  const memberships = new Map<string, readonly string[]>([
    [people.ada.objectId, [groups.responder]],
    [people.ben.objectId, [groups.responder]],
    [people.olga.objectId, [groups.owner]],
    [people.vic.objectId, [groups.viewer]],
    // A person of another tenant is in no group of this one, whatever its directory says of the id.
    [people.eve.objectId, [groups.owner]],
  ]);
  const clock = standingClock();
  const source = fakeSource();
  const otherSource = fakeSource();
  const lines: Line[] = [];
  const log = recordingLog(lines);
  const subscriptionId = randomUUID();
  const deps: Workshop['deps'] = {
    ...db.store(),
    newId,
    reminders: () => Promise.resolve([]),
    clockReminders: () => Promise.resolve([]),
    lacksSignIn: () => Promise.resolve(false),
    askForErrand: () => Promise.reject(new Error('nobody is asked here')),
    askingReminders: () => Promise.resolve([]),
    now: clock.now,
    // Names come in time unless a test says otherwise.
    pause: () => new Promise(() => {}),
    log,
    sources: { graph: source, fraudEvents: otherSource },
    roles: createRoleReader({
      groups: {
        memberOf: (_, objectId, ids) =>
          Promise.resolve((memberships.get(objectId) ?? []).filter((group) => ids.includes(group))),
        isGuest: () => Promise.resolve(false),
        describe: (_, id) => Promise.resolve({ name: id, members: [] }),
      },
      partners: db.store().partners,
      now: clock.now,
      log,
    }),
    customers: {
      customerName: () => Promise.resolve('Alpine Ski House'),
      subscriptionName: () => Promise.resolve('ski-prod'),
      standing: noFacts,
      customer: noFacts,
    },
    unreadableNotice: () => Promise.resolve([noticeIn(channel)]),
  };

  const bench: Workshop = {
    partner,
    channel,
    people,
    subscriptionId,
    clock,
    source,
    otherSource,
    lines,
    memberships,
    deps,
    alert: (index = 0, more = {}) => sampleAlert(index, { subscriptionId, source: partner.source, ...more }),
    receive: (alert) => {
      (alert.source === 'graph' ? source : otherSource).put(alert, clock.iso());
      return receive(deps, partner, { alert, raw: { id: alert.externalId } });
    },
    poll: () => poll(deps, partner),
    ask: async (who, command, how = {}) =>
      handle(deps, {
        partner,
        person: who,
        caseId: how.caseId ?? (await bench.openCase()).id,
        command,
        key: randomUUID(),
        ...how,
      }),
    report: async (attempt = 1, caseId?: CaseId) => report(deps, caseId ?? (await bench.openCase()).id, attempt),
    openCase: async () => {
      const stored = await deps.cases.openCaseOf(partner.id, subscriptionId);
      assert.ok(stored, 'there is no open case');
      return stored.case;
    },
    cases: async () => {
      const { rows } = await db
        .database()
        .pool.query<{ state: Case }>('select state from cases where partner_id = $1 order by number', [partner.id]);
      return rows.map((row) => row.state);
    },
    load: async (caseId) => {
      const stored = await deps.cases.load(caseId);
      assert.ok(stored);
      return stored;
    },
  };
  return bench;
}

function noticeIn(channel: Channel): NewPost {
  return {
    id: newId('post'),
    partnerId: channel.partnerId,
    place: { kind: 'channel', channelId: channel.id },
    content: { kind: 'fixed', activity: { type: 'message', text: 'An alert could not be read' } },
    language: channel.language,
  };
}

/** Every case there is: its row equals the replay of its journal, and the chain verifies. */
export async function everyJournalHolds(db: TestDatabase): Promise<void> {
  const { rows } = await db
    .database()
    .pool.query<{ id: CaseId; state: Case; head: string; seq: number }>('select id, state, head, seq from cases');
  for (const row of rows) {
    const journal = await db.store().cases.journal(row.id);

    assert.deepEqual(replay(journal), row.state);
    assert.equal(verifyChain(journal, row.head, row.seq), undefined);
  }
}

/** The case of a command that was done. */
export function doneCase(handled: Handled): Case {
  assert.equal(handled.kind, 'done', JSON.stringify(handled));
  return handled.kind === 'done' ? handled.case : assert.fail();
}
