import type { ThreadClaims } from '../workflow/sending-ports.ts';
import type { Database } from './database.ts';
import { together } from './together.ts';

interface Wish {
  readonly thread: string;
  readonly jobId: string;
}

/** Each statement is one for all threads that a process is about to send in, as a burst has thousands. */
export function createThreadClaims({ pool }: Database): ThreadClaims {
  const valuesOf = (wishes: readonly Wish[]) => [wishes.map(({ thread }) => thread), wishes.map(({ jobId }) => jobId)];

  const claim = together<Wish, boolean>(async (wishes) => {
    const { rows } = await pool.query<{ job: string }>({
      name: 'claim-threads',
      text: 'select job from claim_threads($1, $2) as job',
      values: valuesOf(wishes),
    });
    const claimed = new Set(rows.map(({ job }) => job));
    return wishes.map(({ jobId }) => claimed.has(jobId));
  });

  const release = together<Wish, void>(async (wishes) => {
    await pool.query({ name: 'release-threads', text: 'select release_threads($1, $2)', values: valuesOf(wishes) });
    return wishes.map(() => undefined);
  });

  return {
    claim: (thread, jobId) => claim({ thread, jobId }),
    release: (thread, jobId) => release({ thread, jobId }),
  };
}
