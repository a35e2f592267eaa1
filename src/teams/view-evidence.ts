import type { EvidenceView } from '../../cards/asking-views.ts';
import type { Case } from '../domain/case.ts';
import { codeMinutes, keepDays, type Pack, packProfiles } from '../domain/pack.ts';
import type { Language } from '../domain/partner.ts';
import { fetchRoles, redaction } from '../domain/redaction.ts';
import { caseRef, type Names } from './view-data.ts';

function packView(pack: Pack): EvidenceView['packs'][number] {
  const { id, profile, language, by, askedAt, state } = pack;
  const common = { pack: id, profile, language, by: by.name, askedAt, state };
  if (pack.state === 'ready') return { ...common, bytes: pack.bytes, files: pack.files, endedAt: pack.builtAt };
  return pack.state === 'failed' ? { ...common, endedAt: pack.at } : common;
}

/** The evidence packs of a case, newest first, and what can be made; `language` is the reader's. */
export function evidenceView(shown: {
  readonly case: Case;
  readonly names: Names;
  readonly packs: readonly Pack[];
  readonly language: Language;
}): EvidenceView {
  const { case: c, names, packs, language } = shown;
  return {
    ...caseRef(c, names),
    packs: packs.map(packView),
    profiles: packProfiles.map((profile) => ({
      profile,
      leftOut: Object.keys(redaction[profile]),
      role: fetchRoles[profile],
    })),
    language,
    codeMinutes,
    keepDays,
  };
}
