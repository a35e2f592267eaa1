import { z } from 'zod';
import { resourceKey } from '../domain/azure-resource.ts';
import { asOneOf, asRecord, asText, asTexts, asTime, byLooseKey } from '../http/loose.ts';

const text = z.unknown().optional().transform(asText);
const texts = z.unknown().optional().transform(asTexts);
const time = z.unknown().optional().transform(asTime);
const record = z
  .unknown()
  .optional()
  .transform((value) => asRecord(value) ?? {});

/** Items that can be read; others are left out, so that one odd item hides none of the rest. */
function listOf<T extends z.ZodType>(item: T) {
  return z.array(z.unknown()).transform((items) => items.flatMap((one) => item.safeParse(one).data ?? []));
}

/** Answer of a Cost Management query: a table whose columns are told by name (facts/azure.md 5.1). */
export const CostTable = z
  .object({
    properties: z.object({
      nextLink: text,
      columns: z.array(z.object({ name: z.string() })),
      rows: z.array(z.array(z.unknown())),
    }),
  })
  .transform(({ properties: { nextLink, columns, rows } }) => ({
    nextLink,
    rows: rows.map((row) => new Map(columns.map(({ name }, i) => [name.toLowerCase(), row[i]]))),
  }));
export type CostTable = z.infer<typeof CostTable>;
/** Cells of a row by the column's name in lower case. */
export type CostRow = CostTable['rows'][number];

const Resource = z.object({
  id: z.string(),
  type: z.string(),
  name: text,
  location: text,
  tags: record,
  sku: z.unknown().optional(),
  managedBy: text,
  createdTime: time,
  changedTime: time,
  provisioningState: text,
});
export type Resource = z.infer<typeof Resource>;

/** One page of a subscription's resources; its times are there because they were asked for. */
export const ResourceList = z.object({ value: listOf(Resource), nextLink: text });
export type ResourceList = z.infer<typeof ResourceList>;

/** A resource as its own provider or Resource Graph tells it, as far as we look into it. */
export const Body = z.object({
  id: text,
  name: text,
  location: text,
  tags: record,
  managedBy: text,
  sku: record,
  systemData: record,
  properties: record,
});
export type Body = z.infer<typeof Body>;

/** One page of any list of resources, as each provider gives it. */
export const BodyList = z.object({ value: listOf(Body), nextLink: text });
export type BodyList = z.infer<typeof BodyList>;

/** One page of Resource Graph; the key of paging carries a `$` (facts/azure.md 1.2). */
export const GraphPage = z
  .object({ data: listOf(Body), $skipToken: text })
  .transform(({ data, $skipToken }) => ({ rows: data, skipToken: $skipToken }));
export type GraphPage = z.infer<typeof GraphPage>;

/** Any page whose items are taken as they come. */
export const RawList = z.object({ value: z.array(z.json()), nextLink: text });
export type RawList = z.infer<typeof RawList>;

export const Raw = z.json();
export type Raw = z.infer<typeof Raw>;

const Lock = z
  .object({ id: z.string(), name: text, properties: z.object({ level: text, notes: text }) })
  .transform(({ id, name, properties: { level, notes } }) => ({
    id: resourceKey(id),
    name: name ?? '',
    // A level that is not known is still a lock.
    level: asOneOf(level, ['CanNotDelete', 'ReadOnly']) ?? ('CanNotDelete' as const),
    notes,
  }));
export const LockList = z.object({ value: z.array(Lock), nextLink: text });
export type LockList = z.infer<typeof LockList>;

const Deny = z.object({
  name: text,
  properties: z.object({
    denyAssignmentName: text,
    description: text,
    scope: z.string(),
    permissions: z.array(z.object({ actions: texts })),
  }),
});
export const DenyList = z.object({ value: z.array(Deny), nextLink: text });
export type DenyList = z.infer<typeof DenyList>;

const Permission = z.object({ actions: z.array(z.string()), notActions: z.array(z.string()).default([]) });
export type Permission = z.infer<typeof Permission>;
export const PermissionList = z.object({ value: z.array(Permission), nextLink: text });
export type PermissionList = z.infer<typeof PermissionList>;

/** A word that comes alone or as `{value, localizedValue}`. */
const word = z
  .unknown()
  .optional()
  .transform((value) => asText(asRecord(value)?.['value'] ?? value));

const ActivityRow = z.object({
  eventDataId: text,
  caller: text,
  eventTimestamp: time,
  operationName: word,
  operationId: text,
  status: word,
  subStatus: word,
  resourceId: text,
  resourceGroupName: text,
  correlationId: text,
  httpRequest: record,
  claims: z.unknown().optional().transform(byLooseKey),
  properties: z.unknown().optional().transform(byLooseKey),
});
export type ActivityRow = z.infer<typeof ActivityRow>;
export const ActivityList = z.object({ value: listOf(ActivityRow), nextLink: text });
export type ActivityList = z.infer<typeof ActivityList>;

const DefenderAlert = z.object({
  properties: z.object({
    alertType: text,
    alertDisplayName: text,
    severity: text,
    startTimeUtc: time,
    timeGeneratedUtc: time,
    resourceIdentifiers: z.array(z.object({ azureResourceId: text })).default([]),
  }),
});
export type DefenderAlert = z.infer<typeof DefenderAlert>;
export const DefenderList = z.object({ value: listOf(DefenderAlert), nextLink: text });
export type DefenderList = z.infer<typeof DefenderList>;

const Point = z.object({ timeStamp: time, average: z.number() });
/** Points of all series; those without a value are left out. */
export const Metrics = z
  .object({ value: z.array(z.object({ timeseries: z.array(z.object({ data: listOf(Point) })) })) })
  .transform(({ value }) => value.flatMap((one) => one.timeseries.flatMap((series) => series.data)));
export type Metrics = z.infer<typeof Metrics>;

const GroupItem = z.object({ name: text, managedBy: text, createdTime: time, tags: record });
export const GroupList = z.object({ value: listOf(GroupItem), nextLink: text });
export type GroupList = z.infer<typeof GroupList>;

const ResourceType = z.object({ resourceType: z.string(), apiVersions: z.array(z.string()) });
export const Provider = z.object({ resourceTypes: listOf(ResourceType) });
export type Provider = z.infer<typeof Provider>;

export const Subscription = z.object({ displayName: text });
export type Subscription = z.infer<typeof Subscription>;

/** What an operation's link answers, in any case of its keys (facts/azure.md 2.3). */
export const Operation = z.unknown().transform((body) => {
  const error = byLooseKey(byLooseKey(body)('error'));
  return {
    status: asText(byLooseKey(body)('status'))?.toLowerCase(),
    code: asText(error('code')),
    message: asText(error('message'))?.slice(0, 300),
  };
});
export type Operation = z.infer<typeof Operation>;
