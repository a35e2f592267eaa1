import type { AzureResource, PowerState, ResourceKey } from '../domain/azure-resource.ts';
import type { CaseId, PlanId, RunId } from '../domain/ids.ts';
import type { InvestigatedResource, InvestigationSummary, SubscriptionReading } from '../domain/investigation.ts';
import type { Partner } from '../domain/partner.ts';
import type { Person } from '../domain/people.ts';
import type { Fingerprint, Plan } from '../domain/plan.ts';
import type { FollowLink, OutcomeWhy, Run, RunItem } from '../domain/run.ts';
import type { AzureSeen } from '../domain/seen.ts';
import type { Json } from './ports.ts';

/** An Azure subscription, by the tenant that tokens are asked for in. */
export interface AzureScope {
  readonly partner: Partner;
  readonly customerTenantId: string;
  readonly subscriptionId: string;
}

// ---- Azure, read with the app's own token in the customer's tenant ----

export interface AzureReader {
  /**
   * Reads a whole subscription: resources with details, locks, deny assignments, activity log, costs, and power, CPU and
   * children of what may mine. What cannot be read is a gap, never an error; throws OutsideError only where not even the
   * resources can be read. `since` (ISO 8601) bounds the activity log, 90 days at most; `focus` are resources whose
   * power and CPU are read in any case.
   */
  read(
    at: AzureScope,
    options: { readonly since: string; readonly focus: readonly ResourceKey[]; readonly signal?: AbortSignal },
  ): Promise<SubscriptionReading>;
  /** Resources, locks and deny assignments only, as they are now: for plans and their drift. Throws OutsideError. */
  readNow(at: AzureScope): Promise<Pick<SubscriptionReading, 'readAt' | 'resources' | 'locks' | 'denyAssignments'>>;
  /** Resource groups with when they were made, where Azure tells. */
  group(
    at: AzureScope,
    name: string,
  ): Promise<{ readonly createdAt?: string; readonly managedBy?: string } | undefined>;
  /** What is kept as evidence before the first deletion; each part page by page. */
  evidence(
    at: AzureScope,
    of: {
      readonly resources: readonly Pick<AzureResource, 'id' | 'type'>[];
      readonly groups: readonly string[];
      readonly since: string;
    },
  ): AsyncIterable<EvidencePiece>;
}

export interface EvidencePiece {
  readonly kind: 'activity-log' | 'deployment' | 'resource';
  /** Of a resource or deployment its id; of the activity log the number of its page. */
  readonly name: string;
  /** As Azure answered it; null where it could not be read, with why in `error`. */
  readonly content: Json;
  readonly error?: string;
}

// ---- Azure, acted upon with the person's own token ----

export type ActAnswer =
  /** Nothing more to wait for: verify. */
  | { readonly kind: 'over'; readonly correlationId?: string }
  | {
      readonly kind: 'accepted';
      readonly follow?: FollowLink;
      readonly waitSeconds?: number;
      readonly correlationId?: string;
    }
  | { readonly kind: 'absent' }
  | ActRefusal;

export interface ActRefusal {
  readonly kind: 'refused';
  readonly why: OutcomeWhy;
  /** Whether the same request may be answered otherwise later. */
  readonly again: boolean;
  /** Seconds that the service asks to wait. */
  readonly waitSeconds?: number;
  readonly detail?: string;
}

export type FollowAnswer =
  | { readonly kind: 'running'; readonly waitSeconds?: number }
  | { readonly kind: 'over' }
  /** The link is not known any more: verify. */
  | { readonly kind: 'lost' }
  | {
      readonly kind: 'failed';
      readonly why: OutcomeWhy;
      readonly again: boolean;
      readonly detail?: string;
      readonly waitSeconds?: number;
    };

export type LookAnswer =
  | {
      readonly kind: 'there';
      readonly fingerprint: Fingerprint;
      readonly power: PowerState;
      readonly beingDeleted: boolean;
    }
  | { readonly kind: 'gone' }
  /** A 404 of the subscription itself, or no right to look: it is not known whether it is gone. */
  | ActRefusal;

/** Acts on resources with the token of a person; `refused` with `needs-sign-in` where there is none. Never throws for answers of Azure. */
export interface AzureActs {
  /** Deallocates, stops or scales to zero, by type (facts/azure.md 2.6). `not-stoppable` for types without. */
  stop(at: AzureScope, by: Person, resource: ActTarget): Promise<ActAnswer>;
  /** Undoes a stop. */
  start(at: AzureScope, by: Person, resource: ActTarget): Promise<ActAnswer>;
  /** Deletes one resource, or a whole resource group. */
  remove(at: AzureScope, by: Person, resource: ActTarget): Promise<ActAnswer>;
  follow(at: AzureScope, by: Person, link: FollowLink): Promise<FollowAnswer>;
  look(at: AzureScope, by: Person, resource: ActTarget): Promise<LookAnswer>;
  /** Writes a tag beside those that are there. */
  tag(at: AzureScope, by: Person, resource: ActTarget, tags: Readonly<Record<string, string>>): Promise<ActAnswer>;
  /** Whether the person may do this to each, by the permissions that Azure tells; 'unknown' where it does not. */
  may(
    at: AzureScope,
    by: Person,
    act: 'stop' | 'delete',
    resources: readonly ActTarget[],
  ): Promise<Readonly<Record<ResourceKey, 'yes' | 'no' | 'unknown'>> | ActRefusal>;
  /** Whether something can be stopped at all. */
  canStop(type: string): boolean;
}

export interface ActTarget {
  readonly id: string;
  readonly type: string;
}

/** Cancelling an Azure subscription through Partner Center (facts/partner-center.md 4.1-4.3). */
export interface SubscriptionCanceller {
  cancel(at: AzureScope, by: Person): Promise<ActAnswer>;
  /** 'gone' once Partner Center shows it inactive. */
  look(at: AzureScope, by: Person): Promise<LookAnswer>;
}

/** Who created an Azure subscription, from Partner Center's audit records (90 days). Throws OutsideError. */
export interface SubscriptionAudit {
  creation(at: AzureScope): Promise<SubscriptionReading['creation'] | undefined>;
}

// ---- Storage ----

export interface InvestigationStore {
  /** Replaces what was known; living posts that show it become due, in the same transaction. */
  save(caseId: CaseId, summary: InvestigationSummary, resources: readonly InvestigatedResource[]): Promise<void>;
  summary(caseId: CaseId): Promise<InvestigationSummary | undefined>;
  /** By rank: strongest signs first. */
  resources(
    caseId: CaseId,
    page: { readonly from: number; readonly count: number },
  ): Promise<readonly InvestigatedResource[]>;
  /** What is compared with an earlier confirmation; undefined where nothing was ever read. */
  seen(caseId: CaseId): Promise<AzureSeen | undefined>;
  byKeys(caseId: CaseId, keys: readonly ResourceKey[]): Promise<readonly InvestigatedResource[]>;
}

export interface PlanStore {
  /** Kept once and never changed. */
  keep(plan: Plan): Promise<void>;
  load(planId: PlanId): Promise<Plan | undefined>;
  keepEvidence(planId: PlanId, piece: EvidencePiece): Promise<void>;
  countEvidence(planId: PlanId): Promise<number>;
}

export interface RunStore {
  /** Keeps a run once; a second time of the same id changes nothing. */
  begin(run: Run): Promise<void>;
  load(runId: RunId): Promise<Run | undefined>;
  /**
   * Writes items that changed, in one transaction; the run's living posts become due, at most every 2 s. An item that is
   * over stays as it is, whoever else still goes on with it.
   */
  saveItems(runId: RunId, items: readonly RunItem[]): Promise<void>;
  end(runId: RunId, at: string): Promise<void>;
  cancel(runId: RunId, at: string): Promise<void>;
  /** Runs that cases wait for: begun or not, and not ended. */
  open(): Promise<readonly { readonly caseId: CaseId; readonly runId: RunId }[]>;
  /** The runs of a case, newest first. */
  ofCase(caseId: CaseId): Promise<readonly Run[]>;
}
