import type { Case } from '../domain/case.ts';
import type { PersonCommand } from '../domain/commands.ts';
import { askAgainAfter, type SignInName } from '../domain/sign-in.ts';
import { type Handled, handle, type PersonRequest } from '../workflow/handle.ts';
import type { NewPost } from '../workflow/post-ports.ts';
import type { BotDeps, Turn } from './context.ts';
import { ownChat } from './own-chat.ts';
import { signInRequest } from './sign-in-card.ts';

/** A command waits for a sign-in of its person. */
export interface WaitsForSignIn {
  readonly kind: 'waits-for-sign-in';
  readonly needs: SignInName;
  /**
   * `asked`: with a new card; `asked-before`: by one that is there. Nothing waits where there is nowhere to ask: `no-chat`,
   * or `later`, as Teams could not be asked for the chat.
   */
  readonly how: 'asked' | 'asked-before' | 'no-chat' | 'later';
  /** The wish about the same case whose place it takes. */
  readonly before?: PersonCommand['type'];
}

export type Given = Exclude<Handled, { readonly kind: 'sign-in-missing' }> | WaitsForSignIn;

/**
 * Gives a person's command to the one handler. Where it needs a sign-in that the person lacks, it is kept and goes on by
 * itself once they have signed in (go-on.ts); the card that asks for it comes once, in the 1:1 chat, which is begun where
 * there is none, as Teams signs nobody in by itself in a channel.
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
  const waits = { kind: 'waits-for-sign-in', needs } as const;
  const place = await ownChat(deps, turn);
  const connectionName = deps.signIn.connections[needs];
  if (place === 'later') return { ...waits, how: place };
  if (place === 'refused' || connectionName === undefined) return { ...waits, how: 'no-chat' };
  const to = { connectionName, teamsId: turn.incoming.teamsId };
  const post: NewPost = {
    id: deps.newId('post'),
    partnerId: turn.partner.id,
    place,
    content: { kind: 'fixed', activity: signInRequest(turn.words, needs, to) },
    language: turn.language,
  };
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
