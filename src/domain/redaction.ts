import type { PackProfile } from './pack.ts';

/** Kinds of information that a pack may leave out. What each is called to people stands in locales under `pack.field.`. */
export const packFields = [
  'people',
  'notes',
  'reasons',
  'assessment',
  'ourAccounts',
  'contacts',
  'messages',
  'support',
  'accounts',
  'addresses',
  'ids',
  'names',
  'settings',
  'rawAlerts',
  'rawResources',
  'rawActivity',
] as const;
export type PackField = (typeof packFields)[number];

/** `marked`: in its place stands a mark that is the same wherever the same thing stood. */
export type Treatment = 'withheld' | 'marked';

/**
 * Who may not see what; the only place that says so.
 * - A customer learns nothing of how the partner works: who did it, what they noted and thought, whether an account of
 *   the partner's own was used ("was it us", which Teams shows to owners only), Microsoft's letters to the partner.
 * - Microsoft gets every technical id, and of people at the customer no more than their ids.
 * - An insurer gets money, times and decisions, and of resources and accounts only marks.
 */
export const redaction: Readonly<Record<PackProfile, Readonly<Partial<Record<PackField, Treatment>>>>> = {
  full: {},
  customer: {
    people: 'withheld',
    notes: 'withheld',
    reasons: 'withheld',
    assessment: 'withheld',
    ourAccounts: 'withheld',
    support: 'withheld',
    rawAlerts: 'withheld',
  },
  microsoft: { notes: 'withheld', contacts: 'withheld', messages: 'withheld' },
  insurer: {
    notes: 'withheld',
    ourAccounts: 'withheld',
    contacts: 'withheld',
    messages: 'withheld',
    support: 'withheld',
    accounts: 'marked',
    addresses: 'withheld',
    ids: 'marked',
    names: 'withheld',
    settings: 'withheld',
    rawAlerts: 'withheld',
    rawResources: 'withheld',
    rawActivity: 'withheld',
  },
};

/** Properties of our own data that hold such information, wherever they stand. */
export const fieldProperties: Readonly<Partial<Record<PackField, readonly string[]>>> = {
  people: ['ownerName', 'by', 'resolvedBy'],
  notes: ['note', 'notes', 'text'],
  reasons: ['reason'],
  assessment: ['checks', 'answer', 'standing'],
  contacts: ['to', 'from', 'contactName', 'contactEmail', 'contactPhone', 'email', 'signedBy'],
  messages: ['subject', 'body'],
  support: ['support', 'form', 'tracking'],
  accounts: ['who', 'madeBy', 'appId', 'applicationId', 'caller'],
  addresses: ['address', 'addresses', 'vmAddresses', 'poolAddresses', 'poolDomains'],
  names: ['name', 'names', 'group', 'managesGroup', 'back', 'fresh', 'came', 'went'],
  settings: ['tags', 'texts', 'detail', 'tag', 'lock', 'pool', 'word', 'pattern', 'owner', 'description', 'mark'],
};

/** What an account with the role or more may fetch: the whole pack tells whether an account of the partner's own was used. */
export const fetchRoles = {
  full: 'owner',
  customer: 'viewer',
  microsoft: 'viewer',
  insurer: 'viewer',
} as const satisfies Record<PackProfile, string>;

/** What a profile leaves out, as the report and the manifest say it. */
export function leftOut(profile: PackProfile): readonly { readonly field: PackField; readonly how: Treatment }[] {
  return packFields.flatMap((field) => {
    const how = redaction[profile][field];
    return how === undefined ? [] : [{ field, how }];
  });
}
