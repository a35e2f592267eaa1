import { joined, outside, say } from '../../cards/parts/escape.ts';
import { type SignInName, signInNames } from '../domain/sign-in.ts';
import type { BotDeps, Reply, Turn } from './context.ts';

/** Signs a person out of the bot: what their sign-ins gave it is deleted, and what waited for one is dropped. */
export async function leave(deps: BotDeps, turn: Turn): Promise<readonly Reply[]> {
  const { words } = turn;
  const offered = signInNames.filter((name) => deps.signIn.connections[name] !== undefined);
  if (offered.length === 0) return [{ kind: 'text', text: words.t('signOut.nothing') }];
  const { left, wishes } = await deps.signIn.out(turn.incoming.person);
  const named = (names: readonly SignInName[]) =>
    outside(names.map((name) => words.t(`signOut.of.${name}`)).join(', '));
  const parts = [
    say(words, 'signOut.done', { services: named(offered) }),
    ...(wishes > 0 ? [say(words, 'signOut.wishes', { count: wishes })] : []),
    ...(left.length > 0 ? [say(words, 'signOut.left', { services: named(left) })] : []),
    say(words, 'signOut.again'),
  ];
  return [{ kind: 'text', text: joined(parts, ' ') }];
}
