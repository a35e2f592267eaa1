import { hour, minute } from '../domain/clocks.ts';
import type { SourceName } from '../domain/detection.ts';
import { OutsideError } from '../domain/outside.ts';
import type { Partner } from '../domain/partner.ts';
import { storable } from '../domain/storable.ts';
import { cardMissing } from './card-missing.ts';
import { createNaming, type NamesDeps, type Naming } from './names.ts';
import type { AlertPage, AlertSource, UnreadableAlert } from './outside-ports.ts';
import type { PartnerStore, SourceState } from './partner-ports.ts';
import type { Log } from './ports.ts';
import type { NewPost, PostStore } from './post-ports.ts';
import { type ReceiveDeps, receive } from './receive.ts';

export interface PollDeps extends ReceiveDeps, NamesDeps {
  readonly partners: PartnerStore;
  readonly posts: PostStore;
  readonly sources: Readonly<Record<SourceName, AlertSource>>;
  /** The notice that an alert could not be read, for the partner's channels. */
  readonly unreadableNotice: (partner: Partner, alert: UnreadableAlert) => Promise<readonly NewPost[]>;
  readonly log: Log;
}

/** How far before the cursor each look begins: sources show changes late, and a repeated alert does no harm. */
const overlap = hour;

/**
 * Looks once at a partner's source and takes in all that changed. A failing source is remembered with its reason and
 * looked at again by the schedule; what was taken in before it failed stays.
 */
export async function poll(deps: PollDeps, partner: Partner): Promise<void> {
  const began = deps.now();
  const before = await deps.partners.sourceState(partner.id);
  const since = before.cursor === undefined ? undefined : new Date(Date.parse(before.cursor) - overlap).toISOString();
  const naming = createNaming(deps, partner);
  try {
    let missed = 0;
    for await (const page of deps.sources[partner.source].readAlerts(partner, since))
      missed += await takeIn(deps, partner, storable(page), naming);
    // A channel that was added in the meantime did not see the cases that this look was about to open, nor they it.
    await cardMissing(deps, partner.id);
    // With an alert missed, the next look begins where this one did, however long that goes on.
    const cursor = missed === 0 ? began.toISOString() : before.cursor;
    await save(deps, partner, {
      ...(cursor === undefined ? {} : { cursor }),
      polledAt: began.toISOString(),
      succeededAt: deps.now().toISOString(),
      failures: 0,
    });
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    deps.log.warn({ partner: partner.id, why: error.why, err: error }, 'a source could not be read');
    const { error: _, ...rest } = before;
    await save(deps, partner, {
      ...rest,
      polledAt: began.toISOString(),
      error: error.why,
      failures: before.failures + 1,
    });
  } finally {
    await naming.rest();
  }
}

async function save(deps: PollDeps, partner: Partner, state: SourceState): Promise<void> {
  await deps.partners.saveSourceState(partner.id, state);
}

/** Takes in what can be taken in; answers how many alerts could not. */
export async function takeIn(deps: PollDeps, partner: Partner, page: AlertPage, naming: Naming): Promise<number> {
  await naming.soon(page.alerts);
  let missed = 0;
  for (const read of page.alerts) {
    try {
      const received = await receive(deps, partner, read);
      if (received !== 'unchanged')
        deps.log.info({ partner: partner.id, received, alertType: read.alert.alertType }, 'an alert was taken in');
    } catch (error) {
      // One alert that cannot be taken in must not keep the others out; it comes again with the next look.
      missed += 1;
      deps.log.error(
        { partner: partner.id, externalId: read.alert.externalId, err: error },
        'an alert could not be taken in',
      );
    }
  }
  for (const alert of page.unreadable) {
    const posts = await deps.unreadableNotice(partner, alert);
    const fresh = await deps.detections.keepUnreadable(partner.id, partner.source, alert, deps.now().toISOString(), {
      posts,
      jobs: [],
    });
    if (fresh)
      deps.log.error(
        { partner: partner.id, externalId: alert.externalId, error: alert.error },
        'an alert could not be read',
      );
  }
  return missed;
}

/** Whether a source is due for another look: by the partner's interval, after a failure sooner (1, 2, 4 ... minutes). */
export function isDue(partner: Pick<Partner, 'pollMinutes'>, state: SourceState, now: Date): boolean {
  if (state.polledAt === undefined) return true;
  const minutes = state.failures === 0 ? partner.pollMinutes : Math.min(partner.pollMinutes, 2 ** (state.failures - 1));
  // A clock that was set back must not silence the source.
  const age = Math.abs(now.getTime() - Date.parse(state.polledAt));
  return age >= minutes * minute - 1000;
}
