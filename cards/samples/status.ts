import type { StatusView } from '../talk-views.ts';
import { now } from './base.ts';

const well: StatusView = {
  partnerName: 'Contoso Partner',
  source: {
    name: 'graph',
    state: 'ok',
    polledAt: '2026-11-22T16:00:00.000Z',
    succeededAt: '2026-11-22T16:00:00.000Z',
    failures: 0,
  },
  openCases: 5,
  unreadable: 0,
  failedPosts: 0,
  channels: [{ teamName: 'Cloud Operations', channelName: 'Azure Alerts', state: 'ready' }],
  asOf: now,
};

const consent = { state: 'ok', by: 'mining-watch@contoso.example', renewedAt: '2026-11-22T15:40:00.000Z' } as const;

export const statusSamples: Readonly<Record<string, StatusView>> = {
  well,
  consented: { ...well, consent },
  revoked: { ...well, consent: { ...consent, state: 'lost', why: 'revoked' } },
  hostile: { ...well, consent: { ...consent, state: 'lost', by: '[a](https://evil.example)', why: 'unreadable' } },
  failing: {
    ...well,
    source: {
      name: 'fraudEvents',
      state: 'failing',
      polledAt: '2026-11-22T16:00:00.000Z',
      succeededAt: '2026-11-22T09:12:00.000Z',
      trouble: 'mfa',
      failures: 82,
    },
    unreadable: 1,
    failedPosts: 3,
    channels: [
      { teamName: 'Cloud Operations', channelName: 'Azure Alerts', state: 'ready' },
      { teamName: 'Cloud Operations', channelName: 'Old alerts', state: 'gone' },
      { state: 'blocked' },
    ],
  },
  fresh: { ...well, source: { name: 'graph', state: 'never', failures: 0 }, openCases: 0, channels: [] },
};
