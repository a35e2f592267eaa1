import type { Partner } from '../domain/partner.ts';
import { testEvent } from '../domain/webhook-event.ts';
import { type Standing, standingOf } from './register-webhook.ts';
import type { WebhookRegistrar, WebhookStore } from './webhook-ports.ts';

export interface TestDeps {
  readonly webhooks: Pick<WebhookStore, 'partnerOf' | 'state' | 'refused'>;
  readonly registrar: WebhookRegistrar;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly pause: (ms: number) => Promise<void>;
  /** Milliseconds, on a clock that never goes back. */
  readonly elapsed: () => number;
  /** Milliseconds after which nothing more is waited for. */
  readonly patienceMs: number;
  /** Told of each step as it begins, so that whoever catches an error can say where it was. */
  readonly step: (step: TestStep) => void;
}

export type TestStep = 'registration' | 'asking' | 'waiting';

/** How far a test event came. `answers`: what Partner Center got for each attempt. Outside text. */
export type Tested =
  /** It was proved and taken, after so many milliseconds. */
  | { readonly kind: 'came'; readonly ms: number }
  /** What is registered would not bring it here. */
  | { readonly kind: 'not-ours'; readonly standing: Standing }
  /** Test events are not asked for by the registration. */
  | { readonly kind: 'not-asked-for' }
  /** Partner Center has not tried yet. */
  | { readonly kind: 'not-sent' }
  /** It was answered, but not as one that was taken; `why` says how we refused it where it was us. */
  | { readonly kind: 'refused'; readonly answers: readonly string[]; readonly why: readonly string[] }
  /** It was answered as taken, and did not come: something else answers at the address, or another database. */
  | { readonly kind: 'taken-elsewhere'; readonly answers: readonly string[] };

const lookEveryMs = 250;
/** Reading the log of a delivery counts against the limits of the API, and tells nothing sooner. */
const askEveryMs = 2000;

/**
 * Has Partner Center send a test event and waits until it has come to any process of this database. Throws OutsideError where
 * Partner Center does not do what it is asked.
 */
export async function testWebhook(deps: TestDeps, partner: Partner): Promise<Tested> {
  deps.step('registration');
  const standing = await standingOf(deps, partner);
  if (standing.whose !== 'ours') return { kind: 'not-ours', standing };
  if (standing.missing.includes(testEvent)) return { kind: 'not-asked-for' };
  const before = await seen(deps, partner);
  const began = deps.elapsed();
  deps.step('asking');
  const id = await deps.registrar.sendTest(partner);
  deps.step('waiting');
  let answers: readonly string[] = [];
  let ended = false;
  for (let askAt = began + askEveryMs / 4; ; await deps.pause(lookEveryMs)) {
    // What has ended is asked before the last look, so that it was there to be seen.
    const isOver = ended || deps.elapsed() - began >= deps.patienceMs;
    const now = await seen(deps, partner);
    if (now.testAt !== before.testAt) return { kind: 'came', ms: Math.round(deps.elapsed() - began) };
    if (isOver) return failed(answers, reasons(before.refused, now.refused));
    if (deps.elapsed() < askAt) continue;
    ({ answers, ended } = await deps.registrar.delivery(partner, id));
    askAt = deps.elapsed() + askEveryMs;
  }
}

interface Seen {
  readonly testAt: string | undefined;
  readonly refused: ReadonlyMap<string, string>;
}

async function seen({ webhooks }: TestDeps, { id }: Partner): Promise<Seen> {
  const [state, refused] = await Promise.all([webhooks.state(id), webhooks.refused(id)]);
  return { testAt: state.lastTestAt, refused: new Map(refused.map(({ why, lastAt }) => [why, lastAt])) };
}

/** Why we refused since then; each reason is noted once a minute, so the last one where none is new. */
function reasons(before: Seen['refused'], now: Seen['refused']): readonly string[] {
  const fresh = [...now].filter(([why, at]) => before.get(why) !== at);
  return (fresh.length > 0 ? fresh : [...now].slice(0, 1)).map(([why]) => why);
}

function failed(answers: readonly string[], why: readonly string[]): Tested {
  if (answers.length === 0) return { kind: 'not-sent' };
  if (answers.some((answer) => /^(?:2\d\d|OK|Created|Accepted|NoContent)$/i.test(answer)))
    return { kind: 'taken-elsewhere', answers };
  const isUs = answers.some((answer) => /^(?:401|Unauthorized)$/i.test(answer));
  return { kind: 'refused', answers, why: isUs ? why : [] };
}
