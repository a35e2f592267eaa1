import type { Words } from '../../../cards/parts/words.ts';
import type { Entry } from '../../domain/events.ts';
import type { PackedFile } from '../../domain/pack.ts';
import type { Redacted } from '../redacted.ts';
import { alerts } from './alerts.ts';
import { asking } from './asking.ts';
import { head, opening } from './head.ts';
import { html } from './html.ts';
import { journal } from './journal.ts';
import { money } from './money.ts';
import { origin } from './origin.ts';
import { section } from './parts.ts';
import { resources } from './resources.ts';
import { review } from './review.ts';
import { seal } from './seal.ts';
import { milestones, storyChart } from './story-chart.ts';
import { createTell, type Tell } from './tell.ts';
import { work } from './work.ts';

export interface ReportInput {
  readonly source: Redacted;
  readonly asOf: string;
  readonly words: Words;
  readonly happened: (
    words: Words,
    entries: readonly Entry[],
  ) => readonly { readonly at: string; readonly what: string }[];
  /** The other files of the pack. */
  readonly files: readonly PackedFile[];
}

export interface Report extends ReportInput {
  readonly tell: Tell;
}

/** The document for people: one page of HTML that needs nothing else, and no script. */
export async function* report(input: ReportInput): AsyncGenerator<string> {
  const one: Report = { ...input, tell: createTell(input.words) };
  const { tell } = one;
  yield html`${head(one)}<body>${opening(one)}`.markup;
  yield section(tell.say('pack.story.title'), storyChart(milestones(one.source, one.asOf), tell)).markup;
  yield money(one).markup;
  yield alerts(one).markup;
  yield (await resources(one)).markup;
  yield origin(one).markup;
  yield work(one).markup;
  yield review(one).markup;
  yield asking(one).markup;
  yield journal(one).markup;
  yield html`${seal(one)}</body></html>\n`.markup;
}
