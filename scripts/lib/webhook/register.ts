import { randomBytes } from 'node:crypto';
import type { Partner } from '../../../src/domain/partner.ts';
import { addressFault, shownAddress } from '../../../src/domain/webhook-registration.ts';
import { type Registered, type RegisterWish, registerWebhook } from '../../../src/workflow/register-webhook.ts';
import { plain } from '../doctor/finding.ts';
import type { Place } from './place.ts';
import { addressProblem, type Problem, problemOf } from './problem.ts';
import { reachAddress } from './reach.ts';
import { problemText, standingJson } from './status.ts';

/** What a command did, for people and for scripts. */
export interface Done {
  readonly ok: boolean;
  readonly text: string;
  readonly json: object;
}

export function failedAt(problem: Problem): Done {
  return { ok: false, text: problemText(problem), json: { outcome: 'failed', problem } };
}

/** Registers this installation's address for a partner, once it is seen that it leads here. */
export async function register(place: Place, partner: Partner, wish: RegisterWish): Promise<Done> {
  const { publicUrl, config, registrar, store } = place;
  const fault = addressFault(publicUrl, config.urls.partnerCenter);
  if (fault !== undefined) return failedAt(addressProblem(publicUrl, fault));
  const reach = await reachAddress(place.outside, publicUrl);
  if (reach.kind === 'something-else')
    return failedAt({
      step: 'address',
      said: `${publicUrl}/webhooks/partner-center/ answered ${reach.answered}, which is not Mining Watch`,
      mend: 'Have the proxy pass /webhooks/ on to the bot, start the bot (npm run serve), or correct PUBLIC_URL.',
    });
  const deps = { ...store, registrar, publicUrl, now: () => new Date(), randomBytes };
  const done = await registerWebhook(deps, partner, wish).catch((error: unknown) =>
    problemOf(error, 'registration', place),
  );
  if ('said' in done) return failedAt(done);
  const hint =
    reach.kind === 'silent'
      ? `\nFrom here nothing answers at ${publicUrl}${reach.code === undefined ? '' : ` (${reach.code})`}: the test says whether Partner Center reaches it.`
      : '';
  const told = tell(done, partner);
  return { ...told, text: `${told.text}${told.ok ? hint : ''}` };
}

function tell(done: Registered, partner: Partner): Done {
  const again = `npm run webhook -- register --partner ${partner.tenantId}`;
  switch (done.kind) {
    case 'as-before':
    case 'registered': {
      const { now, before } = done;
      const head = done.kind === 'as-before' ? 'Registered already; nothing was changed.' : 'Registered.';
      const replaced =
        before.whose === 'nobody' || done.kind === 'as-before'
          ? []
          : [`In the place of ${shownAddress(before.registration?.url ?? '')}, which gets nothing any more.`];
      return {
        ok: true,
        text: [
          head,
          ...replaced,
          `  address ${shownAddress(now.url)}`,
          `  events  ${now.events.map(plain).join(', ')}`,
          `Try it: npm run webhook -- test --partner ${partner.tenantId}`,
        ].join('\n'),
        json: {
          outcome: done.kind,
          before: standingJson(before),
          registration: standingJson({ whose: 'ours', registration: now, missing: [] }),
        },
      };
    }
    case 'taken': {
      const { whose, registration } = done.before;
      const at = shownAddress(registration?.url ?? '');
      const problem: Problem = {
        step: 'registration',
        said: `${whose === 'moved' ? 'this installation’s key at another address' : 'another tool’s address'} is registered, and was left: ${at} for ${registration?.events.map(plain).join(', ')}`,
        mend: `A tenant has one registration. ${again} --replace puts ours into its place, and that one gets nothing any more.`,
      };
      return { ...failedAt(problem), json: { outcome: 'taken', before: standingJson(done.before), problem } };
    }
    case 'not-offered':
      return failedAt({
        step: 'events',
        said: `Partner Center does not offer ${done.events.join(', ')} to this tenant`,
        mend: 'Direct-bill partners and distributors get them; check that the tenant is the right one. The polls find alerts without.',
      });
    case 'not-shown':
      return failedAt({
        step: 'registration',
        said: `Partner Center took it, and shows ${done.shown === undefined ? 'none' : shownAddress(done.shown.url)}`,
        mend: 'Run npm run webhook -- status in a minute; if it is not ours then, somebody else registers too.',
      });
    case 'busy':
      return failedAt({
        step: 'registration',
        said: 'the same is being done for this partner elsewhere',
        mend: 'Wait for it, and look with npm run webhook -- status.',
      });
  }
}
