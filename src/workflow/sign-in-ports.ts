import type { PersonCommand } from '../domain/commands.ts';
import type { CaseId, PartnerId } from '../domain/ids.ts';
import type { Language, Partner } from '../domain/partner.ts';
import type { Person } from '../domain/people.ts';
import type { ErrandName, SignInName } from '../domain/sign-in.ts';
import type { Job } from './job-ports.ts';
import type { NewPost } from './post-ports.ts';

/** What the bot has found out about one sign-in of a person. */
export interface KnownSignIn {
  readonly name: SignInName;
  /** `out`: the person signed out; `none`: the token service had no token. */
  readonly state: 'in' | 'none' | 'out';
  /** One more with each change. */
  readonly generation: number;
  /** Since when the person is asked to sign in, ISO 8601. */
  readonly askedAt?: string;
}

/** What a client that offers a sign-in is answered. */
export type SignInOutcome = 'in' | 'refused';

/** What a person wished to do when they were asked to sign in. */
export interface SignInWish {
  readonly person: Person;
  readonly partnerId: PartnerId;
  readonly caseId: CaseId;
  readonly needs: SignInName;
  readonly command: PersonCommand;
  /** Of the command, as `PersonRequest` has it. */
  readonly key: string;
  /** Revision of the case that the person spoke of. */
  readonly seenRevision: number;
  readonly language: Language;
  /** ISO 8601. */
  readonly wishedAt: string;
}

/** What is done once a person has signed in, without another word of theirs: the case stands so that it waits for that. */
export interface Errand {
  readonly person: Person;
  readonly partnerId: PartnerId;
  readonly caseId: CaseId;
  readonly name: ErrandName;
}

/**
 * What came of asking a person to sign in for an errand. `in`: they are, and it is done now; `no-chat`: there is nowhere to
 * ask them, and it is done whenever they sign in; `later`: Teams could not be asked for their chat, and nothing is kept.
 */
export type AskedForErrand = 'asked' | 'asked-before' | 'in' | 'no-chat' | 'later';

/** Keeps an errand and asks its person to sign in, in the 1:1 chat. */
export type AskForErrand = (partner: Partner, errand: Errand, needs: SignInName) => Promise<AskedForErrand>;

export type PersonKey = Pick<Person, 'tenantId' | 'objectId'>;

/** Sign-ins of people, as rows. Tokens and codes are never among them. */
export interface SignInStore {
  /** What is known of each sign-in of a person; those of which nothing is known are left out. */
  of(person: PersonKey): Promise<readonly KnownSignIn[]>;
  /** Keeps what the token service said. That a person signed out stands until they sign in again. Answers what is known then. */
  found(person: PersonKey, name: SignInName, state: 'in' | 'none'): Promise<KnownSignIn>;
  /**
   * Keeps a wish, and asks for its sign-in with that post unless the person was asked after `since`; in one transaction.
   * `before` is the wish about the same case whose place it takes.
   */
  ask(
    wish: SignInWish,
    post: NewPost,
    since: string,
  ): Promise<{ readonly isAsked: boolean; readonly before?: SignInWish }>;
  /**
   * Keeps an errand and asks for its sign-in with that post unless the person was asked after `since`; where they have
   * signed in, adds these jobs instead. In one transaction.
   */
  askForErrand(
    errand: Errand,
    asking: {
      readonly needs: SignInName;
      readonly post: NewPost | undefined;
      readonly at: string;
      readonly since: string;
      readonly jobs: readonly Job[];
    },
  ): Promise<AskedForErrand>;
  /** Errands of a person, the oldest first. */
  errands(person: PersonKey): Promise<readonly Errand[]>;
  /** Ends an errand, with what it causes and what is said of it, in one transaction; nothing where it is over. */
  errandOver(errand: Errand, posts: readonly NewPost[], jobs: readonly Job[]): Promise<void>;
  /** Counts one answer to a request that was made after `since`; false where there is none, or `most` were tried. */
  tryOnce(person: PersonKey, name: SignInName, since: string, most: number): Promise<boolean>;
  /** What an exchange of a person's client was answered before. */
  outcome(person: PersonKey, idHash: string): Promise<SignInOutcome | undefined>;
  /**
   * Keeps what an exchange was answered; the first answer stands. With `in` and the jobs it ends the request to sign in,
   * in one transaction. Answers `refused` where the person signed out meanwhile, or was not asked.
   */
  settle(
    answer: {
      readonly person: PersonKey;
      readonly name: SignInName;
      readonly idHash?: string;
      readonly outcome: SignInOutcome;
      readonly at: string;
    },
    jobs: readonly Job[],
  ): Promise<SignInOutcome>;
  /** Wishes of a person, the oldest first. */
  wishes(person: PersonKey): Promise<readonly SignInWish[]>;
  /** Ends a wish with what is said of it, in one transaction; nothing where a newer one has taken its place. */
  over(wish: Pick<SignInWish, 'person' | 'caseId' | 'key'>, posts: readonly NewPost[]): Promise<void>;
  /** Signs a person out of all, and forgets their wishes and errands; answers how many wishes there were. */
  signOut(person: PersonKey): Promise<number>;
  /** Forgets exchanges, wishes and errands from before then. */
  forget(before: string): Promise<void>;
}

/** The service that keeps people's tokens. */
export interface SignInService {
  /** The sign-ins that are set up. */
  readonly offered: readonly SignInName[];
  /** Offers a token of the person's client. `unknown` where the service could not be asked. */
  exchange(person: Person, name: SignInName, token: string): Promise<SignInOutcome | 'unknown'>;
  /** Offers the code of the sign-in window. */
  redeem(person: Person, name: SignInName, code: string): Promise<SignInOutcome | 'unknown'>;
  /** Deletes the person's token. False where that could not be done. */
  end(person: Person, name: SignInName): Promise<boolean>;
}
