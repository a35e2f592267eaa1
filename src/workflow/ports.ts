import type { Partner } from '../domain/partner.ts';
import type { Person, Role } from '../domain/people.ts';
import type { PackStore, PartnerTimes } from './asking-ports.ts';
import type { CaseStore, FactStore } from './case-ports.ts';
import type { ConsentStore } from './consent-ports.ts';
import type { DetectionStore } from './detection-ports.ts';
import type { AlarmStore, LedgerStore } from './ledger-ports.ts';
import type { MemoryStore } from './memory-ports.ts';
import type { NameStore, PartnerStore } from './partner-ports.ts';
import type { PostStore } from './post-ports.ts';
import type { InvestigationStore, PlanStore, RunStore } from './response-ports.ts';
import type { AlertListStore, CallRoom, ChannelStates, DeadLetterStore, ThreadClaims } from './sending-ports.ts';
import type { SettingsStore } from './settings-ports.ts';
import type { SignInStore } from './sign-in-ports.ts';
import type { ChannelStore, PeopleStore, QuestionStore } from './teams-ports.ts';
import type { WebhookStore } from './webhook-ports.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Everything stored. */
export interface Store {
  readonly cases: CaseStore;
  readonly detections: DetectionStore;
  readonly partners: PartnerStore;
  readonly names: NameStore;
  readonly facts: FactStore;
  readonly channels: ChannelStore;
  readonly people: PeopleStore;
  readonly posts: PostStore;
  readonly alertLists: AlertListStore;
  readonly deadLetters: DeadLetterStore;
  readonly channelStates: ChannelStates;
  readonly questions: QuestionStore;
  readonly investigations: InvestigationStore;
  readonly plans: PlanStore;
  readonly runs: RunStore;
  readonly packs: PackStore;
  readonly times: PartnerTimes;
  readonly consents: ConsentStore;
  readonly settings: SettingsStore;
  readonly webhooks: WebhookStore;
  readonly ledger: LedgerStore;
  readonly memories: MemoryStore;
  readonly signIns: SignInStore;
  readonly callRoom: CallRoom;
  readonly threadClaims: ThreadClaims;
  readonly alarms: AlarmStore;
}

export interface Log {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
  child(bindings: object): Log;
}

/**
 * A group as its directory has it now, with the names of some members. `gone`: there is none of that id; `forbidden`: the
 * application may not read groups; `unreadable`: the directory does not answer.
 */
export type KnownGroup =
  | { readonly id: string; readonly state: 'found'; readonly name: string; readonly members: readonly string[] }
  | { readonly id: string; readonly state: 'gone' | 'forbidden' | 'unreadable' };

export interface RoleReader {
  /**
   * The role that a person holds at this moment, read within the last two minutes for the partner's groups and people as
   * they are given, or `now`; 'none' also where it could not be read (`unreadable`).
   */
  roleOf(
    partner: Partner,
    person: Person,
    fresh?: 'now',
  ): Promise<{ readonly role: Role | 'none'; readonly unreadable: boolean }>;
  /** These groups as the partner's directory has them, each id once. Never throws. */
  groups(partner: Partner, ids: readonly string[]): Promise<readonly KnownGroup[]>;
  /** Names of groups that give at least the role, with some of their members. */
  whoHas(
    partner: Partner,
    role: Role,
  ): Promise<readonly { readonly group: string; readonly members: readonly string[] }[]>;
}
