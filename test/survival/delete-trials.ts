import type { AzureOutcome } from '../../playground/world/azure/types.ts';
import type { Fault } from '../../playground/world/types.ts';

/** What becomes of the delete of one machine, and what the product makes of it. */
export interface Trial {
  /** What Azure does about it. */
  readonly azure?: (at: { readonly other: string; readonly foreignUrl: string }) => AzureOutcome;
  /** Or what stands between us and Azure. */
  readonly fault?: Pick<Fault, 'method' | 'times' | 'act'>;
  readonly ends: string;
  /** On the plan's card. */
  readonly says: RegExp;
  /** Whether the machine is there in the end. */
  readonly stays?: true;
  /** The end comes only when the world's clock has moved on. */
  readonly late?: true;
  /** Least seconds between two requests for the delete. */
  readonly apart?: number;
  /** How often it is asked for; once where left out, any number where 0. */
  readonly asked?: number;
}

const gone = { ends: 'done', says: /All gone; verified/ };
const refused = (status: number, code: string): Pick<Trial, 'fault'> =>
  passing({ kind: 'status', status, body: { error: { code, message: 'So it is.' } } });
const passing = (act: Fault['act']): Pick<Trial, 'fault'> => ({ fault: { method: 'DELETE', times: 1, act } });

/** Each outcome of the local world's Azure (facts/azure.md 8.7), by its kind (facts/azure.md 8.7), by its kind. */
export const outcomes: Readonly<Record<AzureOutcome['kind'], Trial>> = {
  ok: { azure: () => ({ kind: 'ok' }), ...gone },
  'no-content': { azure: () => ({ kind: 'no-content' }), ...gone },
  async: { azure: () => ({ kind: 'async' }), ...gone },
  location: { azure: () => ({ kind: 'location' }), ...gone },
  bare: { azure: () => ({ kind: 'bare' }), ...gone },
  failed: {
    azure: () => ({ kind: 'failed', code: 'InternalExecutionError', message: 'It went wrong.' }),
    ends: 'failed operation-failed',
    says: /Azure began it, and reports that it failed\..*It went wrong/,
    stays: true,
  },
  canceled: {
    azure: () => ({ kind: 'canceled' }),
    ends: 'failed operation-canceled',
    says: /called the operation off in Azure/,
    stays: true,
  },
  'never-ending': {
    azure: () => ({ kind: 'never-ending' }),
    ends: 'unknown took-too-long',
    says: /did not end within the time we wait.*look in the Azure portal before you count it as gone/,
    stays: true,
    late: true,
  },
  'poll-404': { azure: () => ({ kind: 'poll-404' }), ...gone },
  locked: {
    azure: () => ({ kind: 'locked' }),
    ends: 'failed locked',
    says: /A lock on it, or above it, forbids this/,
    stays: true,
  },
  forbidden: {
    azure: () => ({ kind: 'forbidden' }),
    ends: 'failed no-right',
    says: /The account that asked has no right to do this/,
    stays: true,
  },
  denied: {
    azure: () => ({ kind: 'denied' }),
    ends: 'failed deny-assignment',
    says: /Another service owns it and forbids this/,
    stays: true,
  },
  policy: {
    azure: () => ({ kind: 'policy' }),
    ends: 'failed policy',
    says: /A policy of the customer forbids/,
    stays: true,
  },
  'in-use': { azure: ({ other }) => ({ kind: 'in-use', until: other }), ...gone, asked: 0 },
  throttled: { azure: () => ({ kind: 'throttled', times: 2, retryAfter: 3 }), ...gone, apart: 3, asked: 3 },
  'server-error': { azure: () => ({ kind: 'server-error', times: 2 }), ...gone, asked: 3 },
  capitalised: {
    azure: () => ({ kind: 'capitalised' }),
    ends: 'failed busy',
    says: /Another operation on it did not end in time.*busy with another operation/,
    stays: true,
    late: true,
    asked: 0,
  },
  'foreign-host': {
    azure: ({ foreignUrl }) => ({ kind: 'foreign-host', host: foreignUrl }),
    ...gone,
  },
  lingers: { azure: () => ({ kind: 'lingers', ms: 2500 }), ...gone },
  stays: {
    azure: () => ({ kind: 'stays' }),
    ends: 'failed still-there',
    says: /Azure says it is done, but the resource is as before/,
    stays: true,
    late: true,
  },
};

/** The rest of facts/azure.md 2.7, and answers that are lost on the way. */
export const refusals: Readonly<Record<string, Trial>> = {
  'asked to wait for longer than anybody waits': {
    azure: () => ({ kind: 'throttled', times: 1, retryAfter: 3600 }),
    ends: 'failed throttled',
    says: /asked us to wait for too long/,
    stays: true,
  },
  'busy with another operation, by 429': {
    azure: () => ({ kind: 'throttled', times: 1, retryAfter: 2, code: 'RetryableErrorDueToAnotherOperation' }),
    ...gone,
    apart: 2,
    asked: 2,
  },
  'busy with another operation, by 409': { ...refused(409, 'AnotherOperationInProgress'), ...gone, asked: 2 },
  'in use, as Azure says only when it has begun': {
    azure: () => ({ kind: 'failed', code: 'DiskInUseByVirtualMachine' }),
    ends: 'failed in-use',
    says: /Something that still exists uses it/,
    stays: true,
    late: true,
    asked: 0,
  },
  'its subscription is disabled': {
    ...refused(409, 'ReadOnlyDisabledSubscription'),
    ends: 'failed subscription-disabled',
    says: /The subscription is disabled: nothing more is spent/,
    stays: true,
  },
  'a token of the wrong tenant': {
    ...refused(401, 'InvalidAuthenticationTokenTenant'),
    ends: 'failed wrong-tenant',
    says: /sign-in was for another organi[sz]ation/,
    stays: true,
  },
  'a subscription that is not there any more, which is no success': {
    ...refused(404, 'SubscriptionNotFound'),
    ends: 'failed lost-access',
    says: /no longer see the subscription, so we cannot tell/,
    stays: true,
  },
  'a 404 that is not true': {
    ...refused(404, 'ResourceNotFound'),
    ends: 'failed still-there',
    says: /as before/,
    stays: true,
    late: true,
  },
  'what cannot be deleted alone': {
    ...refused(405, 'MethodNotAllowed'),
    ends: 'failed not-alone',
    says: /cannot|group held|left alone/,
    stays: true,
  },
  'a page of a proxy in place of an answer': {
    ...passing({ kind: 'status', status: 502, body: '<html><b>Bad gateway</b></html>' }),
    ...gone,
    asked: 2,
  },
  'an answer that is lost, of a deed that is done': { ...passing({ kind: 'done-but', status: 504 }), ...gone },
  'a connection that breaks': { ...passing({ kind: 'reset' }), ...gone, asked: 0 },
  'an answer that breaks off': { ...passing({ kind: 'half' }), ...gone, asked: 0 },
};
