import { createHash } from 'node:crypto';
import type { Person } from '../domain/people.ts';
import { mostTries, type SignInName, wishLife } from '../domain/sign-in.ts';
import type { Job } from './job-ports.ts';
import type { Log } from './ports.ts';
import type { SignInOutcome, SignInService, SignInStore } from './sign-in-ports.ts';

export interface SignInDeps {
  readonly signIns: SignInStore;
  readonly signInService: SignInService;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * A client of a person offers its token. Each of the person's clients does, with the same id: the first answer is kept,
 * and all get it. Clients that come before there is an answer each ask the token service, for which that is the same as
 * once; one of them goes on with what the person wished.
 */
export async function takeExchange(
  deps: SignInDeps,
  person: Person,
  offered: { readonly id: string; readonly name: SignInName; readonly token: string },
): Promise<SignInOutcome> {
  const idHash = createHash('sha256').update(offered.id).digest('base64url');
  const before = await deps.signIns.outcome(person, idHash);
  if (before !== undefined) return before;
  // Another client may have been answered in this moment, which ended the request.
  if (!(await isAsked(deps, person, offered.name))) return (await deps.signIns.outcome(person, idHash)) ?? 'refused';
  const answer = await deps.signInService.exchange(person, offered.name, offered.token);
  return answer === 'unknown' ? 'refused' : settle(deps, person, offered.name, answer, idHash);
}

/** The sign-in window gave a code, which does not say for which sign-in it is: for the one that was asked for last. */
export async function takeCode(deps: SignInDeps, person: Person, code: string): Promise<SignInOutcome> {
  const asked = (await deps.signIns.of(person))
    .flatMap(({ name, askedAt }) => (askedAt === undefined ? [] : [{ name, askedAt }]))
    .toSorted((a, b) => b.askedAt.localeCompare(a.askedAt));
  for (const { name } of asked) {
    if (!(await isAsked(deps, person, name))) continue;
    const answer = await deps.signInService.redeem(person, name, code);
    if (answer === 'in') return settle(deps, person, name, 'in');
  }
  return 'refused';
}

export interface SignedOut {
  /** Sign-ins whose token the service still keeps, because it could not be asked to delete it. */
  readonly left: readonly SignInName[];
  /** Wishes that will not go on. */
  readonly wishes: number;
}

/**
 * Signs a person out of everything that is set up. That they are out is written first: from then on no process uses a
 * token of theirs, also where the service cannot be asked to delete it.
 */
export async function signOut({ signIns, signInService }: SignInDeps, person: Person): Promise<SignedOut> {
  const wishes = await signIns.signOut(person);
  const { offered } = signInService;
  const deleted = await Promise.all(offered.map((name) => signInService.end(person, name)));
  return { left: offered.filter((_, i) => deleted[i] !== true), wishes };
}

/** Nobody is signed in who was not asked to; and nobody may try without end. */
function isAsked({ signIns, now }: SignInDeps, person: Person, name: SignInName): Promise<boolean> {
  return signIns.tryOnce(person, name, new Date(now().getTime() - wishLife).toISOString(), mostTries);
}

async function settle(
  deps: SignInDeps,
  person: Person,
  name: SignInName,
  outcome: SignInOutcome,
  idHash?: string,
): Promise<SignInOutcome> {
  const at = deps.now().toISOString();
  const answer = { person, name, outcome, at, ...(idHash === undefined ? {} : { idHash }) };
  const kept = await deps.signIns.settle(answer, outcome === 'in' ? [goOnJob(person)] : []);
  // The person signed out while the service was asked: what it keeps now was to be deleted.
  if (outcome === 'in' && kept === 'refused') await deps.signInService.end(person, name);
  return kept;
}

export function goOnJob({ tenantId, objectId }: Pick<Person, 'tenantId' | 'objectId'>): Job {
  const key = `go-on:${tenantId}:${objectId}`;
  return { name: 'go-on', payload: { tenantId, objectId }, key, queue: key };
}
