import { type Selectable, sql } from 'kysely';
import { storableText } from '../domain/storable.ts';
import type { PeopleStore, TeamsPerson } from '../workflow/teams-ports.ts';
import type { Database } from './database.ts';
import type { Schema } from './schema.ts';

type Row = Selectable<Schema['people']>;

function personOf(row: Row): TeamsPerson {
  return {
    tenantId: row.tenant_id,
    objectId: row.object_id,
    name: row.name,
    teamsId: row.teams_id,
    ...(row.service_url === null ? {} : { serviceUrl: row.service_url }),
    ...(row.personal_conversation_id === null ? {} : { personalConversationId: row.personal_conversation_id }),
    ...(row.chat_closed ? { chatClosed: true } : {}),
    ...(row.language === null ? {} : { language: row.language }),
  };
}

/** Text with the wildcards of LIKE taken literally. */
function literal(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`);
}

export function createPeopleStore({ sql: db }: Database): PeopleStore {
  const find = async (tenantId: string, objectId: string): Promise<TeamsPerson | undefined> => {
    const row = await db
      .selectFrom('people')
      .selectAll()
      .where('tenant_id', '=', tenantId.toLowerCase())
      .where('object_id', '=', objectId.toLowerCase())
      .executeTakeFirst();
    return row && personOf(row);
  };

  return {
    find,

    // Called at every turn, so nothing is written where nothing changed that day. What is not said this time stays as it was.
    see: async (person) => {
      const seen = { tenant: person.tenantId.toLowerCase(), object: person.objectId.toLowerCase() };
      const { rows } = await sql<Row>`
        with changed as (
          insert into people as p (tenant_id, object_id, name, teams_id, service_url, personal_conversation_id, language)
          values (${seen.tenant}, ${seen.object}, ${storableText(person.name)}, ${person.teamsId},
            ${person.serviceUrl ?? null}, ${person.personalConversationId ?? null}, ${person.language ?? null})
          on conflict (tenant_id, object_id) do update set
            name = excluded.name, teams_id = excluded.teams_id,
            service_url = coalesce(excluded.service_url, p.service_url),
            personal_conversation_id = coalesce(excluded.personal_conversation_id, p.personal_conversation_id),
            language = coalesce(excluded.language, p.language),
            chat_closed = p.chat_closed and excluded.personal_conversation_id is null,
            seen_on = current_date
          where (p.name, p.teams_id) is distinct from (excluded.name, excluded.teams_id)
            or p.service_url is distinct from coalesce(excluded.service_url, p.service_url)
            or p.personal_conversation_id is distinct from coalesce(excluded.personal_conversation_id, p.personal_conversation_id)
            or p.language is distinct from coalesce(excluded.language, p.language)
            or (p.chat_closed and excluded.personal_conversation_id is not null)
            or p.seen_on <> current_date
          returning *
        )
        select * from changed
        union all
        select * from people where tenant_id = ${seen.tenant} and object_id = ${seen.object}
          and not exists (select from changed)`.execute(db);
      const known = rows[0] === undefined ? await find(seen.tenant, seen.object) : personOf(rows[0]);
      return known ?? person;
    },

    forgetChat: async ({ tenantId, conversationId }, why) => {
      const { rows } = await sql<Row>`
        with forgotten as (
          update people set personal_conversation_id = null, chat_closed = ${why === 'closed'}
          where tenant_id = ${tenantId.toLowerCase()} and personal_conversation_id = ${conversationId}
          returning *
        ), asked as (
          update sign_ins set asked_at = null
          where (tenant_id, object_id) in (select tenant_id, object_id from forgotten)
        )
        select * from forgotten`.execute(db);
      return rows.map(personOf);
    },

    // The whole name, else every name of which a word begins so.
    findByName: async (tenantId, name) => {
      const wanted = storableText(name.trim().toLowerCase());
      if (wanted === '') return [];
      const { rows } = await sql<Row & { exact: boolean }>`
        select *, lower(name) = ${wanted} as exact from people
        where tenant_id = ${tenantId.toLowerCase()}
          and (lower(name) like ${`${literal(wanted)}%`} or lower(name) like ${`% ${literal(wanted)}%`})
        order by name, object_id`.execute(db);
      const exact = rows.filter((row) => row.exact);
      return (exact.length > 0 ? exact : rows).map(personOf);
    },

    ofTenant: async (tenantId, most) => {
      const { rows } = await sql<Row>`
        with met as (
          select * from people where tenant_id = ${tenantId.toLowerCase()} order by seen_on desc, name, object_id limit ${most}
        )
        select * from met order by name, object_id`.execute(db);
      return rows.map(personOf);
    },

    setLanguage: async (tenantId, objectId, language) => {
      await db
        .updateTable('people')
        .set({ language })
        .where('tenant_id', '=', tenantId.toLowerCase())
        .where('object_id', '=', objectId.toLowerCase())
        .execute();
    },
  };
}
