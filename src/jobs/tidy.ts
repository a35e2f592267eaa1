import type { Pool } from './pool.ts';

/** PostgreSQL's errcodes.txt: a lock that was asked for without waiting is held by another. */
const lockNotAvailable = '55P03';

/**
 * A job of which a new one was added while it ran, and which then failed, stays without its key and never runs again;
 * the new one does its work. All our jobs have keys, so one without is such a job.
 */
const removeReplaced = `select graphile_worker.complete_jobs(array(
  select id from graphile_worker.jobs where key is null and attempts >= max_attempts and locked_at is null))`;

/**
 * Queues stay for ever, and each fetch of a job locks all that are free. But a queue may not go while somebody adds a
 * job to it, who has seen the queue and is not seen yet: that job would never run. Whoever adds has read this table and
 * so keeps a lock on it until the commit. Both statements are one transaction, because they are sent as one.
 */
const removeEmptyQueues = `
  lock table graphile_worker._private_job_queues in access exclusive mode nowait;
  delete from graphile_worker._private_job_queues q
  where locked_at is null and not exists (select from graphile_worker._private_jobs j where j.job_queue_id = q.id)`;

/** Removes what graphile-worker leaves behind. Answers false where somebody was just adding jobs: try again soon. */
export async function tidyJobs(pool: Pool): Promise<boolean> {
  await pool.query(removeReplaced);
  try {
    await pool.query(removeEmptyQueues);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === lockNotAvailable) return false;
    throw error;
  }
}
