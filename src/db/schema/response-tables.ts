import type { Generated } from 'kysely';
import type { CaseId, PackId, PlanId, RunId } from '../../domain/ids.ts';
import type { InvestigatedResource, InvestigationSummary } from '../../domain/investigation.ts';
import type { Pack } from '../../domain/pack.ts';
import type { Language } from '../../domain/partner.ts';
import type { Person } from '../../domain/people.ts';
import type { Plan } from '../../domain/plan.ts';
import type { ItemState, Run, RunItem } from '../../domain/run.ts';
import type { Json } from '../../workflow/ports.ts';
import type { EvidencePiece } from '../../workflow/response-ports.ts';
import type { JsonOf, Time } from './columns.ts';

export interface InvestigationTable {
  case_id: CaseId;
  summary: JsonOf<InvestigationSummary>;
  read_at: Time;
}

export interface InvestigatedResourceTable {
  case_id: CaseId;
  rank: number;
  key: string;
  resource: JsonOf<InvestigatedResource>;
}

export interface PlanTable {
  id: PlanId;
  case_id: CaseId;
  hash: string;
  plan: JsonOf<Plan>;
  made_at: Time;
}

export interface KeptEvidenceTable {
  id: Generated<string>;
  plan_id: PlanId;
  kind: EvidencePiece['kind'];
  name: string;
  content: JsonOf<Json>;
  error: string | null;
  kept_at: Generated<Date>;
}

export interface RunTable {
  id: RunId;
  case_id: CaseId;
  plan_id: PlanId | null;
  run: JsonOf<Omit<Run, 'items' | 'cancelledAt' | 'endedAt'>>;
  cancelled_at: Time | null;
  ended_at: Time | null;
  started_at: Time;
}

export interface RunItemTable {
  run_id: RunId;
  position: number;
  key: string;
  state: ItemState;
  item: JsonOf<RunItem>;
}

export interface PackTable {
  id: PackId;
  case_id: CaseId;
  profile: Pack['profile'];
  language: Language;
  asked_by: JsonOf<Person>;
  asked_at: Time;
  state: Generated<Pack['state']>;
  attempt: Generated<number>;
  parts: Generated<number>;
  bytes: string | null;
  sha256: string | null;
  files: number | null;
  ended_at: Time | null;
}

export interface PackPartTable {
  pack_id: PackId;
  position: number;
  part: Buffer;
}

export interface PackCodeTable {
  code_hash: string;
  pack_id: PackId;
  given_to: JsonOf<Person>;
  expires_at: Time;
}
