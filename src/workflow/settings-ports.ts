import type { PartnerId } from '../domain/ids.ts';
import type { Partner } from '../domain/partner.ts';
import type { Person } from '../domain/people.ts';
import type { SettingChange } from '../domain/settings.ts';
import type { Job } from './job-ports.ts';
import type { NewPost } from './post-ports.ts';
import type { Channel } from './teams-ports.ts';

/** A partner's settings at one moment. */
export interface SettingsNow {
  readonly partner: Partner;
  /** Raised by every change, also by an operator's. */
  readonly revision: number;
  readonly channels: readonly Channel[];
}

/** A change as it was kept. */
export interface KeptChange {
  readonly change: SettingChange;
  readonly revision: number;
  readonly by: Person;
  /** ISO 8601. */
  readonly at: string;
}

export interface SettingsStore {
  /** Undefined where the partner is not served. */
  read(partnerId: PartnerId): Promise<SettingsNow | undefined>;
  /**
   * Makes these changes, keeps who made them, and adds posts and jobs, in one transaction, where the settings still have
   * this revision.
   */
  save(
    partnerId: PartnerId,
    saved: {
      readonly revision: number;
      readonly changes: readonly SettingChange[];
      readonly by: Person;
      readonly at: string;
      readonly posts: readonly NewPost[];
      readonly jobs: readonly Job[];
    },
  ): Promise<'saved' | 'stale'>;
  /** What people changed after a revision, oldest first. */
  changesAfter(partnerId: PartnerId, revision: number): Promise<readonly KeptChange[]>;
  /** The last change by a person. */
  lastChange(partnerId: PartnerId): Promise<KeptChange | undefined>;
  /** Customers that are known by name, by name; at most `limit`. */
  customers(
    partnerId: PartnerId,
    limit: number,
  ): Promise<readonly { readonly tenantId: string; readonly name: string }[]>;
  /** Name of one customer of the partner; undefined where none is known. */
  customerName(partnerId: PartnerId, tenantId: string): Promise<string | undefined>;
  /** Tenants of resellers that alerts of the partner named, at most `limit`, with the name where an alert told it. */
  resellers(
    partnerId: PartnerId,
    limit: number,
  ): Promise<readonly { readonly tenantId: string; readonly name?: string }[]>;
}
