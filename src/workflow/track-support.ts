import type { CaseId } from '../domain/ids.ts';
import type { SupportKind } from '../domain/support.ts';
import type { SupportDesk } from './asking-ports.ts';
import { type HandleDeps, observeCase } from './handle.ts';
import type { PartnerStore } from './ports.ts';

export interface TrackSupportDeps extends Pick<HandleDeps, 'cases' | 'now'> {
  readonly partners: PartnerStore;
  readonly desk: SupportDesk;
}

/**
 * Gives a support request the note that waits for it, then reads the request, with the token of whoever said its number:
 * Partner Center shows a request to its creator. What cannot be read is kept with its reason.
 */
export async function trackSupport(deps: TrackSupportDeps, caseId: CaseId, kind: SupportKind): Promise<void> {
  const stored = await deps.cases.load(caseId);
  const partner = stored && (await deps.partners.byId(stored.case.partnerId));
  const request = stored?.case.support?.[kind];
  // The Azure portal's requests are not Partner Center's.
  if (!partner || request?.number === undefined || kind !== 'partner-center') return;
  const { number, note } = request;
  if (note?.state === 'sending') {
    const taken = await deps.desk.addNote(partner, note.by, number, note.text);
    const why = taken.kind === 'trouble' ? { why: taken.why } : {};
    await observeCase(deps, caseId, { type: 'support-note-ended', kind, ...why }, 'support');
  }
  const read = await deps.desk.read(partner, request.filedBy ?? request.by, number);
  const news = read.kind === 'read' ? { tracking: read.tracking } : { why: read.why };
  await observeCase(deps, caseId, { type: 'support-tracked', kind, number, ...news }, 'support');
}
