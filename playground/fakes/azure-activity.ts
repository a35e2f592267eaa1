import { groupNameOf, keyOf, typeOf } from '../world/azure/resource-id.ts';
import type { AzureEvent } from '../world/azure/state.ts';
import type { Json } from '../world/types.ts';
import { type AzureCall, nextLink } from './azure-call.ts';
import { badBody } from './azure-errors.ts';
import type { FakeAnswer } from './server.ts';

const retention = 90 * 86_400_000;
const perPage = 100;
/** Entries appear some minutes after the deed. */
const lag = 3 * 60_000;
const range =
  /^eventTimestamp ge '([^']+)' and eventTimestamp le '([^']+)'(?: and eventChannels eq 'Admin, Operation')?(?: and (resourceGroupName|resourceUri|resourceProvider|correlationId) eq '([^']+)')?$/;

const fits: Readonly<Record<string, (event: AzureEvent, value: string) => boolean>> = {
  resourceGroupName: (e, value) => groupNameOf(e.resourceId).toLowerCase() === value.toLowerCase(),
  resourceUri: (e, value) => keyOf(e.resourceId) === keyOf(value),
  resourceProvider: (e, value) => providerOf(e).toLowerCase() === value.toLowerCase(),
  correlationId: (e, value) => e.correlationId === value.toLowerCase(),
};

/** The activity log, newest first, by one of the five filters that it takes and no other (facts/azure.md 4). */
export function activityLog(call: AzureCall): FakeAnswer {
  const { store, request, subscription } = call;
  const query = request.url.searchParams;
  const match = range.exec(query.get('$filter') ?? '');
  if (match === null) return badBody('The filter is not one that the activity log takes.');
  const [, from = '', to = '', field, value = ''] = match;
  const [start, end] = [Date.parse(from), Date.parse(to)];
  if (Number.isNaN(start) || Number.isNaN(end) || start > end) return badBody('The time range is not valid.');
  const now = store.clock.now().getTime();
  if (start < now - retention - 60_000) return badBody('The start time cannot be more than 90 days in the past.');
  const select = query
    .get('$select')
    ?.split(',')
    .map((name) => name.trim());
  const all = store.azure.events
    .filter((e) => {
      const at = Date.parse(e.at);
      if (e.subscriptionId !== subscription.id || at < start || at > end || at > now) return false;
      return field === undefined || fits[field]?.(e, value) === true;
    })
    .toSorted((a, b) => b.at.localeCompare(a.at));
  const first = Number(query.get('$skipToken') ?? 0);
  const rows = all.slice(first, first + perPage).map((e) => chosen(eventJson(e), select));
  const more = first + perPage < all.length;
  return {
    status: 200,
    body: more ? { value: rows, nextLink: nextLink(request, '$skipToken', first + perPage) } : { value: rows },
  };
}

function chosen(event: Json, select: readonly string[] | undefined): Json {
  if (select === undefined) return event;
  return Object.fromEntries(Object.entries(event).filter(([name]) => select.includes(name)));
}

function providerOf(e: AzureEvent): string {
  return typeOf(e.resourceId).split('/')[0] || 'Microsoft.Resources';
}

function eventJson(e: AzureEvent): Json {
  const { by } = e;
  const person = by.displayName !== undefined;
  return {
    authorization: { action: e.operation, scope: e.resourceId, role: by.role },
    caller: by.caller,
    category: { value: 'Administrative', localizedValue: 'Administrative' },
    claims: {
      appid: by.appId,
      ipaddr: by.address,
      ...(person
        ? { name: by.displayName, 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': by.caller }
        : {}),
      'http://schemas.microsoft.com/identity/claims/objectidentifier': by.objectId,
      'http://schemas.microsoft.com/identity/claims/tenantid': by.tenantId,
      ...(by.authentication === undefined
        ? {}
        : { 'http://schemas.microsoft.com/claims/authnmethodsreferences': by.authentication }),
    },
    correlationId: e.correlationId,
    description: '',
    eventDataId: e.id,
    eventName: { value: e.status === 'Started' ? 'BeginRequest' : 'EndRequest', localizedValue: e.status },
    eventTimestamp: e.at,
    httpRequest: {
      clientRequestId: e.operationId,
      clientIpAddress: by.address,
      method: e.method,
      uri: `https://management.azure.com${e.resourceId}`,
    },
    id: `${e.resourceId}/events/${e.id}/ticks/${Date.parse(e.at)}`,
    level: e.status === 'Failed' ? 'Error' : 'Informational',
    operationId: e.operationId,
    operationName: { value: e.operation, localizedValue: e.operation },
    properties: {
      ...(e.subStatus === undefined ? {} : { statusCode: e.subStatus }),
      ...(e.request === undefined ? {} : { requestbody: JSON.stringify(e.request) }),
      ...(e.response === undefined ? {} : { responseBody: JSON.stringify(e.response) }),
    },
    resourceGroupName: groupNameOf(e.resourceId),
    // The log writes some parts of an id in small letters.
    resourceId: e.resourceId.replace('/resourceGroups/', '/resourcegroups/'),
    resourceProviderName: { value: providerOf(e), localizedValue: providerOf(e) },
    resourceType: { value: typeOf(e.resourceId), localizedValue: typeOf(e.resourceId) },
    status: { value: e.status, localizedValue: e.status },
    subStatus: { value: e.subStatus ?? '', localizedValue: e.subStatus ?? '' },
    submissionTimestamp: new Date(Date.parse(e.at) + lag).toISOString(),
    subscriptionId: e.subscriptionId,
    tenantId: by.tenantId,
  };
}
