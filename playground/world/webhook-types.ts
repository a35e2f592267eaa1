/** What the sender of callbacks does wrong, until told otherwise. */
export const webhookFaults = ['none', 'wrong-signature', 'old-certificate', 'duplicates', 'silence'] as const;
export type WebhookFault = (typeof webhookFaults)[number];

/** What a partner's tenant has registered in Partner Center. */
export interface WebhookRegistrationView {
  readonly partnerTenantId: string;
  readonly url: string;
  readonly events: readonly string[];
  /** Whether the signature goes into x-ms-signature instead of Authorization. */
  readonly inMsSignature: boolean;
  readonly subscriberId: string;
  readonly changedAt: string;
}

export interface WebhookAttempt {
  readonly at: string;
  /** 0 where nothing answered. */
  readonly status: number;
}

/** One event on its way to a partner's address. */
export interface WebhookSending {
  readonly id: string;
  readonly partnerTenantId: string;
  readonly url: string;
  readonly event: string;
  readonly attempts: readonly WebhookAttempt[];
  /** Delivered, or given up. */
  readonly ended: boolean;
}

/** Partner Center's callbacks, from outside of it. */
export interface WorldWebhook {
  /** Somebody registers an address by hand, for detections where left out. */
  register(partnerTenantId: string, url: string, events?: readonly string[]): void;
  /** As if the partner's tenant had never registered anything, nor asked for a test. */
  unregister(partnerTenantId: string): void;
  /** What the sender does wrong from now on. */
  setFault(fault: WebhookFault): void;
  /** An event is sent to the partner's address. Undefined where none is registered for it, or the sender is silent. */
  send(partnerTenantId: string, event: string, resourceUri: string, more?: object): Promise<WebhookSending | undefined>;
  /** Sends what was last sent to a partner once more, as it was; to another address where one is given. */
  again(partnerTenantId: string, url?: string): Promise<WebhookSending | undefined>;
}
