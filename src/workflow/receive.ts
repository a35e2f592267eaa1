import type { ClockCommand } from '../domain/commands.ts';
import { observe } from '../domain/decide.ts';
import { type Detection, isMiningType } from '../domain/detection.ts';
import type { CaseEvent } from '../domain/events.ts';
import type { CaseId, NewId } from '../domain/ids.ts';
import { canonicalJson } from '../domain/journal.ts';
import { isLive, untilOf } from '../domain/memory.ts';
import { caseDetection, openCase } from '../domain/open.ts';
import type { Partner } from '../domain/partner.ts';
import type { Actor } from '../domain/people.ts';
import { recall } from '../domain/recall.ts';
import { standardReminders } from '../domain/reminders.ts';
import { channelsFor } from '../domain/routing.ts';
import { alertKey } from './card-missing.ts';
import type { CaseCommit, CaseStore, DetectionRecord } from './case-ports.ts';
import type { DetectionStore, Situation } from './detection-ports.ts';
import type { ReadAlert } from './outside-ports.ts';
import type { NewPost } from './post-ports.ts';
import { investigateJob, writeEvents } from './write-case.ts';

export interface ReceiveDeps {
  readonly cases: CaseStore;
  readonly detections: DetectionStore;
  readonly newId: NewId;
  readonly now: () => Date;
}

export type Received = 'opened' | 'joined' | 'updated' | 'unchanged' | 'kept';

const source: Actor = { kind: 'clock', name: 'source' };
const attempts = 20;

/**
 * Takes in one alert as the source has it now: a new one opens a case or joins the open one of its subscription, a known
 * one updates its case, one resolved by somebody else closes it. May be called any number of times with the same alert.
 */
export async function receive(deps: ReceiveDeps, partner: Partner, read: ReadAlert): Promise<Received> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const now = await deps.detections.situation(partner.id, read.alert);
    const outcome =
      now.known === undefined
        ? await receiveNew(deps, partner, read, now)
        : await receiveKnown(deps, partner, read, now, now.known);
    if (outcome !== 'conflict') return outcome;
  }
  throw new Error('other changes came between every attempt to take in an alert');
}

async function receiveNew(
  deps: ReceiveDeps,
  partner: Partner,
  read: ReadAlert,
  now: Situation,
): Promise<Received | 'conflict'> {
  const detection: Detection = {
    ...read.alert,
    id: deps.newId('detection'),
    partnerId: partner.id,
    receivedAt: deps.now().toISOString(),
  };
  const uncarded = !isCarded(partner, detection)
    ? 'type-off'
    : detection.status === 'resolved'
      ? 'resolved-before-seen'
      : undefined;
  if (uncarded) {
    await deps.detections.keep({ detection, uncarded, raw: read.raw });
    return 'kept';
  }
  return placeInCase(deps, partner, { detection, raw: read.raw }, now);
}

function isCarded(partner: Partner, detection: Detection): boolean {
  const type = detection.alertType.toLowerCase();
  return isMiningType(type) || partner.extraAlertTypes.some((extra) => extra.toLowerCase() === type);
}

/** Into the open case of its subscription, or into a new one that is linked to the last closed one. */
async function placeInCase(
  deps: ReceiveDeps,
  partner: Partner,
  record: DetectionRecord,
  now: Situation,
): Promise<Received | 'conflict'> {
  const { detection } = record;
  const { open, lastClosed, nextNumber } = now;
  if (open) {
    const events = observe(open.case, { type: 'join-detection', detection: caseDetection(detection) });
    const written = writeEvents(open, open.case.id, events, source, deps.now().toISOString());
    const posts = now.routing ? alertPosts(deps, partner, open.case.id, detection, now) : [];
    return commit(deps, { ...written, detections: [{ ...record, caseId: open.case.id }], posts }, 'joined');
  }
  const caseId = deps.newId('case');
  const recalled = recalledBy(deps, partner, detection, now.memory);
  const written = writeEvents(
    undefined,
    caseId,
    [openCase(detection, nextNumber, lastClosed, partner.reminders ?? standardReminders), ...recalled],
    source,
    deps.now().toISOString(),
  );
  return commit(
    deps,
    {
      ...written,
      // What was confirmed before is compared with what is there now, before people come.
      jobs: [...written.jobs, ...(recalled.length === 0 ? [] : [investigateJob(caseId)])],
      detections: [{ ...record, caseId }],
      posts: alertPosts(deps, partner, caseId, detection, now),
    },
    'opened',
  );
}

/** That something was confirmed before on the subscription of a new case, and what of it the alert alone shows to be changed. */
function recalledBy(
  deps: Pick<ReceiveDeps, 'now'>,
  { memoryDays }: Partner,
  detection: Detection,
  memory: Situation['memory'],
): readonly CaseEvent[] {
  if (memory === undefined || detection.isTest || !isLive(memory, memoryDays, deps.now())) return [];
  const until = untilOf(memory, memoryDays);
  return [{ type: 'recalled', ...recall(memory, until, { detections: [caseDetection(detection)] }, {}) }];
}

/** The alert's card in each channel that it belongs in; one that is there already is not posted again. */
function alertPosts(
  deps: Pick<ReceiveDeps, 'newId'>,
  partner: Partner,
  caseId: CaseId,
  alert: Detection,
  { routing, channels }: Situation,
): readonly NewPost[] {
  return channelsFor(routing, alert, channels).map((channel) => ({
    id: deps.newId('post'),
    partnerId: partner.id,
    place: { kind: 'channel', channelId: channel.id },
    content: { kind: 'case', caseId },
    language: channel.language,
    dedupeKey: alertKey(caseId, channel.id, 0),
  }));
}

async function receiveKnown(
  deps: ReceiveDeps,
  partner: Partner,
  read: ReadAlert,
  now: Situation,
  known: DetectionRecord,
): Promise<Received | 'conflict'> {
  const before = known.detection;
  const detection: Detection = {
    ...read.alert,
    id: before.id,
    partnerId: before.partnerId,
    receivedAt: before.receivedAt,
  };
  const nowCarded = known.caseId === undefined && detection.status !== 'resolved' && isCarded(partner, detection);
  if (!nowCarded && canonicalJson(detection) === canonicalJson(before)) return 'unchanged';
  const record: DetectionRecord = { ...known, detection, raw: read.raw };
  if (known.caseId === undefined) {
    if (nowCarded) return placeInCase(deps, partner, { detection, raw: read.raw }, now);
    await deps.detections.keep(record);
    return 'kept';
  }
  const stored = await deps.cases.load(known.caseId);
  if (stored === undefined) return placeInCase(deps, partner, { detection, raw: read.raw }, now);
  if (isReactivated(before, detection) && stored.case.stage === 'closed')
    return placeInCase(deps, partner, record, now);
  const events = commandsOf(before, detection).flatMap((command) => observe(stored.case, command));
  if (events.length === 0) {
    await deps.detections.keep(record);
    return 'updated';
  }
  const isRouted =
    now.routing !== undefined && detection.severity !== before.severity && stored.case.stage !== 'closed';
  return commit(
    deps,
    {
      ...writeEvents(stored, stored.case.id, events, source, deps.now().toISOString()),
      detections: [record],
      posts: isRouted ? alertPosts(deps, partner, stored.case.id, detection, now) : [],
    },
    'updated',
  );
}

function isReactivated(before: Detection, after: Detection): boolean {
  return before.status === 'resolved' && after.status !== 'resolved';
}

function commandsOf(before: Detection, after: Detection): readonly ClockCommand[] {
  const facts = caseDetection(after);
  const changed = canonicalJson(facts) !== canonicalJson(caseDetection(before));
  const resolved = after.status === 'resolved' && before.status !== 'resolved';
  return [
    ...(changed ? [{ type: 'update-detection', detection: facts } as const] : []),
    ...(isReactivated(before, after) ? [{ type: 'join-detection', detection: facts } as const] : []),
    ...(resolved
      ? [
          {
            type: 'source-resolved',
            detectionId: after.id,
            reason: after.resolvedReason ?? 'unknown',
            ...(after.resolvedBy === undefined ? {} : { by: after.resolvedBy }),
            ...(after.resolvedAt === undefined ? {} : { at: after.resolvedAt }),
          } as const,
        ]
      : []),
  ];
}

async function commit(deps: ReceiveDeps, input: CaseCommit, done: Received): Promise<Received | 'conflict'> {
  return (await deps.cases.commit(input)) === 'committed' ? done : 'conflict';
}
