import { askingDueAt } from '../domain/asking-due.ts';
import { commandRoles } from '../domain/commands.ts';
import type { CaseId } from '../domain/ids.ts';
import { OutsideError } from '../domain/outside.ts';
import type { Partner } from '../domain/partner.ts';
import type { NoteFailure, RequestTracking, SupportKind, SupportRequest } from '../domain/support.ts';
import type { SupportDesk } from './asking-ports.ts';
import { claimCase, type HandleDeps, observeCase } from './handle.ts';
import { mayStill } from './may-still.ts';
import type { PartnerStore } from './partner-ports.ts';
import type { AskForErrand } from './sign-in-ports.ts';

export interface TrackSupportDeps extends Required<Pick<HandleDeps, 'cases' | 'now' | 'roles' | 'lacksSignIn'>> {
  readonly partners: PartnerStore;
  readonly desk: SupportDesk;
  readonly askForErrand: AskForErrand;
}

const needed = 'partnerCenter';

/**
 * Reads a support request, and gives it the note that waits for it, with the token of whoever said its number: Partner
 * Center shows a request to its creator. What cannot be read is kept with its reason. A note of which nobody knows
 * whether it arrived is looked for before it is sent, so that a second try does not say it twice;
 * and it is not sent for somebody who has lost the role meanwhile. Throws where that cannot be read, with nothing sent, so
 * that the queue tries again. Reading goes on: it changes nothing, and Microsoft's own rights of the reader decide on it.
 * A reader who is not signed in is asked to, once for each time that this is found out, and not at each look. A look without
 * news is no entry: it only says when the next one is.
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
    const taken = isThere ? undefined : await sendNote(deps, partner, number, note);
    const why = taken?.kind === 'trouble' ? { why: taken.why } : {};
    await observeCase(deps, caseId, { type: 'support-note-ended', kind, ...why }, 'support');
    if (taken?.kind === 'noted') read = await deps.desk.read(partner, reader, number);
  }
  const isNews = read.kind === 'trouble' && read.why === 'needs-person' && request.trouble?.why !== read.why;
  const lacks = isNews && (await deps.lacksSignIn(reader, needed));
  if (lacks === true) {
    const errand = { person: reader, partnerId: partner.id, caseId, name: 'track-support' } as const;
    if ((await deps.askForErrand(partner, errand, needed)) === 'later')
      throw new OutsideError('whoever filed the request cannot be asked to sign in now', { why: 'unreachable' });
  }
  // Where nobody knows, nobody was asked: the next look has to find it out anew.
  const news =
    read.kind === 'read'
      ? { tracking: read.tracking }
      : { why: lacks === 'unknown' ? ('unreachable' as const) : read.why };
  const looked = await claimCase(deps, caseId, { type: 'support-tracked', kind, number, ...news }, 'support');
  if (looked === undefined || looked.isOurs || looked.case.support?.[kind]?.number !== number) return;
  const { case: unchanged } = looked;
  await deps.cases.putOffAsking(caseId, unchanged.seq, askingDueAt(unchanged, deps.now().toISOString()));
}

async function sendNote(
  deps: TrackSupportDeps,
  partner: Partner,
  number: string,
  { by, text }: NonNullable<SupportRequest['note']>,
): Promise<{ readonly kind: 'noted' } | { readonly kind: 'trouble'; readonly why: NoteFailure }> {
  const may = await mayStill(deps, partner, by, commandRoles['support-note'], 'now');
  return may ? deps.desk.addNote(partner, by, number, text) : { kind: 'trouble', why: 'role-lost' };
}

function timesIn(tracking: RequestTracking | undefined, text: string): number {
  return tracking?.notes.filter((note) => note.text.trim() === text.trim()).length ?? 0;
}
