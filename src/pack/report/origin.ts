import type { Creator, TimelineEntry } from '../../domain/timeline.ts';
import { type Html, html, nothing } from './html.ts';
import { note, section, table } from './parts.ts';
import type { Report } from './report.ts';
import type { Tell } from './tell.ts';

const mostEntries = 40;
const mostNames = 4;

function creatorName(creator: Creator | undefined, tell: Tell): string {
  return tell.text(creator?.name ?? creator?.appId ?? creator?.key ?? tell.say('timeline.byUnknown'));
}

function names({ resources }: TimelineEntry, tell: Tell): string {
  const first = resources
    .slice(0, mostNames)
    .map((key) => tell.text(key.startsWith('#') ? key : (key.split('/').at(-1) ?? key)));
  const more = resources.length - first.length;
  return more > 0 ? tell.say('timeline.namesAndMore', { names: first.join(', '), count: more }) : first.join(', ');
}

/** How it came to be: who made what, and when. */
export function origin({ tell, source }: Report): Html {
  const { summary } = source;
  if (summary === undefined) return nothing;
  const { entries, creators, since, subscriptionCreation: creation } = summary.timeline;
  const ranked = creators.toSorted((a, b) => b.suspects.length - a.suspects.length);
  return section(
    tell.say('timeline.title'),
    table(
      (['account', 'kind', 'mfa', 'from', 'first', 'made'] as const).map((name) => tell.say(`pack.origin.${name}`)),
      ranked.map((creator) => [
        creatorName(creator, tell),
        tell.say(creator.kind === 'partner' ? 'pack.origin.partner' : `creator.kind.${creator.kind}`),
        tell.say(`pack.origin.mfa.${creator.mfa}`),
        creator.addresses.map(tell.text).join(', '),
        html`<span class="when">${tell.moment(creator.firstAt)}</span>`,
        tell.say('pack.origin.madeCount', { suspects: creator.suspects.length, others: creator.siblings.length }),
      ]),
    ),
    table(
      (['when', 'what', 'resources', 'regions', 'who'] as const).map((name) => tell.say(`pack.origin.${name}`)),
      entries.slice(0, mostEntries).map((entry) => [
        html`<span class="when">${tell.moment(entry.at)}</span>`,
        [tell.say(`timeline.kind.${entry.kind}`), entry.what, entry.failed ? tell.say('timeline.failed') : undefined]
          .filter((part) => part !== undefined && part !== '')
          .map((part) => tell.text(part ?? ''))
          .join(' · '),
        names(entry, tell),
        entry.regions.map(tell.text).join(', '),
        creatorName(
          creators.find(({ key }) => key === entry.creator),
          tell,
        ),
      ]),
    ),
    entries.length > mostEntries ? note(tell.say('timeline.more', { count: entries.length - mostEntries })) : nothing,
    creation === undefined
      ? nothing
      : note(
          creation.by === undefined
            ? tell.say('timeline.subscription', { when: tell.moment(creation.at) })
            : tell.say('timeline.subscriptionBy', { when: tell.moment(creation.at), by: creation.by }),
        ),
    note(tell.say('timeline.limit', { when: tell.moment(since) })),
  );
}
