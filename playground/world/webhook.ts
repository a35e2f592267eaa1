import { setTimeout as pause } from 'node:timers/promises';
import type { Store } from './store.ts';
import { certificatePaths, type WebhookAuthority } from './webhook-authority.ts';
import type { WebhookFault, WebhookSending, WorldWebhook } from './webhook-types.ts';

/** Up to ten attempts, then never again (facts/partner-center.md 3.5). How long between them is not documented; here it is short. */
const mostAttempts = 10;
const betweenMs = 50;
const patienceMs = 10_000;
const mostSendings = 200;

export interface WebhookSender extends WorldWebhook {
  /** Sends a test event; answers its id at once. */
  test(partnerTenantId: string): string;
  close(): void;
}

interface Parcel {
  readonly partnerTenantId: string;
  readonly event: string;
  readonly url: string;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends the events of Partner Center to the addresses that partners have registered, signed as Microsoft signs them. */
export function webhookSender(parts: {
  store: Store;
  authority: WebhookAuthority;
  certificateHost: () => string;
}): WebhookSender {
  const { store, authority } = parts;
  const closed = new AbortController();
  const last = new Map<string, Parcel>();

  function parcelOf(partnerTenantId: string, event: string, resourceUri: string, more: object): Parcel | undefined {
    const registered = store.webhook.registrations.get(partnerTenantId);
    if (registered === undefined || store.webhook.fault === 'silence') return undefined;
    if (event !== 'test-created' && !registered.events.includes(event)) return undefined;
    const at = store.clock.now().toISOString().replace('Z', '1234+00:00');
    const body = Buffer.from(
      JSON.stringify({
        EventName: event,
        ResourceUri: resourceUri,
        AuditUri: null,
        ResourceChangeUtcDate: at,
        ...more,
      }),
    );
    return {
      partnerTenantId,
      event,
      url: registered.url,
      body,
      headers: signed(body, store.webhook.fault, registered.inMsSignature),
    };
  }

  function signed(body: Buffer, fault: WebhookFault, inMsSignature: boolean): Parcel['headers'] {
    const which = fault === 'old-certificate' ? 'old' : 'good';
    const over = fault === 'wrong-signature' ? Buffer.concat([body, Buffer.from(' ')]) : body;
    const signature = `Signature ${authority.sign(over, which)}`;
    return {
      'content-type': 'application/json',
      [inMsSignature ? 'x-ms-signature' : 'authorization']: signature,
      'x-ms-certificate-url': `https://${parts.certificateHost()}${certificatePaths[which]}`,
      'x-ms-signature-algorithm': 'rsa-sha256',
    };
  }

  async function deliver(parcel: Parcel, id: string): Promise<WebhookSending> {
    const { partnerTenantId, event, url } = parcel;
    let sending: WebhookSending = { id, partnerTenantId, url, event, attempts: [], ended: false };
    const keep = () => {
      store.webhook.sendings.set(id, sending);
      const [oldest] = store.webhook.sendings.keys();
      if (store.webhook.sendings.size > mostSendings && oldest !== undefined) store.webhook.sendings.delete(oldest);
      store.changed();
    };
    keep();
    for (let attempt = 1; !sending.ended && !closed.signal.aborted; attempt++) {
      const status = await post(parcel);
      const isThrough = status >= 200 && status < 300;
      const attempts = [...sending.attempts, { at: store.clock.now().toISOString(), status }];
      sending = { ...sending, attempts, ended: isThrough || attempt >= mostAttempts };
      keep();
      if (!sending.ended) await pause(betweenMs * attempt, undefined, { signal: closed.signal }).catch(() => undefined);
    }
    return sending;
  }

  async function post({ url, body, headers }: Parcel): Promise<number> {
    try {
      const signal = AbortSignal.any([closed.signal, AbortSignal.timeout(patienceMs)]);
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body: new Uint8Array(body),
        redirect: 'manual',
        signal,
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }

  async function sendParcel(parcel: Parcel | undefined, id: string): Promise<WebhookSending | undefined> {
    if (parcel === undefined) return undefined;
    last.set(parcel.partnerTenantId, parcel);
    if (store.webhook.fault === 'duplicates') await deliver(parcel, store.ids.next());
    return deliver(parcel, id);
  }

  return {
    register(partnerTenantId, url, events = ['azure-fraud-event-detected']) {
      store.webhook.registrations.set(partnerTenantId, {
        partnerTenantId,
        url,
        events,
        inMsSignature: true,
        subscriberId: store.ids.next(),
        changedAt: store.clock.now().toISOString(),
      });
      store.changed();
    },
    unregister(partnerTenantId) {
      store.webhook.registrations.delete(partnerTenantId);
      store.webhook.tests.delete(partnerTenantId);
      store.changed();
    },
    setFault(fault) {
      store.webhook.fault = fault;
      store.changed();
    },
    send: (partnerTenantId, event, resourceUri, more = {}) =>
      sendParcel(parcelOf(partnerTenantId, event, resourceUri, more), store.ids.next()),
    again: (partnerTenantId, url) => {
      const parcel = last.get(partnerTenantId);
      return sendParcel(parcel && { ...parcel, url: url ?? parcel.url }, store.ids.next());
    },
    test(partnerTenantId) {
      const id = store.ids.next();
      const uri = `https://api.partnercenter.microsoft.com/webhooks/v1/registration/validationEvents/${id}`;
      void sendParcel(parcelOf(partnerTenantId, 'test-created', uri, { ResourceName: 'test' }), id);
      return id;
    },
    close: () => closed.abort(),
  };
}

/** The event that a detection causes (facts/partner-center.md 3.2): no alert is in it, and no name of a resource. */
export function announceDetection(
  sender: WorldWebhook,
  alert: { partnerTenantId: string; subscriptionId: string },
): void {
  const uri = `https://api.partnercenter.microsoft.com/v1/fraudEvents?SubscriptionId=${alert.subscriptionId}&EventStatus=Active`;
  void sender.send(alert.partnerTenantId, 'azure-fraud-event-detected', uri);
}
