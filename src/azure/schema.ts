import { z } from 'zod';
import { asText, asTime } from '../http/loose.ts';

const text = z.unknown().optional().transform(asText);
const time = z.unknown().optional().transform(asTime);

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

const Resource = z.unknown().transform((value) => {
  const read = z.object({ id: z.string(), type: z.string(), location: text, createdTime: time }).safeParse(value);
  return read.data;
});

/** One page of a subscription's resources; `createdTime` is there because it was asked for. */
export const ResourceList = z.object({ value: z.array(Resource), nextLink: text });
export type ResourceList = z.infer<typeof ResourceList>;
