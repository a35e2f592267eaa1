import { mkdir } from 'node:fs/promises';
import { metadataPath } from '../fakes/bot-framework.ts';
import { botFrameworkToken } from '../fakes/bot-framework-tokens.ts';
import { startFakes } from '../fakes/start.ts';
import { changeStatus } from './alerts.ts';
import { attackersReturn } from './azure/attacker.ts';
import { azureControl } from './azure/control.ts';
import { botEnvironment, writePartnersFile } from './bot-env.ts';
import { makeCertificate } from './certificate.ts';
import { worldClock } from './clock.ts';
import { fillWorld } from './content/fill.ts';
import { addDetection, findAlert } from './detections.ts';
import { seededIds } from './ids.ts';
import { type SigningKey, signingKey } from './keys.ts';
import { loginOf } from './login.ts';
import type { WorldOptions } from './options-types.ts';
import { portalOf } from './portal.ts';
import { snapshotOf } from './snapshot.ts';
import { emptyStore, need } from './store.ts';
import { teamsClient } from './teams/client.ts';
import { installations } from './teams/installation.ts';
import { poster } from './teams/post.ts';
import { signInClient } from './teams/sign-in.ts';
import type { World } from './types.ts';
import { announceDetection } from './webhook.ts';
import { webhookAuthority } from './webhook-authority.ts';

/** Makes the local world and starts its services; `close` ends them. Nothing is written but into `options.folder`. */
export async function createWorld(options: WorldOptions): Promise<World> {
  await mkdir(options.folder, { recursive: true });
  const clock = worldClock(options.now);
  const ids = seededIds(options.seed ?? 1);
  const appId = ids.uuid('bot/app');
  const bot = {
    appId,
    tenantId: ids.uuid('bot/tenant'),
    secret: `local~${ids.letters('bot/secret', 32)}`,
    name: 'Mining Watch',
    teamsId: `28:${appId}`,
  };
  const store = emptyStore({ bot, ids, clock, ...(options.azure && { azure: options.azure }) });
  fillWorld(store, options);
  clock.onClock((now) => attackersReturn(store, now));
  const [tls, loginKey, botKey, authority] = await Promise.all([
    makeCertificate(options.folder),
    signingKey(ids.letters('login/key', 20)),
    signingKey(ids.letters('bot/key', 20)),
    webhookAuthority(options.folder),
  ]);
  const fakes = await startFakes({ store, options, loginKey, botKey, tls, authority });
  const partnersFile = writePartnersFile(store, options);
  const { urls, serviceUrl } = fakes;

  let endpoint: string | undefined;
  let strange: Promise<SigningKey> | undefined;
  const unknownKey = (): Promise<SigningKey> => (strange ??= signingKey(ids.letters('unknown/key', 20)));
  const token: World['token'] = (overrides) =>
    botFrameworkToken({ key: botKey, unknownKey, appId, serviceUrl }, overrides);
  const patienceMs = options.teamsPatienceMs;
  const post = poster({ endpoint: () => endpoint, token, serviceUrl: () => serviceUrl, patienceMs });
  const client = { store, post, serviceUrl: () => serviceUrl };

  return {
    urls: { ...urls, openIdMetadata: `${urls.botFramework}${metadataPath}` },
    caFile: tls.caFile,
    botEnv: () => botEnvironment({ store, urls, caFile: tls.caFile, partnersFile, webhookFile: authority.file }),
    setBotEndpoint(url) {
      endpoint = url;
    },
    now: () => clock.now(),
    advance(ms) {
      clock.advance(ms);
      store.changed();
    },
    onClock: (listener) => clock.onClock(listener),
    snapshot: () => snapshotOf(store),
    onChange: (listener) => store.onChange(listener),
    requests: () => [...store.requests],
    forgetRequests() {
      store.requests.length = 0;
    },

    azure: azureControl(store),
    login: loginOf(store),
    portal: portalOf(store),
    mailbox: () => [...store.mails],
    webhook: fakes.webhook,
    addDetection(d) {
      const alert = addDetection(store, d);
      announceDetection(fakes.webhook, alert);
      return alert;
    },
    resolveAlert(partnerTenantId, alertId, reason, by) {
      const known = (['legitimate', 'fraud', 'ignore'] as const).find((r) => r === reason.toLowerCase());
      if (known === undefined) throw new Error(`no such reason: ${reason}`);
      changeStatus(store, findAlert(store, partnerTenantId, alertId).id, { status: 'resolved', reason: known, by });
    },
    addFault(fault) {
      const made = { ...fault, id: ids.next() };
      store.faults.push(made);
      store.changed();
      return made;
    },
    removeFault(id) {
      const index = store.faults.findIndex((f) => f.id === id);
      if (index >= 0) store.faults.splice(index, 1);
      store.changed();
    },
    clearFaults() {
      store.faults.length = 0;
      store.changed();
    },
    setSignedIn(personId, signedIn, how) {
      if (how?.mfa === false) store.withoutMfa.add(personId);
      else store.withoutMfa.delete(personId);
      for (const key of store.heldTokens.keys())
        if (key.startsWith(`${need(store.people, personId, 'person').teamsId} `)) store.heldTokens.delete(key);
      store.people.set(personId, { ...need(store.people, personId, 'person'), signedIn });
      store.changed();
    },

    ...installations(client),
    ...teamsClient(client),
    signIn: signInClient({ ...client, clientToken: (personId) => fakes.clientToken(personId) }),
    post,
    token,
    close: () => fakes.close(),
  };
}
