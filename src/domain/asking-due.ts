import type { Case } from './case.ts';
import { hour } from './clocks.ts';
import { type SupportKind, type SupportRequest, supportKinds } from './support.ts';

/** Hours between two looks at an open support request. */
const trackHours = 1;

/** What is due of asking Microsoft or the customer at a moment. */
export interface AskingDue {
  readonly remind: readonly SupportKind[];
  readonly track: readonly SupportKind[];
  readonly askAgain: boolean;
}

/** When something of asking is due next; undefined where nothing is. */
export function askingDueAt(c: Case): string | undefined {
  const times = [
    ...supportKinds.flatMap((kind) => [remindAt(c, kind) ?? [], trackAt(c, kind) ?? []].flat()),
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

/** Requests of the Azure portal cannot be read; one that is closed is not read again. */
function trackAt(c: Case, kind: SupportKind): string | undefined {
  const request = c.support?.[kind];
  if (kind !== 'partner-center' || request?.filedAt === undefined || request.tracking?.status === 'closed')
    return undefined;
  const last = lastLook(request);
  return last === undefined ? request.filedAt : new Date(Date.parse(last) + trackHours * hour).toISOString();
}

function lastLook({ tracking, trouble }: SupportRequest): string | undefined {
  return [tracking?.readAt, trouble?.at]
    .filter((at) => at !== undefined)
    .toSorted()
    .at(-1);
}
