import { randomUUID } from 'node:crypto';
import type { CaseEvent } from '../../src/domain/events.ts';
import { idMaker } from '../../src/domain/ids.ts';
import { openCase } from '../../src/domain/open.ts';
import type { Partner } from '../../src/domain/partner.ts';
import { standardRemoval } from '../../src/domain/partner.ts';
import type { Actor } from '../../src/domain/people.ts';
import type { CaseCommit, StoredCase } from '../../src/workflow/case-ports.ts';
import type { Situation } from '../../src/workflow/detection-ports.ts';
import type { Store } from '../../src/workflow/ports.ts';
import type { NewPost } from '../../src/workflow/post-ports.ts';
import type { Channel } from '../../src/workflow/teams-ports.ts';
import { writeEvents } from '../../src/workflow/write-case.ts';
import { ada } from '../support/people.ts';
import { sampleDetection, startedAt } from '../support/samples.ts';

export const newId = idMaker(randomUUID);

const source: Actor = { kind: 'clock', name: 'source' };
export const byAda: Actor = { kind: 'person', person: ada };

export async function makePartner(store: Store, change: Partial<Partner> = {}): Promise<Partner> {
  const tenantId = change.tenantId ?? randomUUID();
  const partners = await store.partners.upsert([
    {
      name: 'Contoso Cloud',
      source: 'graph',
      language: 'en',
      roleGroups: { viewer: [], responder: ['group-1'], remover: [], owner: [] },
      removal: standardRemoval,
      extraAlertTypes: [],
      pollMinutes: 5,
      timeZone: 'UTC',
      ...change,
      tenantId,
    },
  ]);
  const made = partners.find((partner) => partner.tenantId === tenantId);
  if (made === undefined) throw new Error('the partner was not stored');
  return made;
}

export async function makeChannel(store: Store, partner: Partner): Promise<Channel> {
  const { channel } = await store.channels.install(
    {
      id: newId('channel'),
      partnerId: partner.id,
      tenantId: partner.tenantId,
      teamId: '19:team@thread.tacv2',
      teamsChannelId: `19:${randomUUID()}@thread.tacv2`,
      serviceUrl: 'https://smba.example/emea/',
      language: 'en',
    },
    () => ({ posts: [], jobs: [] }),
  );
  return channel;
}

/** A new case of a partner, not committed yet. */
export function openingOf(partner: Partner, number = 1, subscriptionId: string = randomUUID()): CaseCommit {
  const caseId = newId('case');
  const detection = sampleDetection(0, {
    id: newId('detection'),
    externalId: randomUUID(),
    partnerId: partner.id,
    subscriptionId,
  });
  const written = writeEvents(undefined, caseId, [openCase(detection, number, undefined)], source, startedAt);
  return { ...written, jobs: [], detections: [{ detection, caseId, raw: { id: detection.externalId } }], posts: [] };
}

/** The next commit of a case: these events, nothing else. */
export function changeOf(stored: StoredCase, events: readonly CaseEvent[], at = startedAt): CaseCommit {
  const written = writeEvents(stored, stored.case.id, events, byAda, at);
  return { ...written, jobs: [], detections: [], posts: [] };
}

/** What an alert that nobody has seen would meet. */
export function situationOf(store: Store, partner: Partner, subscriptionId = ''): Promise<Situation> {
  return store.detections.situation(partner.id, { source: 'graph', externalId: randomUUID(), subscriptionId });
}

export async function makeCase(store: Store, partner: Partner, subscriptionId?: string): Promise<StoredCase> {
  const { nextNumber } = await situationOf(store, partner);
  const commit = openingOf(partner, nextNumber, subscriptionId);
  await store.cases.commit(commit);
  return { case: commit.case, head: commit.head };
}

export function cardIn(channel: Channel, caseId: StoredCase['case']['id']): NewPost {
  return {
    id: newId('post'),
    partnerId: channel.partnerId,
    place: { kind: 'channel', channelId: channel.id },
    content: { kind: 'case', caseId },
    language: 'en',
  };
}
