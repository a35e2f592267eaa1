import type { ColumnType, Generated } from 'kysely';
import type { PersonCommand } from '../../domain/commands.ts';
import type { ConsentTrouble, TokenAudience } from '../../domain/consent.ts';
import type { CaseId, PartnerId } from '../../domain/ids.ts';
import type { Language } from '../../domain/partner.ts';
import type { Person } from '../../domain/people.ts';
import type { ErrandName, SignInName } from '../../domain/sign-in.ts';
import type { KnownSignIn, SignInOutcome } from '../../workflow/sign-in-ports.ts';
import type { JsonOf, Time } from './columns.ts';

export interface ConsentLinkTable {
  hash: string;
  partner_id: PartnerId;
  /** Null where an operator asked for it. */
  asked_by: ColumnType<Person | null, string | null, string | null>;
  expires_at: Time;
}

export interface ConsentAttemptTable {
  state_hash: string;
  link_hash: string;
  browser_hash: string;
  expires_at: Time;
}

export interface PartnerConsentTable {
  partner_id: PartnerId;
  object_id: string;
  name: string;
  given_at: Time;
  renewed_at: Time;
  /** One more with each renewal. */
  generation: number;
  trouble: ConsentTrouble | null;
  trouble_at: ColumnType<Date | null, string | null, string | null>;
  trouble_since: ColumnType<Date | null, string | null, string | null>;
}

export interface SealedTokenTable {
  partner_id: PartnerId;
  audience: TokenAudience;
  key_id: string;
  generation: number;
  sealed: Buffer;
  expires_at: Time;
}

export interface SignInTable {
  tenant_id: string;
  object_id: string;
  name: SignInName;
  state: KnownSignIn['state'];
  generation: Generated<number>;
  asked_at: Time | null;
  tries: Generated<number>;
}

export interface SignInExchangeTable {
  tenant_id: string;
  object_id: string;
  id_hash: string;
  outcome: SignInOutcome;
  at: Time;
}

export interface SignInWishTable {
  tenant_id: string;
  object_id: string;
  case_id: CaseId;
  partner_id: PartnerId;
  person_name: string;
  needs: SignInName;
  key: string;
  seen_revision: number;
  command: JsonOf<PersonCommand>;
  language: Language;
  wished_at: Time;
}

export interface SignInErrandTable {
  tenant_id: string;
  object_id: string;
  case_id: CaseId;
  name: ErrandName;
  partner_id: PartnerId;
  person_name: string;
  since: Time;
}
