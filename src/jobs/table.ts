import { z } from 'zod';
import { checkNames } from '../domain/case.ts';
import { type Id, type IdKind, isId } from '../domain/ids.ts';
import { supportKinds } from '../domain/support.ts';
import type { JobName, Jobs } from '../workflow/job-ports.ts';

function id<K extends IdKind>(kind: K) {
  return z.custom<Id<K>>((value) => isId(kind, value), `not an id of a ${kind}`);
}

const person = z.object({ tenantId: z.string(), objectId: z.string(), name: z.string() });

/** Every job and what its payload must be; graphile-worker adds fields of its own to payloads of schedules. */
export const payloads: { readonly [N in JobName]: z.ZodType<Jobs[N]> } = {
  poll: z.object({ partnerId: id('partner') }),
  'look-at': z.object({ partnerId: id('partner'), subscriptionId: z.guid() }),
  'read-facts': z.object({ caseId: id('case'), check: z.enum(checkNames), by: person.optional() }),
  report: z.object({ caseId: id('case') }),
  'channel-closed': z.object({ channelId: id('channel') }),
  tell: z.object({ thread: z.string().min(1) }),
  investigate: z.object({ caseId: id('case'), by: person.optional() }),
  'make-plan': z.object({ caseId: id('case'), planId: id('plan') }),
  'carry-out': z.object({ caseId: id('case'), runId: id('run') }),
  'look-after': z.object({ caseId: id('case') }),
  'send-mail': z.object({ caseId: id('case'), mailId: id('mail') }),
  'track-support': z.object({ caseId: id('case'), kind: z.enum(supportKinds) }),
  'build-pack': z.object({ caseId: id('case'), packId: id('pack') }),
  'go-on': z.object({ tenantId: z.string(), objectId: z.string() }),
  'read-score': z.object({ partnerId: id('partner') }),
  sweep: z.object({}),
  recall: z.object({ caseId: id('case') }),
};
