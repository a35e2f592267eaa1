import type { CaseId, PackId } from './ids.ts';
import type { Language } from './partner.ts';
import type { Person } from './people.ts';
import type { PackField, Treatment } from './redaction.ts';

export const packProfiles = ['full', 'customer', 'microsoft', 'insurer'] as const;
/** For whom an evidence pack is made; each leaves other fields out (see redaction.ts). */
export type PackProfile = (typeof packProfiles)[number];

export interface PackWish {
  readonly id: PackId;
  readonly caseId: CaseId;
  readonly profile: PackProfile;
  readonly language: Language;
  readonly by: Person;
  readonly askedAt: string;
}

export type PackState =
  | { readonly state: 'building' }
  | {
      readonly state: 'ready';
      readonly bytes: number;
      readonly sha256: string;
      readonly files: number;
      readonly builtAt: string;
    }
  | { readonly state: 'failed'; readonly at: string };

export type Pack = PackWish & PackState;

/** One line of manifest.json: what `npm run verify` compares. */
export interface PackedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface PackManifest {
  readonly format: 'mining-watch-evidence/1';
  readonly caseId: CaseId;
  readonly number: number;
  readonly profile: PackProfile;
  /** The case's last journal entry: the pack shows the case as it was then. */
  readonly asOf: string;
  /** What this profile leaves out. */
  readonly leftOut: readonly { readonly field: PackField; readonly how: Treatment }[];
  /** End of the journal that the pack holds, and how many entries it has. */
  readonly journal: { readonly head: string; readonly entries: number };
  readonly files: readonly PackedFile[];
}

/** Days for which a pack is kept after it was made; the same case gives the same pack again. */
export const keepDays = 7;
/** Minutes for which a code opens a pack, once. */
export const codeMinutes = 15;
/** Wrong codes for one pack within `codeMinutes`, after which none is looked at. */
export const mostTries = 10;
