import type { CreatorView, TimelineEntryView, TimelineView } from '../../cards/response-views.ts';
import type { LinkView } from '../../cards/views.ts';
import type { ResourceKey } from '../domain/azure-resource.ts';
import type { Case } from '../domain/case.ts';
import type { InvestigationSummary } from '../domain/investigation.ts';
import type { Creator, Timeline, TimelineEntry } from '../domain/timeline.ts';
import { caseRef, type Names } from './view-data.ts';
import { gapView } from './view-inventory.ts';

const mostEntries = 15;
const mostCreators = 8;
const mostNames = 4;

/** Last segment of a resource's key. */
const nameOf = (key: ResourceKey) => key.split('/').at(-1) ?? key;

/** The name of what Azure named by itself, such as a grant of a role: it tells a reader nothing. */
const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Of an account of the partner's own nothing is told that would name it, except to those who may know. */
function isHidden(creator: Creator, revealsUs: boolean): boolean {
  return creator.kind === 'partner' && !revealsUs;
}

function creatorView(creator: Creator, revealsUs: boolean): CreatorView {
  const { name, appId, tool, addresses, mfa, firstAt, suspects, siblings } = creator;
  const hidden = isHidden(creator, revealsUs);
  return {
    kind: hidden ? 'foreign' : creator.kind,
    addresses,
    mfa,
    firstAt,
    suspects: suspects.length,
    siblings: siblings.length,
    siblingNames: siblings.slice(0, mostNames).map(nameOf),
    ...(hidden || name === undefined ? {} : { name }),
    ...(hidden || appId === undefined ? {} : { appId }),
    ...(tool === undefined ? {} : { tool }),
  };
}

function entryView(entry: TimelineEntry, creators: readonly Creator[], revealsUs: boolean): TimelineEntryView {
  const { at, until, kind, what, resources, regions, failed } = entry;
  const creator = creators.find(({ key }) => key === entry.creator);
  const who = creator === undefined || isHidden(creator, revealsUs) ? undefined : (creator.name ?? creator.appId);
  return {
    at,
    until,
    kind,
    count: resources.length,
    names: resources
      .map(nameOf)
      .filter((name) => !guid.test(name))
      .slice(0, mostNames),
    regions,
    failed,
    ...(what === undefined ? {} : { what }),
    ...(who === undefined ? {} : { who }),
  };
}

/** The part of a timeline that is about one resource: what happened to it, and who made it. */
function partOf({ entries, creators }: Timeline, key: ResourceKey): Pick<Timeline, 'entries' | 'creators'> {
  const own = entries.filter(({ resources }) => resources.includes(key));
  const actors = new Set(own.map(({ creator }) => creator));
  return {
    entries: own,
    creators: creators.filter((one) => actors.has(one.key) || one.suspects.includes(key) || one.siblings.includes(key)),
  };
}

/** How it came to be: of the whole case, or of one resource. */
export function timelineView(shown: {
  readonly case: Case;
  readonly names: Names;
  readonly links: readonly LinkView[];
  readonly summary?: InvestigationSummary;
  readonly resource?: ResourceKey;
  readonly isReading: boolean;
  readonly revealsUs: boolean;
}): TimelineView {
  const { case: c, names, links, summary, resource, isReading, revealsUs } = shown;
  const base = { ...caseRef(c, names), isReading, revealsUs, links };
  const of = resource === undefined ? {} : { of: nameOf(resource) };
  if (summary === undefined) return { ...base, ...of };
  const { timeline } = summary;
  const { entries, creators } = resource === undefined ? timeline : partOf(timeline, resource);
  const { subscriptionCreation: creation } = timeline;
  return {
    ...base,
    ...of,
    found: {
      readAt: summary.readAt,
      since: timeline.since,
      entries: entries.slice(0, mostEntries).map((entry) => entryView(entry, timeline.creators, revealsUs)),
      total: entries.length,
      creators: creators
        .toSorted((a, b) => b.suspects.length - a.suspects.length)
        .slice(0, mostCreators)
        .map((creator) => creatorView(creator, revealsUs)),
      gaps: timeline.gaps.map(gapView),
      ...(creation && {
        subscription: {
          at: creation.at,
          operation: creation.operation,
          ...(creation.by === undefined ? {} : { by: creation.by }),
        },
      }),
    },
  };
}
