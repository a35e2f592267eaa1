import { type Kysely, sql } from 'kysely';
import type { Job } from '../workflow/job-ports.ts';
import type { NewPost } from '../workflow/post-ports.ts';
import { carriedTrace } from './carried-trace.ts';
import { toJson } from './json.ts';
import type { Schema } from './schema.ts';

/** A conversation without the message that starts a thread in it: what the limits of Teams count. */
export function threadOf(conversationId: string): string {
  return conversationId.split(';messageid=', 1)[0] ?? conversationId;
}

function postRow({ id, partnerId, place, content, language, dedupeKey }: NewPost) {
  return {
    id,
    partner_id: partnerId,
    language,
    dedupe_key: dedupeKey,
    ...(place.kind === 'channel'
      ? { channel_id: place.channelId }
      : {
          conversation_id: place.conversationId,
          thread: threadOf(place.conversationId),
          service_url: place.serviceUrl,
          tenant_id: place.tenantId,
        }),
    kind: content.kind,
    ...(content.kind === 'fixed' ? { activity: content.activity } : {}),
    ...('caseId' in content ? { case_id: content.caseId } : {}),
    ...(content.kind === 'check' ? { check_name: content.check } : {}),
    ...(content.kind === 'plan' ? { plan_id: content.planId } : {}),
  };
}

/** Posts as the function `add_posts` takes them. */
export function postsJson(posts: readonly NewPost[]): string {
  return toJson(posts.map(postRow));
}

/** Jobs as the function `add_outbox_jobs` takes them, with the trace that all jobs of this change carry. */
export function jobsJson(jobs: readonly Job[]): string {
  const trace = carriedTrace();
  const rows = jobs.map(({ runAt, ...job }) => ({ ...job, run_at: runAt }));
  return toJson(trace === undefined ? rows : [...rows, { trace }]);
}

/** Jobs that each carry the trace of their own cause, so that those of several may be added together. */
export function withTrace(jobs: readonly Job[]): readonly object[] {
  const trace = carriedTrace();
  return jobs.map(({ runAt, payload, ...job }) => ({
    ...job,
    run_at: runAt,
    payload: trace === undefined ? payload : { ...payload, _trace: trace },
  }));
}

export interface Outbox {
  readonly posts?: readonly NewPost[];
  readonly jobs: readonly Job[];
}

/** Adds posts, the jobs that send them, and other jobs. */
export async function addToOutbox(db: Kysely<Schema>, { posts = [], jobs }: Outbox): Promise<void> {
  if (posts.length === 0 && jobs.length === 0) return;
  await sql`select add_outbox_jobs(${jobsJson(jobs)}, array(select add_posts(${postsJson(posts)})))`.execute(db);
}
