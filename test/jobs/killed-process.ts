// A process of ours that begins the jobs of a database and is killed in the middle: run by run-jobs.test.ts.
import { openDatabase } from '../../src/db/database.ts';
import { startJobs } from '../../src/jobs/run-jobs.ts';
import { quietLog } from '../support/quiet-log.ts';
import { idle } from './fixtures.ts';

const [, , url = ''] = process.argv;
const database = await openDatabase({ url, log: quietLog });
const forever = async (): Promise<void> => {
  console.log('running');
  await new Promise(() => undefined);
};
await startJobs({
  database,
  handlers: { ...idle, poll: forever, 'read-facts': forever, report: forever, tell: forever, sweep: forever },
  log: quietLog,
  concurrency: 4,
});
