import type { CaseId } from '../domain/ids.ts';
import type { RequestTracking, SupportKind } from '../domain/support.ts';
import type { SupportDesk } from './asking-ports.ts';
import { type HandleDeps, observeCase } from './handle.ts';
import type { PartnerStore } from './ports.ts';

export interface TrackSupportDeps extends Pick<HandleDeps, 'cases' | 'now'> {
  readonly partners: PartnerStore;
  readonly desk: SupportDesk;
}

/**
 * Reads a support request, and gives it the note that waits for it, with the token of whoever said its number: Partner
 * Center shows a request to its creator. What cannot be read is kept with its reason. A note of which nobody knows
 * whether it arrived is looked for before it is sent, so that a second try does not say it twice.
 */
export async function trackSupport(deps: TrackSupportDeps, caseId: CaseId, kind: SupportKind): Promise<void> {
  const stored = await deps.cases.load(caseId);
  const partner = stored && (await deps.partners.byId(stored.case.partnerId));
  const request = stored?.case.support?.[kind];
  // The Azure portal's requests are not Partner Center's.
  if (!partner || request?.number === undefined || kind !== 'partner-center') return;
  const { number, note } = request;
  const reader = request.filedBy ?? request.by;
  let read = await deps.desk.read(partner, reader, number);
  if (note?.state === 'sending') {
    const isThere = read.kind === 'read' && timesIn(read.tracking, note.text) > timesIn(request.tracking, note.text);
    const taken = isThere ? undefined : await deps.desk.addNote(partner, note.by, number, note.text);
    const why = taken?.kind === 'trouble' ? { why: taken.why } : {};
    await observeCase(deps, caseId, { type: 'support-note-ended', kind, ...why }, 'support');
    if (taken?.kind === 'noted') read = await deps.desk.read(partner, reader, number);
  }
  const news = read.kind === 'read' ? { tracking: read.tracking } : { why: read.why };
  await observeCase(deps, caseId, { type: 'support-tracked', kind, number, ...news }, 'support');
}

function timesIn(tracking: RequestTracking | undefined, text: string): number {
  return tracking?.notes.filter((note) => note.text.trim() === text.trim()).length ?? 0;
}
