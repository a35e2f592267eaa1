import type { Case } from '../domain/case.ts';
import type { Person } from '../domain/people.ts';
import type { ErrandName } from '../domain/sign-in.ts';
import { handle } from '../workflow/handle.ts';
import type { Job } from '../workflow/job-ports.ts';
import type { Errand } from '../workflow/sign-in-ports.ts';
import { trackSupportJob } from '../workflow/write-case.ts';
import type { BotDeps, Turn } from './context.ts';
import { textActivity } from './replies.ts';
import { handledText } from './run-command.ts';

/** What became of an errand. */
interface Done {
  /** What the person is told, where there is anything. */
  readonly text?: string;
  readonly jobs?: readonly Job[];
}

const does: Readonly<Record<ErrandName, (deps: BotDeps, turn: Turn, c: Case) => Promise<Done | 'waits'>>> = {
  report: tell,
  'track-support': track,
};

/**
 * Does what waited for a person's sign-in, where the case still waits for it; with the role that they have now. Throws
 * where roles cannot be read.
 */
export async function goOnWithErrand(deps: BotDeps, turn: Turn, errand: Errand): Promise<void> {
  const stored = await deps.store.cases.load(errand.caseId);
  const done = stored === undefined ? {} : await does[errand.name](deps, turn, stored.case);
  if (done === 'waits') return;
  const { text, jobs = [] } = done;
  const { conversationId, serviceUrl, tenantId } = turn.incoming;
  const posts = [text].flatMap((said) =>
    said === undefined
      ? []
      : [
          {
            id: deps.newId('post'),
            partnerId: turn.partner.id,
            place: { kind: 'conversation', conversationId, serviceUrl, tenantId } as const,
            content: { kind: 'fixed', activity: textActivity(turn.words.t('signIn.goesOn', { text: said })) } as const,
            language: turn.language,
          },
        ],
  );
  await deps.store.signIns.errandOver(errand, posts, jobs);
}

/**
 * The same goal is told again, in the person's name; whatever else happened on the case meanwhile. Where it is under way
 * or told already, in their name, that was an earlier try of this very job, or they pressed the button.
 */
async function tell(deps: BotDeps, turn: Turn, c: Case): Promise<Done | 'waits'> {
  const { person } = turn.incoming;
  const { report } = c;
  if (report.state === 'none' || !isSame(report.by, person)) return {};
  const command = { type: 'report-again' } as const;
  if (report.state !== 'failed') return { text: turn.words.t('reply.reportAgain', { number: c.number }) };
  if (report.why !== 'needs-person') return {};
  const key = `errand report ${c.id} ${report.at}`;
  const handled = await handle(deps.handle, { partner: turn.partner, person, caseId: c.id, command, key });
  if (handled.kind === 'sign-in-missing') return 'waits';
  if (handled.kind === 'refused' && handled.rolesUnreadable === true)
    throw new Error('the role of a person who has signed in could not be read');
  return { text: await handledText(deps, turn, command, handled) };
}

/** Only its creator is shown a request: reading needs no role of ours (workflow/track-support.ts). */
async function track(deps: BotDeps, turn: Turn, c: Case): Promise<Done | 'waits'> {
  const { person } = turn.incoming;
  const request = c.support?.['partner-center'];
  if (request?.number === undefined || !isSame(request.filedBy ?? request.by, person)) return {};
  if ((await deps.handle.lacksSignIn?.(person, 'partnerCenter')) === true) return 'waits';
  return {
    text: turn.words.t('reply.supportFollowed', { number: c.number, request: request.number }),
    jobs: [trackSupportJob(c.id, 'partner-center')],
  };
}

function isSame(a: Pick<Person, 'objectId' | 'tenantId'>, b: Pick<Person, 'objectId' | 'tenantId'>): boolean {
  return a.objectId.toLowerCase() === b.objectId.toLowerCase() && a.tenantId.toLowerCase() === b.tenantId.toLowerCase();
}
