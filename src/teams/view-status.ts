import type { LedgerView } from '../../cards/ledger-views.ts';
import type { StatusView } from '../../cards/talk-views.ts';
import type { Alarm } from '../domain/alarms.ts';
import { minute } from '../domain/clocks.ts';
import type { Consent } from '../domain/consent.ts';
import type { Partner } from '../domain/partner.ts';
import type { Counted } from '../workflow/case-ports.ts';
import type { SourceState } from '../workflow/partner-ports.ts';
import type { Channel } from '../workflow/teams-ports.ts';
import { alarmLine, sourceTroubleOf } from './view-alarm.ts';
import { namedChannel } from './view-channel.ts';

/** Polls that may be missed before the source counts as not asked. */
const missedPolls = 3;

function stateOf(partner: Partner, source: SourceState, now: Date): StatusView['source']['state'] {
  if (source.polledAt === undefined) return 'never';
  if (source.failures > 0) return 'failing';
  const age = now.getTime() - Date.parse(source.polledAt);
  return age > missedPolls * partner.pollMinutes * minute ? 'late' : 'ok';
}

export function statusView(told: {
  readonly partner: Partner;
  readonly source: SourceState;
  readonly openCases: Counted;
  readonly unreadable: number;
  readonly failedPosts: number;
  readonly channels: readonly Channel[];
  readonly ledger: LedgerView;
  readonly alarms: readonly Alarm[];
  readonly consent?: Consent | undefined;
  readonly now: Date;
}): StatusView {
  const { partner, source, openCases, unreadable, failedPosts, channels, ledger, alarms, consent, now } = told;
  const { polledAt, succeededAt, error, failures } = source;
  return {
    partnerName: partner.name,
    source: {
      name: partner.source,
      state: stateOf(partner, source, now),
      failures,
      ...(polledAt === undefined ? {} : { polledAt }),
      ...(succeededAt === undefined ? {} : { succeededAt }),
      ...(error === undefined ? {} : { trouble: sourceTroubleOf(error) }),
    },
    ...(consent === undefined ? {} : { consent: consentView(consent) }),
    openCases,
    unreadable,
    failedPosts,
    channels: channels.map((channel) => ({
      state: channel.state,
      ...(channel.state === 'ready' || channel.stateAt === undefined ? {} : { since: channel.stateAt }),
      ...namedChannel(channel),
    })),
    ledger,
    alarms: alarms.map(alarmLine),
    asOf: now.toISOString(),
  };
}

function consentView({ name, renewedAt, trouble }: Consent): NonNullable<StatusView['consent']> {
  return trouble === undefined
    ? { state: 'ok', by: name, renewedAt }
    : { state: 'lost', by: name, renewedAt, why: trouble };
}
