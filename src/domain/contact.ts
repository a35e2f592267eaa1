import type { MailId } from './ids.ts';
import type { Language } from './partner.ts';
import type { Person } from './people.ts';

export const ways = ['mail', 'call', 'chat', 'other'] as const;
/** How the customer was reached. */
export type Way = (typeof ways)[number];

/** A message to the customer as it was sent, or is to be. */
export interface Mail {
  readonly id: MailId;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  readonly language: Language;
}

export const mailLimits = { subject: 200, body: 20_000 } as const;

/** `asked`: waits for its job; `sending`: perhaps sent, from before the request on; `unknown`: nobody can tell whether it went. */
export type MailState = 'asked' | 'sending' | 'sent' | 'failed' | 'unknown';

/**
 * `suspected`: since it was asked for, the timeline suspects the account that it was for. `role-lost`: since then, its
 * sender has lost the role for it.
 */
export type MailFailure = 'needs-sign-in' | 'forbidden' | 'mfa' | 'refused' | 'unreachable' | 'suspected' | 'role-lost';

export interface CaseMail extends Mail {
  readonly state: MailState;
  readonly why?: MailFailure;
  readonly by: Person;
  readonly at: string;
  /** When it was sent, failed, or was found to be unknown. */
  readonly endedAt?: string;
}

/** How the customer was asked, and what came of it. */
export interface CustomerContact {
  readonly mails: readonly CaseMail[];
  /** Calls and other ways, as somebody wrote them down. */
  readonly tries: readonly {
    readonly way: Way;
    readonly to?: string;
    readonly note?: string;
    readonly by: Person;
    readonly at: string;
  }[];
  /** No answer yet: when it is asked again whether there is one. */
  readonly askAgain?: { readonly at: string; readonly by: Person };
}
