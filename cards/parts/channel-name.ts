import { joined, outside, type Shown, say } from './escape.ts';
import type { Words } from './words.ts';

/** A channel by name. Teams gives General none, so that everybody can have it in their own language. */
export interface NamedChannel {
  readonly teamName?: string;
  readonly channelName?: string;
  readonly isGeneral?: boolean;
}

/** Team and channel, as Teams writes them. */
export function channelName(words: Words, { teamName, channelName: name, isGeneral = false }: NamedChannel): Shown {
  const own =
    name === undefined ? say(words, isGeneral ? 'status.channelGeneral' : 'status.channelUnnamed') : outside(name);
  return teamName === undefined ? own : joined([outside(teamName), own], ' > ');
}
