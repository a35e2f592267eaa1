import { day } from '../domain/clocks.ts';
import type { PartnerId } from '../domain/ids.ts';
import { OutsideError } from '../domain/outside.ts';
import type { PartnerTimes, ScoreReader } from './asking-ports.ts';
import type { Job } from './job-ports.ts';
import type { PartnerStore } from './partner-ports.ts';
import type { Log } from './ports.ts';

export interface ReadScoreDeps {
  readonly partners: PartnerStore;
  readonly times: PartnerTimes;
  readonly score: ScoreReader;
  readonly now: () => Date;
  readonly log: Log;
}

/** Reads Microsoft's own figure of a partner's response time and keeps it; where it cannot be read, the last one stands with its time. */
export async function readScore(deps: ReadScoreDeps, partnerId: PartnerId): Promise<void> {
  const partner = await deps.partners.byId(partnerId);
  if (partner === undefined) return;
  try {
    const figure = await deps.score.responseTime(partner);
    if (figure !== undefined) await deps.times.saveOfficial(partnerId, figure, deps.now().toISOString());
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    deps.log.info({ partner: partnerId, why: error.why }, "Microsoft's own response time could not be read");
  }
}

/** Microsoft counts it once a day. */
export async function isScoreStale(deps: Pick<ReadScoreDeps, 'times' | 'now'>, partnerId: PartnerId): Promise<boolean> {
  const known = await deps.times.official(partnerId);
  return known === undefined || deps.now().getTime() - Date.parse(known.readAt) > day;
}

export function readScoreJob(partnerId: PartnerId): Job {
  return { name: 'read-score', payload: { partnerId }, key: `score:${partnerId}`, priority: 10 };
}
