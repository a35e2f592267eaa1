import type { Case } from '../domain/case.ts';
import type { PersonCommand } from '../domain/commands.ts';
import { askAgainAfter, type SignInName } from '../domain/sign-in.ts';
import { type Handled, handle, type PersonRequest } from '../workflow/handle.ts';
import type { NewPost } from '../workflow/ports.ts';
import type { BotDeps, Turn } from './context.ts';
import { signInRequest } from './sign-in-card.ts';

/** A command waits for a sign-in of its person. */
export interface WaitsForSignIn {
  readonly kind: 'waits-for-sign-in';
  readonly needs: SignInName;
  /** `asked`: with a new card; `asked-before`: by one that is there; `no-chat`: there is nowhere to ask, and nothing waits. */
  readonly how: 'asked' | 'asked-before' | 'no-chat';
  /** The wish about the same case whose place it takes. */
  readonly before?: PersonCommand['type'];
}

export type Given = Exclude<Handled, { readonly kind: 'sign-in-missing' }> | WaitsForSignIn;

/**
 * Gives a person's command to the one handler. Where it needs a sign-in that the person lacks, it is kept and goes on by
 * itself once they have signed in (go-on.ts); the card that asks for it comes once, in the 1:1 chat, as Teams signs
 * nobody in by itself in a channel.
 */
export async function giveCommand(
  deps: BotDeps,
  turn: Turn,
  request: Omit<PersonRequest, 'partner' | 'person'>,
): Promise<Given> {
  const { partner, incoming } = turn;
  const handled = await handle(deps.handle, { ...request, partner, person: incoming.person });
  return handled.kind === 'sign-in-missing' ? askToSignIn(deps, turn, request, handled) : handled;
}

async function askToSignIn(
  deps: BotDeps,
  turn: Turn,
  { caseId, command, key, seenRevision }: Omit<PersonRequest, 'partner' | 'person'>,
  { needs, case: c }: { readonly needs: SignInName; readonly case: Case },
): Promise<WaitsForSignIn> {
  const post = requestPost(deps, turn, needs);
  const waits = { kind: 'waits-for-sign-in', needs } as const;
  if (post === undefined) return { ...waits, how: 'no-chat' };
  const now = deps.now();
  const { isAsked, before } = await deps.store.signIns.ask(
    {
      person: turn.incoming.person,
      partnerId: turn.partner.id,
      caseId,
      needs,
      command,
      key,
      seenRevision: seenRevision ?? c.revision,
      language: turn.language,
      wishedAt: now.toISOString(),
    },
    post,
    new Date(now.getTime() - askAgainAfter).toISOString(),
  );
  const how = isAsked ? 'asked' : 'asked-before';
  return { ...waits, how, ...(before === undefined ? {} : { before: before.command.type }) };
}

function requestPost(deps: BotDeps, turn: Turn, needs: SignInName): NewPost | undefined {
  const { incoming, person, partner } = turn;
  const { conversationId, serviceUrl } = incoming.isPersonal
    ? incoming
    : { conversationId: person.personalConversationId, serviceUrl: person.serviceUrl };
  const connection = deps.signIn.connections[needs];
  if (conversationId === undefined || serviceUrl === undefined || connection === undefined) return undefined;
  return {
    id: deps.newId('post'),
    partnerId: partner.id,
    place: { kind: 'conversation', conversationId, serviceUrl, tenantId: incoming.tenantId },
    content: { kind: 'fixed', activity: signInRequest(turn.words, needs, connection, incoming.teamsId) },
    language: turn.language,
  };
}
