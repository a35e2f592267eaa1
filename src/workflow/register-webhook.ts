import type { PartnerId } from '../domain/ids.ts';
import { OutsideError } from '../domain/outside.ts';
import type { Partner } from '../domain/partner.ts';
import {
  keyIn,
  missingEvents,
  type WebhookRegistration,
  wantedEvents,
  webhookAddress,
} from '../domain/webhook-registration.ts';
import { webhookKeyHash } from './take-webhook.ts';
import type { WebhookRegistrar, WebhookStore } from './webhook-ports.ts';

/**
 * Whose the registered address is. `ours`: this installation's, with the partner's key. `stale`: this installation's, with a key
 * that is not the partner's, so that whatever comes there is dropped. `moved`: with the partner's key, at another address than
 * PUBLIC_URL says; a copy of the database somewhere else looks the same. `other`: of another tool.
 */
export type Whose = 'nobody' | 'ours' | 'stale' | 'moved' | 'other';

export interface Standing {
  readonly whose: Whose;
  readonly registration?: WebhookRegistration;
  /** Events that are wanted and not asked for. */
  readonly missing: readonly string[];
}

export interface RegisterDeps {
  readonly webhooks: Pick<WebhookStore, 'partnerOf' | 'prepareKey' | 'keepKey' | 'dropKey' | 'alone'>;
  readonly registrar: WebhookRegistrar;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly now: () => Date;
  readonly randomBytes: (size: number) => Buffer;
}

export interface RegisterWish {
  /** Another tool's registration may be replaced. */
  readonly replace: boolean;
  /** The key is exchanged even where the old one is good. */
  readonly newKey: boolean;
}

export type Registered =
  | { readonly kind: 'registered' | 'as-before'; readonly before: Standing; readonly now: WebhookRegistration }
  /** Somebody else's is there, and stays. */
  | { readonly kind: 'taken'; readonly before: Standing }
  /** Partner Center does not offer these events to the tenant. */
  | { readonly kind: 'not-offered'; readonly events: readonly string[] }
  /** Partner Center took it, and shows another. */
  | { readonly kind: 'not-shown'; readonly shown?: WebhookRegistration }
  /** The same is being done elsewhere. */
  | { readonly kind: 'busy' };

/** What is registered for the partner, and whose it is. Changes nothing. */
export async function standingOf(
  deps: Pick<RegisterDeps, 'registrar' | 'publicUrl'> & { readonly webhooks: Pick<WebhookStore, 'partnerOf'> },
  partner: Partner,
): Promise<Standing> {
  const registration = await deps.registrar.registered(partner);
  if (registration === undefined) return { whose: 'nobody', missing: wantedEvents };
  const missing = missingEvents(registration.events);
  const found = keyIn(registration.url, deps.publicUrl);
  if (found === undefined) return { whose: 'other', registration, missing };
  const isKnown = (await deps.webhooks.partnerOf(webhookKeyHash(found.key))) === partner.id;
  const whose = found.isHere ? (isKnown ? 'ours' : 'stale') : isKnown ? 'moved' : 'other';
  return { whose, registration, missing };
}

/**
 * Registers this installation's address for the partner. Another tool's registration stays unless `replace` is wished, and so
 * does ours at another address; events beside those that are wanted are kept where the registration is ours. The new key is good
 * before Partner Center learns it and the old one until it has: a process that dies in between leaves both.
 */
export async function registerWebhook(deps: RegisterDeps, partner: Partner, wish: RegisterWish): Promise<Registered> {
  const done = await deps.webhooks.alone(partner.id, () => register(deps, partner, wish));
  return done ?? { kind: 'busy' };
}

async function register(deps: RegisterDeps, partner: Partner, wish: RegisterWish): Promise<Registered> {
  const { webhooks, registrar, publicUrl } = deps;
  const before = await standingOf(deps, partner);
  const { whose, registration } = before;
  if ((whose === 'other' || whose === 'moved') && !wish.replace) return { kind: 'taken', before };
  const known = whose === 'ours' && !wish.newKey ? keyIn(registration?.url ?? '', publicUrl)?.key : undefined;
  if (known !== undefined && registration?.inMsSignature === true && before.missing.length === 0) {
    await keep(deps, partner.id, known);
    return { kind: 'as-before', before, now: registration };
  }
  const offered = await registrar.events(partner);
  const notOffered = missingEvents(offered);
  if (notOffered.length > 0) return { kind: 'not-offered', events: notOffered };
  const more = whose === 'other' ? [] : (registration?.events ?? []).filter((name) => offered.includes(name));
  const key = known ?? deps.randomBytes(32).toString('base64url');
  const wanted: WebhookRegistration = {
    url: webhookAddress(publicUrl, key),
    events: [...new Set([...wantedEvents, ...more])],
    inMsSignature: true,
  };
  if (known === undefined) await webhooks.prepareKey(partner.id, webhookKeyHash(key));
  return settle(deps, { partner, key, before, wanted });
}

interface Change {
  readonly partner: Partner;
  readonly key: string;
  readonly before: Standing;
  readonly wanted: WebhookRegistration;
}

/** Writes, and believes what Partner Center shows afterwards rather than what it answered: an answer may be lost. */
async function settle(deps: RegisterDeps, { partner, key, before, wanted }: Change): Promise<Registered> {
  const { webhooks, registrar } = deps;
  const written = await attempt(() => registrar.register(partner, wanted, before.whose === 'nobody'));
  const read = await attempt(() => registrar.registered(partner));
  if (!read.ok) {
    // With both keys good nothing is lost, whichever is registered.
    if (!written.ok && isRefusal(written.error)) await webhooks.dropKey(partner.id);
    throw written.ok ? read.error : written.error;
  }
  const shown = read.value;
  if (shown?.url === wanted.url) {
    await keep(deps, partner.id, key);
    return { kind: 'registered', before, now: shown };
  }
  if (written.ok) return { kind: 'not-shown', ...(shown === undefined ? {} : { shown }) };
  await webhooks.dropKey(partner.id);
  // Somebody was there first.
  if (before.whose === 'nobody' && shown !== undefined)
    return { kind: 'taken', before: await standingOf(deps, partner) };
  throw written.error;
}

function keep(deps: RegisterDeps, partnerId: PartnerId, key: string): Promise<void> {
  return deps.webhooks.keepKey(partnerId, webhookKeyHash(key), deps.now().toISOString());
}

type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: OutsideError };

async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return { ok: false, error };
  }
}

/** Whether nothing can have been done; all else may have been. */
function isRefusal({ why }: OutsideError): boolean {
  return why !== 'unreachable' && why !== 'unreadable';
}
