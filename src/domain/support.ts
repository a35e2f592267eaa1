import type { Person } from './people.ts';

export const supportKinds = ['partner-center', 'azure'] as const;
/** A Partner Center request with Microsoft's own questions, or the Azure-side request for a refund or about an incident. */
export type SupportKind = (typeof supportKinds)[number];

export const impacts = ['critical', 'moderate', 'minimal'] as const;
export type Impact = (typeof impacts)[number];

/** What the person files, field by field, as they left it. Texts are the person's. */
export interface SupportForm {
  readonly title: string;
  readonly problemType: string;
  readonly impact: Impact;
  readonly description: string;
  readonly contactName: string;
  readonly contactEmail: string;
  readonly contactPhone?: string;
}

/** Longest texts, in UTF-16 units. */
export const supportLimits = { title: 200, problemType: 200, description: 8000, contact: 200, note: 4000 } as const;

/** Partner Center's own words for the state of a request, as numbers or text (facts/partner-center.md 7.1). */
export type RequestStatus = 'open' | 'closed' | 'attention-needed' | 'none' | 'unknown';

export interface RequestNote {
  readonly by?: string;
  readonly at?: string;
  readonly text: string;
}

/** What Partner Center said of a request when it was last read; it shows a request to whoever made it, and to few others. */
export interface RequestTracking {
  readonly status: RequestStatus;
  readonly notes: readonly RequestNote[];
  readonly changedAt?: string;
}

export type TrackingTrouble = 'not-found' | 'forbidden' | 'needs-person' | 'mfa' | 'unreachable' | 'unreadable';

/** `role-lost`: it was not sent, as its writer lost the role for it before. */
export type NoteFailure = TrackingTrouble | 'role-lost';

export interface SupportRequest {
  readonly kind: SupportKind;
  /** `composed` until somebody says its number: nothing here can file it. */
  readonly state: 'composed' | 'filed';
  readonly form: SupportForm;
  readonly by: Person;
  readonly at: string;
  /** When it is asked whether it was filed; said once. */
  readonly remindAt?: string;
  readonly number?: string;
  readonly filedBy?: Person;
  readonly filedAt?: string;
  readonly tracking?: RequestTracking & { readonly readAt: string };
  /** Why the last look did not help, where it did not. */
  readonly trouble?: { readonly why: TrackingTrouble; readonly at: string };
  /** A note that is on its way, or that Partner Center did not take. */
  readonly note?: {
    readonly text: string;
    readonly by: Person;
    readonly state: 'sending' | 'sent' | 'failed';
    readonly why?: NoteFailure;
  };
}

/** Hours after composing at which it is asked, once, whether the request was filed. */
export const remindHours = 2;

/**
 * The number of a request as Microsoft's portals show it: digits, or letters and digits with dashes. Assumption: their
 * forms are not documented, so anything that cannot be one is refused and nothing else.
 */
export function requestNumber(typed: string): string | undefined {
  const number = typed.trim().replace(/^#/, '');
  return /^(?=.*\d)[A-Za-z0-9][A-Za-z0-9-]{4,60}$/.test(number) ? number : undefined;
}

export type FormFault = { readonly field: keyof SupportForm; readonly what: 'missing' | 'too-long' | 'not-an-address' };

/** What is still missing or wrong in a form, before anybody is sent to a portal with it. */
export function faultsOf(form: SupportForm, subscriptionName: string): readonly FormFault[] {
  const long = (field: keyof SupportForm, most: number): readonly FormFault[] =>
    (form[field] ?? '').length > most ? [{ field, what: 'too-long' }] : [];
  const missing = (field: keyof SupportForm): readonly FormFault[] =>
    (form[field] ?? '').trim() === '' ? [{ field, what: 'missing' }] : [];
  return [
    ...missing('title'),
    ...missing('problemType'),
    ...missing('description'),
    ...missing('contactName'),
    ...missing('contactEmail'),
    ...long('title', supportLimits.title),
    ...long('problemType', supportLimits.problemType),
    ...long('description', supportLimits.description),
    ...long('contactName', supportLimits.contact),
    ...long('contactPhone', supportLimits.contact),
    ...(form.contactEmail.trim() === '' || isAddress(form.contactEmail)
      ? []
      : [{ field: 'contactEmail', what: 'not-an-address' } as const]),
    ...(form.description.trim().toLowerCase().startsWith(subscriptionName.trim().toLowerCase())
      ? []
      : [{ field: 'description', what: 'missing' } as const]),
  ];
}

/** One mail address and nothing else: no list, no line break, no name around it (RFC 5321 lengths). */
export function isAddress(text: string): boolean {
  const address = text.trim();
  return (
    address.length <= 254 &&
    /^[^\s@<>(),;:\\"[\]\p{C}]{1,64}@[^\s@<>(),;:\\"[\]\p{C}]{1,190}\.[A-Za-z0-9-]{2,63}$/u.test(address) &&
    !address.includes('..')
  );
}
