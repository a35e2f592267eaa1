export const severities = ['unknown', 'critical', 'moderate', 'minimal'] as const;
export const requestStatuses = ['none', 'open', 'closed', 'attention_needed'] as const;

/** A support request as Partner Center has it; the words stand in the order of their numbers (facts/partner-center.md 7.1). */
export interface WorldServiceRequest {
  readonly number: string;
  readonly partnerTenantId: string;
  /** Object id of who filed it: nobody else sees it. */
  readonly personId: string;
  readonly by: string;
  readonly title: string;
  readonly description: string;
  readonly severity: (typeof severities)[number];
  readonly status: (typeof requestStatuses)[number];
  readonly customerTenantId?: string;
  readonly createdAt: string;
  readonly changedAt: string;
  readonly closedAt?: string;
  readonly notes: readonly { readonly by: string; readonly at: string; readonly text: string }[];
}

export interface NewServiceRequest {
  /** Who is signed in to the portal. */
  readonly personId: string;
  readonly title: string;
  readonly description: string;
  readonly severity?: Exclude<WorldServiceRequest['severity'], 'unknown'>;
  /** Where it is filed on behalf of a customer. */
  readonly customerTenantId?: string;
}

/** Partner Center's web pages for support, which is where requests are made, and Microsoft behind them. */
export interface WorldPortal {
  /** A person files a request by the form. */
  file(request: NewServiceRequest): { readonly number: string };
  /** Microsoft writes a note and waits for an answer. */
  answer(number: string, text: string): void;
  /** Microsoft closes it. */
  close(number: string): void;
}
