import type { Case } from './case.ts';
import { day, hour } from './clocks.ts';
import { type SupportKind, type SupportRequest, supportKinds } from './support.ts';

/** Days after filing in which an open support request is looked at each hour; then it is each day. */
const eagerDays = 2;
/** Days after filing with which looking at a support request ends. */
const mostDays = 90;

/** What is due of asking Microsoft or the customer at a moment. */
export interface AskingDue {
  readonly remind: readonly SupportKind[];
  readonly track: readonly SupportKind[];
  readonly askAgain: boolean;
}

/**
 * When something of asking is due next; undefined where nothing is. `lookedAt` is when the request was looked at without
 * any news, which the case does not know of.
 */
export function askingDueAt(c: Case, lookedAt?: string): string | undefined {
  const times = [
    ...supportKinds.flatMap((kind) => [remindAt(c, kind) ?? [], trackAt(c, kind, lookedAt) ?? []].flat()),
    ...(c.contact?.askAgain === undefined || c.stage === 'closed' ? [] : [c.contact.askAgain.at]),
  ];
  return times.toSorted()[0];
}

export function askingDue(c: Case, now: Date): AskingDue {
  const isDue = (at: string | undefined) => at !== undefined && Date.parse(at) <= now.getTime();
  return {
    remind: supportKinds.filter((kind) => isDue(remindAt(c, kind))),
    track: supportKinds.filter((kind) => isDue(trackAt(c, kind))),
    askAgain: c.stage !== 'closed' && isDue(c.contact?.askAgain?.at),
  };
}

function remindAt(c: Case, kind: SupportKind): string | undefined {
  const request = c.support?.[kind];
  return request?.state === 'composed' ? request.remindAt : undefined;
}

/** Requests of the Azure portal cannot be read; one that is closed, or old, is not read again. */
function trackAt(c: Case, kind: SupportKind, lookedAt?: string): string | undefined {
  const request = c.support?.[kind];
  if (kind !== 'partner-center' || request?.filedAt === undefined || request.tracking?.status === 'closed')
    return undefined;
  const last = lookedAt ?? lastLook(request);
  if (last === undefined) return request.filedAt;
  const [filed, looked] = [Date.parse(request.filedAt), Date.parse(last)];
  const isEager = looked < filed + eagerDays * day || request.trouble?.why === 'unreachable';
  const next = looked + (isEager ? hour : day);
  return next > filed + mostDays * day ? undefined : new Date(next).toISOString();
}

function lastLook({ tracking, trouble }: SupportRequest): string | undefined {
  return [tracking?.readAt, trouble?.at]
    .filter((at) => at !== undefined)
    .toSorted()
    .at(-1);
}
