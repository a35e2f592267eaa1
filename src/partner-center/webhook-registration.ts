import type { Partner } from '../domain/partner.ts';
import type { WebhookRegistration } from '../domain/webhook-registration.ts';
import { HttpError } from '../http/http-error.ts';
import { present } from '../http/loose.ts';
import type { Tokens } from '../http/tokens.ts';
import { urlPath } from '../http/url-path.ts';
import { createPartnerCenter, outside, type PartnerCenter, type PartnerCenterDeps } from './client.ts';
import { EventNames, TestDelivery, TestSent, WebhookRegistered } from './schema.ts';

export interface RegistrarDeps extends PartnerCenterDeps {
  /** Tokens to ask with where the application's own is refused. */
  readonly reading: Tokens;
}

interface Delivery {
  /** Partner Center tries no more. */
  readonly ended: boolean;
  /** What each attempt was answered, such as `202` or `Accepted`. Outside text. */
  readonly answers: readonly string[];
}

const path = '/webhooks/v1/registration';

/**
 * A tenant's registration of callbacks (facts/partner-center.md 3.1). There is one for each tenant and no way to delete it.
 * The application asks with its own token; where that is refused, with the background sign-in's (docs/decisions/0020).
 * Throws OutsideError.
 */
export function createWebhookRegistrar(deps: RegistrarDeps) {
  const own = createPartnerCenter(deps);
  const consented = createPartnerCenter({ ...deps, tokens: deps.reading });

  const asked = <T>(work: (client: PartnerCenter) => Promise<T>): Promise<T> =>
    outside(async () => {
      try {
        return await work(own);
      } catch (error) {
        if (!isRefused(error)) throw error;
        return work(consented);
      }
    });

  return {
    /** Undefined where the tenant has none. */
    registered: (partner: Partner): Promise<WebhookRegistration | undefined> =>
      asked((client) =>
        orNothing(async () => present(await client.json(partner, { path }, (body) => WebhookRegistered.parse(body)))),
      ),

    /** Names of the events that the tenant may register. */
    events: (partner: Partner): Promise<readonly string[]> =>
      asked((client) => client.json(partner, { path: `${path}/events` }, (body) => EventNames.parse(body))),

    /** Puts the tenant's one registration into the place of whatever there was. `isFirst`: there was none. */
    register: (partner: Partner, wanted: WebhookRegistration, isFirst: boolean): Promise<void> =>
      asked(async (client) => {
        const json = {
          WebhookUrl: wanted.url,
          WebhookEvents: wanted.events,
          SignatureTokenToMsSignatureHeader: wanted.inMsSignature,
        };
        const method = isFirst ? 'POST' : 'PUT';
        await client.send(partner, { path, change: { method, json, requestId: deps.newId() } });
      }),

    /** Has a test event sent to what is registered, at most two a minute; answers the id to follow it by. */
    sendTest: (partner: Partner): Promise<string> =>
      asked((client) =>
        client.json(
          partner,
          { path: `${path}/validationEvents`, change: { method: 'POST', requestId: deps.newId() } },
          (body) => TestSent.parse(body),
        ),
      ),

    /** How a test event goes. One that the log does not show yet was not tried. */
    delivery: (partner: Partner, id: string): Promise<Delivery> =>
      asked(async (client) => {
        const log = urlPath`/webhooks/v1/registration/validationEvents/${id}`;
        const read = () => client.json(partner, { path: log }, (body) => TestDelivery.parse(body));
        const { status, results = [] } = (await orNothing(read)) ?? {};
        return { ended: status?.toLowerCase() === 'completed', answers: results };
      }),
  };
}

async function orNothing<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HttpError && error.kind === 'status' && error.status === 404) return undefined;
    throw error;
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof HttpError && (error.status === 401 || error.status === 403);
}
