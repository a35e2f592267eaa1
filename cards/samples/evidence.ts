import type { EvidenceView, PackView } from '../asking-views.ts';
import { giulia, hostileRef, marco, now, ref } from './base.ts';

const ready: PackView = {
  pack: 'pack_00000000000000000000000000000001',
  profile: 'full',
  language: 'en',
  by: giulia,
  askedAt: '2026-11-22T15:58:00.000Z',
  state: 'ready',
  bytes: 1_843_200,
  files: 14,
  endedAt: '2026-11-22T15:58:04.000Z',
};

const profiles: EvidenceView['profiles'] = [
  { profile: 'full', leftOut: [], role: 'owner' },
  {
    profile: 'customer',
    leftOut: ['people', 'notes', 'reasons', 'assessment', 'support', 'rawAlerts'],
    role: 'viewer',
  },
  { profile: 'microsoft', leftOut: ['notes', 'contacts', 'messages'], role: 'viewer' },
  { profile: 'insurer', leftOut: ['notes', 'contacts', 'addresses', 'names', 'rawResources'], role: 'viewer' },
];

const none: EvidenceView = { ...ref, profiles, packs: [], language: 'en', codeMinutes: 15, keepDays: 7 };

export const evidenceSamples: Readonly<Record<string, EvidenceView>> = {
  none,
  building: {
    ...none,
    packs: [{ ...ready, state: 'building', bytes: undefined, files: undefined, endedAt: undefined }],
  },
  several: {
    ...none,
    language: 'it',
    packs: [
      ready,
      { ...ready, profile: 'customer', language: 'it', by: marco, bytes: 212_000, files: 1 },
      { ...ready, profile: 'insurer', state: 'failed', endedAt: now },
    ],
  },
  many: {
    ...none,
    packs: Array.from({ length: 9 }, (_, i) => ({ ...ready, pack: `pack_0000000000000000000000000000000${i}` })),
  },
  hostile: { ...none, ...hostileRef, packs: [{ ...ready, by: '<at>Everyone</at> [x](https://evil.example)' }] },
};
