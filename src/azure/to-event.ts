import { type ActivityCaller, type ActivityEvent, callerKey } from '../domain/activity.ts';
import { resourceKey } from '../domain/azure-resource.ts';
import { parseJson } from '../http/json.ts';
import { asRecord, asText, byLooseKey, present } from '../http/loose.ts';
import { pickText } from './pick.ts';
import type { ActivityRow } from './schema.ts';

const claim = {
  objectId: 'http://schemas.microsoft.com/identity/claims/objectidentifier',
  tenantId: 'http://schemas.microsoft.com/identity/claims/tenantid',
  methods: 'http://schemas.microsoft.com/claims/authnmethodsreferences',
};
/** What Azure Policy and the platform note by themselves, often more than all else. */
const noise = /^microsoft\.(authorization\/policies|resourcehealth|advisor)\//;
const longestBody = 256 * 1024;

/** A row of the activity log; undefined for those that no story needs: what is no write, delete or action. */
export function toEvent(row: ActivityRow): ActivityEvent | undefined {
  const operation = row.operationName?.toLowerCase();
  const at = row.eventTimestamp;
  if (operation === undefined || at === undefined || row.resourceId === undefined) return undefined;
  if (!/\/(write|delete|action)$/.test(operation) || noise.test(operation)) return undefined;
  return present({
    id: row.eventDataId ?? `${at} ${operation} ${row.operationId ?? ''}`,
    at,
    operation,
    status: row.status ?? '',
    subStatus: row.subStatus,
    resource: resourceKey(row.resourceId),
    group: row.resourceGroupName?.toLowerCase(),
    correlationId: row.correlationId ?? row.operationId ?? row.eventDataId ?? '',
    caller: callerOf(row),
    size: operation.endsWith('/write') ? sizeOf(row.properties('responseBody')) : undefined,
    grant:
      operation === 'microsoft.authorization/roleassignments/write'
        ? grantOf(row.properties('requestbody'))
        : undefined,
  });
}

function callerOf({ caller, claims, httpRequest }: ActivityRow): ActivityCaller {
  const methods = asText(claims(claim.methods))
    ?.toLowerCase()
    .split(/[\s,]+/);
  return present({
    name: caller,
    objectId: asText(claims(claim.objectId)),
    appId: asText(claims('appid')),
    tenantId: asText(claims(claim.tenantId)),
    address: asText(byLooseKey(httpRequest)('clientIpAddress')) ?? asText(claims('ipaddr')),
    // `pwd` alone is a password and nothing else; a word of its own says that there was more (facts/azure.md 4).
    mfa:
      methods === undefined
        ? 'unknown'
        : methods.some((m) => m === 'mfa' || m === 'ngcmfa')
          ? 'yes'
          : methods.every((m) => m === 'pwd')
            ? 'no'
            : 'unknown',
  });
}

function sizeOf(body: unknown): string | undefined {
  return pickText(
    bodyOf(body),
    'properties.hardwareProfile.vmSize',
    'properties.properties.vmSize',
    'properties.vmSize',
    'sku.name',
  );
}

function grantOf(body: unknown): ActivityEvent['grant'] {
  const outer = byLooseKey(bodyOf(body));
  const inner = byLooseKey(outer('properties') ?? bodyOf(body));
  const grant = present({
    principalId: asText(inner('principalId')),
    principalType: asText(inner('principalType')),
    roleDefinitionId: asText(inner('roleDefinitionId')),
  });
  return Object.keys(grant).length === 0 ? undefined : grant;
}

/** JSON text in a property, or the object itself; undefined for anything else and for what is huge. */
function bodyOf(value: unknown): unknown {
  if (typeof value !== 'string') return asRecord(value);
  if (value.length > longestBody) return undefined;
  try {
    return parseJson(value);
  } catch {
    return undefined;
  }
}

/** How far along each status is: Started, Accepted, then the end. */
function rank(status: string): number {
  const known = ['started', 'accepted'].indexOf(status.toLowerCase());
  return known < 0 ? 2 : known;
}

/**
 * One event for the two or three rows that Azure writes of one operation on one resource: it began with the earliest,
 * ended as the furthest, and was a creation if any row says so.
 */
export function mergeEvents(known: ActivityEvent | undefined, event: ActivityEvent): ActivityEvent {
  if (known === undefined) return event;
  const further = rank(event.status) > rank(known.status) ? event : known;
  const other = further === event ? known : event;
  const created = [known, event].find((one) => one.subStatus?.toLowerCase() === 'created');
  return present({
    ...other,
    ...further,
    at: known.at < event.at ? known.at : event.at,
    subStatus: created?.subStatus ?? further.subStatus ?? other.subStatus,
    size: further.size ?? other.size,
    grant: further.grant ?? other.grant,
    caller: callerKey(further.caller) === undefined ? other.caller : further.caller,
  });
}
