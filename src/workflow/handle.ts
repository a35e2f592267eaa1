import { isMaterial } from '../domain/apply.ts';
import type { Case } from '../domain/case.ts';
import type { ClockCommand, PersonCommand, Refusal } from '../domain/commands.ts';
import { decide, observe } from '../domain/decide.ts';
import type { Entry } from '../domain/events.ts';
import type { CaseId } from '../domain/ids.ts';
import { isLive } from '../domain/memory.ts';
import type { Partner } from '../domain/partner.ts';
import { type ClockName, hasRole, type Person } from '../domain/people.ts';
import { maySee } from '../domain/policy.ts';
import type { FoundForCommand } from '../domain/recall.ts';
import { seenIn } from '../domain/seen.ts';
import { type SignInName, signInNeeded } from '../domain/sign-in.ts';
import type { Answer, CaseNames, CaseStore, FactStore, StoredCase } from './case-ports.ts';
import type { MemoryStore } from './memory-ports.ts';
import type { RoleReader } from './ports.ts';
import { readSoFar } from './read-so-far.ts';
import type { InvestigationStore } from './response-ports.ts';
import { writeEvents } from './write-case.ts';

export interface HandleDeps {
  readonly cases: CaseStore;
  readonly roles: RoleReader;
  /** Whom the timeline suspects is never written to. */
  readonly investigations: Pick<InvestigationStore, 'summary' | 'seen'>;
  readonly facts: Pick<FactStore, 'read'>;
  readonly memories: Pick<MemoryStore, 'of'>;
  readonly now: () => Date;
  /**
   * Whether it is sure that the person has to sign in before anything can be done in their name; `unknown` where that cannot
   * be found out now. Never where left out.
   */
  readonly lacksSignIn?: (person: Person, name: SignInName) => Promise<boolean | 'unknown'>;
}

export interface PersonRequest {
  readonly partner: Partner;
  readonly person: Person;
  readonly caseId: CaseId;
  readonly command: PersonCommand;
  /** Names this very wish: the same key is answered once. */
  readonly key: string;
  /** Revision of the card that was clicked; absent for typed commands, which speak of the case as it is. */
  readonly seenRevision?: number;
}

export type Handled =
  | { readonly kind: 'done'; readonly case: Case; readonly names: CaseNames }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly case?: Case; readonly rolesUnreadable?: boolean }
  /** The card was older than the case: nothing was changed; `meanwhile` is what it did not show yet. */
  | { readonly kind: 'stale'; readonly case: Case; readonly meanwhile: readonly Entry[] }
  /** It would be done, and cannot without that sign-in of the person: nothing was changed. */
  | { readonly kind: 'sign-in-missing'; readonly needs: SignInName; readonly case: Case }
  | { readonly kind: 'unknown-case' };

const attempts = 20;

/**
 * The one way in which a person changes a case, for buttons and typed words alike: load, check who and what, decide,
 * and write events, case, answer and jobs in one transaction. Repeated when another change came between.
 */
export async function handle(deps: HandleDeps, request: PersonRequest): Promise<Handled> {
  const { partner, person, command, caseId, key } = request;
  const { role, unreadable } = await deps.roles.roleOf(partner, person);
  const who = { person, role, partnerTenantId: partner.tenantId };
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { stored, answered, names } = await deps.cases.loadForCommand(caseId, key);
    if (stored === undefined || stored.case.partnerId !== partner.id) return { kind: 'unknown-case' };
    const blind = maySee(who);
    if (blind) return { kind: 'refused', refusal: blind, rolesUnreadable: unreadable };
    if (answered) return repeat(answered, stored.case, names);
    if (request.seenRevision !== undefined && request.seenRevision !== stored.case.revision)
      return stale(deps, stored.case, request.seenRevision);
    const decision =
      (await refusedByOthers(deps, partner, stored.case, command)) ??
      decide(stored.case, command, who, deps.now(), await foundFor(deps, partner, stored.case, command));
    // A refusal changes nothing and is not kept: what was refused now may be allowed once a role was given.
    if (decision.kind === 'refused')
      return { kind: 'refused', refusal: decision.refusal, case: stored.case, rolesUnreadable: unreadable };
    const needs = signInNeeded(command, stored.case);
    if (needs !== undefined && (await deps.lacksSignIn?.(person, needs)) === true)
      return { kind: 'sign-in-missing', needs, case: stored.case };
    const written = writeEvents(stored, caseId, decision.events, { kind: 'person', person }, deps.now().toISOString());
    const answer: Answer = { kind: 'done', revision: written.case.revision };
    if ((await deps.cases.commit({ ...written, key, answer, detections: [], posts: [] })) === 'committed')
      return { kind: 'done', case: written.case, names };
  }
  throw new Error('the case changed under every attempt to change it');
}

function repeat(answered: Answer, now: Case, names: CaseNames): Handled {
  return answered.kind === 'done'
    ? { kind: 'done', case: now, names }
    : { kind: 'refused', refusal: answered.refusal, case: now };
}

/** What a command is decided by besides the case. */
async function foundFor(
  deps: HandleDeps,
  { id, memoryDays }: Partner,
  c: Case,
  command: PersonCommand,
): Promise<FoundForCommand> {
  if (command.type === 'decide' && command.verdict === 'legitimate')
    return { memoryDays, seen: seenIn(c, await readSoFar(deps, c.id)) };
  if (command.type !== 'confirm-same') return {};
  const memory = await deps.memories.of(id, c.subscriptionId);
  return memory !== undefined && isLive(memory, memoryDays, deps.now()) ? { memory } : {};
}

/** Refusals that need more than the case itself to be read. */
async function refusedByOthers(
  deps: HandleDeps,
  partner: Partner,
  c: Case,
  command: PersonCommand,
): Promise<{ readonly kind: 'refused'; readonly refusal: Refusal } | undefined> {
  if (command.type === 'reopen' && c.stage === 'closed') {
    const newer = await deps.cases.openCaseOf(c.partnerId, c.subscriptionId);
    if (newer) return { kind: 'refused', refusal: { kind: 'newer-case-open', number: newer.case.number } };
  }
  if (command.type === 'assign' && command.to.tenantId.toLowerCase() === partner.tenantId.toLowerCase()) {
    const { role } = await deps.roles.roleOf(partner, command.to);
    if (!hasRole(role, 'responder'))
      return { kind: 'refused', refusal: { kind: 'assignee-without-role', needed: 'responder' } };
  }
  if (command.type === 'send-mail' && (await isSuspected(deps, c, command.mail.to)))
    return { kind: 'refused', refusal: { kind: 'recipient-suspected', address: command.mail.to } };
  return undefined;
}

/** Whether an address is that of an account which made what may mine. */
export async function isSuspected(
  deps: Pick<HandleDeps, 'investigations'>,
  c: Case,
  address: string,
): Promise<boolean> {
  const wanted = address.trim().toLowerCase();
  const { timeline } = (await deps.investigations.summary(c.id)) ?? {};
  return (timeline?.creators ?? []).some(
    ({ name, suspects }) => suspects.length > 0 && name?.trim().toLowerCase() === wanted,
  );
}

async function stale(deps: HandleDeps, c: Case, seen: number): Promise<Handled> {
  const material = (await deps.cases.journal(c.id)).filter((entry) => isMaterial(entry.event));
  return { kind: 'stale', case: c, meanwhile: material.slice(Math.max(0, seen)) };
}

/** The one way in which a source, a job or a clock changes a case. Answers the case as it then is. */
export async function observeCase(...asked: Parameters<typeof claimCase>): Promise<Case | undefined> {
  return (await claimCase(...asked))?.case;
}

/** The same, for whoever must know whether it was this call that changed the case, of several that meant to. */
export async function claimCase(
  deps: Pick<HandleDeps, 'cases' | 'now'>,
  caseId: CaseId,
  command: ClockCommand,
  clock: ClockName,
): Promise<{ readonly case: Case; readonly isOurs: boolean } | undefined> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const stored: StoredCase | undefined = await deps.cases.load(caseId);
    if (stored === undefined) return undefined;
    const events = observe(stored.case, command);
    if (events.length === 0) return { case: stored.case, isOurs: false };
    const written = writeEvents(stored, caseId, events, { kind: 'clock', name: clock }, deps.now().toISOString());
    if ((await deps.cases.commit({ ...written, detections: [], posts: [] })) === 'committed')
      return { case: written.case, isOurs: true };
  }
  throw new Error('the case changed under every attempt to change it');
}
