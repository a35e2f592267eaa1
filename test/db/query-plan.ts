import assert from 'node:assert/strict';
import { type CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import { escapeLiteral } from 'pg';
import type { Database } from '../../src/db/database.ts';
import type { Schema } from '../../src/db/schema.ts';

/** A step of a plan that was carried out; rows are those of each loop. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

function nodesOf(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

/** The one statement that a read makes. */
export async function statementOf(
  { pool }: Database,
  read: (db: Kysely<Schema>) => Promise<unknown>,
): Promise<CompiledQuery> {
  const made: CompiledQuery[] = [];
  await read(new Kysely<Schema>({ dialect: new PostgresDialect({ pool }), log: ({ query }) => void made.push(query) }));
  const [statement, ...others] = made;
  assert.ok(statement !== undefined && others.length === 0);
  return statement;
}

/** All steps of its plan in a session of the product, for these values or for any. */
export async function planOf(
  { pool }: Database,
  { sql, parameters }: CompiledQuery,
  mode: 'custom' | 'generic',
): Promise<readonly PlanNode[]> {
  const client = await pool.connect();
  try {
    await client.query(`set plan_cache_mode = force_${mode}_plan; prepare asked as ${sql}`);
    const values = parameters
      .map((value) => escapeLiteral(value instanceof Date ? value.toISOString() : String(value)))
      .join(', ');
    const { rows } = await client.query<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>(
      `explain (analyze, format json) execute asked (${values})`,
    );
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
    assert.ok(plan);
    return nodesOf(plan);
  } finally {
    client.release(true);
  }
}
