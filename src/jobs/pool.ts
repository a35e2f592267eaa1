import type { RunnerOptions } from 'graphile-worker';

/** The pg pool that the database edge opened, as graphile-worker takes it. */
export type Pool = NonNullable<RunnerOptions['pgPool']>;
