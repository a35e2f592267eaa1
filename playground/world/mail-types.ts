/** A mail as Exchange of the local world took it. */
export interface WorldMail {
  readonly id: string;
  /** Object id of whose mailbox it was sent from. */
  readonly personId: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: readonly string[];
  /** The customer whose contact is among the recipients. */
  readonly customer?: { readonly tenantId: string; readonly name: string };
  readonly subject: string;
  readonly contentType: 'text' | 'html';
  readonly body: string;
  readonly at: string;
  /** Whether it is in the sender's Sent Items. */
  readonly savedToSentItems: boolean;
}
