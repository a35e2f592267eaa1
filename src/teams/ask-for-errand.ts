import type { Words } from '../../cards/parts/words.ts';
import type { Case } from '../domain/case.ts';
import { askAgainAfter, type SignInName } from '../domain/sign-in.ts';
import type { NewPost } from '../workflow/post-ports.ts';
import { goOnJob } from '../workflow/sign-in.ts';
import type { AskForErrand, Errand } from '../workflow/sign-in-ports.ts';
import type { BotDeps, Turn } from './context.ts';
import { chatOf } from './own-chat.ts';
import { signInRequest } from './sign-in-card.ts';
import { waitsText } from './wish-text.ts';
import { wordsFor } from './words.ts';

/** Asks a person to sign in for what their case waits for, with the reason on the card (docs/decisions/0012-sign-in.md). */
export function createAskForErrand(
  deps: Pick<BotDeps, 'store' | 'signIn' | 'openChat' | 'newId' | 'now'>,
): AskForErrand {
  return async (partner, errand, needs) => {
    const { person } = errand;
    const known = await deps.store.people.find(person.tenantId, person.objectId);
    const connectionName = deps.signIn.connections[needs];
    const now = deps.now();
    const language = known?.language ?? partner.language;
    // Whoever was met nowhere is asked nowhere; their sign-in for something else has it done all the same.
    const place = known?.serviceUrl === undefined ? 'refused' : await chatOf(deps, known, known.serviceUrl);
    if (place === 'later') return place;
    let post: NewPost | undefined;
    if (known !== undefined && place !== 'refused' && connectionName !== undefined) {
      const why = await whyOf(deps, wordsFor(language), errand, needs);
      const activity = signInRequest(wordsFor(language), needs, { connectionName, teamsId: known.teamsId, why });
      const content = { kind: 'fixed', activity } as const;
      post = { id: deps.newId('post'), partnerId: partner.id, place, content, language };
    }
    return deps.store.signIns.askForErrand(errand, {
      needs,
      post,
      at: now.toISOString(),
      since: new Date(now.getTime() - askAgainAfter).toISOString(),
      jobs: [goOnJob(person)],
    });
  };
}

/**
 * Asks whoever gave the number of a request to sign in, where it is they who want it looked at; answers what they are told.
 * Undefined where nothing is to be asked of them.
 */
export async function askFiler(deps: BotDeps, turn: Turn, c: Case): Promise<string | undefined> {
  const needs = 'partnerCenter';
  const { partner, incoming } = turn;
  const { person } = incoming;
  const filer = c.support?.['partner-center']?.filedBy;
  const isTheirs = filer?.objectId.toLowerCase() === person.objectId.toLowerCase();
  if (!isTheirs || (await deps.handle.lacksSignIn?.(person, needs)) !== true) return undefined;
  const errand = { person, partnerId: partner.id, caseId: c.id, name: 'track-support' } as const;
  const how = await createAskForErrand(deps)(partner, errand, needs);
  return how === 'in' ? undefined : waitsText(turn, { kind: 'waits-for-sign-in', needs, how });
}

async function whyOf(
  { store }: Pick<BotDeps, 'store'>,
  words: Words,
  { caseId, name }: Errand,
  needs: SignInName,
): Promise<string> {
  const c = (await store.cases.load(caseId))?.case;
  return words.t(`signIn.errand.${name}`, {
    number: c?.number ?? 0,
    request: c?.support?.['partner-center']?.number ?? '',
    service: words.t(`signIn.service.${needs}`),
  });
}
