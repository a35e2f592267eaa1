import { randomUUID } from 'node:crypto';
import type { Config } from '../../../src/config.ts';
import type { Database } from '../../../src/db/database.ts';
import { createStore } from '../../../src/db/store.ts';
import { OutsideError } from '../../../src/domain/outside.ts';
import type { Partner } from '../../../src/domain/partner.ts';
import { addressFault, shownAddress } from '../../../src/domain/webhook-registration.ts';
import { createWebhookRegistrar } from '../../../src/partner-center/webhook-registration.ts';
import { publicAudience, scopeOf } from '../../../src/services.ts';
import { type Standing, standingOf } from '../../../src/workflow/register-webhook.ts';
import { reachAddress } from '../webhook/reach.ts';
import { mendRefusal } from '../webhook/why-refused.ts';
import { fault, note, notRun, type Outcome, ok, plain } from './finding.ts';
import type { Outside } from './outside.ts';
import type { PartnerCheck } from './partner-checks.ts';

export interface WebhookParts {
  readonly config: Config;
  readonly outside: Outside;
  readonly partner: Partner;
  /** Throws where the database does not say. */
  readonly opened: () => Promise<Database>;
  /** What is asked with where the application's own token is refused. Throws NoToken. */
  readonly reading: (api: 'partnerCenter') => Promise<string>;
}

/** Whether Partner Center's callbacks come: registered, at an address that leads here, and not refused. */
export function webhookChecks({ config, outside, partner, opened, reading }: WebhookParts): readonly PartnerCheck[] {
  const about = (id: string, place: PartnerCheck['place']) => ({
    id: `webhook.${id}:${partner.tenantId}`,
    place,
    partner: plain(partner.name),
  });
  const { publicUrl } = config.web;
  const registrar = createWebhookRegistrar({
    http: outside.http,
    baseUrl: config.urls.partnerCenter,
    tokens: { app: (tenantId) => outside.tokenFor(tenantId, 'partnerCenter') },
    reading: { app: () => reading('partnerCenter') },
    scope: scopeOf(publicAudience.partnerCenter),
    newId: randomUUID,
  });
  let asking: Promise<Standing> | undefined;
  const standing = () =>
    (asking ??= opened().then((database) =>
      standingOf({ webhooks: createStore(database).webhooks, registrar, publicUrl }, partner).catch(causeOf),
    ));

  return [
    {
      ...about('registration', 'partnerCenter'),
      title: 'Callbacks are registered',
      why: 'Without them a card comes with the next look, some minutes later.',
      mending: { right: 'the application access to Partner Center’s API in this tenant' },
      run: async () => registrationOutcome(await standing(), publicUrl, partner),
    },
    {
      ...about('address', 'configuration'),
      title: 'The address for callbacks leads here',
      why: 'Partner Center posts there, ten times for an event and never again.',
      run: async () => {
        const found = await standing().catch(() => undefined);
        if (found === undefined) return notRun('it is not known whether one is registered: see the line above');
        if (found.whose !== 'ours' && found.whose !== 'stale') return notRun('none of this installation is registered');
        return addressOutcome(config, await reachAddress(outside, publicUrl));
      },
    },
    {
      ...about('callbacks', 'records'),
      title: 'Callbacks are taken',
      why: 'Those that are refused cause nothing, and are tried ten times at most.',
      run: async () => {
        const { webhooks } = createStore(await opened());
        const [{ lastEventAt }, refused] = await Promise.all([
          webhooks.state(partner.id),
          webhooks.refused(partner.id),
        ]);
        const [bad] = refused.filter(({ lastAt }) => lastEventAt === undefined || lastAt > lastEventAt);
        if (bad !== undefined) return fault(`refused, last at ${bad.lastAt}: ${bad.why}`, mendRefusal(bad.why));
        return ok(lastEventAt === undefined ? 'none so far' : `last at ${lastEventAt}`);
      },
    },
  ];
}

/** Checks say what HTTP said. */
function causeOf(error: unknown): never {
  throw error instanceof OutsideError && error.cause !== undefined ? error.cause : error;
}

function registrationOutcome({ whose, registration, missing }: Standing, publicUrl: string, partner: Partner): Outcome {
  const register = `npm run webhook -- register --partner ${partner.tenantId}`;
  const at = shownAddress(registration?.url ?? '');
  switch (whose) {
    case 'nobody':
      return note('none: only the looks find alerts', register);
    case 'other':
      return note(`another tool’s, ${at}`, `Leave it, or take its place with ${register} --replace.`);
    case 'moved':
      return note(
        `this installation’s, at ${at}, while PUBLIC_URL is ${publicUrl}`,
        `Leave it where this is a copy of the database; else ${register} --replace.`,
      );
    case 'stale':
      return fault('stale: its key is not known here, so that whatever comes is dropped', register);
    case 'ours':
      return missing.length === 0
        ? ok(at)
        : fault(`not asked for: ${missing.join(', ')}`, `${register} adds what is missing.`);
  }
}

function addressOutcome({ web, urls }: Config, reach: Awaited<ReturnType<typeof reachAddress>>): Outcome {
  const wrong = addressFault(web.publicUrl, urls.partnerCenter);
  if (wrong !== undefined)
    return fault(
      wrong === 'not-https' ? 'it is not https' : 'it is known in its own network only',
      'Set PUBLIC_URL to the https address under which this server is reached from outside, and register it.',
    );
  if (reach.kind === 'reached') return ok(web.publicUrl);
  return reach.kind === 'silent'
    ? note(
        `nothing answers from here (${reach.code ?? 'no answer'})`,
        'Start the bot; npm run webhook -- test says whether Partner Center reaches it.',
      )
    : fault(
        `something else answers there (${reach.answered})`,
        'Have the proxy pass /webhooks/ on to the bot, or correct PUBLIC_URL.',
      );
}
