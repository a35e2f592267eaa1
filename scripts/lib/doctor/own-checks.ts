import type { Database } from '../../../src/db/database.ts';
import { missingMigrations } from '../../../src/db/readiness.ts';
import { type Check, fault, note, ok } from './finding.ts';
import { readDeadLetters } from './records.ts';

const oldestNode = 24;
/** What the queries were tried on (facts/stack.md 3: 15; the server that comes along: 18). */
const oldestPostgres = 15;
/** A job that is due waits milliseconds where anybody works. */
const lateJobSeconds = 120;

/** Of this process. */
export function nodeCheck(version: string): Check {
  return {
    id: 'node',
    place: 'machine',
    title: 'Node.js',
    why: 'Mining Watch is run as it is written, which older versions cannot.',
    run: async () =>
      Number(version.slice(1).split('.')[0]) >= oldestNode
        ? ok(version)
        : fault(`${version} is too old`, `Install Node.js ${oldestNode} or newer.`),
  };
}

/** Of the database; `open` throws where it cannot be reached. */
export function databaseChecks(open: () => Promise<Database>): readonly Check[] {
  const place = 'database';
  return [
    {
      id: 'database',
      place,
      title: 'Database',
      why: 'Everything is kept there; without it nothing is answered and nothing is read.',
      run: async () => {
        const { pool } = await open();
        const { rows } = await pool.query<{ server_version: string }>('show server_version');
        const version = rows[0]?.server_version ?? '';
        return Number.parseInt(version, 10) >= oldestPostgres
          ? ok(`PostgreSQL ${version}`)
          : note(`PostgreSQL ${version} was never tried`, `Use PostgreSQL ${oldestPostgres} or newer.`);
      },
    },
    {
      id: 'migrations',
      place,
      title: 'Tables of this version',
      why: 'A process with tables of another version is not ready, or fails.',
      run: async () => {
        const missing = await missingMigrations(await open());
        return missing.length === 0
          ? ok('all there')
          : fault(`missing: ${missing.join(', ')}`, 'Run npm run migrate, or start the bot, which does the same.');
      },
    },
    {
      id: 'dead-jobs',
      place: 'records',
      title: 'Jobs that failed for good',
      why: 'What they should have done was not done, and nobody tries again.',
      run: async () => {
        const { jobs } = await readDeadLetters(await open());
        return jobs.length === 0
          ? ok('none')
          : fault(
              jobs.map(({ name, count }) => `${count} × ${name}`).join(', '),
              'An owner sees them in Teams with "failed". Look for "Job failed for good" in the log, mend what it says, then have them run with "retry".',
            );
      },
    },
    {
      id: 'late-jobs',
      place: 'records',
      title: 'Work that waits',
      why: 'Detections, decisions and cards come late while nobody works.',
      run: async () => {
        const { oldestDueJob } = await readDeadLetters(await open());
        return (oldestDueJob ?? 0) < lateJobSeconds
          ? ok('none for long')
          : fault(
              `a job has been due for ${Math.round((oldestDueJob ?? 0) / 60)} minutes`,
              'Start the bot (npm run serve) with JOB_CONCURRENCY above 0, or give it more.',
            );
      },
    },
    {
      id: 'failed-posts',
      place: 'records',
      title: 'Messages that could not be posted',
      why: 'Somebody waits for an answer or does not know of a case.',
      run: async () => {
        const { posts } = await readDeadLetters(await open());
        return posts === 0
          ? ok('none')
          : fault(
              `${posts}`,
              'An owner sees them in Teams with "failed", each with its reason. Mend that, then have them sent with "retry".',
            );
      },
    },
  ];
}
