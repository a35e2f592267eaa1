import type { Config } from '../../../src/config.ts';
import { proofOf } from '../../../src/http/app-proof.ts';
import { createHttp } from '../../../src/http/http.ts';
import type { ObserveCall } from '../../../src/http/observe-call.ts';
import { createTokens } from '../../../src/http/tokens.ts';
import { publicAudience, scopeOf } from '../../../src/services.ts';
import { createConnector } from '../../../src/teams/transport/connector.ts';

/** How the last attempt at a host ended. */
export interface Attempt {
  readonly status?: number;
  readonly late: boolean;
}

/** A check that needs a token which another check found not to be had. */
export class NoToken extends Error {}

/** The ways out, as the product has them, but each question asked once, and looked at. */
export function openOutside({ config, timeoutMs }: { readonly config: Config; readonly timeoutMs: number }) {
  const attempts = new Map<string, Attempt>();
  const skews: number[] = [];
  const observe: ObserveCall = async (call, send) => {
    try {
      const answer = await send();
      attempts.set(call.host, { status: answer.status, late: false });
      if ('headers' in answer) noteSkew(skews, answer.headers);
      return answer;
    } catch (error) {
      attempts.set(call.host, { late: isLate(error) });
      throw error;
    }
  };
  const { bot, urls } = config;
  const log = { debug: () => undefined };
  const http = createHttp({ log, timeoutMs, observe, limits: { retries: 0 } });
  const tokens = createTokens({ loginUrl: urls.login, appId: bot.appId, proof: proofOf(bot), timeoutMs, observe });
  const connector = createConnector({
    appId: bot.appId,
    botToken: () => tokens.app(bot.tenantId, scopeOf(publicAudience.botFramework)),
    serviceUrlHosts: bot.serviceUrlHosts,
    timeoutMs,
    now: () => new Date(),
    observe,
  });

  /** For those who need it and do not report it: throws NoToken. */
  const tokenFor = (tenantId: string, audience: keyof typeof publicAudience): Promise<string> =>
    tokens.app(tenantId, scopeOf(publicAudience[audience])).catch(() => {
      throw new NoToken();
    });

  return {
    http,
    connector,
    tokenFor,
    token: (tenantId: string, audience: keyof typeof publicAudience) =>
      tokens.app(tenantId, scopeOf(publicAudience[audience])),
    lastAttempt: (url: string) => attempts.get(new URL(url).host),
    /** Seconds by which this machine's clock is ahead of the services', of the answer that is farthest off; undefined before any. */
    skew: () => (skews.length === 0 ? undefined : skews.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a))),
  };
}

export type Outside = ReturnType<typeof openOutside>;

/** Answers say when they were made to the second. */
function noteSkew(skews: number[], headers: unknown): void {
  const date = headers instanceof Headers ? headers.get('date') : undefined;
  const at = Date.parse(date ?? '');
  if (!Number.isNaN(at)) skews.push((Date.now() - at) / 1000);
}

function isLate(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    /AbortError|TimeoutError/.test(error.name) ||
    ('code' in error && error.code === 'ETIMEDOUT') ||
    /time.?out/i.test(error.message)
  );
}
