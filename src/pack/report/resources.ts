import type { Finding, SignLevel } from '../../domain/evidence/finding.ts';
import type { InvestigatedResource } from '../../domain/investigation.ts';
import type { Burn } from '../../domain/money.ts';
import { withheld } from '../withheld.ts';
import { gapLines } from './gaps.ts';
import { type Html, html, nothing } from './html.ts';
import { badge, list, note, paragraph, section, table } from './parts.ts';
import type { Report } from './report.ts';
import type { Tell } from './tell.ts';

/** Resources in the table, lists of reasons, and names that have the same reasons; the files hold all. */
const [mostRows, mostReasons, mostNames] = [60, 8, 6];

export const levelLooks = { strong: 'bad', some: 'warning', weak: 'plain', none: 'plain' } as const satisfies Record<
  SignLevel,
  string
>;

/** The last two parts of a type: `virtualmachines`, `workspaces/computes`. */
export function shortType(type: string): string {
  return type.split('/').slice(1).join('/') || type;
}

export function resourceName({ name, key }: { readonly name: string; readonly key: string }, tell: Tell): string {
  return tell.text(name === withheld ? key : name);
}

export function burnText(burn: Burn, tell: Tell): string {
  return 'low' in burn ? tell.range(burn) : burn.from === 'none' ? '–' : tell.say('money.notKnown');
}

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const calendarDay = /^\d{4}-\d\d-\d\d$/;

function findingText({ rule, variant, values }: Finding, tell: Tell): string {
  const key = variant === undefined ? `evidence.${rule}` : `evidence.${rule}.${variant}`;
  if (!tell.words.has(key)) return rule;
  const shown = (value: string | number) => {
    if (typeof value === 'number') return value;
    if (value === '') return tell.say('creator.unnamed');
    return moment.test(value) ? tell.moment(value) : calendarDay.test(value) ? tell.day(value) : value;
  };
  return tell.say(key, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shown(value)])));
}

/** The reasons of the suspects, told once for those that have the same. */
function reasons(suspects: readonly InvestigatedResource[], tell: Tell): readonly Html[] {
  const points = (weight: number) => (weight > 0 ? `+${weight}` : `−${Math.abs(weight)}`);
  const alike = Map.groupBy(
    suspects.filter(({ findings }) => findings.length > 0),
    ({ findings }) => list(findings.map((one) => html`<b>${points(one.weight)}</b> ${findingText(one, tell)}`)).markup,
  );
  return [...alike].slice(0, mostReasons).map(([markup, same]) => {
    const names = same.slice(0, mostNames).map(({ resource }) => resourceName(resource, tell));
    const more = same.length - names.length;
    const title =
      more > 0 ? tell.say('timeline.namesAndMore', { names: names.join(', '), count: more }) : names.join(', ');
    return html`<h3>${title}</h3>${{ markup }}`;
  });
}

/** What was found, strongest signs first, with the reasons of the first. */
export async function resources({ tell, source }: Report): Promise<Html> {
  const { summary } = source;
  if (summary === undefined) return nothing;
  const first: InvestigatedResource[] = [];
  for await (const one of source.resources()) {
    // Those with the strongest signs come first.
    if (one.level === 'none' || first.length === mostRows) break;
    first.push(one);
  }
  const suspects = first.filter(({ level }) => level === 'strong' || level === 'some');
  const { counts, readAt } = summary;
  return section(
    tell.say('pack.resources.title'),
    paragraph(
      tell.say('pack.resources.counts', {
        all: counts.all,
        strong: counts.strong,
        some: counts.some,
        when: tell.moment(readAt),
      }),
    ),
    table(
      (['name', 'type', 'region', 'size', 'signs', 'power', 'perHour'] as const).map((name) =>
        tell.say(`pack.resources.${name}`),
      ),
      first.map(({ resource, level, score, power, burn }) => [
        resourceName(resource, tell),
        shortType(resource.type),
        tell.text(resource.location),
        tell.text(resource.size ?? ''),
        badge(levelLooks[level], tell.say('level.score', { level: tell.say(`level.${level}`), score })),
        power === 'unknown' ? '–' : tell.say(`power.${power}`),
        burnText(burn, tell),
      ]),
      { figures: [6] },
    ),
    counts.all > first.length
      ? note(tell.say('pack.resources.more', { shown: first.length, all: counts.all }))
      : nothing,
    suspects.length === 0 ? nothing : html`<h3>${tell.say('pack.resources.why')}</h3>`,
    ...reasons(suspects, tell),
    gapLines(summary.gaps, tell),
  );
}
