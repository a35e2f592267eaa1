import type { Partner } from '../domain/partner.ts';
import { HttpError } from '../http/http-error.ts';
import { urlPath } from '../http/url-path.ts';
import { createPartnerCenter, outside, type PartnerCenterDeps } from './client.ts';
import { WebhookDelivery, WebhookEventNames, WebhookRegistration, WebhookTest } from './schema.ts';

const registration = '/webhooks/v1/registration';

/**
 * A partner's one registration of callbacks, by the app's own token (facts/partner-center.md 3.1). There is one per
 * tenant and no way to delete it: `replace` takes the place of whatever tool is there. All calls throw OutsideError.
 */
export function createWebhookRegistration(deps: PartnerCenterDeps) {
  const partnerCenter = createPartnerCenter(deps);

  async function write(partner: Partner, method: 'POST' | 'PUT', to: { url: string; events: readonly string[] }) {
    const json = { WebhookUrl: to.url, WebhookEvents: to.events, SignatureTokenToMsSignatureHeader: true };
    const change = { method, json, requestId: deps.newId() };
    return partnerCenter.json(partner, { path: registration, change }, (body) => WebhookRegistration.parse(body));
  }

  return {
    /** Names of the events that this tenant may register. */
    events: (partner: Partner): Promise<readonly string[]> =>
      outside(() =>
        partnerCenter.json(partner, { path: `${registration}/events` }, (body) => WebhookEventNames.parse(body)),
      ),

    /** What is registered; undefined where nothing is. */
    current: (partner: Partner): Promise<WebhookRegistration | undefined> =>
      outside(async () => {
        try {
          return await partnerCenter.json(partner, { path: registration }, (body) => WebhookRegistration.parse(body));
        } catch (error) {
          if (error instanceof HttpError && error.status === 404) return undefined;
          throw error;
        }
      }),

    /** Registers where nothing was; `taken` where somebody else did so meanwhile. */
    create: (partner: Partner, to: { url: string; events: readonly string[] }): Promise<'registered' | 'taken'> =>
      outside(async () => {
        try {
          await write(partner, 'POST', to);
          return 'registered';
        } catch (error) {
          if (error instanceof HttpError && error.status === 409) return 'taken';
          throw error;
        }
      }),

    replace: (partner: Partner, to: { url: string; events: readonly string[] }): Promise<void> =>
      outside(async () => {
        await write(partner, 'PUT', to);
      }),

    /** Has Partner Center send a test event (at most two a minute); answers by what its delivery is asked for. */
    test: (partner: Partner): Promise<string> =>
      outside(async () => {
        const change = { method: 'POST', json: {}, requestId: deps.newId() } as const;
        const path = `${registration}/validationEvents`;
        const { correlationId } = await partnerCenter.json(partner, { path, change }, (body) =>
          WebhookTest.parse(body),
        );
        return correlationId;
      }),

    delivery: (partner: Partner, correlationId: string): Promise<WebhookDelivery> =>
      outside(() =>
        partnerCenter.json(
          partner,
          { path: urlPath`/webhooks/v1/registration/validationEvents/${correlationId}` },
          (body) => WebhookDelivery.parse(body),
        ),
      ),
  };
}

export type WebhookRegistrations = ReturnType<typeof createWebhookRegistration>;
