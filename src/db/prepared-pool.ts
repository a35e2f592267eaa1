import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type { Pool, PoolClient } from 'pg';

/** Far more than the product has; a text that is made anew each time would otherwise fill every session. */
const mostStatements = 500;

/**
 * The pool as Kysely uses it, but each statement is prepared once a session. Parsing and planning are most of what our
 * small statements cost. A session whose statements no longer fit the tables, after another process migrated them, is
 * ended with the query that found it out.
 */
export function preparedPool(pool: Pool): PostgresPool {
  const names = new Map<string, string>();
  const wrapped = new WeakMap<PoolClient, PostgresPoolClient>();

  const nameOf = (text: string): string | undefined => {
    const known = names.get(text);
    if (known !== undefined || names.size >= mostStatements) return known;
    const name = `k${names.size + 1}`;
    names.set(text, name);
    return name;
  };

  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect();
      const known = wrapped.get(client) ?? prepared(client, nameOf);
      wrapped.set(client, known);
      return known;
    },
  };
}

function prepared(client: PoolClient, nameOf: (text: string) => string | undefined): PostgresPoolClient {
  let outdated = false;
  const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
    try {
      const name = values.length === 0 ? undefined : nameOf(text);
      return await client.query({ text, values: [...values], ...(name === undefined ? {} : { name }) });
    } catch (error) {
      outdated ||= error instanceof Error && error.message === 'cached plan must not change result type';
      throw error;
    }
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Kysely's own type has one method of two forms, of which it uses this one without cursors
  return { query, release: () => client.release(outdated) } as unknown as PostgresPoolClient;
}
