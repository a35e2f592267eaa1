import type { ReportedAlert, SourceName } from '../domain/detection.ts';
import type { CaseId, PartnerId } from '../domain/ids.ts';
import type { KeptMemory } from '../domain/memory.ts';
import type { Routing } from '../domain/routing.ts';
import type { DetectionRecord, StoredCase } from './case-ports.ts';
import type { Job } from './job-ports.ts';
import type { UnreadableAlert } from './outside-ports.ts';
import type { NewPost } from './post-ports.ts';
import type { Channel } from './teams-ports.ts';

/** All that decides what becomes of an alert. */
export interface Situation {
  /** The alert as it was stored before. */
  readonly known?: DetectionRecord;
  /** The open case of its subscription. */
  readonly open?: StoredCase;
  /** The last case of its subscription that was closed. */
  readonly lastClosed?: CaseId;
  /** What was confirmed last on its subscription, and stands; whether its time is over is not looked at. */
  readonly memory?: KeptMemory;
  /** Number of the partner's next case. */
  readonly nextNumber: number;
  /** Where the partner's people can be told. */
  readonly channels: readonly Pick<Channel, 'id' | 'language'>[];
  /** Which alert is told where; everywhere where left out. */
  readonly routing?: Routing;
}

export interface DetectionStore {
  /** Reads all in one round trip. */
  situation(
    partnerId: PartnerId,
    alert: Pick<ReportedAlert, 'source' | 'externalId' | 'subscriptionId'>,
  ): Promise<Situation>;
  /** Keeps a detection that belongs to no open case (or updates it). */
  keep(record: DetectionRecord): Promise<void>;
  /**
   * Keeps an unreadable alert once, whatever changes in it where it has an id; answers whether it is new. With its notice to
   * the channel and the job in one transaction.
   */
  keepUnreadable(
    partnerId: PartnerId,
    source: SourceName,
    alert: UnreadableAlert,
    now: string,
    notice: { readonly posts: readonly NewPost[]; readonly jobs: readonly Job[] },
  ): Promise<boolean>;
  /** Of the seven days up to the last look at the partner's source; those that could be read since are not among them. */
  countUnreadable(partnerId: PartnerId): Promise<number>;
}
