import { setTimeout as pause } from 'node:timers/promises';
import type { Partner } from '../../../src/domain/partner.ts';
import { type Tested, type TestStep, testWebhook } from '../../../src/workflow/test-webhook.ts';
import { plain } from '../doctor/finding.ts';
import type { Place } from './place.ts';
import { type Problem, problemOf } from './problem.ts';
import { type Done, failedAt } from './register.ts';
import { mendRefusal } from './why-refused.ts';

/** Of the database, without asking Partner Center: how long it takes to send is not documented. */
export const usualPatienceMs = 90_000;

/** Has Partner Center send a test event and says whether it came, or at which step it was lost. */
export async function sendTest(place: Place, partner: Partner, patienceMs: number): Promise<Done> {
  const { registrar, publicUrl, store } = place;
  const at: { step: TestStep } = { step: 'registration' };
  const deps = {
    ...store,
    registrar,
    publicUrl,
    patienceMs,
    pause: (ms: number) => pause(ms),
    elapsed: () => performance.now(),
    step: (step: TestStep) => void (at.step = step),
  };
  const tested = await testWebhook(deps, partner).catch((error: unknown) =>
    problemOf(error, at.step === 'waiting' ? 'delivery' : at.step, place),
  );
  if ('said' in tested) return failedAt(tested);
  if (tested.kind === 'came')
    return {
      ok: true,
      text: `The test event came after ${(tested.ms / 1000).toFixed(1)} s: sent, proved and taken.`,
      json: { outcome: 'came', ms: tested.ms },
    };
  return failedAt(problemIn(tested, partner, Math.round(patienceMs / 1000)));
}

function problemIn(tested: Exclude<Tested, { kind: 'came' }>, { tenantId }: Partner, seconds: number): Problem {
  const register = `npm run webhook -- register --partner ${tenantId}`;
  switch (tested.kind) {
    case 'not-ours':
      return {
        step: 'registration',
        said: `a test would not come here: the registration is ${said[tested.standing.whose]}`,
        mend: `npm run webhook -- status --partner ${tenantId} says more; ${register} registers this address.`,
      };
    case 'not-asked-for':
      return { step: 'registration', said: 'test events are not asked for', mend: `${register} adds them.` };
    case 'not-sent':
      return {
        step: 'delivery',
        said: `Partner Center took the wish and has not posted anything for ${seconds} s`,
        mend: 'Try again in some minutes, with --wait 600; if it stays so, Partner Center has a fault: the polls go on.',
      };
    case 'refused':
      return refusedProblem(tested.answers, tested.why);
    case 'taken-elsewhere':
      return {
        step: 'receiving',
        said: `something answered Partner Center with ${listed(tested.answers)}, and nothing came into this database`,
        mend: 'The address leads to another program or to an installation with another database: look at proxy and DATABASE_URL.',
      };
  }
}

const said = {
  nobody: 'not there',
  ours: 'ours',
  stale: 'stale',
  moved: 'at another address than PUBLIC_URL',
  other: 'of another tool',
} as const;

function refusedProblem(answers: readonly string[], why: readonly string[]): Problem {
  const last = answers.at(-1) ?? '';
  const got = `Partner Center got ${listed(answers)}`;
  if (why.length > 0)
    return { step: 'receiving', said: `${got}: refused, ${why.join(', ')}`, mend: why.map(mendRefusal).join(' ') };
  if (/^(?:400|BadRequest)$/i.test(last))
    return {
      step: 'receiving',
      said: `${got}: the event was too old or too new for the bot`,
      mend: 'Look at the clock of the machine that the bot runs on (npm run doctor), and at proxies that answer themselves.',
    };
  if (/^(?:404|NotFound|405|MethodNotAllowed)$/i.test(last))
    return {
      step: 'receiving',
      said: `${got}: the address does not lead to the bot`,
      mend: 'Have the proxy pass POST /webhooks/ on to the bot.',
    };
  return {
    step: 'delivery',
    said: `${got}: nothing that works answered`,
    mend: 'The address must be reached from the internet: name, firewall, certificate of the proxy; and the bot must run (npm run serve).',
  };
}

/** What each attempt was answered, without repetitions. */
function listed(answers: readonly string[]): string {
  const kinds = [...Map.groupBy(answers, (answer) => plain(answer))];
  return kinds.map(([answer, all]) => (all.length === 1 ? answer : `${answer} (${all.length} times)`)).join(', ');
}
