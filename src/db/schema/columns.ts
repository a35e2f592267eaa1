import type { ColumnType } from 'kysely';

export type Time = ColumnType<Date, string, string>;
export type JsonOf<T> = ColumnType<T, string, string>;
