import type { CreatorView, TimelineEntryView, TimelineView } from '../response-views.ts';
import { hostileRef, links, longRef, ref } from './base.ts';

const stranger: CreatorView = {
  kind: 'application',
  name: 'ci-runner-legacy',
  appId: '7777aaaa-0000-4000-8000-000000000007',
  addresses: ['203.0.113.50', '198.51.100.4'],
  mfa: 'unknown',
  firstAt: '2026-11-21T23:58:00.000Z',
  suspects: 12,
  siblings: 5,
  siblingNames: ['nsg-open', 'vnet-br', 'pip-1', 'pip-2', 'pip-3'],
};

const person: CreatorView = {
  kind: 'person',
  name: 'lucia@alpineski.example',
  tool: 'azure-cli',
  addresses: ['203.0.113.51'],
  mfa: 'no',
  firstAt: '2026-11-21T23:40:00.000Z',
  suspects: 0,
  siblings: 1,
  siblingNames: ['rg-batch-eu'],
};

const created: TimelineEntryView = {
  at: '2026-11-22T00:14:00.000Z',
  until: '2026-11-22T00:36:00.000Z',
  kind: 'created',
  what: 'Standard_NC24ads_A100_v4',
  count: 12,
  names: ['vm-batch-07', 'vm-batch-08', 'vm-batch-09', 'vm-batch-10'],
  regions: ['brazilsouth', 'eastus'],
  who: 'ci-runner-legacy',
  failed: false,
};

const entries: readonly TimelineEntryView[] = [
  {
    ...created,
    at: '2026-11-22T14:02:00.000Z',
    until: '2026-11-22T14:02:00.000Z',
    kind: 'lock-made',
    what: undefined,
    count: 1,
    names: ['vm-batch-07'],
    regions: [],
  },
  {
    ...created,
    at: '2026-11-22T01:10:00.000Z',
    until: '2026-11-22T01:10:00.000Z',
    failed: true,
    count: 3,
    names: ['vm-batch-20', 'vm-batch-21', 'vm-batch-22'],
  },
  created,
  {
    ...created,
    at: '2026-11-22T00:12:00.000Z',
    until: '2026-11-22T00:12:00.000Z',
    kind: 'quota',
    what: undefined,
    count: 1,
    names: ['standardNCADSA100v4Family'],
  },
  {
    ...created,
    at: '2026-11-21T23:58:00.000Z',
    until: '2026-11-21T23:58:00.000Z',
    kind: 'role-granted',
    what: 'Contributor',
    count: 0,
    names: [],
    regions: [],
    who: 'lucia@alpineski.example',
  },
  {
    ...created,
    at: '2026-11-21T23:40:00.000Z',
    until: '2026-11-21T23:40:00.000Z',
    kind: 'subscription',
    what: undefined,
    count: 0,
    names: [],
    regions: [],
    who: undefined,
  },
];

const read: TimelineView = {
  ...ref,
  isReading: false,
  revealsUs: false,
  found: {
    readAt: '2026-11-22T16:02:00.000Z',
    since: '2026-08-24T16:02:00.000Z',
    entries,
    total: entries.length,
    creators: [stranger, person],
    subscription: {
      at: '2026-11-20T09:12:00.000Z',
      by: 'sales@partner.example',
      operation: 'CreateSubscription',
    },
    gaps: [],
  },
  links: links.slice(1),
};

const ours: CreatorView = { ...person, kind: 'partner', name: 'helpdesk@partner.example', suspects: 12 };
const evil = '<at>All</at> [x](https://evil.example) **b** {{DATE(2020-01-01T00:00:00Z,SHORT)}} ${y}';

/** States of the timeline card. */
export const timelineSamples: Readonly<Record<string, TimelineView>> = {
  read,
  resource: {
    ...read,
    of: 'vm-batch-07',
    found: read.found && { ...read.found, entries: entries.slice(1, 3), total: 2, creators: [stranger] },
  },
  reading: { ...read, isReading: true, found: undefined },
  'reading-again': { ...read, isReading: true },
  nothing: {
    ...read,
    found: read.found && {
      ...read.found,
      entries: [],
      total: 0,
      creators: [],
      subscription: undefined,
      gaps: [
        { what: 'activity', why: 'forbidden' },
        { what: 'audit', why: 'needs-person' },
      ],
    },
  },
  'was-it-us': { ...read, revealsUs: true, found: read.found && { ...read.found, creators: [ours, stranger] } },
  'was-it-us-hidden': { ...read, found: read.found && { ...read.found, creators: [ours, stranger] } },
  many: {
    ...read,
    ...longRef,
    found: read.found && {
      ...read.found,
      entries: Array.from({ length: 40 }, () => ({
        ...created,
        names: created.names.map((name) => name.repeat(12)),
        what: 'w'.repeat(150),
      })),
      total: 212,
      creators: Array.from({ length: 9 }, () => ({
        ...stranger,
        name: 'n'.repeat(140),
        siblingNames: stranger.siblingNames.map((name) => name.repeat(20)),
      })),
      gaps: [{ what: 'activity', why: 'cut' }],
    },
  },
  test: { ...read, isTest: true },
  hostile: {
    ...read,
    ...hostileRef,
    of: evil,
    revealsUs: true,
    found: read.found && {
      ...read.found,
      entries: [{ ...created, what: evil, names: [evil, evil], regions: [evil], who: evil }],
      creators: [{ ...ours, name: evil, addresses: [evil], siblingNames: [evil] }],
      subscription: { at: created.at, by: evil, operation: evil },
    },
  },
};
