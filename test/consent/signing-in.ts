import { freePort } from '../../playground/free-port.ts';
import type { WorldPerson } from '../../playground/world/types.ts';
import { type House, type HouseOptions, openHouse } from '../support/house.ts';
import { openRecords } from '../survival/records.ts';

export interface ConsentHouse extends House {
  /** Where people reach the house. */
  readonly origin: string;
}

/** A house whose pages can be reached at an address that it knows. */
export async function openConsentHouse(options: HouseOptions = {}): Promise<ConsentHouse> {
  const port = await freePort(0);
  const origin = `http://127.0.0.1:${port}`;
  const env = { PORT: String(port), PUBLIC_URL: origin, ...options.env };
  const house = await openHouse({ ...options, env });
  return { ...house, origin };
}

/** A browser, as far as a sign-in needs one: it keeps one cookie and follows nothing by itself. */
export class Browser {
  cookie = '';

  async open(
    url: string,
    init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
  ): Promise<{ status: number; text: string; location: string; headers: Headers }> {
    const response = await fetch(url, {
      redirect: 'manual',
      ...init,
      headers: { 'accept-language': 'en', ...(this.cookie === '' ? {} : { cookie: this.cookie }), ...init.headers },
    });
    const [set] = response.headers.getSetCookie();
    if (set !== undefined) this.cookie = set.split(';')[0] ?? '';
    return {
      status: response.status,
      text: await response.text(),
      location: response.headers.get('location') ?? '',
      headers: response.headers,
    };
  }

  submit(url: string, fields: Readonly<Record<string, string>> = {}): ReturnType<Browser['open']> {
    return this.open(url, { method: 'POST', body: new URLSearchParams(fields) });
  }
}

/** Presses the button of the consent page: where Microsoft's page is. */
export async function leave(browser: Browser, link: string): Promise<string> {
  const { text } = await browser.submit(link);
  const href = /class="go" href="([^"]+)"/.exec(text)?.[1];
  if (href === undefined) throw new Error(`the page leads nowhere: ${text}`);
  return href.replaceAll('&amp;', '&');
}

/** Picks an account at the login host: where the browser is sent back to. */
export async function pick(authorizeUrl: string, person: WorldPerson | undefined, mfa = true): Promise<string> {
  const fields = { person: person?.id ?? '', ...(mfa ? { mfa: 'on' } : {}) };
  return (await new Browser().submit(authorizeUrl, fields)).location;
}

/** Goes the whole way; answers what came of it. */
export async function signIn(link: string, person: WorldPerson | undefined, mfa = true): Promise<string> {
  const browser = new Browser();
  const back = await pick(await leave(browser, link), person, mfa);
  return outcomeOf((await browser.open(back)).location);
}

export function outcomeOf(location: string): string {
  return /^\/consent\/ended\/(\w+)$/.exec(location)?.[1] ?? `elsewhere: ${location}`;
}

/** Ends the consent at Microsoft, while nothing is in hand: a renewal that is under way would bring a token that counts. */
export async function revoke({ databaseUrl, world }: ConsentHouse, person: WorldPerson): Promise<void> {
  const records = openRecords(databaseUrl);
  await records.idle();
  await records.close();
  world.login.revoke(person.id);
}
