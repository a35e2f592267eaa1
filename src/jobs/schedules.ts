import type { JobName } from '../workflow/job-ports.ts';

/** A job of no payload that a clock adds, once for all processes together; `cron` has five fields, in UTC. */
export interface Schedule {
  readonly name: JobName;
  readonly cron: string;
}

export const schedules: readonly Schedule[] = [{ name: 'sweep', cron: '* * * * *' }];
