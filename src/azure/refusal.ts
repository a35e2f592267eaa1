import type { OutcomeWhy } from '../domain/run.ts';
import { HttpError } from '../http/http-error.ts';
import { present } from '../http/loose.ts';

export interface ActRefusal {
  readonly kind: 'refused';
  readonly why: OutcomeWhy;
  readonly again: boolean;
  readonly waitSeconds?: number;
  readonly detail?: string;
}

interface Meaning {
  readonly why: OutcomeWhy;
  /** Whether the same request may be answered otherwise later. */
  readonly again: boolean;
  /** Seconds to wait at least. */
  readonly wait?: number;
}

const final = (why: OutcomeWhy): Meaning => ({ why, again: false });
const passing = (why: OutcomeWhy, wait?: number): Meaning => ({
  why,
  again: true,
  ...(wait === undefined ? {} : { wait }),
});

/** Azure's codes in lower case (facts/azure.md 2.7). */
const meanings: Readonly<Record<string, Meaning>> = {
  scopelocked: final('locked'),
  authorizationfailed: final('no-right'),
  linkedauthorizationfailed: final('no-right'),
  denyassignmentauthorizationfailed: final('deny-assignment'),
  requestdisallowedbypolicy: final('policy'),
  publicipaddresscannotbedeleted: passing('in-use'),
  nicreservedforanothervm: passing('reserved', 180),
  anotheroperationinprogress: passing('busy'),
  retryableerrorduetoanotheroperation: passing('busy'),
  conflict: passing('busy'),
  resourcegroupbeingdeleted: passing('group-being-deleted'),
  // What stays in the group is named in the words; the same request would be answered the same.
  resourcegroupdeletionblocked: final('operation-failed'),
  readonlydisabledsubscription: final('subscription-disabled'),
  invalidauthenticationtokentenant: final('wrong-tenant'),
  expiredauthenticationtoken: final('needs-sign-in'),
  invalidauthenticationtoken: final('needs-sign-in'),
  authenticationfailed: final('needs-sign-in'),
  subscriptionnotfound: final('lost-access'),
  toomanyrequests: passing('throttled'),
};

/** What a code means; undefined for those that only the status tells about. */
export function meaningOf(code: string | undefined): Meaning | undefined {
  const known = code?.toLowerCase() ?? '';
  if (Object.hasOwn(meanings, known)) return meanings[known];
  return /inuse/.test(known) ? passing('in-use') : undefined;
}

function byStatus(status: number | undefined): Meaning {
  if (status === 401) return final('needs-sign-in');
  if (status === 403) return final('no-right');
  if (status === 405) return final('not-alone');
  if (status === 429) return passing('throttled');
  if (status === 408 || (status !== undefined && status >= 500 && status !== 501 && status !== 505))
    return passing('unreachable');
  return final('other');
}

/**
 * Why Azure did not do what it was asked, by facts/azure.md 2.7. A code that is known says more than its status: 429
 * may mean a busy resource. 404 is for the caller to tell, except of the subscription itself: lost access, not success.
 */
export function refusalOf(error: HttpError): ActRefusal {
  const { why, again, wait } = meaningOfError(error);
  const waits = [wait, error.retryAfter].filter((one) => one !== undefined);
  const detail = [error.code, error.detail].filter((part) => part !== undefined).join(': ');
  return present({
    kind: 'refused',
    why,
    again,
    waitSeconds: waits.length === 0 ? undefined : Math.max(...waits),
    detail: detail === '' ? undefined : detail,
  });
}

function meaningOfError(error: HttpError): Meaning {
  if (error.kind === 'schema') return passing('other');
  if (error.kind !== 'status') return passing('unreachable');
  if (error.mfa) return final('mfa');
  return meaningOf(error.code) ?? byStatus(error.status);
}

/** A 404 of the thing itself, its group or what it is part of: gone. Of the subscription it is lost access. */
export function isGone(error: unknown): boolean {
  if (!(error instanceof HttpError) || error.kind !== 'status') return false;
  return (error.status === 404 || error.status === 410) && meaningOf(error.code) === undefined;
}
