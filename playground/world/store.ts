import { type AzureState, emptyAzure } from './azure/state.ts';
import type { AzureOptions, PowerState } from './azure/types.ts';
import type { WorldClock } from './clock.ts';
import type { WorldIds } from './ids.ts';
import type { WorldMail } from './mail-types.ts';
import type { WorldServiceRequest } from './portal-types.ts';
import type {
  Fault,
  Json,
  SeenRequest,
  WorldConversation,
  WorldGroup,
  WorldMessage,
  WorldPartner,
  WorldPerson,
} from './types.ts';
import type { WebhookFault, WebhookRegistrationView, WebhookSending } from './webhook-types.ts';

/** The bot's registration: one app of the operator's tenant, consented in every partner's. */
export interface BotIdentity {
  readonly appId: string;
  readonly tenantId: string;
  readonly secret: string;
  readonly name: string;
  /** Its Teams id, `28:<appId>`. */
  readonly teamsId: string;
}

export interface WorldTeam {
  /** Thread id of the General channel. */
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly aadGroupId: string;
  readonly memberIds: readonly string[];
  readonly botInstalled: boolean;
}

export interface WorldSubscription {
  readonly id: string;
  readonly name: string;
  readonly customerTenantId: string;
  readonly partnerTenantId: string;
  /** Cost of an ordinary weekday. */
  readonly dailyCost: number;
  readonly currency: string;
  /** Whether the partner may see cost; where not, Cost Management answers 403. */
  readonly costVisible: boolean;
  /** When it was cancelled through Partner Center. */
  readonly cancelledAt?: string;
}

export interface WorldCustomer {
  readonly tenantId: string;
  readonly partnerTenantId: string;
  readonly name: string;
  readonly domain: string;
  readonly country: string;
  readonly city: string;
  readonly street: string;
  readonly postalCode: string;
  readonly culture: string;
  readonly language: string;
  readonly contact: { readonly firstName: string; readonly lastName: string; readonly email: string };
  /** What Microsoft's account validation says; 'none' was never assessed. */
  readonly validation: 'Allowed' | 'UnderReview' | 'NotAllowed' | 'none';
  /** When the Microsoft Customer Agreement was accepted, if it was. */
  readonly agreedAt?: string;
  readonly directSigned: boolean;
  /** The indirect reseller between a distributor and the customer. */
  readonly reseller?: { readonly tenantId: string; readonly name: string; readonly mpnId: string };
  /** Partner Center's id of the customer's Azure plan. */
  readonly planId: string;
  readonly since: string;
}

export interface WorldResource {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly location: string;
  readonly subscriptionId: string;
  readonly sku?: string;
  readonly createdAt: string;
  readonly changedAt: string;
  readonly costPerHour: number;
  readonly serviceName: string;
  readonly mines: boolean;
  readonly kind?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** What a resource provider says of it, without what comes of its users. */
  readonly properties?: Json;
  /** Its owner where that is no user of it: of a cluster's or a managed application's resources. */
  readonly managedBy?: string;
  /** Keys of the resources that cannot be deleted while this one is there. */
  readonly uses?: readonly string[];
  /** When it began and ceased to run; running since it was made where absent. */
  readonly power?: readonly { readonly at: string; readonly state: PowerState }[];
  /** When it was deleted; what it cost stays in the bill. */
  readonly goneAt?: string;
}

export interface WorldAlert {
  readonly id: string;
  readonly partnerTenantId: string;
  readonly customerTenantId: string;
  readonly subscriptionId: string;
  readonly alertType: string;
  readonly status: 'active' | 'investigating' | 'resolved';
  readonly severity: string;
  readonly title: string;
  readonly description: string;
  readonly country: string;
  readonly hitCount: number;
  readonly detectedAt: string;
  readonly firstObservedAt: string;
  readonly lastObservedAt: string;
  readonly resourceIds: readonly string[];
  readonly vmAddresses: readonly string[];
  readonly poolAddresses: readonly string[];
  readonly poolDomain: string;
  readonly isTest: boolean;
  readonly resolvedReason?: 'legitimate' | 'fraud' | 'ignore';
  readonly resolvedBy?: string;
  readonly resolvedAt?: string;
  readonly log: readonly { readonly from: string; readonly to: string; readonly by: string; readonly at: string }[];
  readonly raw: Json;
}

/** What may be switched while the world runs. */
export interface LoginRules {
  /** Where the app's own tokens do; see WorldOptions. */
  appTokens: 'documented' | 'accepted' | 'refused';
  /** Whether a refresh token ends with its use. Entra's does not. */
  rotates: 'leniently' | 'strictly';
  /** Seconds that a person's access token lives. */
  tokenSeconds: number;
  /** Who has consented to what the bot does in people's names. */
  consent: 'administrator' | 'people';
}

export interface WebhookState {
  fault: WebhookFault;
  /** By the partner's tenant id. */
  readonly registrations: Map<string, WebhookRegistrationView>;
  readonly sendings: Map<string, WebhookSending>;
  /** When test events were asked for, by the partner's tenant id. */
  readonly tests: Map<string, readonly number[]>;
}

/** The one state behind all fakes. Entries are replaced, never edited; whoever replaces one calls `changed`. */
export interface Store {
  readonly bot: BotIdentity;
  readonly ids: WorldIds;
  readonly clock: WorldClock;
  readonly people: Map<string, WorldPerson>;
  /** Ids of people whose sign-in had no second factor. */
  readonly withoutMfa: Set<string>;
  /** How often all sign-ins of a person were revoked. */
  readonly revocations: Map<string, number>;
  /** Ids of people whom the login host wants to see again before it gives another token. */
  readonly wantsSignIn: Set<string>;
  /** What the token service keeps: Teams id and connection -> id of the person whose token it is. */
  readonly heldTokens: Map<string, string>;
  /** Id of a person and connection, where they have consented themselves. */
  readonly consents: Set<string>;
  readonly loginRules: LoginRules;
  readonly groups: Map<string, WorldGroup>;
  /** By tenant id. */
  readonly partners: Map<string, WorldPartner>;
  readonly teams: Map<string, WorldTeam>;
  /** By tenant id. */
  readonly customers: Map<string, WorldCustomer>;
  readonly subscriptions: Map<string, WorldSubscription>;
  readonly conversations: Map<string, WorldConversation>;
  readonly messages: Map<string, WorldMessage>;
  readonly resources: Map<string, WorldResource>;
  readonly azure: AzureState;
  readonly alerts: Map<string, WorldAlert>;
  /** By number. */
  readonly serviceRequests: Map<string, WorldServiceRequest>;
  readonly mails: WorldMail[];
  readonly faults: Fault[];
  readonly webhook: WebhookState;
  readonly requests: SeenRequest[];
  /** Teams numbers messages by the millisecond; two of one millisecond still differ. */
  nextMessageId(): string;
  version(): number;
  changed(): void;
  onChange(listener: (version: number) => void): () => void;
}

export function emptyStore(parts: { bot: BotIdentity; ids: WorldIds; clock: WorldClock; azure?: AzureOptions }): Store {
  const { azure = {}, ...known } = parts;
  let version = 0;
  let lastMessage = 0;
  const listeners = new Set<(version: number) => void>();
  return {
    ...known,
    people: new Map(),
    withoutMfa: new Set(),
    revocations: new Map(),
    wantsSignIn: new Set(),
    heldTokens: new Map(),
    consents: new Set(),
    loginRules: { appTokens: 'documented', rotates: 'leniently', tokenSeconds: 3599, consent: 'administrator' },
    groups: new Map(),
    partners: new Map(),
    teams: new Map(),
    customers: new Map(),
    subscriptions: new Map(),
    conversations: new Map(),
    messages: new Map(),
    resources: new Map(),
    azure: emptyAzure(azure),
    alerts: new Map(),
    serviceRequests: new Map(),
    mails: [],
    faults: [],
    webhook: { fault: 'none', registrations: new Map(), sendings: new Map(), tests: new Map() },
    requests: [],
    nextMessageId() {
      lastMessage = Math.max(known.clock.now().getTime(), lastMessage + 1);
      return String(lastMessage);
    },
    version: () => version,
    changed() {
      version += 1;
      for (const listener of listeners) listener(version);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The entry, or an error that names what was asked for: for callers whose mistake it would be. */
export function need<T>(map: ReadonlyMap<string, T>, id: string, what: string): T {
  const found = map.get(id);
  if (found === undefined) throw new Error(`the world has no ${what} ${id}`);
  return found;
}
