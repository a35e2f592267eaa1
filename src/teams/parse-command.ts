/** Everything that can be typed; the words for each are in locales under `commands.`. */
export const commandNames = [
  'help',
  'hello',
  'cases',
  'mine',
  'show',
  'claim',
  'release',
  'assign',
  'standing',
  'usage',
  'customer',
  'legitimate',
  'fraud',
  'ignore',
  'same',
  'memory',
  'forget',
  'note',
  'snooze',
  'reopen',
  'close',
  'tell',
  'inventory',
  'timeline',
  'stop',
  'start',
  'plan',
  'approve',
  'drop',
  'halt',
  'progress',
  'cancel-subscription',
  'checklist',
  'waive',
  'support',
  'refund',
  'ticket',
  'mail',
  'contacted',
  'no-answer',
  'evidence',
  'language',
  'digest',
  'status',
  'failed',
  'retry',
  'consent',
  'settings',
  'group',
  'sign-out',
  'cancel',
] as const;
export type CommandName = (typeof commandNames)[number];

/** The words of one language: those that people may type, per command. */
export type CommandWords = ReadonlyMap<CommandName, readonly string[]>;

export type ParsedCommand =
  | {
      readonly kind: 'command';
      readonly name: CommandName;
      readonly caseNumber?: number;
      /** Whether that number may as well be the first of the person's own words: `fraud 2 machines that nobody knows`. */
      readonly perhapsWords?: true;
      readonly rest: string /** Nothing but the command's own words. */;
      readonly bare: boolean;
    }
  | { readonly kind: 'unknown' /** The word that comes nearest, where one is near. */; readonly nearest?: string };

/** Commands whose rest is a sentence of the person's own. */
const takesSentence: ReadonlySet<CommandName> = new Set([
  'legitimate',
  'fraud',
  'ignore',
  'note',
  'reopen',
  'close',
  'waive',
  'contacted',
]);
/** Commands whose rest begins with a time, which begins with a number. */
const takesDuration: ReadonlySet<CommandName> = new Set(['snooze', 'no-answer']);

/** Lower case, without accents, quotes alike: people on phones type all of them. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[’‘`´]/g, "'")
    .toLowerCase();
}

/**
 * Reads a typed command: its words, then the case's number where one is given (`12`, `#12`, `MW-12`), then the rest as
 * it was typed. `languages` are tried in order, the person's own first. `startsWithDuration` tells `snooze 4 hours` from
 * `snooze 4 4h`.
 */
export function parseCommand(
  text: string,
  languages: readonly CommandWords[],
  startsWithDuration: (text: string) => boolean,
): ParsedCommand {
  const typed = text.trim().replace(/^\/+/, '');
  const folded = fold(typed);
  for (const words of languages) {
    const found = longestMatch(folded, words);
    if (found === undefined) continue;
    // Folding may change lengths, so the rest is cut from the typed text by counting words.
    const after = dropWords(typed, found.phrase.split(' ').length);
    const numbered = /^[-:,\s]*(?:#|mw-?\s*)?(\d{1,9})(?=[\s,.:;!?]|$)[,.:;\s]*/i.exec(after);
    const takesNumber = numbered !== null && !(takesDuration.has(found.name) && startsWithDuration(after));
    const perhapsWords = takesSentence.has(found.name) && /^\s+\d+\s+\S/.test(after);
    const rest = takesNumber ? after.slice(numbered[0].length) : after.replace(/^[-:,.!?\s]+/, '');
    return {
      kind: 'command',
      name: found.name,
      rest: rest.trim(),
      bare: after.replaceAll(/[.,!?\s]/g, '') === '',
      ...(takesNumber ? { caseNumber: Number(numbered[1]) } : {}),
      ...(takesNumber && perhapsWords ? { perhapsWords } : {}),
    };
  }
  const nearest = nearestWord(folded, languages);
  return { kind: 'unknown', ...(nearest === undefined ? {} : { nearest }) };
}

function longestMatch(
  folded: string,
  words: CommandWords,
): { readonly name: CommandName; readonly phrase: string } | undefined {
  let best: { name: CommandName; phrase: string } | undefined;
  for (const [name, phrases] of words) {
    for (const phrase of phrases.map(fold)) {
      const fits = folded.startsWith(phrase) && /^([\s,.:;!?#-]|$)/.test(folded.slice(phrase.length));
      if (fits && phrase.length > (best?.phrase.length ?? 0)) best = { name, phrase };
    }
  }
  return best;
}

function dropWords(text: string, count: number): string {
  let rest = text.trimStart();
  for (let i = 0; i < count; i++)
    rest = rest.replace(/^[^\s,.:;!?#-]+(?:'[^\s,.:;!?#-]+)?/, '').replace(i < count - 1 ? /^\s+/ : /^/, '');
  return rest;
}

function nearestWord(folded: string, languages: readonly CommandWords[]): string | undefined {
  const first = folded.split(/[\s,.:;!?]/, 1)[0] ?? '';
  if (first.length < 3) return undefined;
  let best: { word: string; distance: number } | undefined;
  for (const words of languages) {
    for (const word of [...words.values()].flat().filter((w) => !w.includes(' '))) {
      const distance = editDistance(first, fold(word));
      if (distance <= (word.length < 6 ? 1 : 2) && distance < (best?.distance ?? Number.POSITIVE_INFINITY))
        best = { word, distance };
    }
  }
  return best?.word;
}

/** Edits (insert, remove, change, swap neighbours) that make one word of another: optimal string alignment. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
