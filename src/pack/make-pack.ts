import type { Words } from '../../cards/parts/words.ts';
import type { Entry } from '../domain/events.ts';
import type { PackedFile, PackManifest } from '../domain/pack.ts';
import type { Language } from '../domain/partner.ts';
import { leftOut } from '../domain/redaction.ts';
import type { PackMaker, PackSource } from '../workflow/asking-ports.ts';
import { activityCsv, activityEntries } from './activity.ts';
import { archive, type PackFile } from './archive.ts';
import { costsCsv } from './costs-csv.ts';
import { journalCsv } from './journal-csv.ts';
import { jsonFile, jsonList, keptJsonList } from './json.ts';
import { type Redacted, redacted } from './redacted.ts';
import { report } from './report/report.ts';
import { resourcesCsv } from './resources-csv.ts';

export interface PackMakerDeps {
  readonly words: (language: Language) => Words;
  /** Entries of the journal as people read them; outside text in it is raw. */
  readonly happened: (
    words: Words,
    entries: readonly Entry[],
  ) => readonly { readonly at: string; readonly what: string }[];
}

/** When the pack is of: its case's last journal entry, never the moment of building. */
function asOf({ journal, case: c }: Pick<PackSource, 'journal' | 'case'>): string {
  return journal.at(-1)?.at ?? c.openedAt;
}

function caseData(source: Redacted) {
  const { case: c, names, partner, facts, summary, wish } = source;
  return {
    asOf: asOf(source),
    profile: wish.profile,
    leftOut: leftOut(wish.profile),
    partner: partner.name,
    customer: names.customerName,
    subscription: names.subscriptionName,
    case: c,
    facts,
    investigation: summary,
  };
}

function manifest(source: Redacted, files: readonly PackedFile[]): PackManifest {
  const { case: c, wish, head, journal } = source;
  return {
    format: 'mining-watch-evidence/1',
    caseId: c.id,
    number: c.number,
    profile: wish.profile,
    asOf: asOf(source),
    leftOut: leftOut(wish.profile),
    journal: { head, entries: journal.length },
    files,
  };
}

/** The files of a pack in their order: the report comes when the hashes of all others are known, the manifest last. */
function filesOf(source: Redacted, deps: PackMakerDeps): readonly ((before: readonly PackedFile[]) => PackFile)[] {
  const { redactor, plans, runs, rawAlerts, case: c, wish } = source;
  const file = (name: string, content: PackFile['content'], isLeftOut = false) =>
    isLeftOut ? [] : [() => ({ name, content })];
  const noActivity = redactor.leavesOut('rawActivity');
  return [
    ...file('case.json', jsonFile(caseData(source))),
    ...file('journal.csv', journalCsv(source)),
    ...file('alerts.json', jsonList(rawAlerts), redactor.leavesOut('rawAlerts')),
    ...file(
      'resources-before.json',
      keptJsonList(source.evidence(['resource', 'deployment'])),
      redactor.leavesOut('rawResources'),
    ),
    ...file('resources-after.json', jsonList(source.resources())),
    ...file('resources-after.csv', resourcesCsv(source.resources())),
    ...file('activity-log.json', keptJsonList(activityEntries(source.evidence(['activity-log']))), noActivity),
    ...file('activity-log.csv', activityCsv(source.evidence(['activity-log'])), noActivity),
    ...file('messages.json', jsonFile({ contact: c.contact, support: c.support })),
    ...file('plans.json', jsonList(plans)),
    ...file('runs.json', jsonList(runs)),
    ...file('costs.csv', costsCsv(source)),
    (before) => ({
      name: 'report.html',
      content: report({
        source,
        asOf: asOf(source),
        words: deps.words(wish.language),
        happened: deps.happened,
        files: before,
      }),
    }),
    (before) => ({ name: 'manifest.json', content: jsonFile(manifest(source, before)) }),
  ];
}

/** Makes evidence packs. Nothing but the source goes into one, so that the same case gives the same bytes. */
export function createPackMaker(deps: PackMakerDeps): PackMaker {
  return (source) => archive(filesOf(redacted(source), deps));
}
