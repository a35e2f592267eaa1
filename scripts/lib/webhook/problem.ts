import { OutsideError } from '../../../src/domain/outside.ts';
import type { AddressFault } from '../../../src/domain/webhook-registration.ts';
import { HttpError } from '../../../src/http/http-error.ts';
import { sayFault } from '../doctor/say-fault.ts';
import type { Place } from './place.ts';

/** What is wrong, at which step, and how to mend it; never what a service wrote. */
export interface Problem {
  readonly step: 'address' | 'token' | 'registration' | 'events' | 'asking' | 'delivery' | 'receiving' | 'callbacks';
  readonly said: string;
  readonly mend: string;
}

const right =
  'the application access to Partner Center’s API in this tenant (Account settings, App management), or the background sign-in by an admin agent';

/** A failure of a service as a problem of the step in which it came. Throws what is no such failure. */
export function problemOf(error: unknown, step: Problem['step'], { outside, config }: Place): Problem {
  const cause = error instanceof OutsideError ? error.cause : error;
  if (!(cause instanceof HttpError)) throw error;
  const login = new URL(config.urls.login).host;
  const isLogin = cause.host === login;
  const place = isLogin ? 'login' : 'partnerCenter';
  const outcome = sayFault(cause, { place }, isLogin ? {} : { right }, outside.lastAttempt(config.urls.login));
  const mend = 'mend' in outcome ? outcome.mend : '';
  return { step: isLogin ? 'token' : step, said: outcome.said, mend };
}

const addressFaults: Readonly<Record<AddressFault, readonly [string, string]>> = {
  'not-https': ['is not https: Partner Center’s callbacks would pass in the clear', 'a proxy that ends TLS'],
  'not-public': ['is known in its own network only: Partner Center cannot reach it', 'a public name'],
};

export function addressProblem(publicUrl: string, fault: AddressFault): Problem {
  const [said, needed] = addressFaults[fault];
  return {
    step: 'address',
    said: `PUBLIC_URL (${publicUrl}) ${said}`,
    mend: `Give this server ${needed}, and set PUBLIC_URL to the https address under which it is reached from outside.`,
  };
}
