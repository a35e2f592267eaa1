import type { Words } from '../../cards/parts/words.ts';
import type { AlertBursts } from '../domain/alert-bursts.ts';
import type { Case, CheckName } from '../domain/case.ts';
import type { CaseId, NewId, PackId, PlanId } from '../domain/ids.ts';
import type { Language, Partner } from '../domain/partner.ts';
import type { Person, Role } from '../domain/people.ts';
import type { SignInName } from '../domain/sign-in.ts';
import type { SupportDesk } from '../workflow/asking-ports.ts';
import type { HandleDeps } from '../workflow/handle.ts';
import type { Json, Log, RoleReader, Store } from '../workflow/ports.ts';
import type { SignedOut } from '../workflow/sign-in.ts';
import type { SignInOutcome } from '../workflow/sign-in-ports.ts';
import type { TeamsPerson } from '../workflow/teams-ports.ts';
import type { ClocksOf } from './clock-facts.ts';
import type { FairShares } from './fair-shares.ts';
import type { Incoming } from './incoming.ts';
import type { Look } from './look-into.ts';
import type { OpenedChat } from './own-chat.ts';
import type { createAdopt } from './transport/adopt.ts';
import type { Connector } from './transport/connector.ts';
import type { Connections } from './transport/person-tokens.ts';
import type { UserTokenService } from './transport/user-token-service.ts';

/** The people whom the bot has met. */
export interface Acquaintances {
  /** The person as stored, written down where something about them is new. */
  meet(incoming: Incoming): Promise<TeamsPerson>;
  /** Has the person read anew at their next turn. */
  forget(person: { readonly tenantId: string; readonly objectId: string }): void;
}

/** What the bot's conversation and buttons are given. */
export interface BotDeps {
  readonly store: Store;
  readonly roles: RoleReader;
  readonly handle: HandleDeps;
  /** The partner of a tenant, remembered for a short while. */
  readonly partnerOf: (tenantId: string) => Promise<Partner | undefined>;
  /** Has partners read anew, after one was changed. */
  readonly forgetPartners: () => void;
  /** Looks a member of a conversation up by Teams id, for people whom the bot has not met yet. */
  readonly member: (
    place: { readonly serviceUrl: string; readonly conversationId: string; readonly tenantId: string },
    teamsId: string,
  ) => Promise<{ readonly objectId: string; readonly name: string } | undefined>;
  /** One of a team's channels, by the list of them; undefined where that is not to be had. */
  readonly listedChannel: Connector['channel'];
  /** The 1:1 chat with a person, begun where there is none. */
  readonly openChat: (person: TeamsPerson, serviceUrl: string) => Promise<OpenedChat>;
  /** Reads what a check shows, for a person. */
  readonly readFacts: (caseId: CaseId, check: CheckName, by: Person) => Promise<void>;
  /** Has a case's subscription read now. */
  readonly look: Look;
  /** Mail address and phone of a person, for forms; undefined where they cannot be read. */
  readonly profileOf: (
    partner: Partner,
    person: Person,
  ) => Promise<{ readonly name?: string; readonly email?: string; readonly phone?: string } | undefined>;
  /** Files a request to Microsoft where the operator has switched that on. */
  readonly fileSupport: SupportDesk['file'];
  /** A one-time code that opens an evidence pack for a person; undefined where it is not ready. */
  readonly packCode: (packId: PackId, person: Person) => Promise<string | undefined>;
  readonly packLink: (packId: PackId) => string;
  /** A one-time link to the consent page; undefined where there is no key to keep a sign-in with. */
  readonly consentLink: (partner: Partner, by: Person) => Promise<string | undefined>;
  /** How people sign in, so that the bot acts with their own rights. */
  readonly signIn: {
    readonly connections: Connections;
    readonly resource: UserTokenService['signInResource'];
    readonly exchange: (
      person: Person,
      offered: { readonly id: string; readonly name: SignInName; readonly token: string },
    ) => Promise<SignInOutcome>;
    readonly code: (person: Person, code: string) => Promise<SignInOutcome>;
    readonly out: (person: Person) => Promise<SignedOut>;
  };
  /** When alerts share a card. */
  readonly bursts: AlertBursts;
  /** The clocks besides the 24 hours, with the working mornings of a time zone. */
  readonly clocks: ClocksOf;
  /** Clears up a message that was posted twice, when somebody's client shows it (docs/decisions/0003). */
  readonly adopt: ReturnType<typeof createAdopt>;
  readonly acquaintances: Acquaintances;
  /** So that nobody starves by what somebody else sends. */
  readonly shares: FairShares;
  readonly newId: NewId;
  readonly now: () => Date;
  readonly log: Log;
}

/** One turn: who speaks, where, with which role, in which language. */
export interface Turn {
  readonly incoming: Incoming;
  readonly partner: Partner;
  readonly person: TeamsPerson;
  readonly role: Role | 'none';
  readonly rolesUnreadable: boolean;
  readonly language: Language;
  readonly words: Words;
}

/** What the bot says: a fixed text or card, or a card that lives with its case. */
export type Reply =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'card'; readonly card: Json }
  | { readonly kind: 'case'; readonly case: Case }
  | { readonly kind: 'check'; readonly case: Case; readonly check: CheckName }
  | { readonly kind: 'inventory'; readonly case: Case }
  | { readonly kind: 'plan'; readonly case: Case; readonly planId: PlanId };
