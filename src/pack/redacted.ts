import type { CaseEvent } from '../domain/events.ts';
import type { ChainedEntry } from '../domain/journal.ts';
import type { PackField } from '../domain/redaction.ts';
import type { KeptEvidence, PackSource } from '../workflow/asking-ports.ts';
import { createRedactor, type Redactor } from './redact.ts';

/** What a pack tells: its source without what its profile leaves out, and the journal as it was hashed. */
export interface Redacted extends PackSource {
  readonly redactor: Redactor;
  readonly originalJournal: readonly ChainedEntry[];
}

async function* mapped<T>(items: AsyncIterable<T>, change: (item: T) => T): AsyncGenerator<T> {
  for await (const item of items) yield change(item);
}

export function redacted(source: PackSource): Redacted {
  const { case: c, facts, plans, runs, summary, rawAlerts, journal } = source;
  const redactor = createRedactor(source.wish.profile, {
    creators: summary?.timeline.creators ?? [],
    partnerTenantId: source.partner.tenantId,
  });
  const { ours, outside } = redactor;
  return {
    ...source,
    redactor,
    originalJournal: journal,
    journal: journal.map((entry) => ({ ...entry, actor: ours(entry.actor), event: ours(entry.event) })),
    case: ours(c),
    facts: ours(facts),
    plans: plans.map(ours),
    runs: runs.map(ours),
    rawAlerts: redactor.leavesOut('rawAlerts')
      ? []
      : rawAlerts.map(({ externalId, raw }) => ({ externalId, raw: outside(raw) })),
    ...(summary === undefined ? {} : { summary: ours(summary) }),
    resources: () => mapped(source.resources(), ours),
    evidence: (kinds) =>
      mapped(source.evidence(kinds), (piece) => ({
        ...piece,
        name: String(outside(piece.name)),
        content: plain(outside(piece.content)),
      })),
  };
}

/** Redacting leaves JSON what it was. */
function plain(value: unknown): KeptEvidence['content'] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return value as KeptEvidence['content'];
}

/** Events whose own words are gone with a field, so that no sentence can be made of them. */
const speechless: Readonly<Partial<Record<PackField, RegExp>>> = {
  assessment: /^check-answered$/,
  support: /^support-/,
};

export function isSpeechless({ type }: CaseEvent, { leavesOut }: Redactor): boolean {
  return (['assessment', 'support'] as const).some((field) => leavesOut(field) && speechless[field]?.test(type));
}
